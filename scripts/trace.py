"""Follow one case or one member through both engines: `python scripts/trace.py --case 708 +scenario=growth`.

    python scripts/trace.py [--case N | --member N] [--replication 0] [--random N] [--from-day D] [SETTINGS ...]

Both engines run the same world. What happens to the case or member is shown side by side up to the first moment at
which the engines differ in anything at all, and then the state at that moment: who is there and free, what is in hand,
what waits, and all that each engine does then. Where they do not differ, the whole story is shown. Exit code 1: they
differ. This is how a rule is brought in: write it in one engine, then in the other, and trace where they part. Whom to
follow need not be known: unless asked otherwise, it is the case in which the engines first differ.
"""

import argparse
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from tbkk_sim.config.compose import load_settings
from tbkk_sim.engine import simulate
from tbkk_sim.engine.reference.desk import Desk
from tbkk_sim.engine.reference.run import set_up
from tbkk_sim.engine.reference.team import Case, Member, Queue
from tbkk_sim.model.event_records import COLUMNS, End, Event, EventLog
from tbkk_sim.model.parameters import Parameters, compile_parameters
from tbkk_sim.model.seconds import PER_MILLION, SECONDS_PER_DAY, SECONDS_PER_HOUR
from tbkk_sim.model.selection.treatment import Treatment
from tbkk_sim.runs.replication import Simulation
from tbkk_sim.sampling.world import World
from tbkk_sim.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
OF_A_MEMBER = (Event.JOINED, Event.LEFT, Event.ABSENT, Event.BACK, Event.PACED)
"""Events whose `report` is a shift."""
SHOWN = 12
"""Steps of a queue and free members of a team that are shown."""
WIDTH = 62


