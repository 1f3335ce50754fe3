#include "columns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STEPS 1048576.0
#define COLUMN(name) (out + (int64_t)(COLUMN_##name) * n)
#define MOST_PROSE 600.0f

/* The same code for several processors; one is chosen when the core is loaded. */
#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__)
#define FOR_EACH_PROCESSOR __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define FOR_EACH_PROCESSOR
#endif

static inline double whole(double value) { /* rint, for values below 2 ** 51 */
    const double magic = 6755399441055744.0;
    return (value + magic) - magic;
}

static inline float least(float a, float b) { return a < b ? a : b; }
static inline float most(float a, float b) { return a > b ? a : b; }

/* page.py: sums, means and neighbours within a page */

static void running(const float *values, int64_t n, double *sums) {
    double sum = 0;
    sums[0] = 0;
    for (int64_t i = 0; i < n; i++) sums[i + 1] = sum += whole((double)values[i] * STEPS);
}

static inline float mean_of(const double *sums, int64_t start, int64_t stop) {
    double number = stop - start > 1 ? (double)(stop - start) : 1.0;
    return (float)((sums[stop] - sums[start]) / STEPS / number);
}

static inline int64_t bounded(int64_t place, int64_t by, int64_t first, int64_t end) {
    place += by;
    if (by > 0) return place < end ? place : end;
    return place > first ? place : first;
}

FOR_EACH_PROCESSOR
static void window(const Lines *lines, const double *sums, int low, int high, float *out) {
    for (int64_t page = 0; page < lines->pages; page++) {
        int64_t first = lines->offsets[page], end = lines->offsets[page + 1];
        int64_t before = 0, after = 0;
        if (-low > before) before = -low;
        if (-(high + 1) > before) before = -(high + 1);
        if (low > after) after = low;
        if (high + 1 > after) after = high + 1;
        int64_t a = first + before, b = end - after + 1;
        if (b > end) b = end;
        if (a > end) a = end;
        if (b < a) b = a;
        for (int64_t i = first; i < a; i++)
            out[i] = mean_of(sums, bounded(i, low, first, end), bounded(i, high + 1, first, end));
        double number = high + 1 - low;
        for (int64_t i = a; i < b; i++)
            out[i] = (float)((sums[i + high + 1] - sums[i + low]) / STEPS / number);
        for (int64_t i = b; i < end; i++)
            out[i] = mean_of(sums, bounded(i, low, first, end), bounded(i, high + 1, first, end));
    }
}

static void around(Batch *batch, const float *values, int reach, float *out) {
    running(values, batch->lines.n, batch->sums);
    window(&batch->lines, batch->sums, -reach, reach, out);
}

static void shifted(const Lines *lines, const float *values, int by, float empty, float *out) {
    for (int64_t page = 0; page < lines->pages; page++) {
        int64_t first = lines->offsets[page], end = lines->offsets[page + 1];
        int64_t size = end - first, far = by < 0 ? -by : by;
        int64_t inside = far < size ? size - far : 0;
        float *to = out + first + (by < 0 ? size - inside : 0);
        const float *from = values + first + (by < 0 ? 0 : size - inside);
        memcpy(to, from, (size_t)inside * sizeof *out);
        float *gap = out + first + (by < 0 ? 0 : inside);
        for (int64_t i = 0; i < size - inside; i++) gap[i] = empty;
    }
}

static void total(const Lines *lines, const float *values, float *out) {
    for (int64_t page = 0; page < lines->pages; page++) {
        double sum = 0;
        for (int64_t i = lines->offsets[page]; i < lines->offsets[page + 1]; i++) sum += values[i];
        for (int64_t i = lines->offsets[page]; i < lines->offsets[page + 1]; i++)
            out[i] = (float)sum;
    }
}

static void rest(const Lines *lines, const double *sums, float *out) {
    for (int64_t i = 0; i < lines->n; i++) {
        double sum = (sums[lines->end[i]] - sums[i]) / STEPS;
        out[i] = (float)(sum / (double)(lines->end[i] - i));
    }
}

static void so_far(const Lines *lines, const double *sums, float *out) {
    for (int64_t i = 0; i < lines->n; i++) {
        int64_t number = i - lines->first[i];
        double sum = (sums[i] - sums[lines->first[i]]) / STEPS;
        out[i] = (float)(sum / (double)(number > 1 ? number : 1));
    }
}

/* surroundings.means: over 3, 10 and 30 lines above and below; six columns from `to` on */
static void means(Batch *batch, const float *values, float *to) {
    const int reaches[3] = {3, 10, 30};
    int64_t n = batch->lines.n;
    running(values, n, batch->sums);
    for (int k = 0; k < 3; k++) {
        window(&batch->lines, batch->sums, -reaches[k], -1, to + k * n);
        window(&batch->lines, batch->sums, 1, reaches[k], to + (3 + k) * n);
    }
}

static void value_at(const float *values, const int64_t *places, int64_t n, float *out) {
    for (int64_t i = 0; i < n; i++) out[i] = places[i] >= 0 ? values[places[i]] : 0.0f;
}

void batch_free(Batch *batch) {
    lines_free(&batch->lines);
    free(batch->is_prose);
    free(batch->prose);
    free(batch->above);
    free(batch->sums);
    free(batch->capped);
    free(batch->own);
    memset(batch, 0, sizeof *batch);
}

