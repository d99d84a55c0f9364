"""Lines of waiting steps as pairing heaps, whose nodes are the cases themselves.

Any case can leave its line at once, so a line never holds an entry that is no longer valid.
Fredman, Sedgewick, Sleator & Tarjan, "The pairing heap", Algorithmica 1 (1986).
"""

from tbkk_sim.engine.compiled.kernel.jit import inlined, kernel
from tbkk_sim.engine.compiled.openings import note_judged, note_step_gone, note_step_waiting
from tbkk_sim.engine.compiled.state.state import IN_LINE, IN_OWN_LINE, NOWHERE, EngineState
from tbkk_sim.engine.vocabulary import TRIAGE_SKILL
from tbkk_sim.model import rules
from tbkk_sim.model.rules import GOING_ON, NO_LIMIT, NOBODY, OPENS_CASE


@inlined
def goes_before(s: EngineState, a: int, b: int) -> bool:
    """True if the step of case a goes before that of case b."""
    return rules.goes_before(s.case[a].urgency, s.case[a].place, a, s.case[b].urgency, s.case[b].place, b)


@inlined
def meld(s: EngineState, a: int, b: int) -> int:
    """Join two heaps; the first of both becomes the first."""
    if a < 0:
        return b
    if b < 0:
        return a
    if goes_before(s, b, a):
        a, b = b, a
    child = s.case[a].child
    s.case[b].before = a
    s.case[b].sibling = child
    if child >= 0:
        s.case[child].before = b
    s.case[a].child = b
    return a


@kernel
def meld_children(s: EngineState, child: int) -> int:
    """Join the heaps of a node that goes away, in pairs and then one by one."""
    pairs = -1
    while child >= 0:
        a, b = child, s.case[child].sibling
        child = -1
        if b >= 0:
            child = s.case[b].sibling
            s.case[b].sibling = -1
        s.case[a].sibling = -1
        pair = meld(s, a, b)
        s.case[pair].sibling = pairs
        pairs = pair
    root = -1
    while pairs >= 0:
        rest = s.case[pairs].sibling
        s.case[pairs].sibling = -1
        root = meld(s, root, pairs)
        pairs = rest
    if root >= 0:
        s.case[root].before = -1
    return root


@inlined
def without(s: EngineState, root: int, c: int) -> int:
    """A heap without one of its nodes."""
    case = s.case[c]
    children = meld_children(s, case.child)
    before, sibling = case.before, case.sibling
    case.child = -1
    case.sibling = -1
    case.before = -1
    if c == root:
        return children
    if s.case[before].child == c:
        s.case[before].child = sibling
    else:
        s.case[before].sibling = sibling
    if sibling >= 0:
        s.case[sibling].before = before
    return meld(s, root, children)


@inlined
def join(s: EngineState, c: int, queue: int, investigator: int) -> None:
    """Let a step wait in the line of its skill, or in that of its investigator."""
    case = s.case[c]
    skill = case.skill
    case.queue = queue
    s.queue[queue].waiting += 1
    s.waiting_for[queue, skill] += 1
    if rules.is_of_portfolio(case.line):
        s.portfolio_waiting[queue, skill] += 1
    if not rules.keeps_office_hours(case.line):
        s.clock[0].n_at_any_hour += 1
    note_step_waiting(s, queue)
    if investigator >= 0:
        case.where = IN_OWN_LINE
        s.member[investigator].own_line = meld(s, s.member[investigator].own_line, c)
    else:
        add_to_line(s, c)


@inlined
def add_to_line(s: EngineState, c: int) -> None:
    """Add a step to the line of its skill."""
    case = s.case[c]
    queue, skill, line = case.queue, case.skill, case.line
    case.where = IN_LINE
    s.line[queue, skill, line] = meld(s, s.line[queue, skill, line], c)


@inlined
def leave(s: EngineState, c: int) -> None:
    """Take a step out of its line."""
    case = s.case[c]
    queue, skill, line = case.queue, case.skill, case.line
    if case.where == IN_LINE:
        s.line[queue, skill, line] = without(s, s.line[queue, skill, line], c)
    else:
        investigator = case.investigator
        s.member[investigator].own_line = without(s, s.member[investigator].own_line, c)
    case.where = NOWHERE
    case.queue = -1
    s.queue[queue].waiting -= 1
    s.waiting_for[queue, skill] -= 1
    if rules.is_of_portfolio(line):
        s.portfolio_waiting[queue, skill] -= 1
    if not rules.keeps_office_hours(line):
        s.clock[0].n_at_any_hour -= 1
    note_step_gone(s, queue)
    if skill == TRIAGE_SKILL and s.waiting_for[queue, skill] == 0:
        note_judged(s, queue)


@inlined
def investigator_of(s: EngineState, c: int) -> int:
    """The investigator of a case, unless gone for good; -1: none."""
    investigator = s.case[c].investigator
    if investigator >= 0 and s.member[investigator].has_left:
        return NOBODY
    return investigator


@inlined
def opens_case_now(s: EngineState, c: int) -> bool:
    """True if a step that goes on with a case opens it for somebody else, since its investigator has left."""
    case = s.case[c]
    return s.skill[case.skill].owns_case and case.position >= 0 and investigator_of(s, c) < 0


@inlined
def first(s: EngineState, queue: int, skill: int, line: int) -> int:
    """The first in line; -1: none. A case that may not be taken as the others of the line are is moved when met."""
    c = s.line[queue, skill, line]
    if line == GOING_ON and s.parameters[0].caseload_limit != NO_LIMIT:
        while c >= 0 and opens_case_now(s, c):
            s.line[queue, skill, line] = without(s, c, c)
            s.case[c].line = OPENS_CASE
            add_to_line(s, c)
            c = s.line[queue, skill, line]
    return c


@inlined
def home_of_skill(s: EngineState, c: int, skill: int) -> int:
    """The team in whose queue a step of a case waits that needs this skill."""
    case = s.case[c]
    row = len(s.home_from_seconds) - 1
    while s.home_from_seconds[row] > case.arrived:
        row -= 1
    return s.home_team[row, case.unit, skill]
