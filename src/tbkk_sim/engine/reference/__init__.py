"""The engine that people read, in plain SimPy: one process a report, one a member; `run` puts them together.

Read `report` for the story of one report and `member` for that of one member. They meet at the `desk`, which changes
what is so at once, while processes only wait; `assignment` answers who may take what and what goes first.
"""
