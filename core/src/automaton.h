/* The automaton of all rules (see automaton.py), as a deterministic one that grows as it is used. */
#ifndef COMMUNIQUE_AUTOMATON_H
#define COMMUNIQUE_AUTOMATON_H

#include "text.h"

/* may_match(groups, indices) -> list of those indices whose groups a rule may match */
PyObject *may_match(PyObject *module, PyObject *args);

#endif