/* page.py: prose, ends of sentences and headings */
int batch_prepare(Batch *batch) {
    Lines *lines = &batch->lines;
    int64_t n = lines->n;
    batch->is_prose = malloc((size_t)(3 * n) + 1);
    batch->prose = malloc((size_t)n * 4 + 4);
    batch->above = malloc((size_t)n * 16 + 16);
    batch->sums = malloc((size_t)(n + 1) * 8);
    if (!batch->is_prose || !batch->prose || !batch->above || !batch->sums) return -1;
    batch->ends = batch->is_prose + n;
    batch->is_heading = batch->ends + n;
    batch->below = batch->above + n;
    for (int64_t i = 0; i < n; i++) {
        uint8_t last = lines->last_kind[i], before = lines->before_last[i];
        float width = lines->width[i];
        int closed = last == KIND_QUOTE || last == KIND_BRACKET;
        batch->ends[i] = last == KIND_ENDER || (before == KIND_ENDER && closed);
        batch->is_prose[i] = (width >= 100 && batch->ends[i]) || width >= 200;
        batch->prose[i] = batch->is_prose[i] ? least(width, MOST_PROSE) : 0.0f;
        batch->is_heading[i] = width > 0 && width < 80 && !batch->ends[i];
    }
    for (int64_t page = 0; page < lines->pages; page++) {
        int64_t first = lines->offsets[page], end = lines->offsets[page + 1], near = -1;
        for (int64_t i = first; i < end; i++) {
            batch->above[i] = near;
            if (batch->is_heading[i]) near = i;
        }
        near = -1;
        for (int64_t i = end - 1; i >= first; i--) {
            batch->below[i] = near;
            if (batch->is_heading[i]) near = i;
        }
    }
    return 0;
}

/* Hash tables that live for one page: slots are reset by their generation. */

typedef struct {
    uint64_t key;
    int32_t page, count, in_prose;
} Seen;

typedef struct {
    Seen *slots;
    uint64_t mask;
} Memory;

static int memory_new(Memory *memory, int64_t most_keys) {
    uint64_t room = 64;
    while (room < 2 * (uint64_t)most_keys) room *= 2;
    memory->slots = calloc(room, sizeof *memory->slots);
    memory->mask = room - 1;
    return memory->slots ? 0 : -1;
}

static inline Seen *seen(Memory *memory, uint64_t key, int32_t page) {
    for (uint64_t at = key & memory->mask;; at = (at + 1) & memory->mask) {
        Seen *slot = memory->slots + at;
        if (slot->page != page) {
            Seen fresh = {key, page, 0, 0};
            *slot = fresh;
            return slot;
        }
        if (slot->key == key) return slot;
    }
}

/* features._repetition; `shared` and `number` have n values */
static int repetition(Batch *batch, float *copies, float *shared, float *number) {
    Lines *lines = &batch->lines;
    int64_t largest = 1;
    for (int64_t page = 0; page < lines->pages; page++) {
        int64_t first = lines->offsets[page], end = lines->offsets[page + 1];
        if (first == end) continue;
        int64_t words = lines->end_word[end - 1] - lines->first_word[first];
        if (words > largest) largest = words;
        if (end - first > largest) largest = end - first;
    }
    Memory same_line, same_word;
    if (memory_new(&same_line, largest)) return -1;
    if (memory_new(&same_word, largest)) {
        free(same_line.slots);
        return -1;
    }
    for (int64_t page = 0; page < lines->pages; page++) {
        int64_t first = lines->offsets[page], end = lines->offsets[page + 1];
        int32_t mark = (int32_t)page + 1;
        for (int64_t i = first; i < end; i++) {
            seen(&same_line, mix(lines->hash[i]), mark)->count++;
            for (int64_t w = lines->first_word[i]; w < lines->end_word[i]; w++)
                if (lines->word_length[w] >= 5)
                    seen(&same_word, lines->word_hash[w], mark)->in_prose += batch->is_prose[i];
        }
        for (int64_t i = first; i < end; i++) {
            copies[i] = (float)(seen(&same_line, mix(lines->hash[i]), mark)->count - 1);
            int64_t long_words = 0, elsewhere = 0;
            for (int64_t w = lines->first_word[i]; w < lines->end_word[i]; w++) {
                if (lines->word_length[w] < 5) continue;
                long_words++;
                Seen *word = seen(&same_word, lines->word_hash[w], mark);
                elsewhere += word->in_prose > batch->is_prose[i];
            }
            number[i] = (float)long_words;
            shared[i] = (float)((double)elsewhere / (long_words > 1 ? (double)long_words : 1.0));
        }
    }
    free(same_line.slots);
    free(same_word.slots);
    return 0;
}

/* What numpy takes the logarithm of, in the order of the columns below. */
enum {
    L_WIDTH,
    L_WORDS,
    L_COMMAS,
    L_ENDERS,
    L_SENTENCE_WORDS,
    L_INNER_ENDS,
    L_QUOTES,
    L_SEPARATORS,
    L_BRACKETS,
    L_COPIES,
    L_LONG_WORDS,
    L_ABOVE,
    L_BELOW,
    L_PAGE_LINES,
    L_PAGE_PROSE,
    L_PROSE_ABOVE,
    L_PROSE_BELOW,
    L_TO_HEADING,
    L_FROM_HEADING,
    L_SHARED, /* not a logarithm: kept here for the columns */
};

