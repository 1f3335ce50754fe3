#include "group.h"

#include <stdlib.h>
#include <string.h>
#include <structmember.h>

enum { SAMPLE = 600, TAIL = 24 };

PyObject *line_class, *line_model, *ending_model;

/* lines.plain_text: write the plain text to `points`, return its length */
static int64_t make_plain(const View *text, uint32_t *points) {
    int64_t size = 0;
    int blank = 0;
    if (text->size > LONGEST_MATCHED) return 0;
    for (int64_t i = 0; i < text->size; i++) {
        uint32_t point = point_at(text, i), bits = properties_of(point);
        if (bits & (IS_TYPOGRAPHIC | IS_SPACE)) {
            if (bits & IS_TYPOGRAPHIC) {
                point = plain_mark(point);
                if (!point) continue;
            } else {
                blank = size > 0;
                continue;
            }
        }
        if (blank) points[size++] = ' ';
        blank = 0;
        points[size++] = point;
    }
    return size;
}

int64_t group_core(const View *text, uint32_t *points, int64_t *start) {
    int64_t size = make_plain(text, points), first = 0;
    while (first < size && has_property(points[first], IS_DECORATION)) first++;
    while (size > first && has_property(points[size - 1], IS_DECORATION)) size--;
    *start = first;
    return size - first;
}

int are_groups(PyObject *list) {
    if (!PyList_Check(list)) return 0;
    for (Py_ssize_t k = 0; k < PyList_GET_SIZE(list); k++)
        if (!Py_IS_TYPE(PyList_GET_ITEM(list, k), &GroupType)) return 0;
    return 1;
}

/* properties of a line, from its view */

static int is_letter(uint32_t point) {
    return (point >= 'A' && point <= 'Z') || (point >= 'a' && point <= 'z');
}

/* Whether the tail ends in two or more letters with a dot each, after a blank or a bracket. */
static int is_abbreviation(const View *tail) {
    int64_t at = tail->size, pairs = 0;
    while (at >= 2 && point_at(tail, at - 1) == '.' && is_letter(point_at(tail, at - 2))) {
        at -= 2;
        if (++pairs < 2) continue;
        if (!at) return 1;
        uint32_t before = point_at(tail, at - 1);
        if (before == '(' || has_property(before, IS_SPACE)) return 1;
    }
    return 0;
}

static int ends_sentence(const View *text) {
    View tail = part_of(text, text->size > TAIL ? text->size - TAIL : 0, text->size);
    while (tail.size && has_property(point_at(&tail, tail.size - 1), IS_CLOSER)) tail.size--;
    if (!tail.size || !has_property(point_at(&tail, tail.size - 1), IS_ENDER)) return 0;
    return !is_abbreviation(&tail);
}

static int is_visible(const View *text) {
    if (has_property(point_at(text, 0), IS_ALNUM)) return 1;
    for (int64_t i = 0; i < text->size; i++)
        if (!has_property(point_at(text, i), IS_SPACE | IS_INVISIBLE)) return 1;
    return 0;
}

/* What a group knows of its text. */
typedef struct {
    int width, words;
    char ends_sentence, is_prose, is_visible;
} Description;

/* Count the words; whether a character is a blank is all that matters to Latin-1. */
static int words_of_bytes(const uint8_t *bytes, int64_t size) {
    int words = 0, blank = 1;
    for (int64_t i = 0; i < size; i++) {
        int is_space = has_property(bytes[i], IS_SPACE);
        words += blank && !is_space;
        blank = is_space;
    }
    return words;
}

static void describe(Description *group, const View *text) {
    int64_t size = text->size < SAMPLE ? text->size : SAMPLE;
    int wide = 0, may_be_wide = 0, words = 0, blank = 1;
    if (text->kind == 1) words = words_of_bytes(text->data, size);
    for (int64_t i = 0; i < size && text->kind > 1; i++) {
        uint32_t bits = properties_of(point_at(text, i));
        int is_space = (bits & IS_SPACE) != 0;
        wide += (bits & IS_WIDE) != 0;
        may_be_wide |= (bits & MAY_BE_WIDE) != 0;
        words += blank && !is_space;
        blank = is_space;
    }
    group->width = (int)size + (may_be_wide ? wide : 0);
    group->words = words;
    group->ends_sentence = (char)ends_sentence(text);
    group->is_prose = group->width >= 200 || (group->width >= 100 && group->ends_sentence);
    group->is_visible = (char)is_visible(text);
}

/* lines of a page */

typedef struct {
    int64_t start, end, indent;
    int after_blank;
} Span;

