#include "answer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "group.h"
#include "sha256.h"

/* A growing Python object of bytes: the answer may be large, so it is not copied at the end. */
typedef struct {
    PyObject *bytes;
    char *data;
    size_t size, room;
    int failed; /* no memory, or a text that is not UTF-8 */
} Out;

static int grow(Out *out, size_t more) {
    size_t room = 2 * (out->size + more);
    if (out->failed) return -1;
    if (!out->bytes)
        out->bytes = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)room);
    else
        _PyBytes_Resize(&out->bytes, (Py_ssize_t)room);
    if (!out->bytes) {
        PyErr_Clear();
        out->failed = 1;
        out->size = out->room = 0;
        return -1;
    }
    out->data = PyBytes_AS_STRING(out->bytes);
    out->room = room;
    return 0;
}

static inline int reserve(Out *out, size_t more) {
    return out->size + more <= out->room && !out->failed ? 0 : grow(out, more);
}

static inline void put(Out *out, const char *text, size_t size) {
    if (reserve(out, size)) return;
    memcpy(out->data + out->size, text, size);
    out->size += size;
}

#define PUT(out, text) put(out, text, sizeof(text) - 1)

static void put_number(Out *out, int64_t number, int digits) {
    char text[24];
    int at = sizeof text;
    for (; number || at > (int)sizeof text - digits; number /= 10)
        text[--at] = (char)('0' + number % 10);
    put(out, text + at, sizeof text - (size_t)at);
}

static size_t utf8(uint32_t point, unsigned char *to) {
    if (point < 0x80) {
        to[0] = (unsigned char)point;
        return 1;
    }
    if (point < 0x800) {
        to[0] = (unsigned char)(0xC0 | point >> 6);
        to[1] = (unsigned char)(0x80 | (point & 0x3F));
        return 2;
    }
    if (point < 0x10000) {
        to[0] = (unsigned char)(0xE0 | point >> 12);
        to[1] = (unsigned char)(0x80 | (point >> 6 & 0x3F));
        to[2] = (unsigned char)(0x80 | (point & 0x3F));
        return 3;
    }
    to[0] = (unsigned char)(0xF0 | point >> 18);
    to[1] = (unsigned char)(0x80 | (point >> 12 & 0x3F));
    to[2] = (unsigned char)(0x80 | (point >> 6 & 0x3F));
    to[3] = (unsigned char)(0x80 | (point & 0x3F));
    return 4;
}

static unsigned char *escaped(unsigned char *to, uint32_t point) {
    static const char short_escapes[] = "........btn.fr";
    *to++ = '\\';
    if (point >= 0x20) {
        *to++ = (unsigned char)point;
    } else if (point < sizeof short_escapes - 1 && short_escapes[point] != '.') {
        *to++ = (unsigned char)short_escapes[point];
    } else {
        memcpy(to, "u00", 3);
        to[3] = (unsigned char)('0' + (point >> 4));
        to[4] = (unsigned char)"0123456789abcdef"[point & 15];
        to += 5;
    }
    return to;
}

static int must_be_escaped(uint32_t point) { return point < 0x20 || point == '"' || point == '\\'; }

enum { RUN = 16 };

/* Copy 16 characters as bytes; whether each is ASCII, and none must be escaped. */
static inline __attribute__((always_inline)) int copy_run(const View *view, int64_t from,
                                                          int escapes, unsigned char *to) {
    uint32_t others = 0;
    for (int k = 0; k < RUN; k++) {
        uint32_t point = point_at(view, from + k);
        others |= point >= 0x80 || (escapes && must_be_escaped(point));
        to[k] = (unsigned char)point;
    }
    return !others;
}

/* Write characters as UTF-8, and return the end. Called with a constant size of characters, it is
   compiled for it. */
static inline __attribute__((always_inline)) unsigned char *
put_points(const void *data, int size_of_point, int64_t size, int escapes, unsigned char *to,
           int *has_surrogate) {
    const View view = {data, size_of_point, size};
    for (int64_t i = 0; i < size;) {
        int64_t stop = size - i < RUN ? size : i + RUN;
        if (stop == i + RUN && copy_run(&view, i, escapes, to)) {
            to += RUN;
            i = stop;
        }
        for (; i < stop; i++) {
            uint32_t point = point_at(&view, i);
            if (size_of_point > 1 && point >= 0xD800 && point < 0xE000) *has_surrogate = 1;
            if (escapes && must_be_escaped(point))
                to = escaped(to, point);
            else
                to += utf8(point, to);
        }
    }
    return to;
}

static unsigned char *put_view(const View *view, int escapes, unsigned char *to, int *surrogate) {
    if (view->kind == 1) return put_points(view->data, 1, view->size, escapes, to, surrogate);
    if (view->kind == 2) return put_points(view->data, 2, view->size, escapes, to, surrogate);
    return put_points(view->data, 4, view->size, escapes, to, surrogate);
}

