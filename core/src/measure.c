#include "measure.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    uint64_t head, tail;
    int64_t size; /* bytes; 0 outside a word */
    int is_capital;
} Word;

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

static inline void add_byte(Word *word, uint8_t byte) {
    if (word->size < 8)
        word->head |= (uint64_t)byte << (8 * word->size);
    else if (word->size < 16)
        word->tail |= (uint64_t)byte << (8 * (word->size - 8));
    word->size++;
}

/* UTF-8; a lone surrogate has three bytes, as with "surrogatepass". */
static inline void add_point(Word *word, uint32_t point) {
    if (point < 0x80) {
        add_byte(word, folded_bytes[point]);
    } else if (point < 0x800) {
        add_byte(word, (uint8_t)(0xC0 | point >> 6));
        add_byte(word, (uint8_t)(0x80 | (point & 0x3F)));
    } else if (point < 0x10000) {
        add_byte(word, (uint8_t)(0xE0 | point >> 12));
        add_byte(word, (uint8_t)(0x80 | (point >> 6 & 0x3F)));
        add_byte(word, (uint8_t)(0x80 | (point & 0x3F)));
    } else {
        add_byte(word, (uint8_t)(0xF0 | point >> 18));
        add_byte(word, (uint8_t)(0x80 | (point >> 12 & 0x3F)));
        add_byte(word, (uint8_t)(0x80 | (point >> 6 & 0x3F)));
        add_byte(word, (uint8_t)(0x80 | (point & 0x3F)));
    }
}

static inline void end_word(Lines *lines, int64_t at, Word *word) {
    if (!word->size) return;
    uint64_t hash = mix(word->head + 1);
    if (word->size > 8) hash = mix(hash ^ word->tail) + (uint64_t)word->size;
    int64_t w = lines->words++;
    uint64_t number = (uint64_t)(w - lines->first_word[at]);
    lines->word_hash[w] = hash;
    lines->word_length[w] = (int32_t)word->size;
    lines->word_line[w] = (int32_t)at;
    lines->word_capital[w] = (uint8_t)word->is_capital;
    lines->hash[at] += hash * (2 * number + 1);
    word->size = 0;
    word->head = word->tail = 0;
}

static inline int begins_sentence(uint32_t kind) {
    return kind == KIND_UPPER || kind == KIND_QUOTE || kind == KIND_DIGIT || kind == KIND_CASELESS;
}

/* What is counted in a line; letters that follow each other are counted in turn, because adding
   to the number that has just been written must wait for it. */
typedef struct {
    uint32_t kinds[2][KINDS], wide, inner_ends, last, before;
} Counts;

/* Read the characters of a line. Called with a constant size of characters, it is compiled for it. */
static inline __attribute__((always_inline)) void read_points(Lines *lines, int64_t at,
                                                              const void *data, int size_of_point,
                                                              int64_t size, Counts *counts) {
    const View line = {data, size_of_point, size};
    uint32_t wide = 0, inner_ends = 0, last = 0, before = 0;
    int marks = 0; /* 1: an ASCII mark ends here; 2: a mark and a blank */
    Word word = {0, 0, 0, 0};
    for (int64_t i = 0; i < size; i++) {
        uint32_t point = point_at(&line, i);
        uint32_t both = kind_of(point), kind = both & 15;
        wide += both >> 4;
        counts->kinds[i & 1][kind]++;
        if (marks == 2 && begins_sentence(kind)) inner_ends++;
        if (point < 0x80 && kind == KIND_ENDER)
            marks = 1;
        else
            marks = marks == 1 && point < 0x80 && kind == KIND_BLANK ? 2 : 0;
        if (kind >= KIND_UPPER && kind <= KIND_DIGIT) {
            if (!word.size) word.is_capital = kind == KIND_UPPER;
            add_point(&word, point);
        } else {
            end_word(lines, at, &word);
        }
        before = last;
        last = kind;
    }
    end_word(lines, at, &word);
    counts->wide = wide;
    counts->inner_ends = inner_ends;
    counts->last = last;
    counts->before = size == 1 ? last : before;
}

int lines_measure(Lines *lines, int64_t at, const View *line) {
    if (grow(lines, line->size / 2 + 1)) return -1;
    lines->first_word[at] = lines->words;
    Counts counts = {{{0}, {0}}, 0, 0, 0, 0};
    if (line->kind == 1)
        read_points(lines, at, line->data, 1, line->size, &counts);
    else if (line->kind == 2)
        read_points(lines, at, line->data, 2, line->size, &counts);
    else
        read_points(lines, at, line->data, 4, line->size, &counts);
    lines->end_word[at] = lines->words;
    lines->characters[at] = (float)line->size;
    lines->width[at] = (float)(line->size + counts.wide);
    lines->inner_ends[at] = (float)counts.inner_ends;
    for (int k = 0; k < KINDS; k++)
        lines->counts[k][at] = (float)(counts.kinds[0][k] + counts.kinds[1][k]);
    if (!line->size) {
        lines->first_kind[at] = lines->last_kind[at] = KIND_BLANK;
        lines->before_last[at] = KIND_NEWLINE;
        return 0;
    }
    uint32_t last = counts.last, before = counts.before;
    uint32_t point = point_at(line, line->size - 1);
    int is_character = point >= 0x2000 && point < 0x3000 && (point & 0x3F) == 0x26;
    lines->first_kind[at] = (uint8_t)(kind_of(point_at(line, 0)) & 15);
    lines->last_kind[at] = (uint8_t)last;
    lines->before_last[at] = (uint8_t)before;
    lines->is_ellipsis[at] = (uint8_t)(is_character || (last == KIND_ENDER && before == KIND_ENDER));
    return 0;
}
