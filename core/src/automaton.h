/* The automaton of all rules and stamps (see automaton.py), as deterministic ones that grow as they
   are used. */
#ifndef COMMUNIQUE_AUTOMATON_H
#define COMMUNIQUE_AUTOMATON_H

#include "text.h"

/* may_match(groups, indices) -> list of those indices whose groups a rule may match */
PyObject *may_match(PyObject *module, PyObject *args);
/* may_be_stamps(groups, indices) -> list of those indices whose groups may have a stamp */
PyObject *may_be_stamps(PyObject *module, PyObject *args);

#endif
