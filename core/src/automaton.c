#include "automaton.h"

#include <stdlib.h>
#include <string.h>

#include "group.h"
#include "rules.h"

enum { MOST_STATES = 3000, SLOTS = 8192, MOST_ITEMS = 3000000, UNKNOWN = -1, DEAD = 0 };

/* A state: the sorted automaton states that are entered next, and the kind of the last character. */
typedef struct {
    uint64_t hash;
    int32_t first, size;
    int8_t was_word, accepts; /* accepts: -1 is not known yet */
} State;

typedef struct {
    int32_t *items; /* of all states */
    int64_t items_size;
    State *states;
    int32_t number;
    int32_t *next;  /* (states, classes) */
    int32_t *slots; /* hash table of states; -1 is empty */
    /* scratch of a closure */
    int32_t *stack, *reached, *targets;
    uint32_t *visited, mark;
    const int32_t *starts; /* of the patterns */
    int32_t starts_size, start;
} Cache;

static void cache_free(Cache *cache) {
    if (!cache) return;
    void *arrays[] = {cache->items, cache->states,  cache->next,    cache->slots,
                      cache->stack, cache->reached, cache->targets, cache->visited};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) free(arrays[k]);
    free(cache);
}

static int32_t intern(Cache *cache, const int32_t *targets, int32_t size, int was_word);

/* Patterns, and what they read of a line: write it to `points`, return its length, 0 for none. */
typedef struct {
    const int32_t *starts;
    int32_t number;
    int64_t (*read)(const View *line, uint32_t *points, int64_t *start);
    Cache *spare; /* that no other thread uses at the moment */
} Patterns;

/* Forget all states, and make the state without items and the first state. */
static void cache_reset(Cache *cache) {
    cache->number = 0;
    cache->items_size = 0;
    memset(cache->slots, 0xFF, SLOTS * sizeof *cache->slots);
    intern(cache, NULL, 0, 0);
    cache->start = intern(cache, cache->starts, cache->starts_size, 0);
}

static Cache *cache_new(const Patterns *patterns) {
    Cache *cache = calloc(1, sizeof *cache);
    if (!cache) return NULL;
    cache->starts = patterns->starts;
    cache->starts_size = patterns->number;
    cache->items = malloc((MOST_ITEMS + RULE_STATES) * sizeof *cache->items);
    cache->states = malloc((MOST_STATES + 1) * sizeof *cache->states);
    cache->next = malloc((size_t)(MOST_STATES + 1) * RULE_CLASSES * sizeof *cache->next);
    cache->slots = malloc(SLOTS * sizeof *cache->slots);
    cache->stack = malloc(2 * RULE_STATES * sizeof *cache->stack);
    cache->reached = malloc(RULE_STATES * sizeof *cache->reached);
    cache->targets = malloc((RULE_STATES + RULES) * sizeof *cache->targets);
    cache->visited = calloc(RULE_STATES, sizeof *cache->visited);
    if (!cache->items || !cache->states || !cache->next || !cache->slots || !cache->stack ||
        !cache->reached || !cache->targets || !cache->visited) {
        cache_free(cache);
        return NULL;
    }
    cache_reset(cache);
    return cache;
}

static int32_t intern(Cache *cache, const int32_t *targets, int32_t size, int was_word) {
    uint64_t hash = (uint64_t)was_word + 1;
    for (int32_t k = 0; k < size; k++)
        hash = (hash ^ (uint64_t)targets[k]) * UINT64_C(0x9E3779B97F4A7C15), hash ^= hash >> 29;
    uint32_t at = (uint32_t)(hash % SLOTS);
    for (; cache->slots[at] >= 0; at = (at + 1) % SLOTS) {
        const State *state = cache->states + cache->slots[at];
        if (state->hash == hash && state->size == size && state->was_word == was_word &&
            (!size ||
             !memcmp(cache->items + state->first, targets, (size_t)size * sizeof *targets)))
            return cache->slots[at];
    }
    int32_t made = cache->number++;
    State *state = cache->states + made;
    state->hash = hash;
    state->first = (int32_t)cache->items_size;
    state->size = size;
    state->was_word = (int8_t)was_word;
    state->accepts = -1;
    if (size) memcpy(cache->items + cache->items_size, targets, (size_t)size * sizeof *targets);
    cache->items_size += size;
    for (int k = 0; k < RULE_CLASSES; k++) cache->next[(int64_t)made * RULE_CLASSES + k] = UNKNOWN;
    cache->slots[at] = made;
    return made;
}

/* Write to `reached` the characters that can follow, if the next character is_word; return their
   number. `accepts` tells whether the line may end here. */
static int32_t closure(Cache *cache, const State *state, int is_word, int *accepts) {
    int32_t size = 0, depth = 0;
    uint32_t mark = ++cache->mark;
    if (!mark) {
        memset(cache->visited, 0, RULE_STATES * sizeof *cache->visited);
        mark = cache->mark = 1;
    }
    *accepts = 0;
    for (int32_t k = state->size - 1; k >= 0; k--) {
        int32_t item = cache->items[state->first + k];
        if (cache->visited[item] == mark) continue;
        cache->visited[item] = mark;
        cache->stack[depth++] = item;
        while (depth) {
            int32_t now = cache->stack[--depth], follow[2], number = 0;
            switch (rule_states[now].kind) {
            case RULE_CHARACTER: cache->reached[size++] = now; break;
            case RULE_ACCEPT: *accepts = 1; break;
            case RULE_SPLIT:
                follow[number++] = rule_states[now].a;
                follow[number++] = rule_states[now].b;
                break;
            case RULE_BOUNDARY:
                if (state->was_word != is_word) follow[number++] = rule_states[now].a;
                break;
            default:
                if (state->was_word == is_word) follow[number++] = rule_states[now].a;
            }
            while (number) {
                int32_t next = follow[--number];
                if (cache->visited[next] == mark) continue;
                cache->visited[next] = mark;
                cache->stack[depth++] = next;
            }
        }
    }
    return size;
}

