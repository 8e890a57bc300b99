/* country.h - the codes of ISO 3166 for one country. The door to ICU's regions. */
#ifndef NEWSGAZ_BASE_COUNTRY_H
#define NEWSGAZ_BASE_COUNTRY_H

#include "base/str.h"

struct country_codes {
    char alpha3[4]; /* "ARM"; empty when the code is no country's */
    int numeric;    /* 51; 0 when there is none */
};

/* Of "AM", or of a former country's code. */
struct country_codes country_codes_of(struct str alpha2);

#endif