/* Write the lines that contain more than white space; NULL if there is no memory. */
static Span *spans_of(const View *raw, int64_t *number) {
    int64_t room = 64, size = 0, offset = 0;
    int after_blank = 1;
    Span *spans = malloc((size_t)room * sizeof *spans);
    while (spans && offset <= raw->size) {
        int64_t stop = end_of_line(raw, offset);
        int64_t start = offset, end = stop;
        while (start < end && has_property(point_at(raw, start), IS_SPACE)) start++;
        while (end > start && has_property(point_at(raw, end - 1), IS_SPACE)) end--;
        if (end > start) {
            if (size == room) {
                room *= 2;
                Span *more = realloc(spans, (size_t)room * sizeof *spans);
                if (!more) free(spans);
                spans = more;
                if (!spans) break;
            }
            Span span = {start, end, start - offset, after_blank};
            spans[size++] = span;
        }
        after_blank = end == start;
        offset = stop + 1;
    }
    *number = size;
    return spans;
}

static int by_size(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int64_t first_word(const View *raw, const Span *span) {
    int64_t i = span->start;
    while (i < span->end && !has_property(point_at(raw, i), IS_SPACE)) i++;
    return i - span->start;
}

/* Whether a text may be hard-wrapped: the first conditions of `wrapping.wrap_width`. */
static int may_be_wrapped(const View *raw, const Span *spans, int64_t number) {
    int64_t pairs = 0, wide = 0, full = 0;
    for (int64_t i = 0; i < number; i++) wide += spans[i].end - spans[i].start > 100;
    if (wide * 20 > number) return 0;
    int64_t *sizes = malloc((size_t)(number + 1) * sizeof *sizes);
    if (!sizes) return 1;
    for (int64_t i = 0; i + 1 < number; i++) {
        int64_t size = spans[i].end - spans[i].start;
        if (!spans[i + 1].after_blank && size >= 45) sizes[pairs++] = size;
    }
    int may = pairs >= 4;
    if (may) {
        qsort(sizes, (size_t)pairs, sizeof *sizes, by_size);
        int64_t columns = sizes[pairs * 9 / 10];
        for (int64_t i = 0; i + 1 < number; i++) {
            int64_t size = spans[i].end - spans[i].start;
            if (!spans[i + 1].after_blank && size >= 45)
                full += size + 1 + first_word(raw, spans + i + 1) > columns;
        }
        may = (double)full >= 0.9 * (double)pairs;
    }
    free(sizes);
    return may;
}

static PyObject *split_page(PyObject *text) {
    View raw = {PyUnicode_DATA(text), PyUnicode_KIND(text), PyUnicode_GET_LENGTH(text)};
    int64_t number;
    int wrapped = 0;
    Span *spans;
    Description *described = NULL;
    Py_BEGIN_ALLOW_THREADS;
    spans = spans_of(&raw, &number);
    if (spans) wrapped = may_be_wrapped(&raw, spans, number);
    if (spans && !wrapped) described = malloc((size_t)(number + 1) * sizeof *described);
    for (int64_t i = 0; described && i < number; i++) {
        View line = part_of(&raw, spans[i].start, spans[i].end);
        describe(described + i, &line);
    }
    Py_END_ALLOW_THREADS;
    if (spans && wrapped) {
        free(spans);
        Py_RETURN_NONE;
    }
    PyObject *groups = spans && described ? PyList_New(number) : NULL;
    if (!spans || !described) PyErr_NoMemory();
    for (int64_t i = 0; groups && i < number; i++) {
        Group *group = PyObject_New(Group, &GroupType);
        if (!group) {
            Py_CLEAR(groups);
            break;
        }
        Py_INCREF(text);
        group->raw = text;
        group->text = group->plain = group->core = NULL;
        group->start = spans[i].start;
        group->end = spans[i].end;
        group->indent = spans[i].indent;
        group->after_blank = (char)spans[i].after_blank;
        group->is_code = 0;
        group->width = described[i].width;
        group->words = described[i].words;
        group->ends_sentence = described[i].ends_sentence;
        group->is_prose = described[i].is_prose;
        group->is_visible = described[i].is_visible;
        PyList_SET_ITEM(groups, i, (PyObject *)group);
    }
    free(spans);
    free(described);
    return groups;
}

/* Return for each text its groups, or None if the text may be hard-wrapped. */
PyObject *group_split(PyObject *module, PyObject *texts) {
    (void)module;
    if (!PyList_Check(texts)) {
        PyErr_SetString(PyExc_TypeError, "expected a list of str");
        return NULL;
    }
    PyObject *out = PyList_New(0);
    for (Py_ssize_t k = 0; out && k < PyList_GET_SIZE(texts); k++) {
        PyObject *text = PyList_GET_ITEM(texts, k);
        if (!PyUnicode_Check(text)) {
            PyErr_SetString(PyExc_TypeError, "a text must be a str");
            Py_CLEAR(out);
            break;
        }
        Py_INCREF(text);
        PyObject *page = split_page(text);
        Py_DECREF(text);
        if (!page || PyList_Append(out, page)) Py_CLEAR(out);
        Py_XDECREF(page);
    }
    return out;
}

/* language.is_english: the number of words, of English words, and whether all are ASCII */

enum { ENGLISH_SAMPLE = 6000 };

typedef struct {
    int64_t size, index;
} Ordered;

/* Whether a text comes after another one: the longest come first, and of equal ones the first. */
static int comes_after(const Ordered *a, const Ordered *b) {
    return a->size != b->size ? a->size < b->size : a->index > b->index;
}

/* Restore the order of a heap below `at`. Most texts are never looked at, so sorting would waste. */
static void sink(Ordered *heap, Py_ssize_t size, Py_ssize_t at) {
    for (Py_ssize_t child; (child = 2 * at + 1) < size; at = child) {
        if (child + 1 < size && comes_after(heap + child, heap + child + 1)) child++;
        if (!comes_after(heap + at, heap + child)) return;
        Ordered moved = heap[at];
        heap[at] = heap[child];
        heap[child] = moved;
    }
}

static int is_english_word(uint64_t word) {
    return english_slots[word * ENGLISH_FACTOR >> (64 - ENGLISH_BITS)] == word;
}

static void count_words(const View *text, int64_t counts[3]) {
    uint64_t word = 0;
    int size = 0, is_ascii = 1;
    int64_t end = text->size < ENGLISH_SAMPLE ? text->size : ENGLISH_SAMPLE;
    for (int64_t i = 0; i <= end; i++) {
        uint32_t point = i < end ? point_at(text, i) : ' ';
        if (!has_property(point, IS_SPACE)) {
            if (point >= 0x80 || !point) {
                if (point && !has_property(point, LOWERS_TO_ASCII)) is_ascii = 0;
                point = '?'; /* no English word has such a letter */
            }
            if (point >= 'A' && point <= 'Z') point += 'a' - 'A';
            if (size < 8) word |= (uint64_t)point << 8 * size;
            size++;
            continue;
        }
        if (size) {
            counts[0]++;
            counts[1] += size <= 8 && is_english_word(word);
            counts[2] += !is_ascii;
        }
        word = 0;
        size = 0;
        is_ascii = 1;
    }
}

PyObject *group_english(PyObject *module, PyObject *groups) {
    (void)module;
    if (!PyList_Check(groups)) {
        PyErr_SetString(PyExc_TypeError, "expected a list of groups");
        return NULL;
    }
    Py_ssize_t number = PyList_GET_SIZE(groups);
    Ordered *order = malloc((size_t)(number + 1) * sizeof *order);
    if (!order) return PyErr_NoMemory();
    for (Py_ssize_t k = 0; k < number; k++) {
        PyObject *item = PyList_GET_ITEM(groups, k);
        if (!Py_IS_TYPE(item, &GroupType)) {
            free(order);
            PyErr_SetString(PyExc_TypeError, "expected a list of groups");
            return NULL;
        }
        order[k].size = ((Group *)item)->end - ((Group *)item)->start;
        order[k].index = k;
    }
    for (Py_ssize_t k = number / 2; k--;) sink(order, number, k);
    int64_t counts[3] = {0, 0, 0}, size = 0;
    while (number && size <= ENGLISH_SAMPLE) {
        View text = group_view((Group *)PyList_GET_ITEM(groups, order[0].index));
        count_words(&text, counts);
        size += text.size;
        order[0] = order[--number];
        sink(order, number, 0);
    }
    free(order);
    return Py_BuildValue("LLO", (long long)counts[0], (long long)counts[1],
                         counts[2] ? Py_False : Py_True);
}

/* copies.py: groups whose text occurs twice */

typedef struct {
    uint64_t hash;
    View text;
    char is_repeated;
} Hashed;

static uint64_t hash_of_view(const View *text) {
    const char *data = text->data;
    uint64_t hash = (uint64_t)text->size;
    int64_t left = text->size * text->kind;
    for (; left > 0; data += 8, left -= 8) {
        uint64_t word = 0;
        memcpy(&word, data, left < 8 ? (size_t)left : 8);
        hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 32;
    }
    return hash;
}

static int is_same(const Hashed *a, const Hashed *b) {
    return a->hash == b->hash && a->text.size == b->text.size && a->text.kind == b->text.kind &&
           !memcmp(a->text.data, b->text.data, (size_t)(a->text.size * a->text.kind));
}

/* Mark the texts that occur twice; -1 if there is no memory. */
static int mark_repeated(Hashed *texts, Py_ssize_t number) {
    uint64_t room = 64;
    while (room < 2 * (uint64_t)number) room *= 2;
    Hashed **slots = calloc(room, sizeof *slots);
    if (!slots) return -1;
    for (Py_ssize_t k = 0; k < number; k++) {
        texts[k].hash = hash_of_view(&texts[k].text);
        uint64_t at = texts[k].hash & (room - 1);
        while (slots[at] && !is_same(slots[at], texts + k)) at = (at + 1) & (room - 1);
        if (slots[at])
            slots[at]->is_repeated = texts[k].is_repeated = 1;
        else
            slots[at] = texts + k;
    }
    free(slots);
    return 0;
}

PyObject *group_repeated(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *groups, *places;
    if (!PyArg_ParseTuple(args, "O!O!", &PyList_Type, &groups, &PyList_Type, &places)) return NULL;
    Py_ssize_t number = PyList_GET_SIZE(places);
    Hashed *texts = calloc((size_t)number + 1, sizeof *texts);
    if (!texts) return PyErr_NoMemory();
    for (Py_ssize_t k = 0; k < number && !PyErr_Occurred(); k++) {
        Py_ssize_t at = PyLong_AsSsize_t(PyList_GET_ITEM(places, k));
        int is_in = at >= 0 && at < PyList_GET_SIZE(groups);
        PyObject *group = is_in ? PyList_GET_ITEM(groups, at) : NULL;
        if (group && Py_IS_TYPE(group, &GroupType))
            texts[k].text = group_view((Group *)group);
        else if (!PyErr_Occurred())
            PyErr_SetString(PyExc_TypeError, "expected groups of one text, and indices of them");
    }
    if (!PyErr_Occurred() && mark_repeated(texts, number)) PyErr_NoMemory();
    PyObject *out = PyErr_Occurred() ? NULL : PyList_New(0);
    for (Py_ssize_t k = 0; k < number && out; k++)
        if (texts[k].is_repeated && PyList_Append(out, PyList_GET_ITEM(places, k))) Py_CLEAR(out);
    free(texts);
    return out;
}

/* shapes.Shapes: width, flags, and the first two and the last two characters of the plain
   text */

enum { FIELDS = 6 };

/* The plain form of a character; 0 if it leaves none. */
static uint32_t plain_at(const View *text, int64_t i) {
    uint32_t point = point_at(text, i), bits = properties_of(point);
    if (bits & IS_TYPOGRAPHIC) return plain_mark(point);
    return bits & IS_SPACE ? ' ' : point;
}

/* Write the first two characters from `from` on in steps of `by`, without a blank at the edge. */
static void edge_of(const View *text, int64_t from, int64_t by, int32_t edge[2]) {
    int size = 0;
    for (int64_t i = from; size < 2 && i >= 0 && i < text->size; i += by) {
        uint32_t point = plain_at(text, i);
        if (point && (size || point != ' ')) edge[size++] = (int32_t)point;
    }
}

static int has_digit(const View *text) {
    if (text->kind == 1) {
        const uint8_t *data = text->data;
        for (int64_t i = 0; i < text->size; i++)
            if ((uint8_t)(data[i] - '0') < 10) return 1;
        return 0;
    }
    for (int64_t i = 0; i < text->size; i++)
        if (has_property(point_at(text, i), IS_DECIMAL)) return 1;
    return 0;
}

static int digit_flags(const View *text) {
    if (text->size > WIDEST_STAMP || !has_digit(text)) return 0;
    return SHAPE_WITH_DIGIT | (text->size <= SHORT ? SHAPE_SHORT_WITH_DIGIT : 0);
}

PyObject *group_describe(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *groups, *rows;
    Py_buffer out;
    if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &groups, &rows)) return NULL;
    if (!are_groups(groups)) {
        PyErr_SetString(PyExc_TypeError, "expected a list of groups");
        return NULL;
    }
    if (PyObject_GetBuffer(rows, &out, PyBUF_C_CONTIGUOUS | PyBUF_WRITABLE)) return NULL;
    if (out.len != PyList_GET_SIZE(groups) * FIELDS * (Py_ssize_t)sizeof(int32_t)) {
        PyErr_SetString(PyExc_ValueError, "the buffer does not fit the groups");
        PyBuffer_Release(&out);
        return NULL;
    }
    int32_t *row = out.buf;
    for (Py_ssize_t k = 0; k < PyList_GET_SIZE(groups); k++, row += FIELDS) {
        const Group *group = (Group *)PyList_GET_ITEM(groups, k);
        View text = group_view(group);
        row[0] = group->width;
        row[1] = (group->ends_sentence ? SHAPE_ENDS_SENTENCE : 0) |
                 (group->is_prose ? SHAPE_PROSE : 0) |
                 (group->after_blank ? SHAPE_AFTER_BLANK : 0) |
                 (group->is_visible ? SHAPE_VISIBLE : 0) | (group->is_code ? SHAPE_CODE : 0) |
                 digit_flags(&text);
        memset(row + 2, 0, 4 * sizeof *row);
        if (text.size > LONGEST_MATCHED) continue;
        edge_of(&text, 0, 1, row + 2);
        edge_of(&text, text.size - 1, -1, row + 4);
    }
    PyBuffer_Release(&out);
    Py_RETURN_NONE;
}

