"""The engine that people read, in plain SimPy: one process a report, one a member; `run` puts them together.

To be read in this order: `report` for the process of one report, `member` for that of one member, the `desk` at which
they meet, which changes the state at once while processes only wait, and `assignment`, which answers who may take what
and what goes first. Then `team` for the state, `openings` for who looks again, and `clock`, SimPy's environment.
The desk is one object in three parts, each built on the one before: Assignment answers, Openings notes, Desk changes.
"""
