#include <config.h>
#include "loaders/unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

enum {
    READ_BYTES = 64 * 1024,
    // Below this no ratio is too large: a short file of blanks is no bomb.
    FREE_BYTES = 64 * 1024 * 1024,
    LONGEST_NAME = 4096, // of a member; longer ones serve no reader
};

struct Unpacking {
    Arena *arena;
    Unpack with;
    struct archive *archive;
    char *input;             // READ_BYTES
    uint64_t at;             // in the archive, of what libarchive reads next
    uint64_t read, unpacked; // bytes of this archive
    uint64_t counted;        // of those read, as progress
    bool is_open, is_cancelled, is_document, has_members, has_ended, is_unreadable;
    char name[LONGEST_NAME + 1]; // of the member
};

// ---- what libarchive reads ----

static void count_progress(Unpacking *unpacking, uint64_t read)
{
    uint64_t size = unpacking->with.source->size;
    if (read > size)
        read = size; // parts of a zip are read twice
    if (unpacking->with.progress)
        atomic_fetch_add(unpacking->with.progress, read - unpacking->counted);
    unpacking->counted = read;
}

static la_ssize_t read_bytes(struct archive *archive, void *context, const void **bytes)
{
    Unpacking *unpacking = context;
    const Source *source = unpacking->with.source;
    uint64_t left = source->size > unpacking->at ? source->size - unpacking->at : 0;
    size_t len = left < READ_BYTES ? (size_t)left : READ_BYTES;
    unpacking->is_cancelled = cancel_is_wished(unpacking->with.cancel);
    unpacking->is_unreadable = !source->ops->read(source, unpacking->at, len, unpacking->input);
    if (unpacking->is_cancelled || unpacking->is_unreadable) {
        archive_set_error(archive, EIO, "the file has become shorter or is gone");
        return -1;
    }
    unpacking->at += len;
    unpacking->read += len;
    count_progress(unpacking, unpacking->read);
    *bytes = unpacking->input;
    return (la_ssize_t)len;
}

static la_int64_t seek_to(struct archive *archive, void *context, la_int64_t offset, int whence)
{
    Unpacking *unpacking = context;
    la_int64_t size = (la_int64_t)unpacking->with.source->size;
    la_int64_t from = whence == SEEK_SET   ? 0
                      : whence == SEEK_END ? size
                                           : (la_int64_t)unpacking->at;
    if (offset < -from || offset > size - from) {
        archive_set_error(archive, EINVAL, "it points beyond its end");
        return ARCHIVE_FATAL;
    }
    unpacking->at = (uint64_t)(from + offset);
    return from + offset;
}

static la_int64_t skip_bytes(struct archive *archive, void *context, la_int64_t wanted)
{
    Unpacking *unpacking = context;
    (void)archive;
    uint64_t left = unpacking->with.source->size - unpacking->at;
    uint64_t len = wanted < 0 ? 0 : (uint64_t)wanted;
    if (len > left)
        len = left;
    unpacking->at += len;
    return (la_int64_t)len;
}

// ---- opening ----

static uint64_t or_default(uint64_t given, uint64_t usual)
{
    return given ? given : usual;
}

UnpackLimits unpack_limits(UnpackLimits wanted)
{
    UnpackLimits usual = UNPACK_DEFAULTS;
    uint64_t depth = or_default(wanted.depth, usual.depth);
    return (UnpackLimits){.bytes = or_default(wanted.bytes, usual.bytes),
                          .ratio = or_default(wanted.ratio, usual.ratio),
                          .members = or_default(wanted.members, usual.members),
                          .depth = depth < UNPACK_DEPTH_MAX ? depth : UNPACK_DEPTH_MAX};
}

Unpacking *unpack_open(const Unpack *unpack, Arena *arena)
{
    Unpacking *unpacking = ARENA_NEW(arena, Unpacking);
    unpacking->arena = arena;
    unpacking->with = *unpack;
    unpacking->with.limits = unpack_limits(unpack->limits);
    unpacking->input = arena_alloc_raw(arena, READ_BYTES, 1);
    return unpacking;
}

static void report(Unpacking *unpacking, ProblemKind kind, Text path, const char *what,
                   const char *detail)
{
    Problems *problems = unpacking->with.problems;
    Problem where = PROBLEM_IN(kind, SEVERITY_ERROR, arena_text(problems->arena, path));
    if (detail)
        problem_at(problems, where, "%s (%s)", what, detail);
    else
        problem_at(problems, where, "%s", what);
}

