"""The compiled engine: the same story over plain arrays, at machine speed.

Module by module and function by function it has the names of the SimPy engine; the rules themselves
(domain.rules, domain.calendar) are the very same functions. Needs numba.
"""
