#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "loaders/feed.h"
#include "tests/support_archives.h"
#include "tests/support_files.h"

static const PackForm zip = {"zip", NULL, NULL, NULL};
static const PackForm tar_gz = {"ustar", "gzip", NULL, NULL};

// "date,title" and one event.
static Text table(Folder *folder, const char *title)
{
    return arena_printf(folder->arena, "date,title\n1972,%s\n", title);
}

static void load_bytes(Folder *folder, const char *name, Text bytes)
{
    assert_true(bytes.len > 0);
    folder_load(folder, folder_write(folder, name, bytes));
}

static void compressed_file_is_read_as_what_it_holds(void **state)
{
    Folder *folder = *state;
    static const char *const filters[] = {"gzip", "bzip2", "xz", "zstd"};
    for (size_t i = 0; i < 4; i++) {
        PackForm form = {"raw", filters[i], NULL, NULL};
        Text name = arena_printf(folder->arena, "t.csv.%s", filters[i]);
        load_bytes(folder, name.ptr, pack_one(folder->arena, form, "t", table(folder, "One")));
        assert_string_equal(folder_sources(folder), name.ptr);
        assert_string_equal(folder_field(folder, 0, EVENT_TITLE).ptr, "One");
        assert_string_equal(folder_field(folder, 0, EVENT_SOURCE_OFFSET).ptr, "11");
        assert_int_equal(folder_problem_count(folder), 0);
    }
}

static void members_are_sources_in_the_order_of_the_archive(void **state)
{
    Folder *folder = *state;
    PackMember members[] = {
        {"b.csv", table(folder, "b")},          {"dir/", TEXT("")},
        {"dir/a.csv", table(folder, "a")},      {".hidden.csv", table(folder, "h")},
        {"x/.git/c.csv", table(folder, "git")}, {"dir/a!b.csv", table(folder, "mark")},
    };
    static const char *const formats[] = {"zip", "ustar", "pax", "gnutar"};
    static const char *const filters[] = {NULL, NULL, "xz", "gzip"};
    for (size_t i = 0; i < 4; i++) {
        PackForm form = {formats[i], filters[i], NULL, NULL};
        load_bytes(folder, "m", pack(folder->arena, form, members, 6));
        assert_string_equal(folder_sources(folder), "m!b.csv m!dir/a.csv m!dir/a!b.csv");
        assert_int_equal(timeline_event_count(folder->timeline), 3);
        assert_int_equal(folder_problem_count(folder), 0);
    }
}

static void folder_with_archives_is_loaded_like_files(void **state)
{
    Folder *folder = *state;
    folder_write(folder, "f/a.zip", pack_one(folder->arena, zip, "z.csv", table(folder, "z")));
    folder_write(folder, "f/b.csv", table(folder, "b"));
    folder_write(folder, "f/c.csv.gz", pack_gzip(folder->arena, table(folder, "c")));
    folder_write(folder, "f/d.zip", pack_one(folder->arena, zip, "n.md", TEXT("# about\n")));
    folder_load(folder, folder_path(folder, "f"));
    assert_string_equal(folder_sources(folder), "f/a.zip!z.csv f/b.csv f/c.csv.gz");
    assert_int_equal(folder_problem_count(folder), 2);
    ASSERT_PROBLEM(folder, 1, "f/d.zip: note: nothing in this archive is a timeline");
}

static void member_can_be_named_alone(void **state)
{
    Folder *folder = *state;
    PackMember inner = {"c.csv", table(folder, "c")};
    PackMember outer[] = {{"a.csv", table(folder, "a")},
                          {"in.zip", pack(folder->arena, zip, &inner, 1)}};
    folder_write(folder, "o.zip", pack(folder->arena, zip, outer, 2));
    folder_load(folder, folder_path(folder, "o.zip!a.csv"));
    assert_string_equal(folder_sources(folder), "o.zip!a.csv");
    folder_load(folder, folder_path(folder, "o.zip!in.zip!c.csv"));
    assert_string_equal(folder_sources(folder), "o.zip!in.zip!c.csv");
    folder_load(folder, folder_path(folder, "o.zip!in.zip!d.csv"));
    ASSERT_PROBLEM(folder, 0, "o.zip!in.zip!d.csv: error: there is no such file in the archive");
    folder_load(folder, folder_path(folder, "none.zip!d.csv"));
    ASSERT_PROBLEM(folder, 0, "none.zip!d.csv: error: there is no such file");
}

