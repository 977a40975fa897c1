#include <config.h>
#include "loaders/packed.h"

#include "loaders/open.h"

#include <string.h>
#include <sys/stat.h>

// An arena that is not lost when memory runs out before its owner is made.
static Arena *new_arena(const Load *load)
{
    return load->opened->unowned = arena_new_escaping(arena_escape(load->arena));
}

static Store *store_of(const Load *load)
{
    LoadOpened *opened = load->opened;
    if (!opened->store)
        opened->store = store_new(new_arena(load));
    opened->unowned = NULL;
    return opened->store;
}

bool packed_is(const Source *source)
{
    char bytes[UNPACK_HEAD_BYTES];
    uint64_t size = source->size;
    Text head = {bytes, size < sizeof bytes ? (size_t)size : sizeof bytes};
    return source->ops->read(source, 0, head.len, bytes) && unpack_is_packed(head);
}

static Unpacking *start(const Load *load, const Unpack *unpack)
{
    LoadOpened *opened = load->opened;
    BUG_IF(opened->unpacking_count == sizeof opened->unpackings / sizeof opened->unpackings[0]);
    Unpacking *unpacking = unpack_open(unpack, new_arena(load));
    opened->unowned = NULL;
    opened->unpackings[opened->unpacking_count++] = unpacking;
    return unpacking;
}

// They are closed in the reverse order.
static void stop(const Load *load)
{
    LoadOpened *opened = load->opened;
    unpack_close(opened->unpackings[--opened->unpacking_count]);
}

// Members ask the file whether it has changed, and may do so long after the load: so it gets a source that lives as
// long as the store. A pipe cannot be opened again, and cannot change.
static const Source *origin_of(const Load *load, const Source *archive)
{
    if (!archive->ops->is_current)
        return NULL;
    Source *origin = NULL;
    Problems ignored = problems_in(load->scratch);
    Arena *arena = store_arena(store_of(load));
    if (!open_source(archive->path, arena, load->cancel, &origin, &ignored))
        return NULL;
    open_close(origin);
    return origin;
}

bool packed_open(Packed *packed, const Load *load, Source *archive, Packing packing)
{
    Problems *problems = builder_problems(load->builder);
    if (packing.depth >= unpack_limits(load->settings->limits).depth) {
        problem_at(
            problems,
            PROBLEM_IN(PROBLEM_LIMIT, SEVERITY_ERROR, arena_text(problems->arena, archive->path)),
            "archives stand in one another deeper than [archives] nesting of bilat.ini allows: not "
            "opened");
        return false;
    }
    *packed = (Packed){.load = load, .archive = archive, .packing = packing};
    if (packing.depth == 0) {
        packed->packing.origin = origin_of(load, archive);
        packed->packing.spent = &packed->spent;
    }
    packed->packing.depth++;
    packed->unpacking = start(load, &(Unpack){
                                        .source = archive,
                                        .origin = packed->packing.origin,
                                        .store = store_of(load),
                                        .limits = load->settings->limits,
                                        .shares = true,
                                        .spent = packed->packing.spent,
                                        .cancel = load->cancel,
                                        .progress = load->progress,
                                        .problems = problems,
                                    });
    return true;
}

UnpackResult packed_next(Packed *packed, Arena *arena, Source **member)
{
    UnpackResult result = unpack_next(packed->unpacking, TEXT(""), arena, member);
    if (result == UNPACK_MEMBER)
        load_keep_opened(packed->load, *member);
    return result;
}

void packed_close(Packed *packed)
{
    stop(packed->load);
}

void packed_drop(const Load *load, Source *member)
{
    store_forget(load->opened->store, member);
    load_close(load, member);
}

// ---- one member by its name ----

static bool is_there(Text path, struct stat *is)
{
    char terminated[4096]; // Linux takes no longer path
    if (path.len >= sizeof terminated || memchr(path.ptr, '\0', path.len))
        return false;
    memcpy(terminated, path.ptr, path.len);
    terminated[path.len] = '\0';
    return stat(terminated, is) == 0;
}

// The length of what is the archive in "a.zip!b.csv"; TEXT_NOWHERE: no part of it is a file.
static size_t find_archive(Text path)
{
    struct stat is;
    for (size_t at = 1; at < path.len; at++) {
        Text name = text_sub(path, 0, at);
        if (path.ptr[at] == '!' &&
            (text_equal(name, TEXT("-")) || (is_there(name, &is) && S_ISREG(is.st_mode))))
            return at;
    }
    return TEXT_NOWHERE;
}

bool packed_is_member(Text path)
{
    struct stat is;
    return text_find_char(path, '!') != TEXT_NOWHERE && !is_there(path, &is) &&
           find_archive(path) != TEXT_NOWHERE;
}

size_t packed_archive_length(Text path)
{
    return packed_is_member(path) ? find_archive(path) : 0;
}

static bool refuse(Text path, Problems *problems, const char *why)
{
    Problem where = PROBLEM_IN(PROBLEM_OPEN, SEVERITY_ERROR, arena_text(problems->arena, path));
    problem_at(problems, where, "%s", why);
    return false;
}

static Source *find_in(const Load *load, const Unpack *unpack, Text path, Arena *arena)
{
    Source *member = NULL;
    Text wanted = text_sub(path, unpack->source->path.len + 1, path.len);
    unpack_next(start(load, unpack), wanted, arena, &member);
    stop(load);
    return member;
}

// Looks for the member that the path names, or for the archive that has it and there. NULL: it is not there.
static Source *find_member(const Load *load, const Unpack *unpack, Text path, Arena *arena)
{
    Source *member = find_in(load, unpack, path, arena);
    if (!member || text_equal(member->path, path))
        return member;
    load_keep_opened(load, member);
    Unpack inner = *unpack;
    inner.source = member;
    Source *found = packed_is(member) ? find_in(load, &inner, path, arena) : NULL;
    load_close(load, member);
    if (!found || text_equal(found->path, path))
        return found;
    open_close(found);
    return NULL;
}

bool packed_open_member(const Load *load, Text path, Arena *arena, Source **source,
                        Problems *problems)
{
    Text name = text_sub(path, 0, find_archive(path));
    Source *archive = NULL;
    UnpackSpent spent = {0};
    Problems ignored = problems_in(load->scratch); // whoever loads the archive has reported them
    Arena *beside = store_arena(store_of(load));
    if (!open_source(name, beside, load->cancel, &archive, problems))
        return false;
    load_keep_opened(load, archive);
    Unpack unpack = {
        .source = archive,
        .origin = archive->ops->is_current ? archive : NULL,
        .store = store_of(load),
        .limits = load->settings->limits,
        .spent = &spent,
        .cancel = load->cancel,
        .problems = &ignored,
    };
    *source = packed_is(archive) ? find_member(load, &unpack, path, arena) : NULL;
    load_close(load, archive);
    if (*source || load_is_cancelled(load))
        return *source != NULL;
    if (ignored.count)
        return refuse(path, problems, ignored.items[0].message.ptr);
    return refuse(path, problems, "there is no such file in the archive");
}
