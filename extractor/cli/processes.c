#include "cli/processes.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"

/* Articles wait in the sockets, so that a process need not wait for the next. */
enum { QUEUE = 4, PLACES_PER_PROCESS = 8, TICK = 200 /* ms */, LONGEST_REASON = 400 };

struct request {
    size_t place;
    const struct folder_entry *entry; /* lies where it lay when the process was forked */
    char known_hash[65], record_hash[65];
};

struct reply {
    size_t place;
    enum outcome outcome;
    int error;
    char hash[65], record_hash[65];
    size_t why_len;
    char why[LONGEST_REASON];
};

struct process {
    pid_t pid;            /* 0: none */
    int fd;
    size_t queue[QUEUE];  /* numbers of jobs, the one at work first */
    size_t queued;
    int64_t since;        /* when that was begun, ms */
    char ended_for[80];   /* why we ended it; empty when it ended itself */
};

struct pool {
    const struct crew *crew;
    struct job *jobs;     /* job n lies at jobs[n % places] */
    bool *sent;           /* by place */
    size_t places, posted, finished;
    struct process *processes;
    struct pollfd *fds;
    bool more;            /* there may be jobs to come */
    int64_t looked;       /* at the limits, ms */
};

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* ---- in the process ------------------------------------------------------------------------- */

static struct reply reply_of(const struct job *job)
{
    struct reply reply = { .place = job->place, .outcome = job->outcome, .error = job->error };
    memcpy(reply.hash, job->hash, sizeof reply.hash);
    memcpy(reply.record_hash, job->record_hash, sizeof reply.record_hash);
    reply.why_len = job->why.len < LONGEST_REASON ? job->why.len : LONGEST_REASON;
    if (reply.why_len)
        memcpy(reply.why, job->why.bytes, reply.why_len);
    return reply;
}

static void serve_one(const struct crew *crew, struct worker *worker, struct job *job,
                      const struct request *request, int fd)
{
    job->place = request->place;
    job->entry = request->entry;
    memcpy(job->known_hash, request->known_hash, sizeof job->known_hash);
    memcpy(job->record_hash, request->record_hash, sizeof job->record_hash);
    worker_work(crew, worker, job);
    struct reply reply = reply_of(job);
    job_empty(job);
    if (send(fd, &reply, sizeof reply, MSG_NOSIGNAL) < 0)
        _exit(0);
}

/* Ends with the program, however that ends: a process left over would write into the next run. */
static void serve(const struct crew *crew, int fd, pid_t program)
{
    struct job job = { 0 };
    struct request request;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGINT, SIG_IGN); /* sent to a whole group: the program decides */
    signal(SIGTERM, SIG_IGN);
    if (getppid() != program)
        _exit(0);
    struct worker worker = worker_new(crew);
    while (recv(fd, &request, sizeof request, 0) == sizeof request)
        serve_one(crew, &worker, &job, &request, fd);
    _exit(0);
}

/* ---- starting and ending them --------------------------------------------------------------- */

static bool start(struct pool *pool, struct process *process)
{
    int ends[2];
    pid_t program = getpid();
    *process = (struct process){ .fd = -1 };
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
        return false;
    fflush(stdout);
    process->pid = fork();
    if (process->pid == 0) {
        for (size_t i = 0; i < pool->crew->threads; i++)
            if (pool->processes[i].pid && pool->processes[i].fd >= 0)
                close(pool->processes[i].fd);
        close(ends[0]);
        serve(pool->crew, ends[1], program);
    }
    close(ends[1]);
    if (process->pid < 0) {
        close(ends[0]);
        process->pid = 0;
        return false;
    }
    process->fd = ends[0];
    return true;
}

static struct job *job_of(struct pool *pool, size_t number)
{
    return &pool->jobs[number % pool->places];
}

