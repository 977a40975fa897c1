#include <config.h>

#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include "tui/term.h"
#include "tui/term_linear.h"
#include "tui/term_signals.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include <curses.h>
#include <term.h>

enum { PAIRS_MAX = 256, LINEAR_COLUMNS = 80, LINEAR_ROWS = 24 };

static struct {
    SCREEN *screen;
    FILE *input;  // /dev/tty where standard input is a file or a pipe
    int input_fd; // of it, or standard input
    bool is_utf8, has_colour;
    bool is_linear, is_open, has_mouse_reset;
    MouseEvent mouse;
    short pairs[PAIRS_MAX][2];
    int pair_count;
} term;

static void keep_reset(const char *capability)
{
    // tigetstr wants char * but does not write to it.
    char name[16];
    snprintf(name, sizeof name, "%s", capability);
    const char *bytes = tigetstr(name);
    if (bytes && bytes != (const char *)-1)
        signals_keep(text_from(bytes));
}

// ---- opening and closing ----

static bool complain(Problems *problems, const char *what, const char *instead)
{
    problem_at(problems, PROBLEM_IN(PROBLEM_OPEN, SEVERITY_ERROR, TEXT("")), "%s; %s", what,
               instead);
    return false;
}

static SCREEN *try_terminal(FILE *input, Problems *problems)
{
    static const char *const others[] = {"xterm-256color", "xterm", "vt100"};
    const char *name = getenv("TERM");
    SCREEN *screen = name && name[0] ? newterm(name, stdout, input) : NULL;
    for (size_t i = 0; !screen && i < sizeof others / sizeof *others; i++) {
        screen = newterm(others[i], stdout, input);
        if (screen)
            problem_at(problems, PROBLEM_IN(PROBLEM_CONFIG, SEVERITY_NOTE, TEXT("")),
                       "the terminal type \"%s\" is not known here; drawn as %s", name ? name : "",
                       others[i]);
    }
    return screen;
}

static bool open_input(void)
{
    if (isatty(STDIN_FILENO))
        return true;
    term.input = fopen("/dev/tty", "r");
    if (!term.input)
        return false;
    // Where standard input was closed this has taken its place, and a pager reads its keys there.
    if (fileno(term.input) > STDERR_FILENO)
        fcntl(fileno(term.input), F_SETFD, FD_CLOEXEC);
    return isatty(fileno(term.input));
}

static void set_up_colours(void)
{
    const char *wish = getenv("NO_COLOR"); // no-color.org: set and not empty
    term.has_colour = !(wish && wish[0]) && has_colors() && start_color() == OK;
    if (term.has_colour && use_default_colors() == ERR)
        term.has_colour = false;
    term.pair_count = 1;
}

static void set_up_modes(void)
{
    raw(); // ^C, ^Z, ^S and ^Q are keys
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    intrflush(stdscr, FALSE);
    if (!getenv("ESCDELAY"))
        set_escdelay(25); // a lone Esc acts at once
    curs_set(1);
}

static bool open_screen(Problems *problems, FILE *input, const char *instead)
{
    term.screen = try_terminal(input, problems);
    if (!term.screen)
        return complain(problems, "no description of this terminal is installed (TERM)", instead);
    char cup[] = "cup";
    const char *move_to = tigetstr(cup);
    if (!move_to || move_to == (const char *)-1) {
        term_close();
        return complain(problems, "this terminal cannot place its cursor (TERM)", instead);
    }
    keep_reset("sgr0");
    keep_reset("cnorm");
    keep_reset("rmkx");
    keep_reset("rmcup");
    set_up_modes();
    set_up_colours();
    return true;
}

// In a plain locale what is drawn is ASCII, but what is typed or pasted is read as UTF-8, as terminals send it.
static void set_locale(void)
{
    setlocale(LC_CTYPE, "");
    const char *codeset = nl_langinfo(CODESET);
    term.is_utf8 = strcmp(codeset, "UTF-8") == 0;
    if (strcmp(codeset, "ANSI_X3.4-1968") == 0) // ASCII, as the C library calls it
        setlocale(LC_CTYPE, "C.UTF-8");
}

bool term_open(bool is_linear, Problems *problems)
{
    const char *instead = "\"bilat show\", \"count\" and \"export\" write without one";
    set_locale();
    term.is_linear = is_linear;
    if (!isatty(STDOUT_FILENO))
        return complain(problems, "the browser needs a terminal, and standard output is none",
                        instead);
    if (!open_input())
        return complain(problems, "the browser needs a terminal to read keys from", instead);
    FILE *input = term.input ? term.input : stdin;
    term.input_fd = fileno(input);
    signals_open(term.input_fd); // before curses changes the settings of the line
    if (is_linear) {
        linear_open(term.input_fd);
    } else if (!open_screen(problems, input, instead)) {
        signals_close();
        return false;
    }
    term.is_open = true;
    return true;
}

// Gives the terminal to somebody else for a while, and takes it back.
static void leave(void)
{
    if (term.is_linear)
        linear_close();
    else
        endwin();
}

static void take_back(void)
{
    if (term.is_linear) {
        linear_open(term.input_fd);
        return;
    }
    set_up_modes();
    term_redraw();
    refresh();
}

