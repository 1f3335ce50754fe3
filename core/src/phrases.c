/* Keys of the catalogue of phrases; see `phrases.py` and `phrase_match.py`. */
#include "group.h"

#include <stdlib.h>
#include <string.h>

/* Hashes of the keys of whole lines, and of the first characters of phrases that open a line, those
   with and those without characters of `phrases.WIDE`. */
typedef struct {
    uint64_t *slots;
    uint64_t mask;
} Hashes;

static PyObject *key_in_python;
static Hashes whole_lines, openings, wide_openings;

static uint64_t hash_of(const uint32_t *points, int64_t size) {
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (int64_t i = 0; i < size; i++) hash = (hash ^ points[i]) * UINT64_C(0x100000001B3);
    hash ^= hash >> 32;
    return hash ? hash : 1;
}

static int contains(const Hashes *hashes, uint64_t hash) {
    uint64_t at = hash & hashes->mask;
    for (; hashes->slots[at]; at = (at + 1) & hashes->mask)
        if (hashes->slots[at] == hash) return 1;
    return 0;
}

/* Hash the strings of a list; only their first `most` characters if it is not 0. */
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
        PyObject *key = PyList_GET_ITEM(keys, k);
        Py_UCS4 *points = PyUnicode_AsUCS4Copy(key);
        if (!points) {
            free(slots);
            return -1;
        }
        Py_ssize_t size = PyUnicode_GET_LENGTH(key);
        uint64_t hash = hash_of(points, most && size > most ? most : size);
        PyMem_Free(points);
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
    PyObject *line, *key, *lines, *opening, *wide, *by_model, *by_ending;
    if (!PyArg_ParseTuple(args, "OOO!O!O!OO", &line, &key, &PyList_Type, &lines, &PyList_Type,
                          &opening, &PyList_Type, &wide, &by_model, &by_ending))
        return NULL;
    if (hashes_build(&whole_lines, lines, 0) || hashes_build(&openings, opening, SHORTEST_OPENING) ||
        hashes_build(&wide_openings, wide, SHORTEST_WIDE_OPENING))
        return NULL;
    Py_INCREF(line);
    Py_XSETREF(line_class, line);
    Py_INCREF(key);
    Py_XSETREF(key_in_python, key);
    Py_XSETREF(line_model, Py_NewRef(by_model));
    Py_XSETREF(ending_model, Py_NewRef(by_ending));
    Py_RETURN_NONE;
}

/* `phrases.phrase_key` of one character; PHRASE_NOT_SIMPLE if it may depend on other characters. */
static inline uint32_t key_point(uint32_t point) {
    int32_t by = phrase_steps_blocks[phrase_steps_index[point >> 7]][point & 127];
    if (by == PHRASE_DELETED) return 0;
    return by == PHRASE_NOT_SIMPLE ? PHRASE_NOT_SIMPLE : (uint32_t)((int32_t)point + by);
}

/* Write the key of a text, which may be as long as the text: lower case, "0" for each number, no
   marks at the edges. Return its length; `start` is where it begins. Return -1 if a character is
   not simple. */
static Py_ssize_t make_key(const uint32_t *text, Py_ssize_t size, uint32_t *key,
                           Py_ssize_t *start) {
    Py_ssize_t written = 0, first = 0;
    uint32_t bits = 0;
    for (Py_ssize_t i = 0; i < size; i++) {
        uint32_t point = key_point(text[i]);
        if (point == PHRASE_NOT_SIMPLE) return -1;
        if (!point) continue;
        key[written++] = point;
        bits |= properties_of(point);
    }
    Py_ssize_t end = bits & IS_DECIMAL ? written : 0;
    if (end) written = 0;
    for (Py_ssize_t i = 0; i < end;) {
        uint32_t point = key[i++];
        if (has_property(point, IS_DECIMAL)) {
            while (i < end) {
                int is_mark = (key[i] == '.' || key[i] == ',') && i + 1 < end;
                if (has_property(key[i], IS_DECIMAL))
                    i++;
                else if (is_mark && has_property(key[i + 1], IS_DECIMAL))
                    i += 2;
                else
                    break;
            }
            point = '0';
        }
        key[written++] = point;
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
    Py_ssize_t size = PyUnicode_GET_LENGTH(core), start;
    uint32_t text[LONGEST_PHRASE_LINE], key[LONGEST_PHRASE_LINE];
    if (size > LONGEST_PHRASE_LINE) return PyObject_CallOneArg(key_in_python, core);
    View view = {PyUnicode_DATA(core), PyUnicode_KIND(core), size};
    for (Py_ssize_t i = 0; i < size; i++) text[i] = point_at(&view, i);
    Py_ssize_t written = make_key(text, size, key, &start);
    if (written < 0) return PyObject_CallOneArg(key_in_python, core);
    return PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, key + start, written);
}