static void fail_head(struct pool *pool, const struct process *process, int status)
{
    struct job *job = job_of(pool, process->queue[0]);
    job->outcome = OUTCOME_FAILED;
    job->hash[0] = '\0'; /* the next run tries again */
    if (process->ended_for[0])
        buffer_add(&job->why, str_of(process->ended_for));
    else if (WIFSIGNALED(status))
        buffer_printf(&job->why, "the program crashed at it: %s", strsignal(WTERMSIG(status)));
    else
        buffer_printf(&job->why, "the program ended at it with status %d", WEXITSTATUS(status));
    job->ready = true;
}

/* Shut down first: where a close failed, the other process has our end, too, and would wait for
 * ever. */
static void hang_up(const struct process *process)
{
    shutdown(process->fd, SHUT_RDWR);
    close(process->fd);
}

/* The article it was at has failed; those that waited for it go to others. */
static void bury(struct pool *pool, struct process *process)
{
    int status = 0;
    kill(process->pid, SIGKILL);
    while (waitpid(process->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (process->queued)
        fail_head(pool, process, status);
    for (size_t i = 1; i < process->queued; i++)
        pool->sent[process->queue[i] % pool->places] = false;
    hang_up(process);
    start(pool, process);
}

static void end_all(struct pool *pool)
{
    for (size_t i = 0; i < pool->crew->threads; i++)
        if (pool->processes[i].pid) {
            hang_up(&pool->processes[i]);
            if (pool->processes[i].queued)
                kill(pool->processes[i].pid, SIGKILL);
            waitpid(pool->processes[i].pid, NULL, 0);
        }
}

/* ---- handing out ---------------------------------------------------------------------------- */

static void fill(struct pool *pool)
{
    const struct crew *crew = pool->crew;
    while (pool->more && pool->posted - pool->finished < pool->places) {
        struct job *job = job_of(pool, pool->posted);
        job->ready = false;
        pool->sent[pool->posted % pool->places] = false;
        enum next next = crew->next(crew->context, job, pool->posted == pool->finished);
        if (next == NEXT_JOB)
            pool->posted++;
        else if (next == NEXT_END)
            pool->more = false;
        else
            break;
    }
}

static struct process *least_busy(struct pool *pool)
{
    struct process *best = NULL;
    for (size_t i = 0; i < pool->crew->threads; i++) {
        struct process *process = &pool->processes[i];
        if (process->pid && process->queued < QUEUE && (!best || process->queued < best->queued))
            best = process;
    }
    return best;
}

static bool hand_to(struct pool *pool, struct process *process, size_t number)
{
    struct job *job = job_of(pool, number);
    struct request request = { .place = job->place, .entry = job->entry };
    memcpy(request.known_hash, job->known_hash, sizeof request.known_hash);
    memcpy(request.record_hash, job->record_hash, sizeof request.record_hash);
    if (send(process->fd, &request, sizeof request, MSG_NOSIGNAL) != sizeof request)
        return false;
    if (!process->queued)
        process->since = now();
    process->queue[process->queued++] = number;
    return pool->sent[number % pool->places] = true;
}

static void hand_out(struct pool *pool)
{
    for (size_t i = pool->finished; i < pool->posted; i++) {
        if (pool->sent[i % pool->places])
            continue;
        struct process *process = least_busy(pool);
        if (!process || !hand_to(pool, process, i))
            return;
    }
}

/* ---- taking in ------------------------------------------------------------------------------ */

static void take(struct pool *pool, struct process *process, const struct reply *reply)
{
    struct job *job = job_of(pool, process->queue[0]);
    job->outcome = reply->outcome;
    job->error = reply->error;
    memcpy(job->hash, reply->hash, sizeof job->hash);
    memcpy(job->record_hash, reply->record_hash, sizeof job->record_hash);
    buffer_add(&job->why, (struct str){ reply->why, reply->why_len });
    job->ready = true;
    process->queued--;
    memmove(process->queue, process->queue + 1, process->queued * sizeof *process->queue);
    process->since = now();
}

static void hear(struct pool *pool, struct process *process)
{
    struct reply reply;
    ssize_t got = recv(process->fd, &reply, sizeof reply, MSG_DONTWAIT);
    if (got == sizeof reply && process->queued)
        take(pool, process, &reply);
    else if (got >= 0 || (errno != EAGAIN && errno != EINTR))
        bury(pool, process);
}

/* Bytes that are the process's own. */
static uint64_t memory_of(pid_t pid)
{
    char path[40];
    unsigned long resident = 0, shared = 0;
    snprintf(path, sizeof path, "/proc/%ld/statm", (long)pid);
    FILE *file = fopen(path, "re");
    if (file && fscanf(file, "%*u %lu %lu", &resident, &shared) != 2)
        resident = shared = 0;
    if (file)
        fclose(file);
    return (uint64_t)(resident - shared) * (uint64_t)sysconf(_SC_PAGESIZE);
}

/* Ends it when it is past a limit: its end is then heard of like any other. */
static void hold_to_limits(const struct crew *crew, struct process *process)
{
    if (!process->pid || !process->queued || process->ended_for[0])
        return;
    if (crew->seconds && now() - process->since > crew->seconds * 1000)
        snprintf(process->ended_for, sizeof process->ended_for, "took longer than %ld s",
                 crew->seconds);
    else if (crew->megabytes && memory_of(process->pid) >> 20 > (uint64_t)crew->megabytes)
        snprintf(process->ended_for, sizeof process->ended_for, "took more than %ld MB of memory",
                 crew->megabytes);
    if (process->ended_for[0])
        kill(process->pid, SIGKILL);
}

static void look_at_limits(struct pool *pool)
{
    if (now() - pool->looked < TICK)
        return;
    pool->looked = now();
    for (size_t i = 0; i < pool->crew->threads; i++)
        hold_to_limits(pool->crew, &pool->processes[i]);
}

static void wait_for_replies(struct pool *pool)
{
    size_t count = pool->crew->threads;
    for (size_t i = 0; i < count; i++)
        pool->fds[i] = (struct pollfd){ .fd = pool->processes[i].fd, .events = POLLIN };
    poll(pool->fds, count, TICK);
    look_at_limits(pool);
    for (size_t i = 0; i < count; i++)
        if (pool->processes[i].pid && pool->fds[i].revents)
            hear(pool, &pool->processes[i]);
}

/* ---- the run -------------------------------------------------------------------------------- */

static bool finish_ready(struct pool *pool)
{
    while (pool->finished < pool->posted && job_of(pool, pool->finished)->ready) {
        struct job *job = job_of(pool, pool->finished);
        if (!pool->crew->finish(pool->crew->context, job))
            return false;
        job_empty(job);
        pool->finished++;
    }
    return true;
}

static bool any_process(const struct pool *pool)
{
    for (size_t i = 0; i < pool->crew->threads; i++)
        if (pool->processes[i].pid)
            return true;
    return false;
}

static bool loop(struct pool *pool)
{
    while (pool->more || pool->finished < pool->posted) {
        fill(pool);
        hand_out(pool);
        if (pool->finished < pool->posted && !job_of(pool, pool->finished)->ready)
            wait_for_replies(pool);
        if (!finish_ready(pool) || !any_process(pool))
            return false;
    }
    return true;
}

static struct pool new_pool(const struct crew *crew, struct arena *arena)
{
    struct pool pool = { .crew = crew, .more = true,
                         .places = crew->threads * PLACES_PER_PROCESS };
    pool.jobs = arena_array(arena, struct job, pool.places);
    pool.sent = arena_array(arena, bool, pool.places);
    pool.processes = arena_array(arena, struct process, crew->threads);
    pool.fds = arena_array(arena, struct pollfd, crew->threads);
    for (size_t i = 0; i < pool.places; i++)
        pool.jobs[i].place = i;
    return pool;
}

bool processes_run(const struct crew *crew)
{
    struct arena arena = { 0 };
    struct pool pool = new_pool(crew, &arena);
    for (size_t i = 0; i < crew->threads; i++)
        start(&pool, &pool.processes[i]);
    bool done = any_process(&pool) && loop(&pool);
    end_all(&pool);
    for (size_t i = 0; i < pool.places; i++)
        job_free(&pool.jobs[i]);
    arena_free(&arena);
    return done;
}
