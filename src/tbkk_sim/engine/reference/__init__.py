"""The engine that people read, in plain SimPy: one process a report, one a member; `run` puts them together.

To be read in this order:

1. `clock`: SimPy's environment, the `env` of the other modules, with `At`, a timeout until a moment.
2. `report`: the process of one report. `member`: the processes of one member.
3. `desk`: the object at which they meet. It changes the state at once, while processes only wait. It is one object in
   three modules, each built on the one before: `assignment` has the rules (who may take what, and what goes first),
   `openings` notes which free members look again after a change, and `desk` lets them work.
4. `team`: the state of members, cases and queues. `portfolio`: of the classes that are not severe, what a queue owes or
   whose turn it is. `caseload`: the cases that wait in the country, and the pressure that they make.
5. `office` and `steering`: the processes of the calendar and of the steering group.
"""
