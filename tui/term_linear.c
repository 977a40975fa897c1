#include <config.h>
#include "tui/term_linear.h"

#include "model/utf8.h"
#include "tui/term_signals.h"

#include <poll.h>
#include <termios.h>
#include <unistd.h>

enum { ESCAPE_MS = 25, KEY_BYTES = 16 };

static int input = -1;

void linear_open(int input_fd)
{
    struct termios line;
    input = input_fd;
    if (tcgetattr(input, &line) != 0)
        return;
    line.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG | IEXTEN); // ^C and ^Z are keys
    line.c_iflag &= ~(tcflag_t)(ICRNL | IXON);
    line.c_cc[VMIN] = 1;
    line.c_cc[VTIME] = 0;
    tcsetattr(input, TCSANOW, &line);
}

void linear_close(void)
{
    signals_restore_line();
    input = -1;
}

static bool read_byte(int wait_ms, char *byte)
{
    struct pollfd fd = {input, POLLIN, 0};
    return poll(&fd, 1, wait_ms) > 0 && (fd.revents & POLLIN) && read(input, byte, 1) == 1;
}

// What follows ESC: "[A", "OA", "[5~", "[Z". ECMA-48 §5.4: parameters end in a byte from @ to ~.
static Key named_key(const char *bytes, size_t len)
{
    static const struct {
        Text bytes;
        Key key;
    } map[] = {
        {TEXT_INIT("[A"), KEYS_UP},       {TEXT_INIT("OA"), KEYS_UP},
        {TEXT_INIT("[B"), KEYS_DOWN},     {TEXT_INIT("OB"), KEYS_DOWN},
        {TEXT_INIT("[C"), KEYS_RIGHT},    {TEXT_INIT("OC"), KEYS_RIGHT},
        {TEXT_INIT("[D"), KEYS_LEFT},     {TEXT_INIT("OD"), KEYS_LEFT},
        {TEXT_INIT("[H"), KEYS_HOME},     {TEXT_INIT("OH"), KEYS_HOME},
        {TEXT_INIT("[1~"), KEYS_HOME},    {TEXT_INIT("[F"), KEYS_END},
        {TEXT_INIT("OF"), KEYS_END},      {TEXT_INIT("[4~"), KEYS_END},
        {TEXT_INIT("[5~"), KEYS_PAGE_UP}, {TEXT_INIT("[6~"), KEYS_PAGE_DOWN},
        {TEXT_INIT("[3~"), KEYS_DELETE},  {TEXT_INIT("[2~"), KEYS_INSERT},
        {TEXT_INIT("[Z"), KEYS_BACK_TAB}, {TEXT_INIT("OP"), KEYS_F1},
        {TEXT_INIT("[11~"), KEYS_F1},
    };
    for (size_t i = 0; i < sizeof map / sizeof *map; i++)
        if (text_equal(map[i].bytes, (Text){bytes, len}))
            return map[i].key;
    return KEYS_LAST; // one that we do not know: "no action for …"
}

static Key read_escape(void)
{
    char bytes[KEY_BYTES];
    size_t len = 0;
    while (len < sizeof bytes && read_byte(ESCAPE_MS, &bytes[len])) {
        char c = bytes[len++];
        bool is_first = len == 1;
        if (is_first ? c != '[' && c != 'O' : c >= '@' && c <= '~')
            break;
    }
    return len ? named_key(bytes, len) : KEYS_ESCAPE;
}

static Key read_character(char first)
{
    char bytes[4] = {first};
    unsigned char lead = (unsigned char)first;
    size_t wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    size_t len = 1;
    while (len < wanted && read_byte(ESCAPE_MS, &bytes[len]))
        len++;
    size_t used;
    return utf8_decode((Text){bytes, len}, 0, &used);
}

Key linear_read_key(void)
{
    char byte;
    if (!read_byte(0, &byte))
        return KEYS_NONE;
    if (byte == 27)
        return read_escape();
    if (byte == '\n')
        return KEYS_ENTER;
    if (byte == '\b')
        return KEYS_BACKSPACE;
    return read_character(byte);
}
