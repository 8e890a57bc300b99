#include "base/country.h"

#include <string.h>
#include <unicode/uloc.h>
#include <unicode/uregion.h>

struct country_codes country_codes_of(struct str alpha2)
{
    struct country_codes ret = { "", 0 };
    UErrorCode error = U_ZERO_ERROR;
    char locale[] = "und_XX", code[3] = { 0 };
    if (alpha2.len != 2)
        return ret;
    memcpy(code, alpha2.s, 2);
    memcpy(locale + 4, alpha2.s, 2);
    const URegion *region = uregion_getRegionFromCode(code, &error);
    if (U_FAILURE(error) || uregion_getType(region) != URGN_TERRITORY)
        return ret;
    ret.numeric = uregion_getNumericCode(region);
    memcpy(ret.alpha3, uloc_getISO3Country(locale), 3);
    return ret;
}