/* Write a part of a JSON string, as orjson does. */
static void put_escaped(Out *out, const View *view) {
    if (reserve(out, 6 * (size_t)view->size)) return;
    unsigned char *from = (unsigned char *)out->data + out->size;
    int has_surrogate = 0;
    out->size += (size_t)(put_view(view, 1, from, &has_surrogate) - from);
    if (has_surrogate) out->failed = 1;
}

/* Write a Python string as JSON; -1 with an exception if it is not one. */
static int put_string(Out *out, PyObject *text) {
    if (!text || !PyUnicode_Check(text)) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "expected a str");
        return -1;
    }
    View view = {PyUnicode_DATA(text), PyUnicode_KIND(text), PyUnicode_GET_LENGTH(text)};
    PUT(out, "\"");
    put_escaped(out, &view);
    PUT(out, "\"");
    return 0;
}

static void put_sha256(Out *out, const View *view, Out *scratch) {
    char hex[64];
    int has_surrogate = 0;
    scratch->size = 0;
    if (reserve(scratch, 4 * (size_t)view->size)) {
        out->failed = 1;
        return;
    }
    unsigned char *bytes = (unsigned char *)scratch->data;
    size_t size = (size_t)(put_view(view, 0, bytes, &has_surrogate) - bytes);
    sha256_hex(bytes, size, hex);
    put(out, hex, sizeof hex);
}

/* A score with two decimals, as Python formats it. */
static void put_score(Out *out, double score) {
    if ((double)(float)score == score && score > -1e9 && score < 1e9) {
        /* This product is exact, so it is rounded once, half to even, as Python does. */
        int64_t hundredths = llrint(score * 100);
        if (signbit(score)) PUT(out, "-");
        if (hundredths < 0) hundredths = -hundredths;
        put_number(out, hundredths / 100, 1);
        PUT(out, ".");
        put_number(out, hundredths % 100, 2);
        return;
    }
    char *text = PyOS_double_to_string(score, 'f', 2, 0, NULL);
    if (text)
        put(out, text, strlen(text));
    else
        out->failed = 1;
    PyMem_Free(text);
}

/* A text, and what was decided about its groups. */
typedef struct {
    PyObject *groups;
    Py_ssize_t n;
    const uint8_t *types;     /* see `kept.Types` */
    PyObject **verdicts;      /* by group; NULL for a kept one */
    const double *scores;
    double end_score;
} Decision;

static const Group *group_at(const Decision *decision, Py_ssize_t i) {
    return (const Group *)PyList_GET_ITEM(decision->groups, i);
}

/* The whole line of a group, with white space at its edges. */
static View whole_line(const Group *group) {
    View raw = {PyUnicode_DATA(group->raw), PyUnicode_KIND(group->raw),
                PyUnicode_GET_LENGTH(group->raw)};
    return part_of(&raw, group->start - group->indent, end_of_line(&raw, group->end));
}

static void put_text(Out *out, const Decision *decision) {
    int is_later = 0;
    for (Py_ssize_t i = 0; i < decision->n; i++) {
        if (decision->types[i] == TYPE_GONE) continue;
        View line = whole_line(group_at(decision, i));
        if (is_later) PUT(out, "\\n");
        put_escaped(out, &line);
        is_later = 1;
    }
}

static void put_piece(Out *out, int64_t start, const Group *group) {
    PUT(out, "[");
    put_number(out, start, 1);
    PUT(out, ",");
    put_number(out, group->start, 1);
    PUT(out, ",");
    put_number(out, group->end - group->start, 1);
    PUT(out, "]");
}

/* Write the block of the groups `first` to `last`, whose kept lines begin at `offset` in the text;
   return where the line below begins. */
static int64_t put_block(Out *out, Out *scratch, const Decision *decision, Py_ssize_t first,
                         Py_ssize_t last, int64_t offset) {
    const Group *group = group_at(decision, first), *end = group_at(decision, last);
    const char *type = type_names[decision->types[first]];
    View raw = {PyUnicode_DATA(group->raw), PyUnicode_KIND(group->raw), 0};
    View words = part_of(&raw, group->start, end->end);
    int64_t last_offset = offset;
    if (last > first) last_offset += whole_line(group).size + 1;
    PUT(out, "{\"block_id\":\"b");
    put_number(out, group->start, 6);
    PUT(out, "\",\"type\":\"");
    put(out, type, strlen(type));
    PUT(out, "\",\"start\":");
    put_number(out, offset + group->indent, 1);
    PUT(out, ",\"end\":");
    put_number(out, last_offset + end->indent + end->end - end->start, 1);
    PUT(out, ",\"raw_start\":");
    put_number(out, group->start, 1);
    PUT(out, ",\"raw_end\":");
    put_number(out, end->end, 1);
    PUT(out, ",\"raw_sha256\":\"");
    put_sha256(out, &words, scratch);
    PUT(out, "\",\"pieces\":[");
    put_piece(out, offset + group->indent, group);
    if (last > first) {
        PUT(out, ",");
        put_piece(out, last_offset + end->indent, end);
    }
    PUT(out, "]}");
    return last_offset + whole_line(end).size + 1;
}

