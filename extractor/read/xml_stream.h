/* xml_stream.h - XML of any length as its elements and text, one after the other, for the rooms
 * that read XML but no articles. Memory holds no tree. Nothing else is opened, and what a document
 * type declares is not looked at: an entity that is not one of XML itself is a mistake. */
#ifndef NEWSGAZ_READ_XML_STREAM_H
#define NEWSGAZ_READ_XML_STREAM_H

#include "base/str.h"

/* An element that begins; its strings are valid until the event returns. */
struct xml_element {
    struct str namespace, name; /* the local name */
    uint32_t line;
    size_t attribute_count;
    const void *attributes;     /* for xml_attribute_at() */
};

struct xml_attribute {
    struct str name, value; /* "xml:lang" and "xml:id", else the local name */
};

struct xml_attribute xml_attribute_at(const struct xml_element *element, size_t i);

/* Who takes what is read. */
struct xml_events {
    /* NULL to go on, or a constant string: why the rest is not wanted. */
    const char *(*start)(void *taker, const struct xml_element *element);
    void (*end)(void *taker, struct str name);
    void (*text)(void *taker, struct str text); /* in pieces of any length */
    const char *(*doctype)(void *taker); /* as `start`; NULL: a declaration is passed over */
};

struct xml_input {
    int (*read)(void *from, char *into, int length); /* bytes read, 0 at the end, -1 on failure */
    void *from;
};

/* Why reading ended before the end. */
struct xml_fault {
    char why[256];
    uint32_t line; /* of a mistake of the markup, else 0 */
};

/* Reads to the end, or to the first mistake, which is told. */
bool xml_stream_read(struct xml_input input, const struct xml_events *events, void *taker,
                     struct xml_fault *ret);

#endif
