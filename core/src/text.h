/* Lines of Python strings, and what is known of each code point. */
#ifndef COMMUNIQUE_TEXT_H
#define COMMUNIQUE_TEXT_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

#include "tables.h"

/* A part of a Python string: `kind` bytes for each code point. The string must stay alive. */
typedef struct {
    const void *data;
    int kind;
    int64_t size;
} View;

static inline uint32_t point_at(const View *view, int64_t i) {
    if (view->kind == 1) return ((const uint8_t *)view->data)[i];
    if (view->kind == 2) return ((const uint16_t *)view->data)[i];
    return ((const uint32_t *)view->data)[i];
}

static inline uint32_t kind_of(uint32_t point) {
    if (point < 0x20000) return kinds_blocks[kinds_index[point >> 7]][point & 127];
    return point < BEYOND_IDEOGRAPHS ? KIND_OF_IDEOGRAPH : KIND_OF_PRIVATE;
}

static inline uint32_t properties_of(uint32_t point) {
    return properties_blocks[properties_index[point >> 7]][point & 127];
}

static inline int has_property(uint32_t point, uint32_t bits) {
    return (properties_of(point) & bits) != 0;
}

static inline View part_of(const View *view, int64_t start, int64_t end) {
    View part = {(const char *)view->data + start * view->kind, view->kind, end - start};
    return part;
}

/* Return the end of the line that `start` is in. */
static inline int64_t end_of_line(const View *raw, int64_t start) {
    int64_t stop = start;
    if (raw->kind == 1) {
        const char *data = raw->data, *end = memchr(data + start, '\n', (size_t)(raw->size - start));
        return end ? end - data : raw->size;
    }
    while (stop < raw->size && point_at(raw, stop) != '\n') stop++;
    return stop;
}

#endif
