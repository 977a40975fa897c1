#include <config.h>
#include "model/path.h"

Text file_path_folder(FilePath path)
{
    size_t least = path.archive ? path.archive + 1 : 0, len = path.text.len;
    while (len > least && path.text.ptr[len - 1] != '/')
        len--;
    return text_sub(path.text, 0, len);
}

Text file_path_name(FilePath path)
{
    return text_sub(path.text, file_path_folder(path).len, path.text.len);
}

Text path_folder(Text path)
{
    return file_path_folder((FilePath){.text = path});
}

Text path_name(Text path)
{
    return file_path_name((FilePath){.text = path});
}
