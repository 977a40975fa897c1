#include <config.h>
#include "tests/support_archives.h"

#include <archive.h>
#include <archive_entry.h>

enum { MARGIN_BYTES = 64 * 1024, BYTES_A_MEMBER = 2048 };

static void add_member(struct archive *archive, const PackMember *member)
{
    struct archive_entry *entry = archive_entry_new();
    Text name = text_from(member->name);
    size_t arrow = text_find(name, TEXT(" -> "));
    archive_entry_set_pathname(entry, member->name);
    if (arrow != TEXT_NOWHERE)
        archive_entry_set_hardlink(entry, member->name + arrow + 4);
    archive_entry_set_size(entry, (la_int64_t)member->content.len);
    archive_entry_set_filetype(entry,
                               text_ends(text_from(member->name), TEXT("/")) ? AE_IFDIR : AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_write_header(archive, entry);
    archive_write_data(archive, member->content.ptr, member->content.len);
    archive_entry_free(entry);
}

static bool prepare(struct archive *archive, PackForm form)
{
    if (archive_write_set_format_by_name(archive, form.format) != ARCHIVE_OK)
        return false;
    if (form.filter && archive_write_add_filter_by_name(archive, form.filter) != ARCHIVE_OK)
        return false;
    archive_write_set_bytes_in_last_block(archive, 1);
    if (form.password && archive_write_set_passphrase(archive, form.password) != ARCHIVE_OK)
        return false;
    return !form.options || archive_write_set_options(archive, form.options) == ARCHIVE_OK;
}

Text pack(Arena *arena, PackForm form, const PackMember *members, size_t count)
{
    size_t room = MARGIN_BYTES, used = 0;
    for (size_t i = 0; i < count; i++)
        room += members[i].content.len + BYTES_A_MEMBER;
    char *bytes = arena_alloc_raw(arena, room, 1);
    struct archive *archive = archive_write_new();
    bool is_made = prepare(archive, form) &&
                   archive_write_open_memory(archive, bytes, room, &used) == ARCHIVE_OK;
    for (size_t i = 0; is_made && i < count; i++)
        add_member(archive, &members[i]);
    is_made = is_made && archive_write_close(archive) == ARCHIVE_OK;
    archive_write_free(archive);
    return is_made ? (Text){bytes, used} : TEXT("");
}

Text pack_one(Arena *arena, PackForm form, const char *name, Text content)
{
    return pack(arena, form, &(PackMember){name, content}, 1);
}

Text pack_gzip(Arena *arena, Text content)
{
    return pack_one(arena, (PackForm){"raw", "gzip", NULL, NULL}, "data", content);
}
