// Dates and numbers in the forms that data sets write by the million.
// False: another form, or a mistake; date_form_read and text_number know. Where true, they say the same.
#ifndef BILAT_LOADERS_QUICK_VALUE_H
#define BILAT_LOADERS_QUICK_VALUE_H

#include "loaders/profile_date.h"

// "19720221" as DATE_FORM_YMD8, "1972-02-21" as DATE_FORM_ISO.
bool quick_date(DateForm form, Text text, Date *date);
// "-4.5": a sign, digits, a point between digits, fifteen digits at most.
bool quick_number(Text text, double *number);
// The number of eight decimal digits; false: not all of the eight bytes are digits.
bool quick_eight_digits(const char *from, uint64_t *number);

#endif