/* A block is one group, or two if a heading was broken. */
static void put_blocks(Out *out, const Decision *decision) {
    Out scratch = {0};
    int64_t offset = 0;
    for (Py_ssize_t i = 0; i < decision->n; i++) {
        if (decision->types[i] >= TYPES) continue; /* gone, or of the block above */
        if (offset) PUT(out, ",");
        int is_broken = i + 1 < decision->n && (decision->types[i + 1] & TYPE_JOINED);
        offset = put_block(out, &scratch, decision, i, i + is_broken, offset);
    }
    Py_XDECREF(scratch.bytes);
}

static int put_verdict(Out *out, const Decision *decision, Py_ssize_t i) {
    PyObject *verdict = decision->verdicts[i];
    if (!PyTuple_Check(verdict) || PyTuple_GET_SIZE(verdict) != 2) {
        PyErr_SetString(PyExc_TypeError, "expected a verdict");
        return -1;
    }
    const Group *group = group_at(decision, i);
    PUT(out, "{\"raw_start\":");
    put_number(out, group->start, 1);
    PUT(out, ",\"raw_end\":");
    put_number(out, group->end, 1);
    PUT(out, ",\"reason\":");
    if (put_string(out, PyTuple_GET_ITEM(verdict, 0))) return -1;
    PUT(out, ",\"rule\":");
    if (put_string(out, PyTuple_GET_ITEM(verdict, 1))) return -1;
    if (verdict == line_model || verdict == ending_model) {
        if (!out->failed) out->size--; /* the quote */
        PUT(out, ":");
        put_score(out, verdict == line_model ? decision->scores[i] : decision->end_score);
        PUT(out, "\"");
    }
    PUT(out, "}");
    return 0;
}

static int put_removed(Out *out, const Decision *decision) {
    int is_later = 0;
    for (Py_ssize_t i = 0; i < decision->n; i++) {
        if (!decision->verdicts[i]) continue;
        if (is_later) PUT(out, ",");
        if (put_verdict(out, decision, i)) return -1;
        is_later = 1;
    }
    return 0;
}

/* Return the answer with the numbers of characters that stay and go; None if Python must write it. */
static PyObject *written(const Decision *decision) {
    Out out = {0};
    long long sums[2] = {0, 0};
    PUT(&out, "{\"text\":\"");
    put_text(&out, decision);
    PUT(&out, "\",\"blocks\":[");
    put_blocks(&out, decision);
    PUT(&out, "],\"removed\":[");
    int failed = put_removed(&out, decision);
    PUT(&out, "]}");
    for (Py_ssize_t i = 0; i < decision->n; i++) {
        const Group *group = group_at(decision, i);
        sums[decision->verdicts[i] != NULL] += group->end - group->start;
    }
    if (failed || out.failed) {
        Py_XDECREF(out.bytes);
        return failed ? NULL : Py_NewRef(Py_None);
    }
    if (_PyBytes_Resize(&out.bytes, (Py_ssize_t)out.size)) return NULL;
    return Py_BuildValue("NLL", out.bytes, sums[0], sums[1]);
}

/* Read the verdicts by group; -1 if they do not fit the types. */
static int read_verdicts(Decision *decision, PyObject *verdicts) {
    PyObject *place, *verdict;
    Py_ssize_t at = 0, gone = 0;
    while (PyDict_Next(verdicts, &at, &place, &verdict)) {
        Py_ssize_t i = PyLong_AsSsize_t(place);
        if (i < 0 || i >= decision->n || decision->types[i] != TYPE_GONE) return -1;
        decision->verdicts[i] = verdict;
    }
    for (Py_ssize_t i = 0; i < decision->n; i++) {
        uint8_t type = decision->types[i];
        int is_joined = type & TYPE_JOINED;
        if (is_joined && (!i || decision->types[i - 1] >= TYPES)) return -1;
        if (!is_joined && type != TYPE_GONE && type >= TYPES) return -1;
        gone += type == TYPE_GONE;
    }
    return gone == PyDict_GET_SIZE(verdicts) ? 0 : -1;
}

/* answer(groups, types, verdicts, scores, end_score) -> (bytes, characters that stay, characters
   that go), or None if Python must write it. */
PyObject *answer(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *verdicts, *made = NULL;
    Decision decision = {0};
    Py_buffer types, scores;
    if (!PyArg_ParseTuple(args, "Oy*O!y*d", &decision.groups, &types, &PyDict_Type, &verdicts,
                          &scores, &decision.end_score))
        return NULL;
    if (!are_groups(decision.groups)) {
        made = Py_NewRef(Py_None);
    } else {
        decision.n = PyList_GET_SIZE(decision.groups);
        decision.types = types.buf;
        decision.scores = scores.buf;
        decision.verdicts = calloc((size_t)decision.n + 1, sizeof *decision.verdicts);
        if (!decision.verdicts)
            PyErr_NoMemory();
        else if (types.len != decision.n || scores.len != decision.n * 8 ||
                 read_verdicts(&decision, verdicts))
            PyErr_SetString(PyExc_ValueError, "the arguments do not fit");
        else
            made = written(&decision);
    }
    free(decision.verdicts);
    PyBuffer_Release(&types);
    PyBuffer_Release(&scores);
    return made;
}