int fill_log_inputs(Batch *batch, float *out) {
    Lines *lines = &batch->lines;
    int64_t n = lines->n;
    memcpy(out + L_WIDTH * n, lines->width, (size_t)n * 4);
    memcpy(out + L_COMMAS * n, lines->counts[KIND_COMMA], (size_t)n * 4);
    memcpy(out + L_ENDERS * n, lines->counts[KIND_ENDER], (size_t)n * 4);
    memcpy(out + L_INNER_ENDS * n, lines->inner_ends, (size_t)n * 4);
    memcpy(out + L_QUOTES * n, lines->counts[KIND_QUOTE], (size_t)n * 4);
    memcpy(out + L_SEPARATORS * n, lines->counts[KIND_SEPARATOR], (size_t)n * 4);
    memcpy(out + L_BRACKETS * n, lines->counts[KIND_BRACKET], (size_t)n * 4);
    total(lines, batch->prose, out + L_PAGE_PROSE * n);
    for (int64_t page = 0; page < lines->pages; page++) {
        int64_t first = lines->offsets[page], end = lines->offsets[page + 1];
        int64_t up = -1, down = -1;
        for (int64_t i = first; i < end; i++) {
            if (batch->is_prose[i]) up = i;
            int64_t far = up >= 0 && i - up < 60 ? i - up : 60;
            out[L_PROSE_ABOVE * n + i] = (float)far;
        }
        for (int64_t i = end - 1; i >= first; i--) {
            if (batch->is_prose[i]) down = i;
            int64_t far = down >= 0 && down - i < 60 ? down - i : 60;
            out[L_PROSE_BELOW * n + i] = (float)far;
        }
    }
    for (int64_t i = 0; i < n; i++) {
        float words = (float)(lines->end_word[i] - lines->first_word[i]);
        out[L_WORDS * n + i] = words;
        out[L_SENTENCE_WORDS * n + i] = words / (lines->inner_ends[i] + 1);
        out[L_ABOVE * n + i] = (float)(i - lines->first[i]);
        out[L_BELOW * n + i] = (float)(lines->end[i] - 1 - i);
        out[L_PAGE_LINES * n + i] = (float)(lines->end[i] - lines->first[i]);
        out[L_PAGE_PROSE * n + i] = most(out[L_PAGE_PROSE * n + i], 1.0f);
        out[L_TO_HEADING * n + i] = batch->above[i] >= 0 ? (float)(i - batch->above[i]) : 60.0f;
        out[L_FROM_HEADING * n + i] = batch->below[i] >= 0 ? (float)(batch->below[i] - i) : 60.0f;
    }
    return repetition(batch, out + L_COPIES * n, out + L_SHARED * n, out + L_LONG_WORDS * n);
}

/* features._single_lines */
FOR_EACH_PROCESSOR
static void single_lines(Batch *batch, const float *logs, float *out) {
    const Lines *lines = &batch->lines;
    float *const *counts = lines->counts;
    int64_t n = lines->n;
    const struct {
        int64_t to;
        int from;
    } logarithms[] = {
        {COLUMN_width, L_WIDTH},
        {COLUMN_words, L_WORDS},
        {COLUMN_commas, L_COMMAS},
        {COLUMN_enders, L_ENDERS},
        {COLUMN_sentence_words, L_SENTENCE_WORDS},
        {COLUMN_inner_ends, L_INNER_ENDS},
        {COLUMN_quotes, L_QUOTES},
        {COLUMN_separators, L_SEPARATORS},
        {COLUMN_brackets, L_BRACKETS},
        {COLUMN_copies, L_COPIES},
        {COLUMN_long_words, L_LONG_WORDS},
        {COLUMN_lines_above, L_ABOVE},
        {COLUMN_lines_below, L_BELOW},
        {COLUMN_page_lines, L_PAGE_LINES},
        {COLUMN_page_prose, L_PAGE_PROSE},
        {COLUMN_to_prose_above, L_PROSE_ABOVE},
        {COLUMN_to_prose_below, L_PROSE_BELOW},
        {COLUMN_to_heading, L_TO_HEADING},
        {COLUMN_from_heading, L_FROM_HEADING},
    };
    for (size_t k = 0; k < sizeof logarithms / sizeof *logarithms; k++)
        memcpy(out + logarithms[k].to * n, logs + logarithms[k].from * n, (size_t)n * 4);
    for (int64_t i = 0; i < n; i++) {
        int64_t first = lines->first_word[i], end = lines->end_word[i];
        float characters = most(lines->characters[i], 1.0f);
        float least_one = most((float)(end - first), 1.0f);
        float unlike = 0;
        for (int kind = KIND_CASELESS + 1; kind < KINDS; kind++)
            if (counted_kinds[kind]) unlike += counts[kind][i];
        float letters = most(characters - unlike, 1.0f);
        int64_t capitalised = 0, small = 0;
        for (int64_t w = first; w < end; w++) {
            capitalised += lines->word_capital[w];
            small += lines->word_length[w] <= 3 && !lines->word_capital[w];
        }
        COLUMN(word_length)[i] = lines->characters[i] / least_one / 10.0f;
        COLUMN(upper_share)[i] = counts[KIND_UPPER][i] / letters;
        COLUMN(capitalised_share)[i] = (float)capitalised / least_one;
        COLUMN(short_word_share)[i] = (float)small / least_one;
        COLUMN(digit_share)[i] = counts[KIND_DIGIT][i] / characters;
        COLUMN(commas_per_word)[i] = counts[KIND_COMMA][i] / least_one;
        COLUMN(separators_per_word)[i] = counts[KIND_SEPARATOR][i] / least_one;
        COLUMN(other_share)[i] = counts[KIND_OTHER][i] / characters;
        COLUMN(caseless_share)[i] = counts[KIND_CASELESS][i] / characters;
        COLUMN(ends_sentence)[i] = batch->ends[i];
        COLUMN(ends_ellipsis)[i] = lines->is_ellipsis[i];
        COLUMN(starts_separator)[i] = lines->first_kind[i] == KIND_SEPARATOR;
        COLUMN(starts_upper)[i] = lines->first_kind[i] == KIND_UPPER;
        COLUMN(ends_bracket)[i] = lines->last_kind[i] == KIND_BRACKET;
        COLUMN(prose)[i] = batch->prose[i] / MOST_PROSE;
    }
}