/* the Python type */

static void group_dealloc(Group *group) {
    Py_XDECREF(group->raw);
    Py_XDECREF(group->text);
    Py_XDECREF(group->plain);
    Py_XDECREF(group->core);
    PyObject_Free(group);
}

static PyObject *get_text(Group *group, void *closure) {
    (void)closure;
    if (!group->text) group->text = PyUnicode_Substring(group->raw, group->start, group->end);
    Py_XINCREF(group->text);
    return group->text;
}

static int is_plain(const View *text) {
    if (text->size > LONGEST_MATCHED) return 0;
    uint32_t before = 0;
    for (int64_t i = 0; i < text->size; i++) {
        uint32_t point = point_at(text, i), bits = properties_of(point);
        if (!(bits & IS_PRINTABLE) || bits & IS_TYPOGRAPHIC || (point == ' ' && before == ' '))
            return 0;
        before = point;
    }
    return 1;
}

static PyObject *get_plain(Group *group, void *closure) {
    if (!group->plain) {
        View view = group_view(group);
        PyObject *text = get_text(group, closure);
        if (!text || is_plain(&view)) {
            group->plain = text;
        } else {
            uint32_t points[LONGEST_MATCHED];
            int64_t size = make_plain(&view, points);
            group->plain = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, points, size);
            Py_DECREF(text);
        }
    }
    Py_XINCREF(group->plain);
    return group->plain;
}

