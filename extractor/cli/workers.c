#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "cli/message.h"
#include "cli/workers.h"

enum { PLACES_PER_THREAD = 8, BUFFER_KEPT = 1 << 20 };

/* Jobs are numbered from 0; job n lies at jobs[n % places]. All counts are guarded by the lock. */
struct ring {
    const struct crew *crew;
    struct job *jobs;
    size_t places;
    size_t posted, taken, finished;
    bool closed;
    pthread_mutex_t lock;
    pthread_cond_t some_posted, some_ready;
};

/* Gives back what a large article made grow. */
static void empty(struct buffer *buffer)
{
    buffer->len = 0;
    if (buffer->capacity > BUFFER_KEPT)
        buffer_free(buffer);
}

void job_empty(struct job *job)
{
    empty(&job->input);
    empty(&job->output);
    empty(&job->why);
}

void job_free(struct job *job)
{
    buffer_free(&job->input);
    buffer_free(&job->output);
    buffer_free(&job->why);
}

void worker_work(const struct crew *crew, struct worker *worker, struct job *job)
{
    crew->work(crew->context, worker, job);
    empty(&worker->source);
}

struct worker worker_new(const struct crew *crew)
{
    struct worker worker = { .session = ngz_session_new(crew->engine) };
    ngz_session_set(worker.session, crew->options);
    return worker;
}

static void worker_free(struct worker *worker)
{
    ngz_session_free(worker->session);
    buffer_free(&worker->source);
}

/* ---- the threads ----------------------------------------------------------------------- */

/* The next job posted; NULL when there will be none. */
static struct job *ring_take(struct ring *ring)
{
    while (ring->taken == ring->posted && !ring->closed)
        pthread_cond_wait(&ring->some_posted, &ring->lock);
    return ring->taken == ring->posted ? NULL : &ring->jobs[ring->taken++ % ring->places];
}

static void *serve(void *argument)
{
    struct ring *ring = argument;
    struct worker worker = worker_new(ring->crew);
    struct job *job;
    pthread_mutex_lock(&ring->lock);
    while ((job = ring_take(ring))) {
        pthread_mutex_unlock(&ring->lock);
        worker_work(ring->crew, &worker, job);
        pthread_mutex_lock(&ring->lock);
        job->ready = true;
        pthread_cond_signal(&ring->some_ready);
    }
    pthread_mutex_unlock(&ring->lock);
    worker_free(&worker);
    return NULL;
}

static size_t start(struct ring *ring, pthread_t *threads)
{
    size_t started = 0;
    while (started < ring->crew->threads &&
           pthread_create(&threads[started], NULL, serve, ring) == 0)
        started++;
    return started;
}

static void stop(struct ring *ring, const pthread_t *threads, size_t count)
{
    pthread_mutex_lock(&ring->lock);
    ring->closed = true;
    pthread_cond_broadcast(&ring->some_posted);
    pthread_mutex_unlock(&ring->lock);
    for (size_t i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
}

/* ---- the loop -------------------------------------------------------------------------- */

static struct job *ring_place(struct ring *ring, size_t number)
{
    return &ring->jobs[number % ring->places];
}

/* Takes jobs in until the ring is full or none is at hand; false when there will be no more. */
static bool fill(struct ring *ring)
{
    const struct crew *crew = ring->crew;
    while (ring->posted - ring->finished < ring->places) {
        struct job *job = ring_place(ring, ring->posted);
        job->ready = false;
        enum next next = crew->next(crew->context, job, ring->posted == ring->finished);
        if (next != NEXT_JOB)
            return next == NEXT_NOT_YET;
        pthread_mutex_lock(&ring->lock);
        ring->posted++;
        pthread_cond_signal(&ring->some_posted);
        pthread_mutex_unlock(&ring->lock);
    }
    return true;
}

static bool finish_oldest(struct ring *ring)
{
    struct job *job = ring_place(ring, ring->finished);
    pthread_mutex_lock(&ring->lock);
    while (!job->ready)
        pthread_cond_wait(&ring->some_ready, &ring->lock);
    pthread_mutex_unlock(&ring->lock);
    bool go_on = ring->crew->finish(ring->crew->context, job);
    job_empty(job);
    ring->finished++;
    return go_on;
}

static bool loop(struct ring *ring)
{
    bool more = true;
    while ((more = more && fill(ring)) || ring->posted != ring->finished)
        if (ring->posted != ring->finished && !finish_oldest(ring))
            return false;
    return true;
}

static bool loop_alone(struct ring *ring)
{
    const struct crew *crew = ring->crew;
    struct worker worker = worker_new(crew);
    struct job *job = ring_place(ring, 0);
    bool go_on = true;
    enum next next;
    while (go_on && (next = crew->next(crew->context, job, true)) == NEXT_JOB) {
        worker_work(crew, &worker, job);
        go_on = crew->finish(crew->context, job);
        job_empty(job);
    }
    worker_free(&worker);
    return go_on;
}

static bool loop_with_threads(struct ring *ring)
{
    pthread_t *threads = xmalloc(ring->crew->threads * sizeof *threads);
    size_t started = start(ring, threads);
    bool done = started ? loop(ring) : loop_alone(ring);
    stop(ring, threads, started);
    free(threads);
    return done;
}

bool workers_run(const struct crew *crew)
{
    struct arena arena = { 0 };
    struct ring ring = { .crew = crew,
                         .places = crew->threads * PLACES_PER_THREAD,
                         .lock = PTHREAD_MUTEX_INITIALIZER,
                         .some_posted = PTHREAD_COND_INITIALIZER,
                         .some_ready = PTHREAD_COND_INITIALIZER };
    ring.jobs = arena_array(&arena, struct job, ring.places);
    for (size_t i = 0; i < ring.places; i++)
        ring.jobs[i].place = i;
    bool done = crew->threads > 1 ? loop_with_threads(&ring) : loop_alone(&ring);
    for (size_t i = 0; i < ring.places; i++)
        job_free(&ring.jobs[i]);
    arena_free(&arena);
    return done;
}
