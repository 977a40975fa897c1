// bilat.ini: the settings there are, their values, and what is wrong with them. The rows stand in settings.def.
#ifndef BILAT_TUI_SETTINGS_H
#define BILAT_TUI_SETTINGS_H

#include "model/config.h"
#include "model/sink.h"

typedef enum SettingId {
#define SETTING(section, key, form, fallback, help) SETTING_##section##_##key,
#include "tui/settings.def"
#undef SETTING
    SETTINGS
} SettingId;

// The value that was set, or the default; that too where what was set is wrong. `config` may be NULL.
Text setting_text(const Config *config, SettingId id);
int setting_number(const Config *config, SettingId id);
bool setting_flag(const Config *config, SettingId id);

// A problem, with file and line, for each row whose section or key does not exist or whose value is of another form.
// Keys and themes are for keymap_load and theme_check.
void settings_check(const Config *config, Problems *problems);

// The settings as an mdoc list, section by section.
void settings_write_mdoc(Sink *sink);

#endif