def main() -> int:
    """Run both engines and show the trace; 1 if they differ."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    who = parser.add_mutually_exclusive_group()
    who.add_argument("--case", type=int, help="number of a report, from 0; default: where they part")
    who.add_argument("--member", type=int, help="number of a member, from 0")
    parser.add_argument("--replication", type=int, default=0)
    parser.add_argument(
        "--random", type=int, metavar="N", help="random configuration N of the tests, with the settings given changed"
    )
    parser.add_argument("--from-day", type=float, default=0.0, help="day from which is shown what happened")
    parser.add_argument("settings", nargs="*", help="as on the command line: +scenario=growth staffing.extra=5")
    asked = parser.parse_args()
    world, parameters = a_world(asked.random, asked.replication, asked.settings)
    logs = [simulate(world, parameters, engine) for engine in ("simpy", "compiled")]
    parts = first_difference(logs)
    case = asked.case
    if case is None and asked.member is None:
        if parts is None:
            print("The engines agree.")
            return 0
        case = next(iter(concerned(logs, parts, None)), None)
    for line in trace(world, parameters, logs, case, asked.member, asked.from_day):
        print(line)
    return int(parts is not None)


def a_world(random: int | None, replication: int, settings: list[str]) -> tuple[World, Parameters]:
    """The world and rules that are asked for; settings change the rules of a random configuration, not its world."""
    if random is not None:
        sys.path.insert(0, str(ROOT))
        world, parameters = importlib.import_module("tests.engine.test_twin").configuration(random)
        if settings:
            values = importlib.import_module("tests.engine.random_settings").random_settings(random).model_dump()
            changes = dict(setting.split("=", 1) for setting in settings)
            changes = {path: yaml.safe_load(value) for path, value in changes.items()}
            changed = importlib.import_module("tests.builders").changed(values, changes)
            parameters = compile_parameters(Settings.model_validate(changed))
        return world, parameters
    plan = Simulation(load_settings(settings))
    return plan.draw(replication), plan.parameters


def first_difference(logs: list[EventLog]) -> int | None:
    """Row of the first event in which two logs differ; None: they do not."""
    one, other = (log.rows for log in logs)
    shared = min(len(one), len(other))
    differ = np.flatnonzero(one[:shared] != other[:shared])
    if len(differ):
        return int(differ[0])
    return None if len(one) == len(other) else shared


def trace(
    world: World,
    parameters: Parameters,
    logs: list[EventLog],
    case: int | None,
    member: int | None,
    from_day: float = 0.0,
) -> Iterator[str]:
    """Tell the story of a case or member in both engines, until they differ.

    Args:
        world: The world that both engines ran.
        parameters: The rules and numbers.
        logs: What the SimPy and the compiled engine made of it.
        case: Number of a report; or None.
        member: Number of a member; or None.
        from_day: Day from which the story is told.
    """
    yield f"{'SimPy':{WIDTH}}  compiled"
    parts = first_difference(logs)
    first = from_day * SECONDS_PER_DAY
    stories = [
        [event for event in log.rows[:parts] if concerns(event, case, member) and event["time_seconds"] >= first]
        for log in logs
    ]
    for events in zip(*stories, strict=True):
        one, other = (told(event, parameters) for event in events)
        yield f"{one:{WIDTH}}  {other}"
    if parts is None:
        yield "The engines agree."
        return
    moment = min(int(log.time_seconds[parts]) for log in logs if parts < len(log))
    yield f"The engines differ at {clock_of(moment)}, from fact {parts} on:"
    yield from side_by_side(parameters, logs, parts, moment)
    yield from state_at(world, parameters, moment, concerned(logs, parts, case), member)


def concerns(event: Any, case: int | None, member: int | None) -> bool:
    """Whether a event is of the case, or of the member."""
    if case is not None:
        return bool(event["report"] == case and event["kind"] not in (*OF_A_MEMBER, Event.STEERED))
    return bool(event["member"] == member)


def concerned(logs: list[EventLog], parts: int, case: int | None) -> list[int]:
    """The case that is followed, and those in which the engines differ first."""
    cases = [] if case is None else [case]
    for log in logs:
        if parts < len(log) and log.kind[parts] not in (*OF_A_MEMBER, Event.STEERED):
            cases.append(int(log.report[parts]))
    return list(dict.fromkeys(cases))


def side_by_side(parameters: Parameters, logs: list[EventLog], parts: int, moment: int) -> Iterator[str]:
    """All that each engine does at the moment at which they differ, from there on; of a later one, the next event."""
    stories = []
    for log in logs:
        rows = range(parts, min(parts + SHOWN, len(log)))
        stories.append([told(log.rows[n], parameters) for n in rows if n == parts or log.time_seconds[n] == moment])
    for n in range(max(map(len, stories))):
        one, other = (story[n] if n < len(story) else "" for story in stories)
        yield f"{one:{WIDTH}}  {other}"


def clock_of(moment: int) -> str:
    """A moment as day and time."""
    day, seconds = divmod(moment, SECONDS_PER_DAY)
    return f"day {day} {seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02} ({moment})"


def told(event: Any, parameters: Parameters) -> str:
    """A event in a line."""
    values = {name: int(event[name]) for name in COLUMNS}
    kind, detail, names = Event(values["kind"]), values["detail"], parameters.names
    words = [clock_of(values["time_seconds"]).rpartition(" ")[0], kind.name]
    if kind in OF_A_MEMBER:
        return " ".join([*words, f"member {values['member']}"])
    if kind == Event.STEERED:
        return " ".join([*words, f"pressure {values['work_seconds'] / PER_MILLION:.4f}"])
    words += (
        [f"case {values['report']}", f"step {values['step']}"] if values["step"] >= 0 else [f"case {values['report']}"]
    )
    if values["team"] >= 0:
        words.append(names.teams[values["team"]])
    if values["member"] >= 0:
        words.append(f"member {values['member']}")
    if values["work_seconds"]:
        words.append(f"{values['work_seconds'] / SECONDS_PER_HOUR:.4f} h")
    if kind == Event.ENDED:
        words.append(End(detail).name)
    elif kind == Event.WEIGHED:
        words.append(Treatment(detail).name)
    elif detail >= 0 and kind != Event.HANDED_OVER:
        words.append(names.classes[detail])
    return " ".join(words)


def state_at(world: World, parameters: Parameters, moment: int, cases: list[int], member: int | None) -> Iterator[str]:
    """The state in the SimPy engine as the moment begins: the cases, the member, and their teams."""
    simulation = set_up(world, parameters)
    if moment > 0:
        simulation.env.run(until=moment)
    desk = simulation.desk
    known = {case.report: case for case in cases_of(desk)}
    yield f"The state in the SimPy engine as {clock_of(moment)} begins:"
    teams = set()
    for number in cases:
        case = known.get(number)
        yield f"  case {number}: " + (about_case(case, parameters) if case else "neither waits nor is in hand")
        if case is not None and case.home is not None:
            teams.add(case.home.number)
    if member is not None:
        of_all = {one.number: one for team in desk.teams for one in team.members}
        yield f"  {about_member(of_all[member], parameters)}"
        teams.add(of_all[member].team.number)
    for number in sorted(teams):
        yield from about_team(desk, number, parameters)


def cases_of(desk: Desk) -> Iterator[Case]:
    """All cases that wait or are in hand."""
    for team in desk.teams:
        for member in team.members:
            if member.case is not None:
                yield member.case
            yield from (place.case for place in member.own_line)
    for queue in desk.queues:
        yield from waiting_in(queue)


def waiting_in(queue: Queue) -> list[Case]:
    """The cases that wait in a queue, those that go first first; own lines of investigators left out."""
    places = [place for of_skill in queue.lines for line in of_skill for place in line.places]
    return [case for *_, case in sorted(places) if case.waits]


def about_case(case: Case, parameters: Parameters) -> str:
    """A case in a line."""
    words = [parameters.names.classes[case.case_class], f"step {case.position} ({parameters.names.skills[case.skill]})"]
    words += [f"{case.work_left / SECONDS_PER_HOUR:.4f} h left", f"arrived {clock_of(case.arrived)}"]
    words += [word for word, is_so in (("taken up", case.taken_up), ("upgraded", case.upgraded)) if is_so]
    if case.waits:
        words.append(
            f"waits at {parameters.names.teams[case.home.number]} in line {case.line.number}, place {case.place[:2]}"
        )
    if case.waits_for is not None:
        words.append(f"for member {case.waits_for.number}")
    if case.member is not None:
        words.append(f"in hand of member {case.member.number}")
    return ", ".join(words)


def about_member(member: Member, parameters: Parameters) -> str:
    """A member in a line."""
    words = [f"member {member.number} of {parameters.names.teams[member.team.number]}"]
    words.append(f"there at rate {member.rate}" if member.present else "away")
    words.append("free" if member in member.team.free else f"open cases {member.open_cases}")
    if member.case is not None:
        until = "held for a specialist" if member.done_at is None else f"done at {clock_of(member.done_at)}"
        words.append(f"case {member.case.report} in hand, {until}")
    return ", ".join(words)


def about_team(desk: Desk, number: int, parameters: Parameters) -> Iterator[str]:
    """A team: how many are there and free, what waits, and who may help."""
    team = desk.teams[number]
    queue, waiting = team.queue, waiting_in(team.queue)
    free = ", ".join(str(member.number) for member in list(team.free)[:SHOWN]) or "nobody"
    yield (
        f"  {parameters.names.teams[number]}: {team.present} there, {team.lent} lent, free: {free}; "
        f"{queue.waiting} steps wait, {queue.in_hand} cases in hand, room: {desk.has_room(queue)}, "
        f"office open: {desk.office_is_open()}"
    )
    for case in waiting[:SHOWN]:
        yield f"    case {case.report}: {about_case(case, parameters)}"
    if len(waiting) > SHOWN:
        yield f"    and {len(waiting) - SHOWN} more"
    for lending in queue.lendings:
        helper = parameters.names.teams[lending.lender.number]
        state = "open" if lending.is_open() else "closed"
        yield f"    {helper} may help: {state}, {len(lending.lender.free)} free there"


if __name__ == "__main__":
    sys.exit(main())