static int by_number(const void *a, const void *b) {
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* Return the state after a character of this class. */
static int32_t step(Cache *cache, int32_t from, int class) {
    int accepts, is_word = rule_atoms[0][class];
    int32_t reached = closure(cache, cache->states + from, is_word, &accepts), size = 0;
    for (int32_t k = 0; k < reached; k++) {
        int32_t state = cache->reached[k];
        if (rule_atoms[rule_states[state].a][class]) cache->targets[size++] = rule_states[state].b;
    }
    qsort(cache->targets, (size_t)size, sizeof *cache->targets, by_number);
    int32_t distinct = 0;
    for (int32_t k = 0; k < size; k++)
        if (!k || cache->targets[k] != cache->targets[k - 1])
            cache->targets[distinct++] = cache->targets[k];
    int is_full = cache->number >= MOST_STATES || cache->items_size + distinct > MOST_ITEMS;
    if (is_full) cache_reset(cache);
    int32_t to = distinct ? intern(cache, cache->targets, distinct, is_word) : DEAD;
    if (!is_full) cache->next[(int64_t)from * RULE_CLASSES + class] = to;
    return to;
}

static int accepted(Cache *cache, const uint32_t *points, int64_t size) {
    int32_t at = cache->start;
    for (int64_t i = 0; i < size; i++) {
        uint32_t point = points[i];
        int class = rule_classes_blocks[rule_classes_index[point >> 7]][point & 127];
        int32_t to = cache->next[(int64_t)at * RULE_CLASSES + class];
        at = to != UNKNOWN ? to : step(cache, at, class);
        if (at == DEAD) return 0;
    }
    State *state = cache->states + at;
    if (state->accepts < 0) {
        int accepts;
        closure(cache, state, 0, &accepts);
        state->accepts = (int8_t)accepts;
    }
    return state->accepts;
}

static int64_t read_core(const View *line, uint32_t *points, int64_t *start) {
    int64_t size = group_core(line, points, start);
    return size <= RULE_LIMIT ? size : 0;
}

static int64_t read_stamp(const View *line, uint32_t *points, int64_t *start) {
    *start = 0;
    if (line->size > WIDEST_STAMP) return 0;
    for (int64_t i = 0; i < line->size; i++) points[i] = point_at(line, i);
    return line->size;
}

static Patterns rules = {rule_starts, RULES, read_core, NULL};
static Patterns stamps = {stamp_starts, STAMPS, read_stamp, NULL};

static PyObject *may_be(Patterns *patterns, PyObject *args) {
    PyObject *groups, *places;
    if (!PyArg_ParseTuple(args, "O!O!", &PyList_Type, &groups, &PyList_Type, &places)) return NULL;
    Py_ssize_t number = PyList_GET_SIZE(places), chosen = 0;
    View *views = malloc((size_t)(number + 1) * sizeof *views);
    Py_ssize_t *indices = malloc((size_t)(number + 1) * sizeof *indices);
    if (!views || !indices) PyErr_NoMemory();
    for (Py_ssize_t k = 0; k < number && !PyErr_Occurred(); k++) {
        Py_ssize_t at = PyLong_AsSsize_t(PyList_GET_ITEM(places, k));
        int is_in = at >= 0 && at < PyList_GET_SIZE(groups);
        PyObject *group = is_in ? PyList_GET_ITEM(groups, at) : NULL;
        if (group && Py_IS_TYPE(group, &GroupType))
            views[k] = group_view((Group *)group);
        else if (!PyErr_Occurred())
            PyErr_SetString(PyExc_TypeError, "expected groups, and indices of them");
    }
    if (PyErr_Occurred()) {
        free(views);
        free(indices);
        return NULL;
    }
    Cache *cache;
    Py_BEGIN_ALLOW_THREADS;
    cache = __atomic_exchange_n(&patterns->spare, NULL, __ATOMIC_ACQ_REL);
    if (!cache) cache = cache_new(patterns);
    uint32_t points[LONGEST_MATCHED];
    for (Py_ssize_t k = 0; k < number && cache; k++) {
        int64_t start, size = patterns->read(views + k, points, &start);
        if (size && accepted(cache, points + start, size)) indices[chosen++] = k;
    }
    Cache *other = cache ? __atomic_exchange_n(&patterns->spare, cache, __ATOMIC_ACQ_REL) : NULL;
    cache_free(other);
    Py_END_ALLOW_THREADS;
    free(views);
    PyObject *out = cache ? PyList_New(chosen) : PyErr_NoMemory();
    for (Py_ssize_t k = 0; k < chosen && out; k++) {
        PyObject *index = PyList_GET_ITEM(places, indices[k]);
        Py_INCREF(index);
        PyList_SET_ITEM(out, k, index);
    }
    free(indices);
    return out;
}

PyObject *may_match(PyObject *module, PyObject *args) {
    (void)module;
    return may_be(&rules, args);
}

PyObject *may_be_stamps(PyObject *module, PyObject *args) {
    (void)module;
    return may_be(&stamps, args);
}
