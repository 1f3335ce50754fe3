/* The Python module: it takes strings and buffers, and works without the lock of Python. */
#include "answer.h"
#include "automaton.h"
#include "columns.h"
#include "forest.h"
#include "group.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST_END = 100 };

/* buffers */

static int read_buffer(PyObject *object, Py_buffer *view, Py_ssize_t size) {
    if (PyObject_GetBuffer(object, view, PyBUF_C_CONTIGUOUS)) return -1;
    if (size < 0 || view->len == size) return 0;
    PyErr_Format(PyExc_ValueError, "expected a buffer of %zd bytes, not %zd", size, view->len);
    PyBuffer_Release(view);
    return -1;
}

static int write_buffer(PyObject *object, Py_buffer *view, Py_ssize_t size) {
    if (PyObject_GetBuffer(object, view, PyBUF_C_CONTIGUOUS | PyBUF_WRITABLE)) return -1;
    if (view->len == size) return 0;
    PyErr_Format(PyExc_ValueError, "expected a buffer of %zd bytes, not %zd", size, view->len);
    PyBuffer_Release(view);
    return -1;
}

/* Return a copy of the content of a buffer, and its length in bytes. */
static void *copied(PyObject *object, Py_ssize_t *size) {
    Py_buffer view;
    if (read_buffer(object, &view, -1)) return NULL;
    void *copy = malloc((size_t)view.len + 1);
    if (copy)
        memcpy(copy, view.buf, (size_t)view.len);
    else
        PyErr_NoMemory();
    *size = view.len;
    PyBuffer_Release(&view);
    return copy;
}

/* evidence */

static void evidence_free(Evidence *evidence) {
    Keys *keys[] = {&evidence->page_keys, &evidence->extracted_keys, &evidence->vector_keys,
                    &evidence->category_keys};
    for (size_t k = 0; k < 4; k++) keys_free(keys[k]);
    free(evidence->category_weights);
    free(evidence->category_constants);
    free(evidence->vectors);
    free(evidence->logs);
    free(evidence);
}

static void evidence_end(PyObject *capsule) {
    evidence_free(PyCapsule_GetPointer(capsule, "evidence"));
}

/* Copy a table: `rows` keeps its values, each of `row` bytes; without, they are one weight each. */
static int copy_table(PyObject *pair, Keys *keys, void **rows, Py_ssize_t row) {
    PyObject *sorted, *values;
    if (!PyArg_ParseTuple(pair, "OO", &sorted, &values)) return -1;
    Py_ssize_t size, values_size;
    uint32_t *known = copied(sorted, &size);
    if (!known) return -1;
    void *copy = copied(values, &values_size);
    int failed = !copy;
    if (!failed && values_size != size / 4 * row) {
        PyErr_SetString(PyExc_ValueError, "the keys and the values of a table differ in number");
        failed = 1;
    }
    if (!failed && keys_build(keys, known, rows ? NULL : copy, size / 4)) {
        PyErr_NoMemory();
        failed = 1;
    }
    if (rows)
        *rows = copy;
    else
        free(copy);
    free(known);
    return failed ? -1 : 0;
}

static PyObject *make_evidence(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *page, *extracted, *vectors, *categories, *constants, *logs;
    float page_constant, extracted_constant;
    if (!PyArg_ParseTuple(args, "OfOfOOOO", &page, &page_constant, &extracted,
                          &extracted_constant, &vectors, &categories, &constants, &logs))
        return NULL;
    Evidence *made = calloc(1, sizeof *made);
    if (!made) return PyErr_NoMemory();
    made->page_constant = page_constant;
    made->extracted_constant = extracted_constant;
    Py_ssize_t size, logs_size;
    if (copy_table(page, &made->page_keys, NULL, 4) ||
        copy_table(extracted, &made->extracted_keys, NULL, 4) ||
        copy_table(vectors, &made->vector_keys, (void **)&made->vectors, VECTOR_SIZE) ||
        copy_table(categories, &made->category_keys, (void **)&made->category_weights,
                   4 * CATEGORIES) ||
        !(made->category_constants = copied(constants, &size)) ||
        !(made->logs = copied(logs, &logs_size))) {
        evidence_free(made);
        return NULL;
    }
    made->logs_size = logs_size / 8;
    if (size != 4 * CATEGORIES) {
        PyErr_SetString(PyExc_ValueError, "expected one constant a category");
        evidence_free(made);
        return NULL;
    }
    PyObject *capsule = PyCapsule_New(made, "evidence", evidence_end);
    if (!capsule) evidence_free(made);
    return capsule;
}