// An archive is one by its content, and a "!" may be part of any name.
static void member_finds_its_companions_whatever_its_archive_is_called(void **state)
{
    Folder *folder = *state;
    PackMember members[] = {
        {"a!b/events.csv", TEXT("id,date,title,countries\ne1,1972,One,CHN;USA\n")},
        {"a!b/participants.csv", TEXT("event_id,n,name,country\ne1,1,Zhou Enlai,CHN\n")},
    };
    static const char *const names[] = {"hist.pack", "wow!/hist.pack", "a.zip!hist"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        load_bytes(folder, names[i], pack(folder->arena, zip, members, 2));
        size_t count;
        timeline_participants(folder->timeline, timeline_event_id(0, 0), &count);
        assert_int_equal(count, 1);
        const Source *source = timeline_source(folder->timeline, 0);
        assert_string_equal(source->path.ptr + source->archive, "!a!b/events.csv");
    }
    Text plain = folder_write(folder, "wow!.csv", table(folder, "One"));
    assert_int_equal(timeline_source(folder_load(folder, plain), 0)->archive, 0);
}

static void archives_nest_once(void **state)
{
    Folder *folder = *state;
    Text gz = pack_gzip(folder->arena, table(folder, "deep"));
    Text once = pack_one(folder->arena, zip, "t.csv.gz", gz);
    Text twice = pack_one(folder->arena, tar_gz, "once.zip", once);
    load_bytes(folder, "once.zip", once);
    assert_string_equal(folder_sources(folder), "once.zip!t.csv.gz");
    load_bytes(folder, "twice.tgz", twice);
    assert_string_equal(folder_sources(folder), "");
    ASSERT_PROBLEM(folder, 0,
                   "twice.tgz!once.zip!t.csv.gz: error: archives stand in one another deeper "
                   "than [archives] nesting of bilat.ini allows: not opened");
}

static void compression_nests_twice(void **state)
{
    Folder *folder = *state;
    Text bytes = pack_gzip(folder->arena, pack_gzip(folder->arena, table(folder, "deep")));
    load_bytes(folder, "t.gz.gz", bytes);
    assert_string_equal(folder_field(folder, 0, EVENT_TITLE).ptr, "deep");
    load_bytes(folder, "t.gz.gz.gz", pack_gzip(folder->arena, bytes));
    ASSERT_PROBLEM(folder, 0,
                   "t.gz.gz.gz: error: stopped: compressed more than twice, one in the other");
}

static void own_tables_are_joined_within_the_archive(void **state)
{
    Folder *folder = *state;
    PackMember members[] = {
        {"x/participants.csv", TEXT("event_id,name\ne1,Mao\n")},
        {"x/events.csv", TEXT("id,date,title,kind\ne1,1972,One,visit\n")},
        {"y/positions.csv", TEXT("event_id,name\ne1,Mao\n")},
    };
    static const PackForm *const forms[] = {&zip, &tar_gz};
    for (size_t i = 0; i < 2; i++) {
        const char *name = i ? "own.tar.gz" : "own.zip";
        load_bytes(folder, name, pack(folder->arena, *forms[i], members, 3));
        Text wanted =
            arena_printf(folder->arena, "%s!x/events.csv %s!x/participants.csv", name, name);
        assert_string_equal(folder_sources(folder), wanted.ptr);
        assert_int_equal(timeline_accounting(folder->timeline).joined, 1);
        assert_int_equal(folder_problem_count(folder), 1);
        assert_true(text_ends(folder_problem(folder, 0), TEXT("not among the files to load")));
    }
}

