"""A story of nine reports at the desk and in assessment that can be reckoned by hand: every hour is a working hour."""

from functools import cache

from tbkk_sim.engine import simulate
from tbkk_sim.model.parameters import compile_parameters
from tests.engine.hand_made import ENRICH, LIGHT, SERIOUS, TRIAGE, Member, Report, hand_made, made_world
from tests.metrics.edge_worlds import Told

CLOSED, A_DAY = 0, 24.0


@cache
def desk_story() -> Told:
    """One member judges reports, another assesses them and investigates; serious cases are severe, light ones are not.

    0: seen as light by the system on day 1, as serious by the unit on day 2, investigated by day 3.
    1: closed by mistake on day 4.
    2: light, but seen as serious by both; assessed by day 5.5, investigated by day 6.5.
    3: a further report on the person of 0, who was investigated: joined on day 8.
    4: leads to nobody, as the unit knows on day 9.5.
    5: its data are gone on day 9.4, before somebody has time for it; the unit knows on day 10.
    6: serious, but seen as light by both; the first work, from day 40.5 to 41.5, shows what it is.
    7: serious, seen as light by the system on day 50, and still in assessment at the end, on day 59.
    8: judged by a person from day 57 to day 58, and then waits to be assessed.
    """
    settings = hand_made({"triage.assessment": {"enabled": True, "step": "enrich"}})
    work = [(ENRICH, A_DAY)]
    hidden = {"case_class": SERIOUS, "triaged_class": LIGHT, "by_system": True, "steps": work}
    reports = [
        Report(1.0, assessed_class=SERIOUS, assessment_hours=A_DAY, **hidden),
        Report(4.0, work, SERIOUS, triaged_class=CLOSED, by_system=True, assessment_hours=A_DAY),
        Report(5.0, work, LIGHT, triaged_class=SERIOUS, by_system=True, assessment_hours=12.0),
        Report(8.0, person=0, assessment_hours=A_DAY, **hidden),
        Report(9.0, work, LIGHT, by_system=True, assessment_hours=12.0, trace_until_days=0.0),
        Report(9.25, work, LIGHT, by_system=True, assessment_hours=12.0, trace_until_days=9.4),
        Report(40.0, assessed_class=LIGHT, assessment_hours=12.0, **hidden),
        Report(50.0, assessed_class=SERIOUS, assessment_hours=10 * A_DAY, **hidden),
        Report(57.0, work, LIGHT, by_hand=True, triage_hours=A_DAY, assessment_hours=A_DAY),
    ]
    world = made_world(reports, [Member(skills=(TRIAGE,)), Member(skills=(ENRICH,))])
    parameters = compile_parameters(settings)
    return Told(settings, world, parameters, simulate(world, parameters, "simpy"))