/* forests */

static void forest_free(Forest *forest) {
    free(forest->columns);
    free(forest->bounds);
    free(forest->values);
    free(forest);
}

static void forest_end(PyObject *capsule) { forest_free(PyCapsule_GetPointer(capsule, "forest")); }

static PyObject *make_forest(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *columns, *bounds, *values;
    double step;
    int bias, most_columns;
    if (!PyArg_ParseTuple(args, "OOOdii", &columns, &bounds, &values, &step, &bias, &most_columns))
        return NULL;
    Forest *made = calloc(1, sizeof *made);
    if (!made) return PyErr_NoMemory();
    Py_ssize_t sizes[3];
    made->step = step;
    made->bias = bias;
    if (!(made->columns = copied(columns, sizes)) || !(made->bounds = copied(bounds, sizes + 1)) ||
        !(made->values = copied(values, sizes + 2))) {
        forest_free(made);
        return NULL;
    }
    made->trees = sizes[0] / (8 * DEPTH);
    int is_good = sizes[1] == made->trees * 4 * DEPTH && sizes[2] == made->trees * 2 * LEAVES;
    for (int64_t k = 0; k < made->trees * DEPTH && is_good; k++)
        is_good = made->columns[k] >= 0 && made->columns[k] < most_columns;
    PyObject *capsule = is_good ? PyCapsule_New(made, "forest", forest_end) : NULL;
    if (!is_good) PyErr_SetString(PyExc_ValueError, "the arrays of the forest do not fit");
    if (!capsule) forest_free(made);
    return capsule;
}

static PyObject *predict(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *capsule, *columns, *out;
    Py_buffer from, to;
    Py_ssize_t n;
    int number;
    if (!PyArg_ParseTuple(args, "OOinO", &capsule, &columns, &number, &n, &out)) return NULL;
    Forest *forest = PyCapsule_GetPointer(capsule, "forest");
    if (!forest || read_buffer(columns, &from, n * number * 4)) return NULL;
    if (write_buffer(out, &to, n * 4)) {
        PyBuffer_Release(&from);
        return NULL;
    }
    Py_BEGIN_ALLOW_THREADS;
    forest_predict(forest, from.buf, n, to.buf);
    Py_END_ALLOW_THREADS;
    PyBuffer_Release(&from);
    PyBuffer_Release(&to);
    Py_RETURN_NONE;
}

/* batches */

static void batch_end(PyObject *capsule) {
    Batch *batch = PyCapsule_GetPointer(capsule, "batch");
    batch_free(batch);
    free(batch);
}

static View view_of(PyObject *string) {
    View view = {PyUnicode_DATA(string), PyUnicode_KIND(string), PyUnicode_GET_LENGTH(string)};
    return view;
}

/* In lines of more than 2,000 characters the middle is not read (see `scores.sample`). */
static int measure_line(Lines *lines, int64_t at, const View *line) {
    if (line->size <= MOST_READ) return lines_measure(lines, at, line);
    uint32_t points[MOST_READ];
    View sample = {points, 4, MOST_READ};
    for (int i = 0; i < MOST_READ - LONGEST_END; i++) points[i] = point_at(line, i);
    for (int i = 0; i < LONGEST_END; i++)
        points[MOST_READ - LONGEST_END + i] = point_at(line, line->size - LONGEST_END + i);
    return lines_measure(lines, at, &sample);
}