static PyObject *get_core(Group *group, void *closure) {
    if (!group->core) {
        PyObject *plain = get_plain(group, closure);
        if (!plain) return NULL;
        View view = {PyUnicode_DATA(plain), PyUnicode_KIND(plain), PyUnicode_GET_LENGTH(plain)};
        int64_t start = 0, end = view.size;
        while (start < end && has_property(point_at(&view, start), IS_DECORATION)) start++;
        while (end > start && has_property(point_at(&view, end - 1), IS_DECORATION)) end--;
        group->core = PyUnicode_Substring(plain, start, end);
        Py_DECREF(plain);
    }
    Py_XINCREF(group->core);
    return group->core;
}

static PyObject *get_lines(Group *group, void *closure) {
    PyObject *text = get_text(group, closure);
    if (!text) return NULL;
    PyObject *line =
        PyObject_CallFunction(line_class, "nnNnOO", group->start, group->end, text, group->indent,
                              group->after_blank ? Py_True : Py_False,
                              group->is_code ? Py_True : Py_False);
    return line ? Py_BuildValue("(N)", line) : NULL;
}

#define MEMBER(name, kind) {#name, kind, offsetof(Group, name), READONLY, NULL}
static PyMemberDef members[] = {
    MEMBER(start, T_PYSSIZET),     MEMBER(end, T_PYSSIZET),  MEMBER(indent, T_PYSSIZET),
    MEMBER(width, T_INT),          MEMBER(words, T_INT),     MEMBER(after_blank, T_BOOL),
    MEMBER(is_code, T_BOOL),       MEMBER(is_prose, T_BOOL), MEMBER(is_visible, T_BOOL),
    MEMBER(ends_sentence, T_BOOL), {NULL, 0, 0, 0, NULL},
};

static PyGetSetDef getters[] = {
    {"text", (getter)get_text, NULL, NULL, NULL},
    {"plain", (getter)get_plain, NULL, NULL, NULL},
    {"core", (getter)get_core, NULL, NULL, NULL},
    {"lines", (getter)get_lines, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyTypeObject GroupType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "communique_core.Group",
    .tp_doc = "A line of a page, with the properties of LineGroup.",
    .tp_basicsize = sizeof(Group),
    .tp_dealloc = (destructor)group_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_members = members,
    .tp_getset = getters,
};