static UnpackResult end(Unpacking *unpacking)
{
    unpacking->has_ended = true;
    if (unpacking->is_cancelled || cancel_is_wished(unpacking->with.cancel))
        return UNPACK_CANCELLED;
    count_progress(unpacking, unpacking->with.source->size);
    return UNPACK_END;
}

static const char *detail_of(struct archive *archive)
{
    const char *detail = archive ? archive_error_string(archive) : NULL;
    return detail && detail[0] ? detail : NULL;
}

static UnpackResult end_damaged(Unpacking *unpacking)
{
    UnpackResult result = end(unpacking);
    if (result == UNPACK_END)
        report(unpacking, PROBLEM_OPEN, unpacking->with.source->path,
               "damaged or cut short: nothing more can be unpacked", detail_of(unpacking->archive));
    return result;
}

static UnpackResult end_at_limit(Unpacking *unpacking, const char *what)
{
    UnpackResult result = end(unpacking);
    if (result == UNPACK_END)
        report(unpacking, PROBLEM_LIMIT, unpacking->with.source->path, what, NULL);
    return result;
}

// Only what the manual names is asked of libarchive: the fewer formats, the less there is to attack.
static bool open_archive(Unpacking *unpacking)
{
    struct archive *archive = unpacking->archive = archive_read_new();
    if (!archive)
        return false;
    archive_read_support_filter_gzip(archive);
    archive_read_support_filter_bzip2(archive);
    archive_read_support_filter_xz(archive);
    archive_read_support_filter_zstd(archive);
    archive_read_support_format_zip(archive);
    archive_read_support_format_tar(archive);
    archive_read_support_format_raw(archive);
    archive_read_support_format_empty(archive);
    archive_read_set_callback_data(archive, unpacking);
    archive_read_set_read_callback(archive, read_bytes);
    archive_read_set_seek_callback(archive, seek_to);
    archive_read_set_skip_callback(archive, skip_bytes);
    return archive_read_open1(archive) == ARCHIVE_OK;
}

void unpack_close(Unpacking *unpacking)
{
    if (unpacking->archive)
        archive_read_free(unpacking->archive);
    arena_free(unpacking->arena);
}

bool unpack_has_members(const Unpacking *unpacking)
{
    return unpacking->has_members;
}

bool unpack_is_document(const Unpacking *unpacking)
{
    return unpacking->is_document;
}

// ---- one member ----

typedef enum Outcome {
    WHOLE,
    PARTIAL,  // the archive is damaged; what came before may be used
    UNUSABLE, // this member alone
    NO_ROOM,  // on the disk
    OVER_BYTES,
    OVER_RATIO,
} Outcome;

static Outcome check_size(Unpacking *unpacking, uint64_t more)
{
    const UnpackLimits *limits = &unpacking->with.limits;
    unpacking->unpacked += more;
    unpacking->with.spent->bytes += more;
    if (unpacking->with.spent->bytes > limits->bytes)
        return OVER_BYTES;
    bool is_bomb =
        unpacking->unpacked > FREE_BYTES && unpacking->unpacked / limits->ratio > unpacking->read;
    return is_bomb ? OVER_RATIO : WHOLE;
}

// A block stands behind a hole in sparse files: zeros.
static Outcome take_zeros(Unpacking *unpacking, uint64_t len, bool is_kept)
{
    for (uint64_t step; len > 0; len -= step) {
        step = len < READ_BYTES ? len : READ_BYTES;
        Outcome outcome = check_size(unpacking, step);
        if (outcome != WHOLE)
            return outcome;
        if (cancel_is_wished(unpacking->with.cancel))
            return PARTIAL;
        if (is_kept && !store_put(unpacking->with.store, (Text){NULL, (size_t)step}))
            return NO_ROOM;
    }
    return WHOLE;
}

static Outcome take_block(Unpacking *unpacking, Text block, bool is_kept)
{
    Outcome outcome = check_size(unpacking, block.len);
    if (outcome == WHOLE && is_kept && !store_put(unpacking->with.store, block))
        return NO_ROOM;
    return outcome;
}