/* The rest of features.py. `shares` has n values of scratch. */
static void place_and_means(Batch *batch, float *shares, float *out) {
    const Lines *lines = &batch->lines;
    int64_t n = lines->n;
    around(batch, COLUMN(shared_share), 4, COLUMN(shared_near));
    total(lines, batch->prose, shares);
    running(batch->prose, n, batch->sums);
    const double *sums = batch->sums;
    for (int64_t i = 0; i < n; i++) {
        float size = (float)(lines->end[i] - lines->first[i]), prose = most(shares[i], 1.0f);
        double above = (sums[i] - sums[lines->first[i]]) / STEPS;
        float before = (float)(above / (double)prose);
        COLUMN(position)[i] = (float)((double)(i - lines->first[i]) / (double)size);
        COLUMN(prose_above)[i] = before;
        COLUMN(prose_below)[i] = (1.0f - before) - batch->prose[i] / prose;
    }
    window(lines, sums, -2, 2, COLUMN(prose_near_2));
    window(lines, sums, -5, 5, COLUMN(prose_near_5));
    window(lines, sums, -15, 15, COLUMN(prose_near_15));
    for (int64_t i = 0; i < n; i++) shares[i] = batch->is_prose[i];
    total(lines, shares, COLUMN(page_prose_share));
    total(lines, COLUMN(width), COLUMN(page_width));
    for (int64_t i = 0; i < n; i++) {
        float size = (float)(lines->end[i] - lines->first[i]);
        COLUMN(page_prose_share)[i] /= size;
        COLUMN(page_width)[i] /= size;
        COLUMN(prose_near_2)[i] /= MOST_PROSE;
        COLUMN(prose_near_5)[i] /= MOST_PROSE;
        COLUMN(prose_near_15)[i] /= MOST_PROSE;
    }
    running(COLUMN(width), n, batch->sums);
    window(lines, sums, -2, 2, COLUMN(width_near_2));
    window(lines, sums, -8, 8, COLUMN(width_near_8));
    around(batch, COLUMN(capitalised_share), 4, COLUMN(capitalised_near));
    around(batch, COLUMN(ends_sentence), 4, COLUMN(ends_near));
}

/* surroundings.py. `first` and `second` have n values of scratch. */
static void surroundings(Batch *batch, float *first, float *second, float *out) {
    const Lines *lines = &batch->lines;
    int64_t n = lines->n;
    for (size_t k = 0; k < sizeof shifted_columns / sizeof *shifted_columns; k++)
        shifted(lines, out + shifted_columns[k].from * n, shifted_columns[k].by, -1.0f,
                out + shifted_columns[k].to * n);
    const float *width = COLUMN(width);
    for (int64_t i = 0; i < n; i++) first[i] = (float)(1 / 600.0) * batch->prose[i];
    means(batch, first, COLUMN(prose_above_3));
    means(batch, width, COLUMN(width_above_3));
    value_at(width, batch->above, n, COLUMN(heading_width));
    float *periods[4] = {COLUMN(period_2), COLUMN(period_3), COLUMN(period_4), COLUMN(period_5)};
    for (int period = 2; period <= 5; period++) {
        float *to = periods[period - 2];
        shifted(lines, width, period, 0.0f, first);
        for (int64_t i = 0; i < n; i++) first[i] = fabsf(width[i] - first[i]);
        running(first, n, batch->sums);
        window(lines, batch->sums, 0, 2 * period, second);
        shifted(lines, width, -period, 0.0f, first);
        for (int64_t i = 0; i < n; i++) first[i] = fabsf(width[i] - first[i]);
        running(first, n, batch->sums);
        window(lines, batch->sums, -2 * period, 0, to);
        for (int64_t i = 0; i < n; i++) to[i] = least(second[i], to[i]);
    }
    for (int64_t i = 0; i < n; i++) first[i] = width[i] * width[i];
    around(batch, first, 6, second);
    around(batch, width, 6, first);
    for (int64_t i = 0; i < n; i++)
        COLUMN(width_spread)[i] = sqrtf(most(second[i] - first[i] * first[i], 0.0f));
    around(batch, COLUMN(prose), 10, COLUMN(density));
    for (int64_t page = 0; page < lines->pages; page++) {
        float highest = 0;
        for (int64_t i = lines->offsets[page]; i < lines->offsets[page + 1]; i++)
            highest = most(highest, COLUMN(density)[i]);
        for (int64_t i = lines->offsets[page]; i < lines->offsets[page + 1]; i++) {
            COLUMN(density_highest)[i] = highest;
            COLUMN(density_to_highest)[i] = COLUMN(density)[i] / most(highest, 1e-6f);
        }
    }
}