/* Return the views of all lines of all pages, and the number of lines of each page. */
static View *views_of(PyObject *pages, int64_t **offsets, int64_t *n) {
    Py_ssize_t number = PyList_GET_SIZE(pages);
    int64_t *starts = malloc((size_t)(number + 1) * 8);
    *n = 0;
    for (Py_ssize_t p = 0; p < number && starts; p++) {
        PyObject *page = PyList_GET_ITEM(pages, p);
        starts[p] = *n;
        if (!PyList_Check(page)) {
            PyErr_SetString(PyExc_TypeError, "a page must be a list of str");
            free(starts);
            return NULL;
        }
        *n += PyList_GET_SIZE(page);
    }
    View *views = malloc((size_t)(*n + 1) * sizeof *views);
    if (!starts || !views) {
        free(starts);
        free(views);
        PyErr_NoMemory();
        return NULL;
    }
    starts[number] = *n;
    for (Py_ssize_t p = 0; p < number; p++) {
        PyObject *page = PyList_GET_ITEM(pages, p);
        for (Py_ssize_t k = 0; k < PyList_GET_SIZE(page); k++) {
            PyObject *line = PyList_GET_ITEM(page, k);
            if (Py_IS_TYPE(line, &GroupType)) {
                views[starts[p] + k] = group_view((Group *)line);
                continue;
            }
            if (!PyUnicode_Check(line)) {
                PyErr_SetString(PyExc_TypeError, "a line must be a str");
                free(starts);
                free(views);
                return NULL;
            }
            views[starts[p] + k] = view_of(line);
        }
    }
    *offsets = starts;
    return views;
}

/* Measure views as a batch; -1 if there is no memory. */
static int batch_fill(Batch *batch, const View *views, const int64_t *offsets, int64_t n,
                      int64_t pages) {
    Lines *lines = &batch->lines;
    if (lines_new(lines, n, pages)) return -1;
    memcpy(lines->offsets, offsets, (size_t)(pages + 1) * 8);
    for (int64_t page = 0; page < pages; page++) {
        for (int64_t i = offsets[page]; i < offsets[page + 1]; i++) {
            lines->page[i] = page;
            lines->first[i] = offsets[page];
            lines->end[i] = offsets[page + 1];
            if (measure_line(lines, i, views + i)) return -1;
        }
    }
    return batch_prepare(batch);
}

static PyObject *measure(PyObject *self, PyObject *pages) {
    (void)self;
    if (!PyList_Check(pages)) {
        PyErr_SetString(PyExc_TypeError, "expected a list of pages");
        return NULL;
    }
    int64_t *offsets, n;
    View *views = views_of(pages, &offsets, &n);
    if (!views) return NULL;
    Batch *batch = calloc(1, sizeof *batch);
    int failed = !batch;
    Py_ssize_t number = PyList_GET_SIZE(pages);
    if (batch) {
        Py_BEGIN_ALLOW_THREADS;
        failed = batch_fill(batch, views, offsets, n, number);
        Py_END_ALLOW_THREADS;
    }
    free(views);
    free(offsets);
    PyObject *capsule = NULL;
    if (failed)
        PyErr_NoMemory();
    else
        capsule = PyCapsule_New(batch, "batch", batch_end);
    if (!capsule && batch) {
        batch_free(batch);
        free(batch);
    }
    return capsule;
}

static PyObject *log_inputs(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *capsule, *out;
    Py_buffer to;
    if (!PyArg_ParseTuple(args, "OO", &capsule, &out)) return NULL;
    Batch *batch = PyCapsule_GetPointer(capsule, "batch");
    if (!batch || write_buffer(out, &to, batch->lines.n * 4 * (LOG_INPUTS + 1))) return NULL;
    int failed;
    Py_BEGIN_ALLOW_THREADS;
    failed = fill_log_inputs(batch, to.buf);
    Py_END_ALLOW_THREADS;
    PyBuffer_Release(&to);
    if (failed) return PyErr_NoMemory();
    Py_RETURN_NONE;
}

static PyObject *first(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *capsule, *evidence_capsule, *logs, *out, *between;
    int is_page;
    if (!PyArg_ParseTuple(args, "OOpOOO", &capsule, &evidence_capsule, &is_page, &logs, &out,
                          &between))
        return NULL;
    Batch *batch = PyCapsule_GetPointer(capsule, "batch");
    if (!batch) return NULL;
    Evidence *evidence = PyCapsule_GetPointer(evidence_capsule, "evidence");
    if (!evidence) return NULL;
    int64_t n = batch->lines.n, number = is_page ? PAGE_COLUMNS : EXTRACTED_COLUMNS;
    Py_buffer from, to, next;
    for (int64_t page = 0; page < batch->lines.pages; page++)
        if (batch->lines.offsets[page + 1] - batch->lines.offsets[page] >= evidence->logs_size) {
            PyErr_SetString(PyExc_ValueError, "a page has too many lines");
            return NULL;
        }
    if (read_buffer(logs, &from, n * 4 * (LOG_INPUTS + 1))) return NULL;
    if (write_buffer(out, &to, n * 4 * number)) {
        PyBuffer_Release(&from);
        return NULL;
    }
    int failed = write_buffer(between, &next, n * 4 * (is_page ? 1 : CATEGORIES + 2));
    if (!failed) {
        Py_BEGIN_ALLOW_THREADS;
        failed = fill_first(batch, evidence, is_page, from.buf, to.buf, next.buf);
        Py_END_ALLOW_THREADS;
        PyBuffer_Release(&next);
        if (failed) PyErr_NoMemory();
    }
    PyBuffer_Release(&from);
    PyBuffer_Release(&to);
    if (failed) return NULL;
    Py_RETURN_NONE;
}

