/* Keys of the catalogue of phrases; see `phrases.py` and `phrase_match.py`. */
#include "group.h"

#include <stdlib.h>
#include <string.h>

/* Hashes of the keys of whole lines, and of the first characters of phrases that open a line. */
typedef struct {
    uint64_t *slots;
    uint64_t mask;
} Hashes;

static PyObject *key_in_python;
static Hashes whole_lines, openings;

static uint64_t hash_of(const uint8_t *text, int64_t size) {
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (int64_t i = 0; i < size; i++) hash = (hash ^ text[i]) * UINT64_C(0x100000001B3);
    hash ^= hash >> 32;
    return hash ? hash : 1;
}

static int contains(const Hashes *hashes, uint64_t hash) {
    uint64_t at = hash & hashes->mask;
    for (; hashes->slots[at]; at = (at + 1) & hashes->mask)
        if (hashes->slots[at] == hash) return 1;
    return 0;
}

/* Hash the strings of a list; only their first `most` bytes if it is not 0. */
static int hashes_build(Hashes *hashes, PyObject *keys, Py_ssize_t most) {
    uint64_t room = 64;
    while (room < 4 * (uint64_t)PyList_GET_SIZE(keys)) room *= 2;
    uint64_t *slots = calloc(room, sizeof *slots);
    if (!slots) {
        PyErr_NoMemory();
        return -1;
    }
    Hashes made = {slots, room - 1};
    for (Py_ssize_t k = 0; k < PyList_GET_SIZE(keys); k++) {
        Py_ssize_t size;
        const char *text = PyUnicode_AsUTF8AndSize(PyList_GET_ITEM(keys, k), &size);
        if (!text) {
            free(slots);
            return -1;
        }
        if (most && size > most) size = most;
        uint64_t hash = hash_of((const uint8_t *)text, size);
        if (contains(&made, hash)) continue;
        uint64_t at = hash & made.mask;
        while (slots[at]) at = (at + 1) & made.mask;
        slots[at] = hash;
    }
    free(hashes->slots);
    *hashes = made;
    return 0;
}

PyObject *group_setup(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *line, *key, *lines, *opening, *by_model, *by_ending;
    if (!PyArg_ParseTuple(args, "OOO!O!OO", &line, &key, &PyList_Type, &lines, &PyList_Type,
                          &opening, &by_model, &by_ending))
        return NULL;
    if (hashes_build(&whole_lines, lines, 0) || hashes_build(&openings, opening, SHORTEST_OPENING))
        return NULL;
    Py_INCREF(line);
    Py_XSETREF(line_class, line);
    Py_INCREF(key);
    Py_XSETREF(key_in_python, key);
    Py_XSETREF(line_model, Py_NewRef(by_model));
    Py_XSETREF(ending_model, Py_NewRef(by_ending));
    Py_RETURN_NONE;
}

/* Write the key of ASCII text, which may be as long as the text: lower case, "0" for each number,
   no marks at the edges. Return its length; `start` is where it begins. */
static Py_ssize_t make_key(const uint8_t *text, Py_ssize_t size, uint8_t *key, Py_ssize_t *start) {
    Py_ssize_t written = 0, first = 0;
    for (Py_ssize_t i = 0; i < size;) {
        uint8_t byte = text[i++];
        if (byte >= 'A' && byte <= 'Z') byte += 'a' - 'A';
        if (byte >= '0' && byte <= '9') {
            while (i < size) {
                int is_digit = text[i] >= '0' && text[i] <= '9';
                int is_mark = text[i] == '.' || text[i] == ',';
                if (is_mark && i + 1 < size && text[i + 1] >= '0' && text[i + 1] <= '9')
                    i += 2;
                else if (is_digit)
                    i++;
                else
                    break;
            }
            byte = '0';
        }
        key[written++] = byte;
    }
    while (first < written && has_property(key[first], IS_PHRASE_MARK)) first++;
    while (written > first && has_property(key[written - 1], IS_PHRASE_MARK)) written--;
    *start = first;
    return written - first;
}

PyObject *phrase_key(PyObject *module, PyObject *core) {
    (void)module;
    if (!PyUnicode_Check(core)) {
        PyErr_SetString(PyExc_TypeError, "expected a str");
        return NULL;
    }
    if (!PyUnicode_IS_ASCII(core)) return PyObject_CallOneArg(key_in_python, core);
    Py_ssize_t size = PyUnicode_GET_LENGTH(core), start;
    uint8_t small[256], *key = size <= (Py_ssize_t)sizeof small ? small : malloc((size_t)size);
    if (!key) return PyErr_NoMemory();
    Py_ssize_t written = make_key(PyUnicode_DATA(core), size, key, &start);
    PyObject *made = PyUnicode_FromKindAndData(PyUnicode_1BYTE_KIND, key + start, written);
    if (key != small) free(key);
    return made;
}