/* Whether the key of a part is known; its characters are simple. */
static int is_known(const uint32_t *text, Py_ssize_t size) {
    uint32_t key[LONGEST_PHRASE_LINE];
    Py_ssize_t start, written = make_key(text, size, key, &start);
    return contains(&whole_lines, hash_of(key + start, written));
}

/* Whether the first of several parts of a bar is known. */
static int may_be_bar(const uint32_t *text, Py_ssize_t size) {
    Py_ssize_t first = -1;
    for (Py_ssize_t i = 0; i < size; i++) {
        int is_dash = has_property(text[i], IS_DASH) && i && i + 1 < size && text[i - 1] == ' ' &&
                      text[i + 1] == ' ';
        int splits = is_dash || has_property(text[i], SPLITS_BAR);
        if (splits && first >= 0) return is_known(text + first, i - first);
        if (!splits && text[i] != ' ' && first < 0) first = i;
    }
    return 0;
}

/* Whether the first of three to twelve words of a key is known. */
static int may_be_words(const uint32_t *key, Py_ssize_t size) {
    Py_ssize_t words = 1, word = size;
    for (Py_ssize_t i = 0; i < size; i++) {
        if (key[i] != ' ') continue;
        words++;
        if (word == size) word = i;
    }
    return words >= FEWEST_WORDS && words <= MOST_WORDS &&
           contains(&whole_lines, hash_of(key, word));
}

static int has_known_part(const uint32_t *text, Py_ssize_t size) {
    Py_ssize_t start = 0;
    for (Py_ssize_t i = 0; i <= size; i++) {
        if (i < size && !has_property(text[i], SPLITS_SENTENCES)) continue;
        if (i > start && is_known(text + start, i - start)) return 1;
        start = i + 1;
    }
    return 0;
}

static int has_known_head(const uint32_t *text, Py_ssize_t size) {
    Py_ssize_t start = 0;
    while (start < size && has_property(text[start], IS_PHRASE_BRACKET)) start++;
    for (Py_ssize_t i = start; i < size; i++)
        if (has_property(text[i], SPLITS_HEAD)) return is_known(text + start, i - start);
    return 0;
}

/* Whether match_phrase may match a core: every key that it looks up is looked up here. */
static int may_match_phrase(const uint32_t *text, Py_ssize_t size, int is_sentence) {
    uint32_t key[LONGEST_PHRASE_LINE], bits = 0;
    Py_ssize_t start, written = make_key(text, size, key, &start), end = start + written;
    if (written < 0) return 1;
    for (Py_ssize_t i = 0; i < size; i++) bits |= properties_of(text[i]);
    int is_whole = contains(&whole_lines, hash_of(key + start, written));
    if (size <= LONGEST_PHRASE) {
        if (is_whole) return 1;
        Py_ssize_t a = start, b = end;
        while (a < b && has_property(key[a], IS_PHRASE_BRACKET)) a++;
        while (b > a && has_property(key[b - 1], IS_PHRASE_BRACKET)) b--;
        if (b - a < written && contains(&whole_lines, hash_of(key + a, b - a))) return 1;
        if (bits & (IS_DASH | SPLITS_BAR) && may_be_bar(text, size)) return 1;
        if (may_be_words(key + start, written)) return 1;
    }
    if (bits & SPLITS_SENTENCES ? has_known_part(text, size) : is_whole) return 1;
    if (is_sentence) return 0;
    if (bits & SPLITS_HEAD && has_known_head(text, size)) return 1;
    if (written >= SHORTEST_WIDE_OPENING &&
        contains(&wide_openings, hash_of(key + start, SHORTEST_WIDE_OPENING)))
        return 1;
    return written >= SHORTEST_OPENING &&
           contains(&openings, hash_of(key + start, SHORTEST_OPENING));
}

static int may_be_phrase(const Group *group) {
    uint32_t points[LONGEST_PHRASE_LINE];
    View view = group_view(group);
    if (view.size > LONGEST_PHRASE_LINE) return 0;
    int64_t start, size = group_core(&view, points, &start);
    return size && may_match_phrase(points + start, size, group->ends_sentence);
}

PyObject *may_be_phrases(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *groups, *places;
    if (!PyArg_ParseTuple(args, "O!O!", &PyList_Type, &groups, &PyList_Type, &places)) return NULL;
    if (!whole_lines.slots || !openings.slots || !wide_openings.slots) {
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
