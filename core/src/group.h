/* Lines of a page as Python objects with the properties of `LineGroup` (see `lines.py`). */
#ifndef COMMUNIQUE_GROUP_H
#define COMMUNIQUE_GROUP_H

#include "text.h"

typedef struct {
    PyObject_HEAD PyObject *raw; /* the text of the page */
    PyObject *text, *plain, *core;
    Py_ssize_t start, end, indent;
    int width, words;
    char after_blank, is_code, ends_sentence, is_prose, is_visible;
} Group;

extern PyTypeObject GroupType;
extern PyObject *line_class; /* of the package, given by setup */
extern PyObject *line_model, *ending_model; /* verdicts, given by setup */

static inline View group_view(const Group *group) {
    View raw = {PyUnicode_DATA(group->raw), PyUnicode_KIND(group->raw), 0};
    return part_of(&raw, group->start, group->end);
}

enum { LONGEST_MATCHED = 4000 };

/* LineGroup.core: write it to `points`, which holds LONGEST_MATCHED; return its length. */
int64_t group_core(const View *text, uint32_t *points, int64_t *start);

int are_groups(PyObject *list); /* whether it is a list of groups */

PyObject *group_setup(PyObject *module, PyObject *args);
PyObject *group_split(PyObject *module, PyObject *texts);
/* may_be_phrases(groups, indices) -> list of those indices whose groups may be phrases */
PyObject *may_be_phrases(PyObject *module, PyObject *args);
PyObject *phrase_key(PyObject *module, PyObject *core);
PyObject *group_english(PyObject *module, PyObject *groups);
/* repeated(groups, indices) -> list of those indices whose groups of one text have the same text */
PyObject *group_repeated(PyObject *module, PyObject *args);
/* describe(groups, buffer): write the numbers of `shapes.Shapes` */
PyObject *group_describe(PyObject *module, PyObject *args);

#endif
