// What tests/bench/tables.sh asks of DuckDB: node duckdb.mjs WORK TABLE OUT, with PEERS (the folder of its npm package).
import { createRequire } from 'node:module';
const { DuckDBInstance } = createRequire(`${process.env.PEERS}/x.js`)('@duckdb/node-api');
const [work, table, out] = process.argv.slice(2);
const connection = await (await DuckDBInstance.create(':memory:', { threads: process.env.THREADS })).connect();
const names = Array.from({ length: 61 }, (_, i) => `'c${i + 1}':'${i === 1 || i === 31 ? 'INTEGER' : i === 30 ? 'DOUBLE' : 'VARCHAR'}'`);
const coded = `read_csv('${table}',auto_detect=false,header=false,delim='\t',quote='',escape='',columns={${names.join(',')}})`;
const own = `read_csv('${table}',auto_detect=false,header=true,delim=',',quote='"',escape='"',columns={` +
  `'id':'VARCHAR','date':'DATE','title':'VARCHAR','kind':'VARCHAR','countries':'VARCHAR','place':'VARCHAR','source_url':'VARCHAR','text':'VARCHAR'})`;
const columns = 'c1,c2,c8,c18,c27,c31,c32,c53,c61';
const pair = "(c8='USA' and c18='CHN' or c8='CHN' and c18='USA')";
const queries = {
  'load-coded': `create table t as select ${columns} from ${coded}`,
  'load-own': `create table t as select * from ${own}`,
  'pair-coded': `copy (select ${columns} from ${coded} where ${pair} and c2 between 20190101 and 20191231) to '${out}' (header)`,
  'pair-own': `copy (select * from ${own} where countries in ('USA;CHN','CHN;USA') and year(date)=2019) to '${out}' (header)`,
  'all-coded': `copy (select ${columns} from ${coded}) to '${out}' (header)`,
};
await connection.run(queries[work]);
