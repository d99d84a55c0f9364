"""The compiled engine: the same story over plain arrays, at machine speed.

What tells the story has the names that it has in the SimPy engine; the rules themselves
(domain.rules, domain.calendar) are the very same functions. Needs numba.
"""