static void members_that_are_left_out_are_counted(void **state)
{
    Folder *folder = *state;
    char name[4200];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    PackMember members[] = {{"a.csv", table(folder, "a")},
                            {"b.csv -> a.csv", TEXT("")},
                            {"c.csv -> a.csv", TEXT("")},
                            {name, table(folder, "n")},
                            {"dir/", TEXT("")}};
    PackForm pax = {"pax", NULL, NULL, NULL};
    load_bytes(folder, "m.tar", pack(folder->arena, pax, members, 5));
    assert_string_equal(folder_sources(folder), "m.tar!a.csv");
    assert_int_equal(folder_problem_count(folder), 1);
    ASSERT_PROBLEM(folder, 0,
                   "m.tar: note: left out: 2 links to other members or files, 1 member without a "
                   "name, or with one too long");
}

// ---- limits ----

static void limits_hold_for_an_archive_and_those_in_it(void **state)
{
    Folder *folder = *state;
    PackMember members[] = {{"a.csv", table(folder, "a")},
                            {"b.csv", table(folder, "b")},
                            {"c.csv", table(folder, "c")}};
    Text inner = pack(folder->arena, zip, members, 3);
    Text bytes = pack_one(folder->arena, zip, "in.zip", inner);
    folder->settings.limits.members = 3; // one of them is the archive
    load_bytes(folder, "m.zip", bytes);
    ASSERT_PROBLEM(folder, 0,
                   "m.zip!in.zip: error: stopped: it has more members than [archives] members of "
                   "bilat.ini allows");
    assert_string_equal(folder_sources(folder), "m.zip!in.zip!a.csv m.zip!in.zip!b.csv");
    folder->settings.limits = (UnpackLimits){.bytes = inner.len + members[0].content.len};
    load_bytes(folder, "b.zip", bytes);
    ASSERT_PROBLEM(folder, 0,
                   "b.zip!in.zip: error: stopped: unpacked it is larger than [archives] gigabytes "
                   "of bilat.ini allows");
    assert_string_equal(folder_sources(folder), "b.zip!in.zip!a.csv");
    folder->settings.limits = (UnpackLimits){.depth = 1};
    load_bytes(folder, "b.zip", bytes);
    assert_non_null(strstr(folder_problem(folder, 0).ptr, "b.zip!in.zip"));
    assert_non_null(strstr(folder_problem(folder, 0).ptr, "[archives] nesting of bilat.ini"));
    folder->settings.limits = (UnpackLimits){0};
    load_bytes(folder, "c.zip", bytes);
    assert_int_equal(timeline_event_count(folder->timeline), 3);
}

static void many_archives_need_few_descriptors(void **state)
{
    Folder *folder = *state;
    enum { ARCHIVES = 60, BYTES = 64 * 1024 };
    for (int i = 0; i < ARCHIVES; i++) {
        Arena *arena = folder->arena;
        Text title = arena_printf(arena, "%02d%*s", i, BYTES, "");
        folder_write(folder, arena_printf(arena, "many/%02d.zip", i).ptr,
                     pack_one(arena, zip, "t.csv", table(folder, title.ptr)));
    }
    struct rlimit before, few;
    getrlimit(RLIMIT_NOFILE, &before);
    few = before;
    few.rlim_cur = 40;
    setrlimit(RLIMIT_NOFILE, &few);
    folder_load(folder, folder_path(folder, "many"));
    setrlimit(RLIMIT_NOFILE, &before);
    assert_int_equal(folder_problem_count(folder), 0);
    assert_int_equal(timeline_event_count(folder->timeline), ARCHIVES);
    for (int i = 0; i < ARCHIVES; i++) {
        Text title = folder_field(folder, (size_t)i, EVENT_TITLE);
        assert_int_equal(strtol(title.ptr, NULL, 10), i);
    }
}

// ---- damage ----

