/* watch.c - run after run on folders that change. Each run walks the folders anew, so that nothing
 * depends on events being complete: they only say that it is time. */
#include <errno.h>
#include <fts.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/extraction.h"
#include "cli/message.h"

enum { POLL_WITHOUT_EVENTS = 10 /* s */, LONGEST_UNREST = 10 /* times the settle time */ };

struct watch {
    const struct extraction *what;
    int events;      /* -1: there are none, so the folders are looked at again and again */
    bool absent;     /* a path is not there: no event tells when it comes */
    sigset_t stops, before;
};

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
    stopped = 1;
}

/* ---- where to listen --------------------------------------------------------------------------- */

static bool is_output(const struct watch *watch, const FTSENT *entry)
{
    struct stat output;
    return stat(watch->what->output, &output) == 0 && entry->fts_statp->st_dev == output.st_dev &&
           entry->fts_statp->st_ino == output.st_ino;
}

static bool listen_to(struct watch *watch, const char *path)
{
    return inotify_add_watch(watch->events, path,
                             IN_CLOSE_WRITE | IN_MODIFY | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE |
                                 IN_DELETE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF) >= 0 ||
           errno == ENOENT || errno == EACCES;
}

/* Listens to all folders, those too that have come since the last time. */
static bool listen_to_all(struct watch *watch)
{
    FTS *walk = fts_open(watch->what->paths, FTS_LOGICAL | FTS_NOCHDIR, NULL);
    FTSENT *entry;
    bool all = walk;
    watch->absent = false;
    while (walk && all && (entry = fts_read(walk))) {
        if (entry->fts_info == FTS_D && is_output(watch, entry))
            fts_set(walk, entry, FTS_SKIP);
        else if (entry->fts_info == FTS_D ||
                 (entry->fts_info == FTS_F && entry->fts_level == FTS_ROOTLEVEL))
            all = listen_to(watch, entry->fts_path);
        else if (entry->fts_info == FTS_NS)
            watch->absent = true;
    }
    if (walk)
        fts_close(walk);
    return all;
}

static void use_events(struct watch *watch)
{
    if (watch->events >= 0 && listen_to_all(watch))
        return;
    if (watch->events >= 0) {
        complain("too many folders for events (%s): looking every %d s instead", strerror(errno),
                 POLL_WITHOUT_EVENTS);
        close(watch->events);
    }
    watch->events = -1;
}

/* ---- waiting ------------------------------------------------------------------------------------ */

/* True when there is something to read within the time. A signal can end the wait, but only here,
 * so that none is missed. */
static bool wait_ms(struct watch *watch, long ms)
{
    struct pollfd wanted = { .fd = watch->events, .events = POLLIN };
    struct timespec time = { ms / 1000, ms % 1000 * 1000000 };
    bool some = false;
    sigprocmask(SIG_BLOCK, &watch->stops, &watch->before);
    if (!stopped)
        some = ppoll(&wanted, watch->events >= 0, ms < 0 ? NULL : &time, &watch->before) > 0;
    sigprocmask(SIG_SETMASK, &watch->before, NULL);
    return some;
}

/* What the events say does not matter, not even that some were lost. */
static void forget_events(struct watch *watch)
{
    char events[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
    while (read(watch->events, events, sizeof events) > 0)
        continue;
}

/* Returns when something has happened and nothing more has for the settle time. */
static void wait_for_change(struct watch *watch)
{
    long settle = watch->what->settle * 1000;
    if (watch->events < 0 || watch->what->poll) {
        wait_ms(watch, (watch->what->poll ? watch->what->poll : POLL_WITHOUT_EVENTS) * 1000);
        return;
    }
    bool some = wait_ms(watch, watch->absent ? POLL_WITHOUT_EVENTS * 1000 : -1);
    for (int i = 0; some && i < LONGEST_UNREST && !stopped; i++) {
        forget_events(watch);
        some = wait_ms(watch, settle);
    }
}

/* ---- the command's part -------------------------------------------------------------------------- */

static void take_signals(struct watch *watch)
{
    struct sigaction action = { .sa_handler = stop };
    sigemptyset(&watch->stops);
    sigaddset(&watch->stops, SIGTERM);
    sigaddset(&watch->stops, SIGINT);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
}

enum exit_status watch_run(const struct extraction *what)
{
    struct extraction run = *what;
    struct watch watch = { .what = what, .events = -1 };
    enum exit_status status = EXIT_DONE;
    run.stop = &stopped;
    take_signals(&watch);
    if (!what->poll)
        watch.events = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    while (!stopped) {
        use_events(&watch);
        status = store_run(&run);
        if (status == EXIT_REFUSED || status == EXIT_BROKEN_OFF)
            break;
        run.quiet = true;
        wait_for_change(&watch);
    }
    if (watch.events >= 0)
        close(watch.events);
    return stopped ? EXIT_DONE : status;
}
