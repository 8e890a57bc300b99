/* clock.c - loaded before the C library: the day is the one that NEWSGAZ_NOW says, in seconds since
 * 1970. Clocks that only measure go on. */
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static time_t now(void)
{
    const char *told = getenv("NEWSGAZ_NOW");
    return told ? (time_t)atoll(told) : 0;
}

time_t time(time_t *ret)
{
    if (ret)
        *ret = now();
    return now();
}

int gettimeofday(struct timeval *restrict ret, void *restrict zone)
{
    (void)zone;
    *ret = (struct timeval){ .tv_sec = now() };
    return 0;
}

int clock_gettime(clockid_t clock, struct timespec *ret)
{
    static int (*real)(clockid_t, struct timespec *);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
    if (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)
        return real(clock, ret);
    *ret = (struct timespec){ .tv_sec = now() };
    return 0;
}