// Rows that hardly shrink, so that half of the archive is about half of them.
static Text many_rows(Folder *folder)
{
    Buffer rows = buffer_in(folder->arena);
    buffer_add(&rows, TEXT("date,title\n"));
    for (unsigned i = 0; rows.count < 400 * 1024; i++)
        buffer_printf(&rows, "1972,%u-%x\n", i, i * 2654435761u);
    return buffer_text(&rows);
}

static void cut_archive_gives_what_came_before(void **state)
{
    Folder *folder = *state;
    PackMember members[] = {{"a.csv", table(folder, "a")}, {"rows.csv", many_rows(folder)}};
    PackForm forms[] = {zip, {"ustar", NULL, NULL, NULL}, tar_gz};
    for (size_t i = 0; i < 3; i++) {
        Text bytes = pack(folder->arena, forms[i], members, 2);
        Text name = arena_printf(folder->arena, "cut%zu", i);
        load_bytes(folder, name.ptr, text_sub(bytes, 0, bytes.len / 2));
        Text wanted = arena_printf(folder->arena, "%s!a.csv %s!rows.csv", name.ptr, name.ptr);
        assert_string_equal(folder_sources(folder), wanted.ptr);
        assert_true(timeline_event_count(folder->timeline) > 5000);
        Text line = folder_problem(folder, 0);
        assert_true(text_starts(text_sub(line, name.len, line.len),
                                TEXT(": error: damaged or cut short: nothing more can be ")));
    }
}

// libarchive gives 64 KiB at a time, and of the last ones nothing.
static void cut_gzip_gives_what_came_before(void **state)
{
    Folder *folder = *state;
    Text bytes = pack_gzip(folder->arena, many_rows(folder));
    load_bytes(folder, "cut.csv.gz", text_sub(bytes, 0, bytes.len / 2));
    assert_true(timeline_event_count(folder->timeline) > 5000);
    ASSERT_PROBLEM(folder, 0,
                   "cut.csv.gz: error: damaged or cut short: nothing more can be unpacked "
                   "(truncated gzip input)");
}

static void member_with_a_wrong_checksum_is_named_and_kept(void **state)
{
    Folder *folder = *state;
    PackMember members[] = {{"a.csv", table(folder, "a")}, {"b.csv", table(folder, "b")}};
    PackForm stored = {"zip", NULL, "zip:compression=store", NULL};
    Text bytes = pack(folder->arena, stored, members, 2);
    char *changed = arena_alloc(folder->arena, bytes.len, 1);
    memcpy(changed, bytes.ptr, bytes.len);
    changed[text_find(bytes, TEXT("1972"))] = '2';
    load_bytes(folder, "crc.zip", (Text){changed, bytes.len});
    assert_int_equal(timeline_event_count(folder->timeline), 2);
    assert_int_equal(folder_problem_count(folder), 1);
    assert_true(text_starts(folder_problem(folder, 0), TEXT("crc.zip!a.csv: error: damaged (")));
}

static void encrypted_member_is_named(void **state)
{
    Folder *folder = *state;
    PackForm locked = {"zip", NULL, "zip:encryption=zipcrypt", "secret"};
    Text bytes = pack_one(folder->arena, locked, "a.csv", table(folder, "a"));
    if (bytes.len == 0)
        return; // this libarchive cannot make one
    load_bytes(folder, "locked.zip", bytes);
    assert_int_equal(folder_problem_count(folder), 1);
    ASSERT_PROBLEM(folder, 0,
                   "locked.zip!a.csv: error: encrypted: unpack it with its password first");
}

static void documents_of_office_programs_are_no_archives(void **state)
{
    Folder *folder = *state;
    PackMember members[] = {{"[Content_Types].xml", TEXT("<x/>")}, {"a.csv", table(folder, "a")}};
    load_bytes(folder, "sheet.xlsx", pack(folder->arena, zip, members, 2));
    assert_int_equal(folder_problem_count(folder), 1);
    ASSERT_PROBLEM(folder, 0,
                   "sheet.xlsx: error: a document of an office program: save it as CSV or as text");
}