static int is_known(const uint8_t *text, Py_ssize_t size) {
    uint8_t key[LONGEST_PHRASE_LINE];
    Py_ssize_t start, written = make_key(text, size, key, &start);
    return contains(&whole_lines, hash_of(key + start, written));
}

/* Whether the first of several parts of a bar is known. */
static int may_be_bar(const uint8_t *text, Py_ssize_t size) {
    Py_ssize_t first = -1;
    for (Py_ssize_t i = 0; i < size; i++) {
        int is_dash =
            text[i] == '-' && i && i + 1 < size && text[i - 1] == ' ' && text[i + 1] == ' ';
        int splits = is_dash || has_property(text[i], SPLITS_BAR);
        if (splits && first >= 0) return is_known(text + first, i - first);
        if (!splits && text[i] != ' ' && first < 0) first = i;
    }
    return 0;
}

/* Whether the first of three to twelve words of a key is known. */
static int may_be_words(const uint8_t *key, Py_ssize_t size) {
    Py_ssize_t words = 1, word = size;
    for (Py_ssize_t i = 0; i < size; i++) {
        if (key[i] != ' ') continue;
        words++;
        if (word == size) word = i;
    }
    return words >= FEWEST_WORDS && words <= MOST_WORDS &&
           contains(&whole_lines, hash_of(key, word));
}

static int has_known_part(const uint8_t *text, Py_ssize_t size) {
    Py_ssize_t start = 0;
    for (Py_ssize_t i = 0; i <= size; i++) {
        if (i < size && !has_property(text[i], SPLITS_SENTENCES)) continue;
        if (i > start && is_known(text + start, i - start)) return 1;
        start = i + 1;
    }
    return 0;
}

static int has_known_head(const uint8_t *text, Py_ssize_t size) {
    Py_ssize_t start = 0;
    while (start < size && has_property(text[start], IS_PHRASE_BRACKET)) start++;
    for (Py_ssize_t i = start; i < size; i++)
        if (has_property(text[i], SPLITS_HEAD)) return is_known(text + start, i - start);
    return 0;
}

/* Whether match_phrase may match an ASCII core: every key that it looks up is looked up here. */
static int may_match_phrase(const uint8_t *text, Py_ssize_t size, int is_sentence) {
    uint8_t key[LONGEST_PHRASE_LINE];
    Py_ssize_t start, written = make_key(text, size, key, &start), end = start + written;
    if (size <= LONGEST_PHRASE) {
        if (contains(&whole_lines, hash_of(key + start, written))) return 1;
        Py_ssize_t a = start, b = end;
        while (a < b && has_property(key[a], IS_PHRASE_BRACKET)) a++;
        while (b > a && has_property(key[b - 1], IS_PHRASE_BRACKET)) b--;
        if (contains(&whole_lines, hash_of(key + a, b - a))) return 1;
        if (may_be_bar(text, size) || may_be_words(key + start, written)) return 1;
    }
    if (has_known_part(text, size)) return 1;
    if (is_sentence) return 0;
    if (has_known_head(text, size)) return 1;
    return written >= SHORTEST_OPENING &&
           contains(&openings, hash_of(key + start, SHORTEST_OPENING));
}

static int may_be_phrase(const Group *group) {
    uint32_t points[LONGEST_MATCHED];
    uint8_t text[LONGEST_PHRASE_LINE];
    View view = group_view(group);
    if (view.size > LONGEST_PHRASE_LINE) return 0;
    int64_t start, size = group_core(&view, points, &start);
    if (!size || size > LONGEST_PHRASE_LINE) return 0;
    for (int64_t i = 0; i < size; i++) {
        if (points[start + i] >= 0x80) return 1;
        text[i] = (uint8_t)points[start + i];
    }
    return may_match_phrase(text, size, group->ends_sentence);
}

PyObject *may_be_phrases(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *groups, *places;
    if (!PyArg_ParseTuple(args, "O!O!", &PyList_Type, &groups, &PyList_Type, &places)) return NULL;
    if (!whole_lines.slots || !openings.slots) {
        PyErr_SetString(PyExc_ValueError, "setup has not been called");
        return NULL;
    }
    PyObject *out = PyList_New(0);
    for (Py_ssize_t k = 0; out && k < PyList_GET_SIZE(places); k++) {
        PyObject *place = PyList_GET_ITEM(places, k);
        Py_ssize_t at = PyLong_AsSsize_t(place);
        if (at < 0 || at >= PyList_GET_SIZE(groups) ||
            !Py_IS_TYPE(PyList_GET_ITEM(groups, at), &GroupType)) {
            if (!PyErr_Occurred())
                PyErr_SetString(PyExc_TypeError, "expected groups, and indices of them");
            Py_CLEAR(out);
        } else if (may_be_phrase((Group *)PyList_GET_ITEM(groups, at)) &&
                   PyList_Append(out, place)) {
            Py_CLEAR(out);
        }
    }
    return out;
}
