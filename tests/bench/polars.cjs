// What tests/bench/tables.sh asks of polars: node polars.cjs WORK TABLE OUT, with PEERS (the folder of its npm package).
const { createRequire } = require('node:module');
const polars = createRequire(`${process.env.PEERS}/x.js`)('nodejs-polars');
const [work, table, out] = process.argv.slice(2);
const c = (n) => polars.col(`column_${n}`), is = (column, value) => column.eq(polars.lit(value));
const coded = () => polars.scanCSV(table, { sep: '\t', hasHeader: false, quoteChar: '\x01', inferSchemaLength: 100 });
const columns = [1, 2, 8, 18, 27, 31, 32, 53, 61].map(c);
const pair = is(c(8), 'USA').and(is(c(18), 'CHN')).or(is(c(8), 'CHN').and(is(c(18), 'USA')));
const works = {
  'load-coded': () => coded().select(...columns).collectSync(),
  'load-own': () => polars.readCSV(table, { hasHeader: true }),
  'pair-coded': () => coded().filter(pair.and(c(2).gtEq(polars.lit(20190101))).and(c(2).ltEq(polars.lit(20191231))))
    .select(...columns).collectSync().writeCSV(out),
  'pair-own': () => polars.scanCSV(table, { hasHeader: true })
    .filter(is(polars.col('countries'), 'USA;CHN').or(is(polars.col('countries'), 'CHN;USA')))
    .filter(polars.col('date').str.slice(0, 4).eq(polars.lit('2019'))).collectSync().writeCSV(out),
  'all-coded': () => coded().select(...columns).collectSync().writeCSV(out),
};
works[work]();
