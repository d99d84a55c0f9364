"""The compiled engine: the same sequences over plain arrays, at machine speed.

Functions have the names of their counterparts in the SimPy engine; the rules themselves
(model.rules, model.calendar) are the very same functions. Needs numba.
"""