/* blocks.py, for one page */
static int page_blocks(Batch *batch, const Evidence *evidence, int64_t page, float *out) {
    const Lines *lines = &batch->lines;
    int64_t n = lines->n, first = lines->offsets[page], end = lines->offsets[page + 1];
    int64_t number = 0, before = -1;
    typedef struct {
        int64_t first, last;
        double size;
    } Block;
    Block *blocks = malloc((size_t)(end - first + 1) * sizeof *blocks);
    int32_t *own = malloc((size_t)(end - first + 1) * sizeof *own);
    if (!blocks || !own) {
        free(blocks);
        free(own);
        return -1;
    }
    double sum = 0;
    for (int64_t i = first; i < end; i++) {
        if (batch->is_prose[i]) {
            if (before < 0 || i - before > 4) {
                Block fresh = {i, i, 0};
                blocks[number++] = fresh;
            }
            blocks[number - 1].last = i;
            blocks[number - 1].size += batch->prose[i];
            before = i;
        }
        own[i - first] = (int32_t)number - 1;
        sum += batch->prose[i];
    }
    float all = most((float)sum, 1.0f);
    int64_t largest = number ? 0 : -1;
    for (int64_t k = 1; k < number; k++)
        if (blocks[k].size > blocks[largest].size) largest = k;
    double biggest = largest >= 0 ? blocks[largest].size : 0;
    for (int64_t i = first; i < end; i++) {
        int32_t block = own[i - first];
        double size = block >= 0 && i <= blocks[block].last ? blocks[block].size : 0;
        COLUMN(block_share)[i] = (float)(size / (double)all);
        COLUMN(block_to_largest)[i] = (float)(size / (biggest > 1 ? biggest : 1.0));
        COLUMN(largest_share)[i] = (float)(biggest / (double)all);
        COLUMN(blocks)[i] = (float)evidence->logs[number];
        if (largest < 0) {
            COLUMN(to_largest)[i] = 9;
            COLUMN(in_largest)[i] = -9;
            continue;
        }
        int64_t from = blocks[largest].first, last = blocks[largest].last;
        int64_t away = from - i > i - last ? from - i : i - last;
        double distance = evidence->logs[away > 0 ? away : 0];
        double place = (double)(i - from) / (double)(last - from > 1 ? last - from : 1);
        COLUMN(to_largest)[i] = (float)(i < from ? -distance : distance);
        COLUMN(in_largest)[i] = (float)(place < -2 ? -2 : place > 3 ? 3 : place);
    }
    free(blocks);
    free(own);
    return 0;
}

/* words.py: tokens and tables */

int keys_build(Keys *keys, const uint32_t *sorted, const float *weights, int64_t size) {
    uint64_t room = 64;
    while (room < 2 * (uint64_t)size) room *= 2;
    keys->slots = malloc(room * sizeof *keys->slots);
    keys->known = calloc((1 << 20) / 64, 8);
    if (!keys->slots || !keys->known) return -1;
    keys->mask = (uint32_t)(room - 1);
    keys->no_key = 0; /* the keys are in order: the first number that is none of them */
    for (int64_t k = 0; k < size && sorted[k] <= keys->no_key; k++) keys->no_key = sorted[k] + 1;
    for (uint64_t k = 0; k < room; k++) keys->slots[k].key = keys->no_key;
    for (int64_t k = 0; k < size; k++) {
        uint32_t key = sorted[k], at = key & keys->mask;
        while (keys->slots[at].key != keys->no_key) at = (at + 1) & keys->mask;
        keys->slots[at].key = key;
        if (weights)
            keys->slots[at].weight = weights[k];
        else
            keys->slots[at].index = (int32_t)k;
        keys->known[key >> 18] |= UINT64_C(1) << (key >> 12 & 63);
    }
    return 0;
}

void keys_free(Keys *keys) {
    free(keys->slots);
    free(keys->known);
}

static inline int may_know(const Keys *keys, uint32_t key) {
    return keys->known[key >> 18] >> (key >> 12 & 63) & 1;
}

/* Return the slot of a token that may be known; NULL if it is unknown. */
static inline const Slot *find(const Keys *keys, uint32_t key) {
    if (key == keys->no_key) return NULL;
    for (uint32_t at = key & keys->mask;; at = (at + 1) & keys->mask) {
        const Slot *slot = keys->slots + at;
        if (slot->key == key) return slot;
        if (slot->key == keys->no_key) return NULL;
    }
}

/* Write the tokens of a line: words, pairs, first, last, and the line if it is short. */
static int64_t line_tokens(const Lines *lines, int64_t at, uint32_t *tokens) {
    int64_t first = lines->first_word[at], end = lines->end_word[at], size = 0;
    const uint64_t *hash = lines->word_hash;
    for (int64_t w = first; w < end; w++) tokens[size++] = (uint32_t)(mix(hash[w] ^ 11) >> 32);
    for (int64_t w = first; w + 1 < end; w++)
        tokens[size++] = (uint32_t)(mix(mix(hash[w] + 5) * 3 ^ hash[w + 1]) >> 32);
    if (end == first) return size;
    tokens[size++] = (uint32_t)(mix(hash[first] ^ 101) >> 32);
    tokens[size++] = (uint32_t)(mix(hash[end - 1] ^ 202) >> 32);
    if (end - first <= 12) tokens[size++] = (uint32_t)(mix(lines->hash[at] ^ 303) >> 32);
    return size;
}

/* Tokens that may be in a table, by their places among the tokens of a line. */
typedef struct {
    int32_t *places;
    int64_t size;
} Possible;

/* The tokens of a line, and which of them the tables may have; the last table is that of vectors, or
   of categories. For the words with a vector, `vectors` has the place of it. */
typedef struct {
    uint32_t *tokens;
    int32_t *vectors;
    int64_t words, size, known; /* of tokens, words come first */
    Possible page, extracted, last;
} LineWords;

static int line_words_new(LineWords *line, int64_t longest) {
    size_t most = (size_t)(2 * longest + 4);
    line->tokens = malloc(5 * most * sizeof *line->tokens);
    if (!line->tokens) return -1;
    line->vectors = (int32_t *)line->tokens + most;
    line->page.places = line->vectors + most;
    line->extracted.places = line->page.places + most;
    line->last.places = line->extracted.places + most;
    return 0;
}

