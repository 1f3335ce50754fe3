#include "answer.h"

#include <stdlib.h>
#include <string.h>

#include "group.h"
#include "sha256.h"

typedef struct {
    char *data;
    size_t size, room;
    int failed; /* no memory, or a text that is not UTF-8 */
} Out;

static int reserve(Out *out, size_t more) {
    if (out->size + more <= out->room) return 0;
    size_t room = 2 * (out->size + more);
    char *data = out->failed ? NULL : realloc(out->data, room);
    if (!data) {
        out->failed = 1;
        return -1;
    }
    out->data = data;
    out->room = room;
    return 0;
}

static void put(Out *out, const char *text, size_t size) {
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

/* Write a part of a JSON string, as orjson does. */
static void put_escaped(Out *out, const View *view) {
    static const char short_escapes[] = "........btn.fr";
    if (reserve(out, 6 * (size_t)view->size)) return;
    unsigned char *to = (unsigned char *)out->data + out->size;
    for (int64_t i = 0; i < view->size; i++) {
        uint32_t point = point_at(view, i);
        if (point >= 0xD800 && point < 0xE000) out->failed = 1;
        if (point == '"' || point == '\\') {
            *to++ = '\\';
            *to++ = (unsigned char)point;
        } else if (point < 0x20) {
            *to++ = '\\';
            if (point < sizeof short_escapes - 1 && short_escapes[point] != '.') {
                *to++ = (unsigned char)short_escapes[point];
            } else {
                memcpy(to, "u00", 3);
                to[3] = (unsigned char)('0' + (point >> 4));
                to[4] = (unsigned char)"0123456789abcdef"[point & 15];
                to += 5;
            }
        } else {
            to += utf8(point, to);
        }
    }
    out->size = (size_t)(to - (unsigned char *)out->data);
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

static void put_sha256(Out *out, const View *view, unsigned char *scratch) {
    char hex[64];
    size_t size = 0;
    for (int64_t i = 0; i < view->size; i++) size += utf8(point_at(view, i), scratch + size);
    sha256_hex(scratch, size, hex);
    put(out, hex, sizeof hex);
}

/* The whole line of a group, with white space at its edges. */
static View whole_line(const Group *group) {
    View raw = {PyUnicode_DATA(group->raw), PyUnicode_KIND(group->raw),
                PyUnicode_GET_LENGTH(group->raw)};
    int64_t stop = group->end;
    while (stop < raw.size && point_at(&raw, stop) != '\n') stop++;
    return part_of(&raw, group->start - group->indent, stop);
}

/* `offset` is where the line begins in the text of the answer. */
static int put_block(Out *out, const Group *group, PyObject *type, int64_t offset,
                     unsigned char *scratch) {
    View view = group_view(group);
    int64_t start = offset + group->indent;
    PUT(out, "{\"block_id\":\"b");
    put_number(out, group->start, 6);
    PUT(out, "\",\"type\":");
    if (put_string(out, type)) return -1;
    PUT(out, ",\"start\":");
    put_number(out, start, 1);
    PUT(out, ",\"end\":");
    put_number(out, start + view.size, 1);
    PUT(out, ",\"raw_start\":");
    put_number(out, group->start, 1);
    PUT(out, ",\"raw_end\":");
    put_number(out, group->end, 1);
    PUT(out, ",\"raw_sha256\":\"");
    put_sha256(out, &view, scratch);
    PUT(out, "\",\"pieces\":[[");
    put_number(out, start, 1);
    PUT(out, ",");
    put_number(out, group->start, 1);
    PUT(out, ",");
    put_number(out, view.size, 1);
    PUT(out, "]]}");
    return 0;
}

static int put_blocks(Out *out, PyObject *kept, PyObject *types) {
    int64_t longest = 0, offset = 0;
    for (Py_ssize_t k = 0; k < PyList_GET_SIZE(kept); k++) {
        Group *group = (Group *)PyList_GET_ITEM(kept, k);
        if (group->end - group->start > longest) longest = group->end - group->start;
    }
    unsigned char *scratch = malloc((size_t)longest * 4 + 1);
    if (!scratch) {
        PyErr_NoMemory();
        return -1;
    }
    int failed = 0;
    for (Py_ssize_t k = 0; k < PyList_GET_SIZE(kept) && !failed; k++) {
        const Group *group = (Group *)PyList_GET_ITEM(kept, k);
        if (k) PUT(out, ",");
        failed = put_block(out, group, PyList_GET_ITEM(types, k), offset, scratch);
        offset += whole_line(group).size + 1;
    }
    free(scratch);
    return failed ? -1 : 0;
}

static int put_removed(Out *out, const Group *group, PyObject *verdict) {
    PyObject *reason = PyObject_GetAttrString(verdict, "reason");
    PyObject *rule = PyObject_GetAttrString(verdict, "rule");
    PUT(out, "{\"raw_start\":");
    put_number(out, group->start, 1);
    PUT(out, ",\"raw_end\":");
    put_number(out, group->end, 1);
    PUT(out, ",\"reason\":");
    int failed = put_string(out, reason);
    PUT(out, ",\"rule\":");
    failed = failed || put_string(out, rule);
    PUT(out, "}");
    Py_XDECREF(reason);
    Py_XDECREF(rule);
    return failed ? -1 : 0;
}

static int are_groups(PyObject *list) {
    if (!PyList_Check(list)) return 0;
    for (Py_ssize_t k = 0; k < PyList_GET_SIZE(list); k++)
        if (!Py_IS_TYPE(PyList_GET_ITEM(list, k), &GroupType)) return 0;
    return 1;
}

static int64_t characters(PyObject *groups) {
    int64_t sum = 0;
    for (Py_ssize_t k = 0; k < PyList_GET_SIZE(groups); k++) {
        const Group *group = (Group *)PyList_GET_ITEM(groups, k);
        sum += group->end - group->start;
    }
    return sum;
}

/* answer(kept, types, removed, verdicts) -> (bytes, characters that stay, characters that go), or
   None if Python must write it. */
PyObject *answer(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *kept, *types, *removed, *verdicts;
    if (!PyArg_ParseTuple(args, "OO!OO!", &kept, &PyList_Type, &types, &removed, &PyList_Type,
                          &verdicts))
        return NULL;
    if (!are_groups(kept) || !are_groups(removed)) Py_RETURN_NONE;
    if (PyList_GET_SIZE(kept) != PyList_GET_SIZE(types) ||
        PyList_GET_SIZE(removed) != PyList_GET_SIZE(verdicts)) {
        PyErr_SetString(PyExc_ValueError, "the arguments do not fit");
        return NULL;
    }
    Out out = {NULL, 0, 0, 0};
    PUT(&out, "{\"text\":\"");
    for (Py_ssize_t k = 0; k < PyList_GET_SIZE(kept); k++) {
        View line = whole_line((Group *)PyList_GET_ITEM(kept, k));
        if (k) PUT(&out, "\\n");
        put_escaped(&out, &line);
    }
    PUT(&out, "\",\"blocks\":[");
    int failed = put_blocks(&out, kept, types);
    PUT(&out, "],\"removed\":[");
    for (Py_ssize_t k = 0; k < PyList_GET_SIZE(removed) && !failed; k++) {
        if (k) PUT(&out, ",");
        failed = put_removed(&out, (Group *)PyList_GET_ITEM(removed, k),
                             PyList_GET_ITEM(verdicts, k));
    }
    PUT(&out, "]}");
    PyObject *made = NULL;
    if (!failed && out.failed)
        made = Py_NewRef(Py_None);
    else if (!failed)
        made = Py_BuildValue("y#LL", out.data, (Py_ssize_t)out.size, (long long)characters(kept),
                             (long long)characters(removed));
    free(out.data);
    return made;
}
