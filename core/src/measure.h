/* Counts of characters and words of lines; the arrays are those of `learned/measure.py`. */
#ifndef COMMUNIQUE_MEASURE_H
#define COMMUNIQUE_MEASURE_H

#include "text.h"

enum { MOST_READ = 2000 }; /* characters of a line */

typedef struct {
    int64_t n, words, words_room;
    int64_t *page, *first, *end; /* page of each line, first and end line of its page */
    int64_t pages;
    int64_t *offsets; /* first line of each page; last, n */
    float *characters, *width, *inner_ends;
    float *counts[KINDS];
    uint8_t *first_kind, *last_kind, *before_last, *is_ellipsis;
    int64_t *first_word, *end_word;
    uint64_t *hash;
    /* one value a word */
    uint64_t *word_hash;
    int32_t *word_length, *word_line;
    uint8_t *word_capital;
} Lines;

static inline uint64_t mix(uint64_t value) {
    value *= UINT64_C(0x9E3779B97F4A7C15);
    return value ^ (value >> 32);
}

/* Each returns 0, or -1 if there is no memory. */
int lines_new(Lines *lines, int64_t n, int64_t pages);
/* A line of at most MOST_READ characters. */
int lines_measure(Lines *lines, int64_t at, const View *line);
void lines_free(Lines *lines);

#endif