static void changed_archive_is_noticed(void **state)
{
    Folder *folder = *state;
    load_bytes(folder, "m.zip", pack_one(folder->arena, zip, "a.csv", table(folder, "a")));
    const Source *source = timeline_source(folder->timeline, 0);
    assert_true(source->ops->is_current(source));
    folder_write(folder, "m.zip", TEXT("x"));
    assert_false(source->ops->is_current(source));
    assert_string_equal(folder_field(folder, 0, EVENT_TITLE).ptr, "a"); // it was kept
}

// ---- cancel, progress ----

typedef struct Slow {
    Text bytes;
    Cancel *cancel;
    unsigned reads;
} Slow;

// The wish comes while the archive is read for the third time.
static bool read_slowly(const Source *source, uint64_t offset, size_t len, char *to)
{
    Slow *slow = source->handle;
    if (++slow->reads == 3)
        cancel_wish(slow->cancel);
    memcpy(to, slow->bytes.ptr + offset, len);
    return true;
}

static void cancel_works_while_a_member_is_unpacked(void **state)
{
    Folder *folder = *state;
    Arena *arena = arena_new();
    enum { BYTES = 3 * 1024 * 1024 };
    char *noise = arena_alloc(arena, BYTES, 1);
    uint32_t random = 1;
    for (size_t i = 0; i < BYTES; i++) {
        random = random * 1664525u + 1013904223u; // Numerical Recipes, 2nd ed., p. 284
        noise[i] = (char)(random >> 24);
    }
    Cancel cancel;
    cancel_open(&cancel);
    Slow slow = {.bytes = pack_gzip(arena, (Text){noise, BYTES}), .cancel = &cancel};
    SourceOps ops = {.read = read_slowly};
    Source *source = source_in_memory(arena, TEXT("slow.gz"), slow.bytes, &ops);
    source->handle = &slow;
    Problems problems = problems_in(arena);
    UnpackSpent spent = {0};
    Unpack unpack = {.source = source,
                     .store = store_new(arena_new()),
                     .spent = &spent,
                     .cancel = &cancel,
                     .problems = &problems};
    Unpacking *unpacking = unpack_open(&unpack, arena_new());
    Source *member = NULL;
    assert_int_equal(unpack_next(unpacking, TEXT(""), arena, &member), UNPACK_CANCELLED);
    assert_true(slow.reads * 64 * 1024 < slow.bytes.len);
    assert_int_equal(problems.count, 0);
    unpack_close(unpacking);
    store_release(unpack.store);
    cancel_close(&cancel);
    arena_free(arena);
    (void)folder;
}

static void progress_counts_the_bytes_of_the_archive(void **state)
{
    Folder *folder = *state;
    PackMember members[] = {{"a.csv", table(folder, "a")}, {"b.csv", table(folder, "b")}};
    Text inner = pack(folder->arena, zip, members, 2);
    Text paths[] = {folder_write(folder, "p.tgz", pack_one(folder->arena, tar_gz, "in.zip", inner)),
                    folder_write(folder, "p.zip", inner)};
    uint64_t size = folder_read(folder, paths[0]).len + inner.len;
    static const LoadSettings settings;
    timeline_free(folder->timeline);
    folder->timeline = timeline_new(folder->lexicon.countries);
    Feed *feed = feed_start(&folder->lexicon, &settings, (LoadInputs){paths, 2});
    feed_finish(feed, folder->timeline);
    assert_int_equal(feed_bytes_read(feed), size);
    feed_free(feed);
    assert_int_equal(timeline_event_count(folder->timeline), 2);
}

// ---- line ends ----

