/* Boosted oblivious trees; see `learned/trees.py`. */
#ifndef COMMUNIQUE_FOREST_H
#define COMMUNIQUE_FOREST_H

#include <stdint.h>

enum { DEPTH = 6, LEAVES = 64 };

typedef struct {
    int64_t trees;
    int64_t *columns; /* (trees, 6) */
    float *bounds;    /* (trees, 6) */
    int16_t *values;  /* (trees, 64) */
    double step;
    int32_t bias;
} Forest;

/* Write the log odds of each of n rows; `columns` has n floats a column. */
void forest_predict(const Forest *forest, const float *columns, int64_t n, float *out);

#endif
