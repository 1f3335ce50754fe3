#include "forest.h"

enum { ROWS = 256 };

#if defined(__x86_64__) && defined(__GNUC__)
#define HAS_AVX512
#include <immintrin.h>
#endif

/* Add the leaf values of `size` rows to `total`; `n` floats are a column. */
static void add_leaves(const Forest *forest, const float *columns, int64_t n, int size,
                       int32_t *restrict total) {
    uint8_t leaf[ROWS];
    for (int64_t tree = 0; tree < forest->trees; tree++) {
        const int64_t *column = forest->columns + tree * DEPTH;
        const float *bound = forest->bounds + tree * DEPTH;
        const int16_t *values = forest->values + tree * LEAVES;
        const float *a = columns + column[0] * n, *b = columns + column[1] * n;
        const float *c = columns + column[2] * n, *d = columns + column[3] * n;
        const float *e = columns + column[4] * n, *f = columns + column[5] * n;
        for (int i = 0; i < size; i++)
            leaf[i] =
                (uint8_t)((a[i] > bound[0]) | (b[i] > bound[1]) << 1 | (c[i] > bound[2]) << 2 |
                          (d[i] > bound[3]) << 3 | (e[i] > bound[4]) << 4 | (f[i] > bound[5]) << 5);
        for (int i = 0; i < size; i++) total[i] += values[leaf[i]];
    }
}

#ifdef HAS_AVX512
/* The same for 32 rows at once: one instruction looks up 32 of the 64 leaves. */
__attribute__((target("avx512f,avx512bw"))) static void
add_leaves_512(const Forest *forest, const float *columns, int64_t n, int32_t *total) {
    __m512i low = _mm512_loadu_si512(total), high = _mm512_loadu_si512(total + 16);
    for (int64_t tree = 0; tree < forest->trees; tree++) {
        const int64_t *column = forest->columns + tree * DEPTH;
        const float *bound = forest->bounds + tree * DEPTH;
        const int16_t *values = forest->values + tree * LEAVES;
        __m512i leaf = _mm512_setzero_si512();
        for (int k = 0; k < DEPTH; k++) {
            const float *x = columns + column[k] * n;
            __m512 limit = _mm512_set1_ps(bound[k]);
            __mmask16 a = _mm512_cmp_ps_mask(_mm512_loadu_ps(x), limit, _CMP_GT_OQ);
            __mmask16 b = _mm512_cmp_ps_mask(_mm512_loadu_ps(x + 16), limit, _CMP_GT_OQ);
            __mmask32 both = (__mmask32)a | (__mmask32)b << 16;
            __m512i bit = _mm512_set1_epi16((short)(1 << k));
            leaf = _mm512_mask_add_epi16(leaf, both, leaf, bit);
        }
        __m512i first = _mm512_loadu_si512(values), second = _mm512_loadu_si512(values + 32);
        __m512i value = _mm512_permutex2var_epi16(first, leaf, second);
        low = _mm512_add_epi32(low, _mm512_cvtepi16_epi32(_mm512_castsi512_si256(value)));
        high = _mm512_add_epi32(high, _mm512_cvtepi16_epi32(_mm512_extracti64x4_epi64(value, 1)));
    }
    _mm512_storeu_si512(total, low);
    _mm512_storeu_si512(total + 16, high);
}
#endif

void forest_predict(const Forest *forest, const float *columns, int64_t n, float *out) {
    int32_t total[ROWS];
    for (int64_t row = 0; row < n; row += ROWS) {
        int size = n - row < ROWS ? (int)(n - row) : ROWS, done = 0;
        for (int i = 0; i < size; i++) total[i] = forest->bias;
#ifdef HAS_AVX512
        if (__builtin_cpu_supports("avx512bw"))
            for (; done + 32 <= size; done += 32)
                add_leaves_512(forest, columns + row + done, n, total + done);
#endif
        if (done < size) add_leaves(forest, columns + row + done, n, size - done, total + done);
        for (int i = 0; i < size; i++) out[row + i] = (float)((double)total[i] * forest->step);
    }
}
