"""A local page on which an adjudicator decides open items, one at a time.

`view` and `passages` turn items into plain data, `session` holds the answers, `guard` decides which
requests are served, and `server` serves them on the loopback address.
"""
