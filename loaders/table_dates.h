// Dates as people write them in tables of their own: "1972-02-21", "21 February 1972", "Feb. 21, 1972", "1972/02/21",
// "21.02.1972", "2/21/1972". What can be read in two ways is never guessed.
#ifndef BILAT_LOADERS_TABLE_DATES_H
#define BILAT_LOADERS_TABLE_DATES_H

#include "model/date.h"

// Of "03/04/2024": what the rest of the column proves.
typedef enum DayOrder { ORDER_UNKNOWN, ORDER_DAY_FIRST, ORDER_MONTH_FIRST, ORDER_MIXED } DayOrder;

typedef enum DateReading {
    DATE_READ,
    DATE_TWO_WAYS, // the year is sure, day and month are not; `date` is the year
    DATE_UNREAD,   // `why` says what was expected
} DateReading;

DateReading table_date_parse(Text text, DayOrder order, Date *date, const char **why);
// What one date of a column says about the order; ORDER_UNKNOWN for most.
DayOrder table_date_order(Text text);
// What two of them say together.
DayOrder day_order_join(DayOrder a, DayOrder b);

#endif