/* Find the tokens that a table may have, without a branch, and fetch their slots into the cache. */
static void find_possible(const Keys *keys, const uint32_t *tokens, int64_t size, Possible *out) {
    int64_t number = 0;
    for (int64_t t = 0; t < size; t++) {
        out->places[number] = (int32_t)t;
        number += may_know(keys, tokens[t]);
    }
    for (int64_t k = 0; k < number; k++)
        __builtin_prefetch(keys->slots + (tokens[out->places[k]] & keys->mask));
    out->size = number;
}

/* words.table_columns without the lines around; five columns from `to` on */
static void table_line(const Keys *keys, float constant, const LineWords *line,
                       const Possible *possible, int64_t n, float *to) {
    const uint32_t *tokens = line->tokens;
    int64_t size = line->size, words = line->words;
    double sum = 0, early = 0, late = 0;
    float lowest = 0, highest = 0;
    int64_t known = 0;
    for (int64_t k = 0; k < possible->size; k++) {
        int64_t t = possible->places[k];
        const Slot *slot = find(keys, tokens[t]);
        if (!slot) continue;
        float weight = slot->weight;
        known++;
        sum += weight;
        lowest = most(lowest, -weight);
        highest = most(highest, weight);
        if (t < words && t < 5) early += weight;
        if (t < words && words - t <= 5) late += weight;
    }
    double number = size > 1 ? (double)size : 1.0;
    to[0] = (float)(sum / sqrt(number) + (double)constant);
    to[n] = lowest * -1.0f;
    to[2 * n] = highest;
    to[3 * n] = (float)early;
    to[4 * n] = (float)late;
    to[5 * n] = (float)((double)known / number);
}

/* words._around; the columns from `to` on */
static void table_around(Batch *batch, const float *score, float *scratch, float *to) {
    const Lines *lines = &batch->lines;
    const int near[8] = {-4, -3, -2, -1, 1, 2, 3, 4};
    int64_t n = lines->n;
    for (int k = 0; k < 8; k++) shifted(lines, score, near[k], 0.0f, to + k * n);
    means(batch, score, to + 8 * n);
    value_at(score, batch->above, n, to + 14 * n);
    value_at(score, batch->below, n, to + 15 * n);
    total(lines, score, to + 17 * n);
    float *lowest = to + 18 * n;
    for (int64_t i = 0; i < n; i++) {
        int64_t above = batch->above[i];
        int64_t second = above >= 0 ? batch->above[above] : -1;
        to[16 * n + i] = second >= 0 ? score[second] : 0.0f;
        double page = to[17 * n + i];
        to[17 * n + i] = (float)(page / (double)(lines->end[i] - lines->first[i]));
    }
    shifted(lines, score, -1, 9.0f, lowest);
    for (int k = 2; k <= 8; k++) {
        shifted(lines, score, -k, 9.0f, scratch);
        for (int64_t i = 0; i < n; i++) lowest[i] = least(lowest[i], scratch[i]);
    }
}

/* vectors.py */

/* Write the places of the vectors of known words, and fetch the vectors into the cache. */
static void find_vectors(const Evidence *evidence, LineWords *line) {
    const Keys *keys = &evidence->vector_keys;
    line->known = 0;
    find_possible(keys, line->tokens, line->words, &line->last);
    for (int64_t k = 0; k < line->last.size; k++) {
        const Slot *slot = find(keys, line->tokens[line->last.places[k]]);
        if (!slot) continue;
        line->vectors[line->known++] = slot->index;
        __builtin_prefetch(evidence->vectors + (int64_t)slot->index * VECTOR_SIZE);
    }
}

/* Read the words of a line, and fetch what the tables have of them into the cache. */
static void read_words(const Lines *lines, const Evidence *evidence, int is_page, int64_t at,
                       LineWords *line) {
    line->words = lines->end_word[at] - lines->first_word[at];
    line->size = line_tokens(lines, at, line->tokens);
    find_possible(&evidence->page_keys, line->tokens, line->size, &line->page);
    if (is_page) {
        find_vectors(evidence, line);
        return;
    }
    find_possible(&evidence->extracted_keys, line->tokens, line->size, &line->extracted);
    find_possible(&evidence->category_keys, line->tokens, line->size, &line->last);
}

static inline double sum_doubles(const double *values) {
    double sums[8];
    for (int j = 0; j < 8; j++) sums[j] = values[j];
    for (int i = 1; i < 8; i++)
        for (int j = 0; j < 8; j++) sums[j] += values[8 * i + j];
    double a = sums[0] + sums[1], b = sums[2] + sums[3], c = sums[4] + sums[5];
    return (a + b) + (c + (sums[6] + sums[7]));
}

static inline float sum_floats(const float *values) {
    float sums[8];
    for (int j = 0; j < 8; j++) sums[j] = values[j];
    for (int i = 1; i < 8; i++)
        for (int j = 0; j < 8; j++) sums[j] += values[8 * i + j];
    float a = sums[0] + sums[1], b = sums[2] + sums[3], c = sums[4] + sums[5];
    return (a + b) + (c + (sums[6] + sums[7]));
}

static inline float cosine(const float *a, const float *b) {
    float products[VECTOR_SIZE];
    for (int k = 0; k < VECTOR_SIZE; k++) products[k] = a[k] * b[k];
    return sum_floats(products);
}

/* Write `values` divided by `length`, rounded to float. A product with the inverse is faster than a
   division and nearly the same. Only near the middle between two floats may it be rounded to the
   other one, so there the division decides. */
