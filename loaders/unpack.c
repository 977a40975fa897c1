#include <config.h>
#include "loaders/unpack_own.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

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

bool unpack_read(Unpacking *unpacking, uint64_t at, uint64_t end, Text *bytes)
{
    const Source *source = unpacking->with.source;
    uint64_t size = source->size, stop = end < size ? end : size, left = stop > at ? stop - at : 0;
    size_t len = left < UNPACK_READ_BYTES ? (size_t)left : UNPACK_READ_BYTES;
    unpacking->is_cancelled = cancel_is_wished(unpacking->with.cancel);
    if (unpacking->is_cancelled || !source->ops->read(source, at, len, unpacking->input)) {
        unpacking->fault = "the file has become shorter or is gone";
        return false;
    }
    unpacking->read += len;
    count_progress(unpacking, unpacking->read);
    *bytes = (Text){unpacking->input, len};
    return true;
}

static la_ssize_t read_bytes(struct archive *archive, void *context, const void **bytes)
{
    Unpacking *unpacking = context;
    Text read;
    bool is_read = unpacking->is_gzip ? unpack_inflate_next(unpacking, &read)
                                      : unpack_read(unpacking, unpacking->at, UINT64_MAX, &read);
    if (!is_read) {
        archive_set_error(archive, EIO, "%s", unpacking->fault);
        return -1;
    }
    unpacking->at += read.len;
    *bytes = read.ptr;
    return (la_ssize_t)read.len;
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
    unpacking->input = arena_alloc_raw(arena, UNPACK_READ_BYTES, 1);
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

static void list_count(Buffer *out, uint64_t count, const char *one, const char *many)
{
    if (count > 0)
        buffer_printf(out, "%s%" PRIu64 " %s", out->count ? ", " : "", count,
                      count == 1 ? one : many);
}

// Hidden members aside, which nobody misses.
static void report_left_out(const Unpacking *unpacking)
{
    Problems *problems = unpacking->with.problems;
    Buffer list = buffer_in(problems->arena);
    list_count(&list, unpacking->links, "link to another member or file",
               "links to other members or files");
    list_count(&list, unpacking->unnamed, "member without a name, or with one too long",
               "members without a name, or with one too long");
    list_count(&list, unpacking->devices, "device or pipe", "devices or pipes");
    if (list.count)
        problem_at(problems,
                   PROBLEM_IN(PROBLEM_OPEN, SEVERITY_NOTE,
                              arena_text(problems->arena, unpacking->with.source->path)),
                   "left out: %.*s", TEXT_ARG(buffer_text(&list)));
}

static UnpackResult end(Unpacking *unpacking)
{
    unpacking->has_ended = true;
    if (unpacking->is_cancelled || cancel_is_wished(unpacking->with.cancel))
        return UNPACK_CANCELLED;
    count_progress(unpacking, unpacking->with.source->size);
    report_left_out(unpacking);
    return UNPACK_END;
}

static const char *detail_of(const Unpacking *unpacking)
{
    const char *detail = unpacking->fault;
    if (!detail && unpacking->archive)
        detail = archive_error_string(unpacking->archive);
    return detail && detail[0] ? detail : NULL;
}

static UnpackResult end_damaged(Unpacking *unpacking)
{
    UnpackResult result = end(unpacking);
    if (result == UNPACK_END)
        report(unpacking, PROBLEM_OPEN, unpacking->with.source->path,
               "damaged or cut short: nothing more can be unpacked", detail_of(unpacking));
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
    unpacking->is_gzip = unpack_inflate_gzip(unpacking);
    if (!unpacking->is_gzip) {
        archive_read_set_seek_callback(archive, seek_to);
        archive_read_set_skip_callback(archive, skip_bytes);
    }
    return archive_read_open1(archive) == ARCHIVE_OK;
}

void unpack_close(Unpacking *unpacking)
{
    unpack_stop(unpacking, true);
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

UnpackBlockEnd unpack_block(Unpacking *unpacking, UnpackBlock *block)
{
    if (unpacking->place)
        return unpack_inflate_block(unpacking, block);
    const void *bytes = NULL;
    size_t len = 0;
    la_int64_t offset = 0;
    int result = archive_read_data_block(unpacking->archive, &bytes, &len, &offset);
    *block = (UnpackBlock){{bytes, len}, (uint64_t)offset};
    if (result == ARCHIVE_EOF)
        return BLOCKS_END;
    if (result == ARCHIVE_FATAL)
        return BLOCK_FATAL;
    if (result < ARCHIVE_WARN)
        return BLOCK_BAD;
    return result == ARCHIVE_WARN ? BLOCK_DOUBTED : BLOCK_READ;
}

static bool is_zip(const Unpacking *unpacking)
{
    int format = archive_format(unpacking->archive);
    return (format & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
}

// A zip says where the next member begins. Elsewhere passing over means unpacking, which the limits watch.
static UnpackOutcome pass_over(Unpacking *unpacking)
{
    return is_zip(unpacking) ? WHOLE : unpack_take(unpacking, false, false);
}

static UnpackResult end_after(Unpacking *unpacking, UnpackOutcome outcome)
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
        return end_at_limit(unpacking, strerror(unpacking->error));
    case WHOLE:
    case MORE:
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

static Source *new_member(const Unpacking *unpacking, Arena *arena)
{
    Source *source = ARENA_NEW(arena, Source);
    source->path = path_of(unpacking, arena);
    source->archive =
        unpacking->has_members ? unpacking->with.source->path.len : unpacking->with.source->archive;
    source->encoding = TEXT("UTF-8");
    source->published.minutes = DATE_NO_MINUTES;
    return source;
}

static UnpackResult end_without_room(Unpacking *unpacking)
{
    unpacking->error = errno;
    return end_after(unpacking, NO_ROOM);
}

// Says what became of the member. UNPACK_MEMBER: what came of it may be used.
static UnpackResult conclude(Unpacking *unpacking, UnpackOutcome outcome)
{
    if (cancel_is_wished(unpacking->with.cancel))
        return end(unpacking);
    if (outcome == UNUSABLE)
        report(unpacking, PROBLEM_OPEN, path_of(unpacking, unpacking->with.problems->arena),
               "damaged", detail_of(unpacking));
    if (outcome == PARTIAL)
        end_damaged(unpacking);
    return outcome == WHOLE || outcome == PARTIAL || outcome == UNUSABLE
               ? UNPACK_MEMBER
               : end_after(unpacking, outcome);
}

// Of which more comes than what is there.
static UnpackResult share_member(Unpacking *unpacking, Arena *arena, Source **member)
{
    Source *source = new_member(unpacking, arena);
    if (!store_share(unpacking->with.store, source, unpacking->with.origin, arena))
        return end_without_room(unpacking);
    unpack_go_on(unpacking);
    *member = source;
    return UNPACK_MEMBER;
}

// The member as a source; NULL in `*member` where it cannot be used, and the next one may be.
static UnpackResult read_member(Unpacking *unpacking, struct archive_entry *entry, Arena *arena,
                                Source **member)
{
    *member = NULL;
    Store *store = unpacking->with.store;
    if (archive_entry_is_encrypted(entry) > 0) {
        report(unpacking, PROBLEM_OPEN, path_of(unpacking, unpacking->with.problems->arena),
               "encrypted: unpack it with its password first", NULL);
        return UNPACK_MEMBER;
    }
    if (is_zip(unpacking) && !unpacking->is_gzip)
        unpack_inflate_member(unpacking, (uint64_t)archive_filter_bytes(unpacking->archive, 0));
    store_begin(store);
    UnpackOutcome outcome = unpack_take(unpacking, true, unpacking->with.shares);
    if (outcome == MORE)
        return share_member(unpacking, arena, member);
    UnpackResult result = conclude(unpacking, outcome);
    if (result != UNPACK_MEMBER || (outcome != WHOLE && store_size(store) == 0))
        return result;
    Source *source = new_member(unpacking, arena);
    if (!store_give(store, source, unpacking->with.origin, arena))
        return end_without_room(unpacking);
    *member = source;
    return UNPACK_MEMBER;
}

// The member given last, of which more came.
static UnpackResult settle(Unpacking *unpacking)
{
    if (!unpacking->goes_on)
        return UNPACK_MEMBER;
    unpack_stop(unpacking, false);
    return conclude(unpacking, unpacking->outcome);
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
    if (len == 0 || len > UNPACK_NAME_BYTES)
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
    unpacking->fault = unpacking->is_gzip ? unpacking->fault : NULL;
    int result = archive_read_next_header(unpacking->archive, entry);
    if (result == ARCHIVE_EOF)
        return end(unpacking);
    if (result < ARCHIVE_WARN)
        return end_damaged(unpacking);
    unpacking->taken = 0;
    unpacking->is_doubted = false;
    unpacking->place = NULL;
    int format = archive_format(unpacking->archive) & ARCHIVE_FORMAT_BASE_MASK;
    unpacking->has_members = format != ARCHIVE_FORMAT_RAW && format != ARCHIVE_FORMAT_EMPTY;
    if (archive_filter_count(unpacking->archive) - 1 + unpacking->is_gzip > UNPACK_FILTERS)
        return end_at_limit(unpacking, "stopped: compressed more than twice, one in the other");
    return UNPACK_MEMBER;
}

static bool is_link(struct archive_entry *entry)
{
    return archive_entry_filetype(entry) == AE_IFLNK || archive_entry_hardlink(entry) != NULL;
}

// A file with a name; what is neither that nor a folder is counted.
static bool is_named_file(Unpacking *unpacking, struct archive_entry *entry, bool has_name)
{
    if (archive_entry_filetype(entry) == AE_IFDIR)
        return false;
    bool is_file = archive_entry_filetype(entry) == AE_IFREG;
    if (is_link(entry))
        unpacking->links++;
    else if (!is_file)
        unpacking->devices++;
    else if (!has_name)
        unpacking->unnamed++;
    return has_name && is_file && !is_link(entry);
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
    if (is_named_file(unpacking, entry, has_name) && is_wanted(name, wanted))
        return true;
    UnpackOutcome outcome = pass_over(unpacking);
    if (outcome != WHOLE && outcome != UNUSABLE)
        *result = end_after(unpacking, outcome);
    return false;
}

UnpackResult unpack_next(Unpacking *unpacking, Text wanted, Arena *arena, Source **member)
{
    UnpackResult result = unpacking->is_open ? settle(unpacking) : open_first(unpacking);
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
