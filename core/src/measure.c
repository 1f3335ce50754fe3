#include "measure.h"

#include <stdlib.h>
#include <string.h>

int lines_new(Lines *lines, int64_t n, int64_t pages) {
    memset(lines, 0, sizeof *lines);
    lines->n = n;
    lines->pages = pages;
    int64_t floats = 3 + KINDS, longs = 5, bytes = 4;
    size_t room = (size_t)n * (floats * 4 + longs * 8 + 8 + bytes) + (size_t)(pages + 1) * 8 + 64;
    char *place = calloc(room, 1);
    if (!place) return -1;
    lines->offsets = (int64_t *)place;
    place += (pages + 1) * 8;
    int64_t **long_arrays[] = {&lines->page, &lines->first, &lines->end, &lines->first_word,
                               &lines->end_word};
    for (int k = 0; k < longs; k++, place += n * 8) *long_arrays[k] = (int64_t *)place;
    lines->hash = (uint64_t *)place;
    place += n * 8;
    float **float_arrays[] = {&lines->characters, &lines->width, &lines->inner_ends};
    for (int k = 0; k < 3; k++, place += n * 4) *float_arrays[k] = (float *)place;
    for (int k = 0; k < KINDS; k++, place += n * 4) lines->counts[k] = (float *)place;
    uint8_t **byte_arrays[] = {&lines->first_kind, &lines->last_kind, &lines->before_last,
                               &lines->is_ellipsis};
    for (int k = 0; k < bytes; k++, place += n) *byte_arrays[k] = (uint8_t *)place;
    return 0;
}

void lines_free(Lines *lines) {
    free(lines->offsets);
    free(lines->word_hash);
    free(lines->word_length);
    free(lines->word_line);
    free(lines->word_capital);
    memset(lines, 0, sizeof *lines);
}

static int grow(Lines *lines, int64_t more) {
    if (lines->words + more <= lines->words_room) return 0;
    int64_t room = 2 * (lines->words + more) + 1024;
    void *arrays[4] = {lines->word_hash, lines->word_length, lines->word_line, lines->word_capital};
    const size_t sizes[4] = {8, 4, 4, 1};
    int failed = 0;
    for (int k = 0; k < 4; k++) {
        void *made = realloc(arrays[k], (size_t)room * sizes[k]);
        if (made)
            arrays[k] = made;
        else
            failed = 1;
    }
    lines->word_hash = arrays[0];
    lines->word_length = arrays[1];
    lines->word_line = arrays[2];
    lines->word_capital = arrays[3];
    if (failed) return -1;
    lines->words_room = room;
    return 0;
}

static inline int begins_sentence(uint32_t kind) {
    return kind == KIND_UPPER || kind == KIND_QUOTE || kind == KIND_DIGIT || kind == KIND_CASELESS;
}

/* A line as UTF-8 in lower case, with the kind of the character of each byte. So each word is read
   at once, and not by characters. */
enum { BLOCK = 64, MOST_BYTES = 4 * MOST_READ, NOT_ASCII = 32 };

/* Letters that follow each other are counted in turn, because adding to the number that has just
   been written must wait for it. */
typedef struct {
    int64_t size;
    uint32_t counts[4][16], wide;
    uint8_t bytes[MOST_BYTES + 16], kinds[MOST_BYTES + BLOCK];
} Encoded;

static inline uint64_t eight_bytes(const uint8_t *from) {
    uint64_t value;
    memcpy(&value, from, sizeof value);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap64(value);
#endif
    return value;
}

/* Write a character beyond ASCII as UTF-8; a lone surrogate has three bytes, as with
   "surrogatepass". */
static void add_point(Encoded *line, uint32_t point, int turn) {
    uint32_t both = kind_of(point), kind = both & 15;
    uint8_t *to = line->bytes + line->size;
    int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    line->wide += both >> 4;
    line->counts[turn][kind]++;
    static const uint8_t first[4] = {0, 0xC0, 0xE0, 0xF0};
    to[0] = (uint8_t)(first[more] | point >> 6 * more);
    for (int k = 1; k <= more; k++) to[k] = (uint8_t)(0x80 | (point >> 6 * (more - k) & 0x3F));
    memset(line->kinds + line->size, (int)(kind | NOT_ASCII), (size_t)more + 1);
    line->size += more + 1;
}

static inline void add_ascii(Encoded *line, uint32_t point, int turn) {
    uint8_t kind = kinds_blocks[kinds_index[0]][point];
    line->counts[turn][kind]++;
    line->bytes[line->size] = folded_bytes[point];
    line->kinds[line->size++] = kind;
}

/* Called with a constant size of characters, it is compiled for it. */
static inline __attribute__((always_inline)) void encode(Encoded *line, const void *data,
                                                         int size_of_point, int64_t size) {
    const View view = {data, size_of_point, size};
    int64_t i = 0;
    for (; i + 4 <= size; i += 4) {
        uint32_t points[4], all = 0;
        for (int k = 0; k < 4; k++) all |= points[k] = point_at(&view, i + k);
        if (all < 0x80)
            for (int k = 0; k < 4; k++) add_ascii(line, points[k], k);
        else
            for (int k = 0; k < 4; k++)
                points[k] < 0x80 ? add_ascii(line, points[k], k) : add_point(line, points[k], k);
    }
    for (; i < size; i++) {
        uint32_t point = point_at(&view, i);
        point < 0x80 ? add_ascii(line, point, 0) : add_point(line, point, 0);
    }
}