static inline __attribute__((always_inline)) void divided(const double *values, double length,
                                                          float *to) {
    double inverse = 1.0 / length;
    uint32_t is_near = 0;
    for (int k = 0; k < VECTOR_SIZE; k++) {
        double value = values[k] * inverse;
        uint64_t bits;
        memcpy(&bits, &value, sizeof bits);
        is_near |= (uint32_t)(((bits & 0x1FFFFFFF) - (0x10000000 - 16)) <= 32);
        to[k] = (float)value;
    }
    if (is_near)
        for (int k = 0; k < VECTOR_SIZE; k++) to[k] = (float)(values[k] / length);
}

/* Add up vectors in 16 bits, which hold the sum of 256 of them. */
static inline __attribute__((always_inline)) void sum_vectors(const int8_t *vectors,
                                                              const int32_t *places, int64_t size,
                                                              int32_t *sums) {
    for (int64_t w = 0; w < size; w += 256) {
        int16_t some[VECTOR_SIZE] = {0};
        for (int64_t v = w; v < size && v < w + 256; v++) {
            const int8_t *vector = vectors + (int64_t)places[v] * VECTOR_SIZE;
            for (int k = 0; k < VECTOR_SIZE; k++) some[k] = (int16_t)(some[k] + vector[k]);
        }
        for (int k = 0; k < VECTOR_SIZE; k++) sums[k] += some[k];
    }
}

/* All numbers are whole, or whole numbers of 1/1024, so each sum is exact in any order, and floats
   hold `capped`. */
FOR_EACH_PROCESSOR
static void add_vectors(const Evidence *evidence, const int32_t *places, int64_t size,
                        float *restrict own, float *restrict capped) {
    int32_t sums[VECTOR_SIZE] = {0};
    double values[VECTOR_SIZE], squares[VECTOR_SIZE];
    sum_vectors(evidence->vectors, places, size, sums);
    for (int k = 0; k < VECTOR_SIZE; k++) {
        values[k] = sums[k];
        squares[k] = values[k] * values[k];
    }
    double length = sqrt(sum_doubles(squares)), longest = 6.0 * 127;
    divided(values, length > 1e-6 ? length : 1e-6, own);
    for (int k = 0; k < VECTOR_SIZE; k++) capped[k] = (float)sums[k];
    if (length > longest)
        for (int k = 0; k < VECTOR_SIZE; k++)
            capped[k] = (float)(whole(values[k] / (length / longest) * 1024.0) / 1024.0);
}

/* Write the direction of `all` without a line of this weight. */
static inline __attribute__((always_inline)) void direction(const double *all, const float *capped,
                                                            double weight, float *to) {
    double others[VECTOR_SIZE], squares[VECTOR_SIZE];
    for (int k = 0; k < VECTOR_SIZE; k++) {
        others[k] = all[k] - (double)capped[k] * weight;
        squares[k] = others[k] * others[k];
    }
    double length = sqrt(sum_doubles(squares));
    divided(others, length > 1e-6 ? length : 1e-6, to);
}

/* The weight of a line in a subject, in whole numbers of 1/1024. */
static inline double weight_of(float share) {
    return (double)((float)whole((double)(share * 1024.0f)) / 1024.0f);
}

/* Write how near each line is to four subjects: those of two shares of lines, each with that of the
   other part of the lines. */
FOR_EACH_PROCESSOR
static void nearness(const Batch *batch, const float *const shares[2], float *const to[4]) {
    const Lines *lines = &batch->lines;
    for (int64_t page = 0; page < lines->pages; page++) {
        double all[4][VECTOR_SIZE] = {{0}};
        float of_all[4][VECTOR_SIZE], others[VECTOR_SIZE];
        int64_t first = lines->offsets[page], end = lines->offsets[page + 1];
        for (int64_t i = first; i < end; i++) {
            const float *capped = batch->capped + i * VECTOR_SIZE;
            for (int j = 0; j < 4; j++) {
                double weight = weight_of(j & 1 ? 1.0f - shares[j / 2][i] : shares[j / 2][i]);
                for (int k = 0; k < VECTOR_SIZE && weight != 0; k++)
                    all[j][k] += (double)capped[k] * weight;
            }
        }
        for (int j = 0; j < 4 && end > first; j++)
            direction(all[j], batch->capped + first * VECTOR_SIZE, 0, of_all[j]);
        for (int64_t i = first; i < end; i++) {
            const float *capped = batch->capped + i * VECTOR_SIZE;
            const float *own = batch->own + i * VECTOR_SIZE;
            for (int j = 0; j < 4; j++) {
                double weight = weight_of(j & 1 ? 1.0f - shares[j / 2][i] : shares[j / 2][i]);
                /* A line of no weight changes nothing. */
                if (weight != 0) direction(all[j], capped, weight, others);
                to[j][i] = cosine(own, weight != 0 ? others : of_all[j]);
            }
        }
    }
}

/* categories.py: log odds of each category, (15, n) */
static void category_line(const Evidence *evidence, const LineWords *line, int64_t n, float *to) {
    double sums[CATEGORIES] = {0};
    for (int64_t k = 0; k < line->last.size; k++) {
        uint32_t token = line->tokens[line->last.places[k]];
        const Slot *slot = find(&evidence->category_keys, token);
        if (!slot) continue;
        const float *weights = evidence->category_weights + (int64_t)slot->index * CATEGORIES;
        for (int c = 0; c < CATEGORIES; c++) sums[c] += weights[c];
    }
    double root = sqrt(line->size > 1 ? (double)line->size : 1.0);
    for (int k = 0; k < CATEGORIES; k++)
        to[k * n] = (float)(sums[k] / root + (double)evidence->category_constants[k]);
}