bool term_is_open(void)
{
    return term.is_open;
}

void term_close(void)
{
    if (!term.is_open && !term.screen)
        return;
    leave();
    signals_close();
    if (term.screen)
        delscreen(term.screen);
    term.screen = NULL;
    term.is_open = false;
    if (term.input)
        fclose(term.input);
    term.input = NULL;
}

int term_fd(void)
{
    return term.input ? fileno(term.input) : STDIN_FILENO;
}

// ---- keys ----

static Key read_mouse(void)
{
    enum { WHEEL_ROWS = 3 };
    MEVENT event;
    if (getmouse(&event) != OK)
        return KEYS_NONE;
    int wheel = event.bstate & BUTTON4_PRESSED ? -WHEEL_ROWS : 0;
#ifdef BUTTON5_PRESSED
    wheel = event.bstate & BUTTON5_PRESSED ? WHEEL_ROWS : wheel;
#endif
    term.mouse = (MouseEvent){event.x, event.y, wheel};
    return KEYS_MOUSE;
}

MouseEvent term_mouse_event(void)
{
    return term.mouse;
}

void term_mouse(bool is_on)
{
    mmask_t wanted = BUTTON1_PRESSED | BUTTON4_PRESSED;
#ifdef BUTTON5_PRESSED
    wanted |= BUTTON5_PRESSED;
#endif
    mousemask(is_on ? wanted : 0, NULL);
    mouseinterval(0);                   // a press acts at once
    if (is_on && !term.has_mouse_reset) // in a crash curses does not turn it off
        signals_keep(TEXT("\033[?1000l\033[?1006l"));
    term.has_mouse_reset = term.has_mouse_reset || is_on;
}

static Key special_key(wint_t code)
{
    if (code == KEY_MOUSE)
        return read_mouse();
    static const struct {
        int curses;
        Key key;
    } map[] = {
        {KEY_UP, KEYS_UP},       {KEY_DOWN, KEYS_DOWN},     {KEY_LEFT, KEYS_LEFT},
        {KEY_RIGHT, KEYS_RIGHT}, {KEY_PPAGE, KEYS_PAGE_UP}, {KEY_NPAGE, KEYS_PAGE_DOWN},
        {KEY_HOME, KEYS_HOME},   {KEY_END, KEYS_END},       {KEY_IC, KEYS_INSERT},
        {KEY_DC, KEYS_DELETE},   {KEY_BTAB, KEYS_BACK_TAB}, {KEY_BACKSPACE, KEYS_BACKSPACE},
        {KEY_ENTER, KEYS_ENTER}, {KEY_RESIZE, KEYS_RESIZE},
    };
    for (size_t i = 0; i < sizeof map / sizeof *map; i++)
        if (map[i].curses == (int)code)
            return map[i].key;
    if ((int)code > KEY_F0 && (int)code <= KEY_F0 + 12)
        return KEYS_F1 + (Key)code - KEY_F0 - 1;
    return KEYS_LAST; // one that we do not know: "no action for …"
}

Key term_read_key(void)
{
    if (term.is_linear)
        return linear_read_key();
    wint_t code = 0;
    int kind = get_wch(&code);
    if (kind == ERR)
        return KEYS_NONE;
    if (kind == KEY_CODE_YES)
        return special_key(code);
    if (code == '\n')
        return KEYS_ENTER;
    if (code == '\b')
        return KEYS_BACKSPACE;
    return (Key)code;
}

void term_size(int *width, int *height)
{
    if (term.is_linear) { // of the canvas, on which nothing is drawn
        *width = LINEAR_COLUMNS;
        *height = LINEAR_ROWS;
        return;
    }
    getmaxyx(stdscr, *height, *width);
}

// ---- drawing ----

static short pair_of(short front, short back)
{
    for (int i = 1; i < term.pair_count; i++)
        if (term.pairs[i][0] == front && term.pairs[i][1] == back)
            return (short)i;
    if (term.pair_count >= PAIRS_MAX || term.pair_count >= COLOR_PAIRS)
        return 0;
    if (init_pair((short)term.pair_count, front, back) == ERR)
        return 0;
    term.pairs[term.pair_count][0] = front;
    term.pairs[term.pair_count][1] = back;
    return (short)term.pair_count++;
}

// A colour that this terminal has: bright ones become plain where there are only eight.
static short colour_here(int16_t colour)
{
    if (colour < COLORS)
        return colour;
    return colour < 16 ? (short)(colour - 8) : (short)COLOUR_DEFAULT;
}

static attr_t look_of(Style style, short *pair)
{
    static const attr_t bits[] = {A_BOLD, A_DIM, A_ITALIC, A_UNDERLINE, A_REVERSE};
    attr_t look = A_NORMAL;
    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
        if (style.attributes & (1u << i))
            look |= bits[i];
    *pair = 0;
    if (term.has_colour && (style.front != COLOUR_DEFAULT || style.back != COLOUR_DEFAULT))
        *pair = pair_of(colour_here(style.front), colour_here(style.back));
    return look;
}