/* The bits of those of 64 bytes that are in a word: their kinds are from KIND_UPPER to KIND_DIGIT. */
static inline uint64_t bits_of_words(const uint8_t *kinds) {
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t bits = 0;
    for (int k = 0; k < BLOCK / 8; k++) {
        uint64_t eight = eight_bytes(kinds + 8 * k) & 15 * ones;
        uint64_t least = eight + (0x80 - KIND_UPPER) * ones, beyond = eight + (0x7F - KIND_DIGIT) * ones;
        uint64_t is_word = (least & ~beyond & 0x80 * ones) >> 7;
        bits |= (is_word * UINT64_C(0x0102040810204080) >> 56) << 8 * k;
    }
    return bits;
}

static inline void add_word(Lines *lines, int64_t at, const Encoded *line, int64_t start,
                            int64_t end) {
    const uint8_t *bytes = line->bytes + start;
    int64_t size = end - start, rest = size - 8, w = lines->words++;
    uint64_t head = eight_bytes(bytes);
    if (rest < 0) head &= (UINT64_C(1) << 8 * size) - 1;
    uint64_t hash = mix(head + 1);
    if (rest > 0) {
        uint64_t tail = eight_bytes(bytes + 8);
        if (rest < 8) tail &= (UINT64_C(1) << 8 * rest) - 1;
        hash = mix(hash ^ tail) + (uint64_t)size;
    }
    uint64_t number = (uint64_t)(w - lines->first_word[at]);
    lines->word_hash[w] = hash;
    lines->word_length[w] = (int32_t)size;
    lines->word_line[w] = (int32_t)at;
    lines->word_capital[w] = (line->kinds[start] & 15) == KIND_UPPER;
    lines->hash[at] += hash * (2 * number + 1);
}

static void add_words(Lines *lines, int64_t at, const Encoded *line) {
    int64_t start = -1; /* of the word that has begun */
    uint64_t before = 0;
    for (int64_t i = 0; i < line->size; i += BLOCK) {
        uint64_t bits = bits_of_words(line->kinds + i), edges = bits ^ (bits << 1 | before);
        before = bits >> 63;
        for (; edges; edges &= edges - 1) {
            int64_t edge = i + __builtin_ctzll(edges);
            if (start >= 0) add_word(lines, at, line, start, edge);
            start = start < 0 ? edge : -1;
        }
    }
    if (start >= 0) add_word(lines, at, line, start, line->size);
}

/* Count the ASCII marks that end a sentence before a blank and the beginning of another one. */
static uint32_t inner_ends(const Encoded *line) {
    const uint8_t *end = line->kinds + line->size, *at = line->kinds;
    uint32_t number = 0;
    while (end - at > 2 && (at = memchr(at, KIND_ENDER, (size_t)(end - at - 2)))) {
        number += at[1] == KIND_BLANK && begins_sentence(at[2] & 15);
        at++;
    }
    return number;
}

int lines_measure(Lines *lines, int64_t at, const View *line) {
    if (grow(lines, line->size / 2 + 1)) return -1;
    lines->first_word[at] = lines->words;
    Encoded encoded;
    encoded.size = encoded.wide = 0;
    memset(encoded.counts, 0, sizeof encoded.counts);
    if (line->kind == 1)
        encode(&encoded, line->data, 1, line->size);
    else if (line->kind == 2)
        encode(&encoded, line->data, 2, line->size);
    else
        encode(&encoded, line->data, 4, line->size);
    memset(encoded.bytes + encoded.size, 0, 16);
    memset(encoded.kinds + encoded.size, 0, BLOCK);
    add_words(lines, at, &encoded);
    lines->end_word[at] = lines->words;
    lines->characters[at] = (float)line->size;
    lines->width[at] = (float)(line->size + encoded.wide);
    for (int k = 0; k < KINDS; k++)
        lines->counts[k][at] = (float)(encoded.counts[0][k] + encoded.counts[1][k] +
                                       encoded.counts[2][k] + encoded.counts[3][k]);
    if (lines->counts[KIND_ENDER][at] > 0) lines->inner_ends[at] = (float)inner_ends(&encoded);
    if (!line->size) {
        lines->first_kind[at] = lines->last_kind[at] = KIND_BLANK;
        lines->before_last[at] = KIND_NEWLINE;
        return 0;
    }
    uint32_t point = point_at(line, line->size - 1), last = kind_of(point) & 15;
    uint32_t before = line->size > 1 ? kind_of(point_at(line, line->size - 2)) & 15 : last;
    int is_character = point >= 0x2000 && point < 0x3000 && (point & 0x3F) == 0x26;
    lines->first_kind[at] = (uint8_t)(kind_of(point_at(line, 0)) & 15);
    lines->last_kind[at] = (uint8_t)last;
    lines->before_last[at] = (uint8_t)before;
    lines->is_ellipsis[at] = (uint8_t)(is_character || (last == KIND_ENDER && before == KIND_ENDER));
    return 0;
}