// All of the member that stands next, into the store if it is kept.
static Outcome take_member(Unpacking *unpacking, bool is_kept)
{
    uint64_t taken = 0;
    bool is_damaged = false;
    for (;;) {
        const void *bytes = NULL;
        size_t len = 0;
        la_int64_t offset = 0;
        int result = archive_read_data_block(unpacking->archive, &bytes, &len, &offset);
        if (result == ARCHIVE_EOF)
            return is_damaged ? UNUSABLE : WHOLE;
        if (cancel_is_wished(unpacking->with.cancel) || result == ARCHIVE_FATAL)
            return PARTIAL;
        if (result < ARCHIVE_WARN)
            return UNUSABLE;
        is_damaged |= result == ARCHIVE_WARN;
        Outcome outcome = WHOLE;
        if ((uint64_t)offset > taken)
            outcome = take_zeros(unpacking, (uint64_t)offset - taken, is_kept);
        if (outcome == WHOLE)
            outcome = take_block(unpacking, (Text){bytes, len}, is_kept);
        if (outcome != WHOLE)
            return outcome;
        taken = (uint64_t)offset + len;
    }
}

static bool is_zip(const Unpacking *unpacking)
{
    int format = archive_format(unpacking->archive);
    return (format & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
}

// A zip says where the next member begins. Elsewhere passing over means unpacking, which the limits watch.
static Outcome pass_over(Unpacking *unpacking)
{
    return is_zip(unpacking) ? WHOLE : take_member(unpacking, false);
}

static UnpackResult end_after(Unpacking *unpacking, Outcome outcome)
{
    switch (outcome) {
    case OVER_BYTES:
        return end_at_limit(
            unpacking,
            "stopped: unpacked it is larger than [archives] gigabytes of bilat.ini allows");
    case OVER_RATIO:
        return end_at_limit(unpacking,
                            "stopped: unpacked it is so much larger than packed that "
                            "it looks like a bomb; [archives] ratio of bilat.ini allows more");
    case NO_ROOM:
        return end_at_limit(unpacking, strerror(errno));
    case WHOLE:
    case PARTIAL:
    case UNUSABLE:
        break;
    }
    return end_damaged(unpacking);
}

static Text path_of(const Unpacking *unpacking, Arena *arena)
{
    Text archive = unpacking->with.source->path;
    if (!unpacking->has_members)
        return arena_text(arena, archive);
    return arena_printf(arena, "%.*s!%s", TEXT_ARG(archive), unpacking->name);
}

static bool give(Unpacking *unpacking, Arena *arena, Source **member)
{
    Source *source = ARENA_NEW(arena, Source);
    source->path = path_of(unpacking, arena);
    source->archive =
        unpacking->has_members ? unpacking->with.source->path.len : unpacking->with.source->archive;
    source->encoding = TEXT("UTF-8");
    source->published.minutes = DATE_NO_MINUTES;
    if (!store_give(unpacking->with.store, source, unpacking->with.origin, arena))
        return false;
    *member = source;
    return true;
}

static void report_unusable(Unpacking *unpacking, struct archive_entry *entry)
{
    Arena *arena = unpacking->with.problems->arena;
    if (archive_entry_is_encrypted(entry) > 0)
        report(unpacking, PROBLEM_OPEN, path_of(unpacking, arena),
               "encrypted: unpack it with its password first", NULL);
    else
        report(unpacking, PROBLEM_OPEN, path_of(unpacking, arena), "damaged",
               detail_of(unpacking->archive));
}

// The member as a source; NULL in `*member` where it cannot be used, and the next one may be.
static UnpackResult read_member(Unpacking *unpacking, struct archive_entry *entry, Arena *arena,
                                Source **member)
{
    *member = NULL;
    Store *store = unpacking->with.store;
    store_begin(store);
    Outcome outcome =
        archive_entry_is_encrypted(entry) > 0 ? UNUSABLE : take_member(unpacking, true);
    if (cancel_is_wished(unpacking->with.cancel))
        return end(unpacking);
    if (outcome == UNUSABLE) {
        report_unusable(unpacking, entry);
        if (archive_entry_is_encrypted(entry) > 0)
            return UNPACK_MEMBER;
    }
    if (outcome == PARTIAL)
        end_damaged(unpacking);
    bool is_stopped = outcome != WHOLE && outcome != PARTIAL && outcome != UNUSABLE;
    if (is_stopped)
        return end_after(unpacking, outcome);
    bool is_used = outcome == WHOLE || store_size(store) > 0;
    if (is_used && !give(unpacking, arena, member))
        return end_after(unpacking, NO_ROOM);
    return UNPACK_MEMBER;
}

// ---- the members ----

// Parts of a name that begin with a dot, "." and ".." aside.
static bool is_hidden(Text name)
{
    while (name.ptr) {
        Text part = text_cut(&name, '/');
        bool is_dots = text_equal(part, TEXT(".")) || text_equal(part, TEXT(".."));
        if (text_starts(part, TEXT(".")) && !is_dots)
            return true;
    }
    return false;
}

// Word processors and spreadsheets: "[Content_Types].xml" (ECMA-376), "mimetype" (OpenDocument, EPUB).
static bool is_of_document(const Unpacking *unpacking, Text name)
{
    bool is_first = unpacking->with.spent->members == 0;
    return is_zip(unpacking) && (text_equal(name, TEXT("[Content_Types].xml")) ||
                                 (is_first && text_equal(name, TEXT("mimetype"))));
}

// The name that follows, without "./" at its start. False: it is too long, or there is none.
static bool take_name(Unpacking *unpacking, struct archive_entry *entry)
{
    const char *name = archive_entry_pathname(entry);
    if (!name)
        name = archive_entry_pathname_utf8(entry); // the locale lacks its letters
    while (name && (name[0] == '/' || (name[0] == '.' && name[1] == '/')))
        name += name[0] == '/' ? 1 : 2;
    size_t len = name ? strlen(name) : 0;
    if (len == 0 || len > LONGEST_NAME)
        return false;
    memcpy(unpacking->name, name, len + 1);
    return true;
}

static bool is_wanted(Text name, Text wanted)
{
    if (wanted.len == 0)
        return !is_hidden(name);
    return text_equal(name, wanted) || (text_starts(wanted, name) && wanted.ptr[name.len] == '!');
}

static UnpackResult open_first(Unpacking *unpacking)
{
    unpacking->is_open = true;
    return open_archive(unpacking) ? UNPACK_MEMBER : end_damaged(unpacking);
}

// The next header. UNPACK_MEMBER: there is one.
static UnpackResult next_entry(Unpacking *unpacking, struct archive_entry **entry)
{
    int result = archive_read_next_header(unpacking->archive, entry);
    if (result == ARCHIVE_EOF)
        return end(unpacking);
    if (result < ARCHIVE_WARN)
        return end_damaged(unpacking);
    int format = archive_format(unpacking->archive) & ARCHIVE_FORMAT_BASE_MASK;
    unpacking->has_members = format != ARCHIVE_FORMAT_RAW && format != ARCHIVE_FORMAT_EMPTY;
    if (archive_filter_count(unpacking->archive) - 1 > UNPACK_FILTERS)
        return end_at_limit(unpacking, "stopped: compressed more than twice, one in the other");
    return UNPACK_MEMBER;
}

static bool is_file(struct archive_entry *entry)
{
    return archive_entry_filetype(entry) == AE_IFREG && !archive_entry_hardlink(entry);
}

// Whether this entry is to be read. `*result` as that of unpack_next, UNPACK_MEMBER: go on.
static bool is_chosen(Unpacking *unpacking, struct archive_entry *entry, Text wanted,
                      UnpackResult *result)
{
    *result = UNPACK_MEMBER;
    bool has_name = take_name(unpacking, entry);
    Text name = text_from(unpacking->name);
    if (!unpacking->has_members)
        return true;
    unpacking->is_document |= has_name && is_of_document(unpacking, name);
    if (unpacking->is_document)
        *result = end(unpacking);
    else if (++unpacking->with.spent->members > unpacking->with.limits.members)
        *result = end_at_limit(
            unpacking, "stopped: it has more members than [archives] members of bilat.ini allows");
    if (*result != UNPACK_MEMBER)
        return false;
    if (has_name && is_file(entry) && is_wanted(name, wanted))
        return true;
    Outcome outcome = pass_over(unpacking);
    if (outcome != WHOLE && outcome != UNUSABLE)
        *result = end_after(unpacking, outcome);
    return false;
}

UnpackResult unpack_next(Unpacking *unpacking, Text wanted, Arena *arena, Source **member)
{
    UnpackResult result = unpacking->is_open ? UNPACK_MEMBER : open_first(unpacking);
    while (result == UNPACK_MEMBER && !unpacking->has_ended) {
        struct archive_entry *entry;
        result = next_entry(unpacking, &entry);
        if (result != UNPACK_MEMBER || !is_chosen(unpacking, entry, wanted, &result))
            continue;
        result = read_member(unpacking, entry, arena, member);
        if (result != UNPACK_MEMBER || *member)
            return result;
    }
    return result == UNPACK_CANCELLED ? result : UNPACK_END;
}