int fill_first(Batch *batch, const Evidence *evidence, int is_page, const float *logs, float *out,
               float *between) {
    Lines *lines = &batch->lines;
    int64_t n = lines->n, longest = 0;
    for (int64_t i = 0; i < n; i++)
        if (lines->end_word[i] - lines->first_word[i] > longest)
            longest = lines->end_word[i] - lines->first_word[i];
    float *scratch = malloc((size_t)n * 8 + 8);
    LineWords words[2] = {{0}};
    int failed = line_words_new(words, longest) || line_words_new(words + 1, longest);
    failed = failed || !scratch;
    if (is_page) {
        batch->capped = malloc((size_t)n * VECTOR_SIZE * 4 + 4);
        batch->own = malloc((size_t)n * VECTOR_SIZE * 4 + 4);
        failed = failed || !batch->capped || !batch->own;
    }
    if (!failed) {
        memcpy(COLUMN(shared_share), logs + L_SHARED * n, (size_t)n * 4);
        single_lines(batch, logs, out);
        place_and_means(batch, scratch, out);
        surroundings(batch, scratch, scratch + n, out);
        for (int64_t page = 0; page < lines->pages && !failed; page++)
            failed = page_blocks(batch, evidence, page, out);
    }
    if (!failed) {
        if (n) read_words(lines, evidence, is_page, 0, words);
        for (int64_t i = 0; i < n; i++) {
            const LineWords *line = words + (i & 1);
            /* While this line is computed, the memory of the next one arrives. */
            if (i + 1 < n) read_words(lines, evidence, is_page, i + 1, words + ((i + 1) & 1));
            table_line(&evidence->page_keys, evidence->page_constant, line, &line->page, n,
                       COLUMN(page) + i);
            if (is_page) {
                add_vectors(evidence, line->vectors, line->known, batch->own + i * VECTOR_SIZE,
                            batch->capped + i * VECTOR_SIZE);
                continue;
            }
            table_line(&evidence->extracted_keys, evidence->extracted_constant, line,
                       &line->extracted, n, COLUMN(extracted) + i);
            category_line(evidence, line, n, between + i);
        }
        table_around(batch, COLUMN(page), scratch, COLUMN(page_m4));
        if (is_page)
            around(batch, COLUMN(page), 3, between);
        else
            table_around(batch, COLUMN(extracted), scratch, COLUMN(extracted_m4));
    }
    free(scratch);
    free(words[0].tokens);
    free(words[1].tokens);
    return failed ? -1 : 0;
}

/* vectors.subject; `likely` is what the log odds of the words make likely */
static int subject(Batch *batch, const float *likely, float *out) {
    const Lines *lines = &batch->lines;
    int64_t n = lines->n;
    float *share = malloc((size_t)n * 4 + 4);
    if (!share) return -1;
    for (int64_t i = 0; i < n; i++) share[i] = batch->is_prose[i];
    const float *shares[2] = {share, likely};
    float *to[4] = {COLUMN(near_prose), COLUMN(near_not_prose), COLUMN(near_likely),
                    COLUMN(near_not_likely)};
    nearness(batch, shares, to);
    for (int64_t i = 0; i < n; i++)
        COLUMN(nearer)[i] = COLUMN(near_likely)[i] - COLUMN(near_not_likely)[i];
    around(batch, COLUMN(near_likely), 2, COLUMN(near_likely_mean));
    around(batch, COLUMN(nearer), 3, COLUMN(nearer_mean));
    for (int64_t i = 0; i < n; i++) {
        const float *own = batch->own + i * VECTOR_SIZE;
        int is_first = i == lines->first[i], is_last = i == lines->end[i] - 1;
        COLUMN(near_above)[i] = is_first ? 0 : COLUMN(near_below)[i - 1];
        COLUMN(near_below)[i] = is_last ? 0 : cosine(own, own + VECTOR_SIZE);
        float *shown = COLUMN(vector_0) + i;
        for (int k = 0; k < SHOWN; k++) shown[2 * k * n] = own[k];
    }
    for (int k = 0; k < SHOWN; k++) {
        float *values = COLUMN(vector_0) + 2 * k * n;
        around(batch, values, 2, values + n);
    }
    free(share);
    return 0;
}

/* before_after.py and categories._columns; `odds` has the categories, "highest" and "any" */
static void sides(Batch *batch, const float *odds, float *out) {
    const Lines *lines = &batch->lines;
    int64_t n = lines->n;
    for (size_t k = 0; k < sizeof compared_columns / sizeof *compared_columns; k++) {
        float *to = out + compared_columns[k].to * n;
        running(out + compared_columns[k].from * n, n, batch->sums);
        rest(lines, batch->sums, to);
        so_far(lines, batch->sums, to + n);
        for (int64_t i = 0; i < n; i++) to[2 * n + i] = to[i] - to[n + i];
    }
    for (int k = 0; k < CATEGORIES + 2; k++) {
        const float *values = odds + k * n;
        float *to = out + category_columns[k] * n;
        memcpy(to, values, (size_t)n * 4);
        running(values, n, batch->sums);
        window(lines, batch->sums, -5, 5, to + n);
        shifted(lines, values, -1, -9.0f, to + 2 * n);
        shifted(lines, values, 1, -9.0f, to + 3 * n);
        rest(lines, batch->sums, to + 4 * n);
        so_far(lines, batch->sums, to + 5 * n);
        if (category_has_means[k]) means(batch, values, to + 6 * n);
    }
}

int fill_rest(Batch *batch, int is_page, const float *between, float *out) {
    if (is_page) return subject(batch, between, out);
    sides(batch, between, out);
    return 0;
}
