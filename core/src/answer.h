/* The answer of `communique clean -` to one text, as JSON. */
#ifndef COMMUNIQUE_ANSWER_H
#define COMMUNIQUE_ANSWER_H

#include "text.h"

PyObject *answer(PyObject *module, PyObject *args);

#endif