// The war files of COW have CR alone.
static void table_of_cr_alone_is_read(void **state)
{
    Folder *folder = *state;
    Text rows = TEXT("date,title,place\r1972-02-21,\"Nixon\rin China\",Beijing\r1973,\"Two\",\r");
    load_bytes(folder, "cr.csv", rows);
    assert_int_equal(timeline_event_count(folder->timeline), 2);
    assert_int_equal(folder_problem_count(folder), 0);
    assert_string_equal(folder_field(folder, 0, EVENT_TITLE).ptr, "Nixon\rin China");
    assert_string_equal(folder_field(folder, 0, EVENT_PLACE).ptr, "Beijing");
    assert_string_equal(folder_field(folder, 1, EVENT_SOURCE_OFFSET).ptr, "53");
    load_bytes(folder, "bad.csv.gz",
               pack_gzip(folder->arena, TEXT("date,title\r1972,One\rnever,Two\r1973,Three")));
    assert_int_equal(timeline_event_count(folder->timeline), 2);
    assert_true(text_starts(folder_problem(folder, 0), TEXT("bad.csv.gz:3:1: error: ")));
}

static void name_of_a_source_is_that_of_its_content(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        size_t archive;
        const char *name;
    } names[] = {
        {"a/b.csv", 0, "b.csv"},
        {"b.txt.gz", 0, "b.txt"},
        {"x.zip!a/b.html", 5, "b.html"},
        {"x.zip!b.html", 5, "b.html"},
        {"x.zip!a.zip!b.txt.xz", 11, "b.txt"},
        {"-", 0, "-"},
        {"a/wow!.csv", 0, "wow!.csv"},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        Source source = {.path = text_from(names[i].path), .archive = names[i].archive};
        assert_true(text_equal(source_name(&source), text_from(names[i].name)));
    }
}

// ---- tables that belong together ----

static void a_table_finds_the_one_that_lends_to_it_in_the_same_archive(void **state)
{
    Folder *folder = *state;
    static const PackMember members[] = {
        {"a_votes.csv",
         TEXT_INIT("rcid,country,country_code,vote\n3,China,CN,yes\n3,France,FR,no\n")},
        {"calls.csv", TEXT_INIT("rcid,session,importantvote,date,unres,amend,para,short,descr\n"
                                "3,1,0,1946-01-01,R/1/66,1,0,RULES,To amend\n")},
    };
    load_bytes(folder, "unga.zip", pack(folder->arena, zip, members, 2));
    Accounting counts = timeline_accounting(folder->timeline);
    assert_int_equal(counts.read, 3);
    assert_int_equal(counts.used, 2);
    assert_int_equal(counts.folded, 1);
    assert_int_equal(timeline_problems(folder->timeline)->by_severity[SEVERITY_ERROR], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compressed_file_is_read_as_what_it_holds),
        cmocka_unit_test(members_are_sources_in_the_order_of_the_archive),
        cmocka_unit_test(folder_with_archives_is_loaded_like_files),
        cmocka_unit_test(member_can_be_named_alone),
        cmocka_unit_test(member_finds_its_companions_whatever_its_archive_is_called),
        cmocka_unit_test(archives_nest_once),
        cmocka_unit_test(compression_nests_twice),
        cmocka_unit_test(own_tables_are_joined_within_the_archive),
        cmocka_unit_test(members_that_are_left_out_are_counted),
        cmocka_unit_test(limits_hold_for_an_archive_and_those_in_it),
        cmocka_unit_test(many_archives_need_few_descriptors),
        cmocka_unit_test(cut_archive_gives_what_came_before),
        cmocka_unit_test(cut_gzip_gives_what_came_before),
        cmocka_unit_test(member_with_a_wrong_checksum_is_named_and_kept),
        cmocka_unit_test(encrypted_member_is_named),
        cmocka_unit_test(documents_of_office_programs_are_no_archives),
        cmocka_unit_test(changed_archive_is_noticed),
        cmocka_unit_test(cancel_works_while_a_member_is_unpacked),
        cmocka_unit_test(progress_counts_the_bytes_of_the_archive),
        cmocka_unit_test(table_of_cr_alone_is_read),
        cmocka_unit_test(name_of_a_source_is_that_of_its_content),
        cmocka_unit_test(a_table_finds_the_one_that_lends_to_it_in_the_same_archive),
    };
    return cmocka_run_group_tests(tests, folder_set_up, folder_tear_down);
}