// The nearest ASCII character of one of ours; a visible "?" for what data holds.
static char ascii_of(uint32_t code)
{
    static const struct {
        uint32_t code;
        char ascii;
    } map[] = {
        {0x2500, '-'},  {0x2502, '|'}, {0x2550, '='}, {0x00B7, '.'},  {0x2026, '~'},  {0x2581, '_'},
        {0x2582, '.'},  {0x2583, '-'}, {0x2584, '='}, {0x2585, '+'},  {0x2586, 'x'},  {0x2587, '%'},
        {0x2588, '#'},  {0x2591, ':'}, {0x25B2, '^'}, {0x2018, '\''}, {0x2019, '\''}, {0x201C, '"'},
        {0x201D, '"'},  {0x2013, '-'}, {0x2014, '-'}, {0x2022, '*'},  {0x2191, '^'},  {0x2193, 'v'},
        {0x2039, '<'},  {0x203A, '>'}, {0x00A0, ' '}, {0x25B8, '>'},  {0x2212, '-'},  {0x2580, '"'},
        {0x2594, '\''}, {0x00D7, 'x'},
    };
    if (code >= ' ' && code < 0x7F)
        return (char)code;
    for (size_t i = 0; i < sizeof map / sizeof *map; i++)
        if (map[i].code == code)
            return map[i].ascii;
    return code > 0x2500 && code < 0x2580 ? '+' : '?';
}

static void show_ascii(const Cell *cell, attr_t look, short pair)
{
    char text[3] = {'?', '\0', '\0'};
    // A base with marks is another letter than the base: it shows as unknown too.
    if (cell->count == 1)
        text[0] = ascii_of(cell->codes[0]);
    if (cell->width == 2)
        text[1] = text[0];
    attr_set(look, pair, NULL);
    addstr(text);
}

static void show_cell(const Cell *cell, const Theme *theme)
{
    short pair;
    attr_t look = look_of(theme_style(theme, (Role)cell->role, cell->marks), &pair);
    wchar_t text[CELL_CODES + 1] = {0};
    if (!term.is_utf8) {
        show_ascii(cell, look, pair);
        return;
    }
    for (int i = 0; i < cell->count; i++)
        text[i] = (wchar_t)cell->codes[i];
    cchar_t out;
    // The C library measures columns too, and curses believes it. Where it disagrees, all later cells of the row
    // would be shifted: a replacement keeps them in place.
    bool agrees = wcwidth(text[0]) == cell->width && setcchar(&out, text, look, pair, NULL) == OK;
    if (!agrees) {
        wchar_t replacement[2] = {0xFFFD, 0};
        setcchar(&out, replacement, look, pair, NULL);
        if (cell->width == 2)
            add_wch(&out);
    }
    add_wch(&out);
}

void term_show(const Canvas *canvas, const Theme *theme)
{
    int width, height;
    term_size(&width, &height);
    for (int y = 0; y < height && y < canvas_height(canvas); y++) {
        for (int x = 0; x < width && x < canvas_width(canvas); x++) {
            const Cell *cell = canvas_cell(canvas, x, y);
            if (cell->width == 0)
                continue;
            move(y, x);
            show_cell(cell, theme);
        }
    }
    int x, y;
    canvas_cursor(canvas, &x, &y);
    move(y, x);
    refresh();
}

void term_write(Text bytes)
{
    while (bytes.len > 0) {
        ssize_t written = write(STDOUT_FILENO, bytes.ptr, bytes.len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return; // the terminal is gone: the loop will see it
        bytes = text_sub(bytes, (size_t)written, bytes.len);
    }
}

void term_redraw(void)
{
    if (term.is_linear)
        return;
    clearok(stdscr, TRUE);
}

// ---- giving the terminal away ----

void term_suspend(void)
{
    leave();
    signals_catch(SIGTSTP, SIG_DFL, 0);
    kill(0, SIGTSTP); // the whole group, as the key does: a shell script around us stops too
    take_back();
}

static void run_child(const char *const *argv)
{
    static const int ignored[] = {SIGINT, SIGQUIT, SIGPIPE}; // by us, and it would inherit that
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        signals_catch(ignored[i], SIG_DFL, 0);
    if (term.input)
        dup2(fileno(term.input), STDIN_FILENO);
    // execvp takes char *const * and changes nothing.
    union {
        const char *const *in;
        char *const *out;
    } arguments = {argv};
    execvp(argv[0], arguments.out);
    _exit(127);
}

int term_run(const char *const *argv)
{
    leave();
    int status = -1;
    // As system(3) does: these keys are meant for the program that has the terminal now.
    struct sigaction interrupt, quit;
    sigaction(SIGINT, NULL, &interrupt);
    sigaction(SIGQUIT, NULL, &quit);
    signals_catch(SIGINT, SIG_IGN, 0);
    signals_catch(SIGQUIT, SIG_IGN, 0);
    pid_t child = fork();
    if (child == 0)
        run_child(argv);
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    sigaction(SIGINT, &interrupt, NULL);
    sigaction(SIGQUIT, &quit, NULL);
    take_back();
    if (child > 0 && WIFSIGNALED(status))
        return 128 + WTERMSIG(status);
    return child > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