static PyObject *rest(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *capsule, *between, *out;
    int is_page;
    if (!PyArg_ParseTuple(args, "OpOO", &capsule, &is_page, &between, &out)) return NULL;
    Batch *batch = PyCapsule_GetPointer(capsule, "batch");
    if (!batch) return NULL;
    if (is_page && !batch->own) {
        PyErr_SetString(PyExc_ValueError, "the first columns are missing");
        return NULL;
    }
    int64_t n = batch->lines.n, number = is_page ? PAGE_COLUMNS : EXTRACTED_COLUMNS;
    Py_buffer from, to;
    if (read_buffer(between, &from, n * 4 * (is_page ? 1 : CATEGORIES + 2))) return NULL;
    if (write_buffer(out, &to, n * 4 * number)) {
        PyBuffer_Release(&from);
        return NULL;
    }
    int failed;
    Py_BEGIN_ALLOW_THREADS;
    failed = fill_rest(batch, is_page, from.buf, to.buf);
    Py_END_ALLOW_THREADS;
    PyBuffer_Release(&from);
    PyBuffer_Release(&to);
    if (failed) return PyErr_NoMemory();
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"setup", group_setup, METH_VARARGS, "Take functions and a class of the package."},
    {"split", group_split, METH_O, "Split texts into groups of one line."},
    {"may_be_phrases", may_be_phrases, METH_VARARGS, "Return the indices of possible phrases."},
    {"phrase_key", phrase_key, METH_O, "Return the key of a line in the catalogue of phrases."},
    {"may_match", may_match, METH_VARARGS, "Return the indices of groups that a rule may match."},
    {"may_be_stamps", may_be_stamps, METH_VARARGS, "Return the indices of possible time stamps."},
    {"english", group_english, METH_O, "Count words and English words."},
    {"repeated", group_repeated, METH_VARARGS, "Return the indices of groups that are repeated."},
    {"describe", group_describe, METH_VARARGS, "Write the numbers of groups of a text."},
    {"answer", answer, METH_VARARGS, "Write the answer to one text as JSON."},
    {"evidence", make_evidence, METH_VARARGS, "Copy the tables of words."},
    {"forest", make_forest, METH_VARARGS, "Copy a forest."},
    {"measure", measure, METH_O, "Measure pages, each a list of lines."},
    {"log_inputs", log_inputs, METH_VARARGS, "Write what numpy takes the logarithm of."},
    {"first", first, METH_VARARGS, "Write the columns that need no exp."},
    {"rest", rest, METH_VARARGS, "Write the other columns."},
    {"predict", predict, METH_VARARGS, "Write the log odds of each line."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_core", NULL, -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__core(void) {
    if (PyType_Ready(&GroupType)) return NULL;
    PyObject *made = PyModule_Create(&module);
    if (!made || PyModule_AddObjectRef(made, "Group", (PyObject *)&GroupType) || PyModule_AddIntConstant(made, "PAGE_COLUMNS", PAGE_COLUMNS) ||
        PyModule_AddIntConstant(made, "EXTRACTED_COLUMNS", EXTRACTED_COLUMNS) ||
        PyModule_AddIntConstant(made, "LOG_INPUTS", LOG_INPUTS + 1) ||
        PyModule_AddIntConstant(made, "CATEGORIES", CATEGORIES) ||
        PyModule_AddStringConstant(made, "SOURCES", SOURCES) ||
        PyModule_AddStringConstant(made, "UNICODE", UNICODE) ||
        PyModule_AddStringConstant(made, "VERSION", VERSION))
        return NULL;
    return made;
}
