#include <config.h>
#include "loaders/table_utf8.h"

#include "model/utf8.h"
#include "model/work.h"

#include <string.h>

enum {
    PIECE_BYTES = 64 * 1024,
    LONGEST = 4, // bytes of a character
};

typedef struct Looking {
    const Load *load;
    const Source *source;
    size_t threads;
    char *pieces; // one for each thread, with room for the character behind it
    atomic_bool is_wrong, has_nul;
} Looking;

static bool is_inside_character(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

// From the first character that begins in the piece to the end of the last one that does.
static bool is_valid_piece(const Looking *looking, uint64_t at, char *bytes)
{
    uint64_t left = looking->source->size - at;
    size_t len = left < PIECE_BYTES ? (size_t)left : PIECE_BYTES;
    size_t with_rest = left < PIECE_BYTES + LONGEST ? (size_t)left : PIECE_BYTES + LONGEST;
    if (!looking->source->ops->read(looking->source, at, with_rest, bytes))
        return false;
    size_t from = 0, to = len;
    while (at > 0 && from < LONGEST && from < len && is_inside_character(bytes[from]))
        from++;
    while (to < with_rest && to < len + LONGEST && is_inside_character(bytes[to]))
        to++;
    return utf8_valid((Text){bytes + from, to - from}, NULL);
}

static void look(void *context, size_t thread)
{
    Looking *looking = context;
    char *bytes = looking->pieces + thread * (PIECE_BYTES + LONGEST);
    uint64_t step = (uint64_t)PIECE_BYTES * looking->threads;
    for (uint64_t at = (uint64_t)PIECE_BYTES * thread; at < looking->source->size; at += step) {
        uint64_t left = looking->source->size - at;
        if (atomic_load(&looking->is_wrong) || load_is_cancelled(looking->load))
            return;
        if (!is_valid_piece(looking, at, bytes))
            atomic_store(&looking->is_wrong, true);
        else if (memchr(bytes, '\0', left < PIECE_BYTES ? (size_t)left : PIECE_BYTES))
            atomic_store(&looking->has_nul, true);
    }
}

bool table_is_utf8(const Load *load, const Source *source, bool *has_nul)
{
    Looking looking = {.load = load, .source = source};
    looking.threads = source->size < 4 * PIECE_BYTES ? 1 : work_threads();
    looking.pieces = arena_alloc_raw(load->scratch, looking.threads, PIECE_BYTES + LONGEST);
    work_split(looking.threads, look, &looking);
    *has_nul = atomic_load(&looking.has_nul);
    return !atomic_load(&looking.is_wrong) && !load_is_cancelled(load);
}
