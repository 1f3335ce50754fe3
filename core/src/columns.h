/* The columns of `learned/columns.py`. Each function states the Python module that it follows.

   Every operation has the type and the order of its operation in Python, so all values are equal.
   log, exp and logaddexp are left to numpy, because other libraries round them differently. */
#ifndef COMMUNIQUE_COLUMNS_H
#define COMMUNIQUE_COLUMNS_H

#include "measure.h"

typedef struct {
    uint32_t key;
    union {
        int32_t index;
        float weight;
    };
} Slot;

typedef struct {
    Slot *slots;
    uint64_t *known; /* bits by the upper part of the key, to skip most unknown tokens */
    uint32_t mask, no_key; /* no_key: the key of empty slots */
} Keys;

typedef struct {
    Keys page_keys, extracted_keys, vector_keys, category_keys;
    float *category_weights, *category_constants;
    float page_constant, extracted_constant;
    int8_t *vectors;
    double *logs; /* log(1 + k) for whole k */
    int64_t logs_size;
} Evidence;

enum { LOG_INPUTS = 19, VECTOR_SIZE = 64, SHOWN = 32 };

typedef struct {
    Lines lines;
    uint8_t *is_prose, *ends, *is_heading;
    float *prose;
    int64_t *above, *below; /* nearest headings */
    double *sums;           /* of `running`, for one column at a time */
    float *capped;          /* (n, 64) */
    float *own;             /* (n, 64), vectors of length 1 */
} Batch;

int batch_prepare(Batch *batch);
void batch_free(Batch *batch);
int fill_log_inputs(Batch *batch, float *out);
/* `out` are the columns, each n floats; `between` is what numpy must continue with. */
int fill_first(Batch *batch, const Evidence *evidence, int is_page, const float *logs, float *out,
               float *between);
int fill_rest(Batch *batch, int is_page, const float *between, float *out);
/* The value of a key is its weight, or without weights its index. */
int keys_build(Keys *keys, const uint32_t *sorted, const float *weights, int64_t size);
void keys_free(Keys *keys);

#endif
