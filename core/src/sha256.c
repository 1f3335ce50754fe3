#include "sha256.h"

#include <stdint.h>
#include <string.h>

static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};
static const uint32_t beginning[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

static inline uint32_t turned(uint32_t x, int by) { return x >> by | x << (32 - by); }

/* A round; its numbers say where the variables a to h of the standard are. */
#define ROUND(a, b, c, d, e, f, g, h, i)                                                    \
    do {                                                                                    \
        uint32_t one = s[h] + (turned(s[e], 6) ^ turned(s[e], 11) ^ turned(s[e], 25)) +      \
                       ((s[e] & s[f]) ^ (~s[e] & s[g])) + constants[i] + w[i];              \
        uint32_t two = (turned(s[a], 2) ^ turned(s[a], 13) ^ turned(s[a], 22)) +             \
                       ((s[a] & s[b]) ^ (s[a] & s[c]) ^ (s[b] & s[c]));                     \
        s[d] += one;                                                                        \
        s[h] = one + two;                                                                   \
    } while (0)

static void add_block(uint32_t state[8], const unsigned char *data) {
    uint32_t w[64], s[8];
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)data[4 * i] << 24 | (uint32_t)data[4 * i + 1] << 16 |
               (uint32_t)data[4 * i + 2] << 8 | data[4 * i + 3];
    for (int i = 16; i < 64; i++) {
        uint32_t a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + (turned(a, 7) ^ turned(a, 18) ^ a >> 3) + w[i - 7] +
               (turned(b, 17) ^ turned(b, 19) ^ b >> 10);
    }
    memcpy(s, state, sizeof s);
    for (int i = 0; i < 64; i += 8) {
        ROUND(0, 1, 2, 3, 4, 5, 6, 7, i);
        ROUND(7, 0, 1, 2, 3, 4, 5, 6, i + 1);
        ROUND(6, 7, 0, 1, 2, 3, 4, 5, i + 2);
        ROUND(5, 6, 7, 0, 1, 2, 3, 4, i + 3);
        ROUND(4, 5, 6, 7, 0, 1, 2, 3, i + 4);
        ROUND(3, 4, 5, 6, 7, 0, 1, 2, i + 5);
        ROUND(2, 3, 4, 5, 6, 7, 0, 1, i + 6);
        ROUND(1, 2, 3, 4, 5, 6, 7, 0, i + 7);
    }
    for (int i = 0; i < 8; i++) state[i] += s[i];
}

#if defined(__x86_64__) && defined(__GNUC__)
#define HAS_SHA
#include <cpuid.h>
#include <immintrin.h>

/* The same with the instructions of the processor: each turn of the loop is four rounds. The state
   is in the order that they want: a, b, e, f and c, d, g, h. */
__attribute__((target("sha,sse4.1,ssse3"))) static void add_block_sha(uint32_t state[8],
                                                                      const unsigned char *data) {
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    __m128i abcd = _mm_loadu_si128((const __m128i *)state);
    __m128i efgh = _mm_loadu_si128((const __m128i *)(state + 4));
    __m128i badc = _mm_shuffle_epi32(abcd, 0xB1), hgfe = _mm_shuffle_epi32(efgh, 0x1B);
    __m128i abef = _mm_alignr_epi8(badc, hgfe, 8), cdgh = _mm_blend_epi16(hgfe, badc, 0xF0);
    const __m128i abef_before = abef, cdgh_before = cdgh;
    __m128i words[4];
    for (int k = 0; k < 4; k++)
        words[k] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)data + k), big_endian);
    for (int k = 0; k < 16; k++) {
        __m128i now = words[k & 3];
        __m128i sum = _mm_add_epi32(now, _mm_loadu_si128((const __m128i *)constants + k));
        cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
        abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0E));
        __m128i third = words[(k + 2) & 3], last = words[(k + 3) & 3];
        __m128i next = _mm_sha256msg1_epu32(now, words[(k + 1) & 3]);
        next = _mm_add_epi32(next, _mm_alignr_epi8(last, third, 4));
        words[k & 3] = _mm_sha256msg2_epu32(next, last);
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
    __m128i feba = _mm_shuffle_epi32(abef, 0x1B), dchg = _mm_shuffle_epi32(cdgh, 0xB1);
    _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xF0));
    _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

static int has_sha(void) {
    static int known = -1;
    if (known < 0) {
        unsigned a, b = 0, c, d;
        known = __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 29 & 1) &&
                __builtin_cpu_supports("sse4.1");
    }
    return known;
}
#endif

static void add_blocks(uint32_t state[8], const unsigned char *data, size_t number) {
#ifdef HAS_SHA
    if (has_sha()) {
        for (size_t k = 0; k < number; k++) add_block_sha(state, data + 64 * k);
        return;
    }
#endif
    for (size_t k = 0; k < number; k++) add_block(state, data + 64 * k);
}

void sha256_hex(const unsigned char *data, size_t size, char *out) {
    uint32_t state[8];
    unsigned char last[128] = {0};
    memcpy(state, beginning, sizeof state);
    size_t whole = size / 64 * 64, rest = size - whole, end = rest < 56 ? 64 : 128;
    add_blocks(state, data, whole / 64);
    if (rest) memcpy(last, data + whole, rest);
    last[rest] = 0x80;
    for (int k = 0; k < 8; k++) last[end - 1 - k] = (unsigned char)((uint64_t)size * 8 >> 8 * k);
    add_blocks(state, last, end / 64);
    for (int k = 0; k < 64; k++) out[k] = "0123456789abcdef"[state[k / 8] >> (28 - k % 8 * 4) & 15];
}
