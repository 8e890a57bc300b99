/* message.h - what the program says on standard error. Names of files go through a filter that
 * makes control characters visible, so that a name can neither break a line nor steer a terminal. */
#ifndef NEWSGAZ_CLI_MESSAGE_H
#define NEWSGAZ_CLI_MESSAGE_H

#include "base/buffer.h"

/* "newsgaz: …" and a line feed. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* "newsgaz: NAME: …" and a line feed. */
void complain_about(struct str name, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Appends `name` as it may be shown: what cannot be printed becomes \xNN or \u{NNNN}. */
void shown_add(struct buffer *into, struct str name);

#endif
