"""Which work loses its last posts in the plan, from when, and where it goes.

The capital is the national unit. Lookers judge and enrich, servers search and make dossiers, typists dossiers only.
"""

import datetime as dt

from tbkk_sim.model.withdrawn import Withdrawn, withdrawn
from tests.model.posts import step, two_units, with_plan
from tests.model.truth import truth_table

FIRST, TENTH, TWENTIETH, LAST = dt.date(2021, 1, 1), dt.date(2021, 1, 11), dt.date(2021, 1, 21), dt.date(2021, 12, 31)
SERVES, LOOKS, ALL = ("dossier", "search"), ("enrich",), ("dossier", "enrich", "search")
LOOKS_AND_SEARCHES = ("enrich", "search")
TAKEN = step(-1, str(TENTH), "server")


@truth_table(
    "settings, right",
    {
        "no plan": (with_plan(10, 1), []),
        "posts only come": (with_plan(10, 1, x=step(1)), []),
        "the last but one is taken": (with_plan(10, 1, x=step(1, "2021-01-06", "server"), y=TAKEN), []),
        "the last server of a unit without lookers": (
            with_plan(10, 1, y=TAKEN),
            [Withdrawn("coast", TENTH, None, "capital", False, SERVES)],
        ),
        "all posts, whatever their role": (
            with_plan(10, 10, y=step(-10, str(TENTH))),
            [Withdrawn("coast", TENTH, None, "capital", False, ("dossier", "enrich", "search"))],
        ),
        "all posts of one role": (
            with_plan(10, 10, y=step(-4, str(TENTH), "looker")),
            [Withdrawn("coast", TENTH, None, "capital", True, LOOKS)],
        ),
        "until others come": (
            with_plan(10, 1, y=TAKEN, z=step(1, str(TWENTIETH), "server")),
            [Withdrawn("coast", TENTH, TWENTIETH, "capital", False, SERVES)],
        ),
        "some of it until others come": (
            with_plan(10, 1, y=TAKEN, z=step(1, str(TWENTIETH), "typist")),
            [
                Withdrawn("coast", TENTH, TWENTIETH, "capital", False, ("dossier",)),
                Withdrawn("coast", TENTH, None, "capital", True, ("search",)),
            ],
        ),
        "there never were any, until others come for some of it": (
            with_plan(10, 0, z=step(1, str(TENTH), "typist")),
            [
                Withdrawn("coast", FIRST, TENTH, "capital", False, ("dossier",)),
                Withdrawn("coast", FIRST, None, "capital", True, LOOKS_AND_SEARCHES),
            ],
        ),
        "on the last day": (
            with_plan(10, 1, y=step(-1, str(LAST), "server")),
            [Withdrawn("coast", LAST, None, "capital", False, SERVES)],
        ),
        "the day after": (with_plan(10, 1, y=step(-1, "2022-01-01", "server")), []),
        "on the first day": (
            with_plan(10, 1, y=step(-1, str(FIRST), "server")),
            [Withdrawn("coast", FIRST, None, "capital", False, ALL)],
        ),
        "one kind on the first day": (
            with_plan(10, 10, y=step(-4, str(FIRST), "looker")),
            [Withdrawn("coast", FIRST, None, "capital", True, LOOKS)],
        ),
        "on the first day, until others come": (
            with_plan(10, 10, y=step(-10, str(FIRST)), z=step(10, str(TENTH))),
            [Withdrawn("coast", FIRST, TENTH, "capital", False, ALL)],
        ),
        "there never were any": (with_plan(10, 0), [Withdrawn("coast", FIRST, None, "capital", False, ALL)]),
        "there never were any of one kind": (with_plan(10, 1), []),
        "the national unit has none either": (
            with_plan(0, 1, y=TAKEN),
            [
                Withdrawn("capital", FIRST, None, None, False, (*ALL, "triage")),
                Withdrawn("coast", TENTH, None, None, False, SERVES),
            ],
        ),
        "the national unit has none from then on either": (
            with_plan(1, 1, x=step(-1, str(TENTH), "server", "capital"), y=TAKEN),
            [
                Withdrawn("capital", TENTH, None, None, False, SERVES),
                Withdrawn("coast", TENTH, None, None, False, SERVES),
            ],
        ),
        "the last who judge": (
            with_plan(10, 10, y=step(-4, str(TENTH), "looker", "capital")),
            [Withdrawn("capital", TENTH, None, None, True, ("enrich", "triage"))],
        ),
        "nobody has to judge": (
            two_units(
                **{
                    "triage.enabled": False,
                    "staffing.plan": {"y": step(-4, str(TENTH), "looker", "capital")},
                }
            ),
            [Withdrawn("capital", TENTH, None, None, True, LOOKS)],
        ),
        "from one queue, while another unit has such posts": (
            two_units(**{"collaboration.one_queue": True, "staffing.plan": {"y": step(-4, str(TENTH), "looker")}}),
            [],
        ),
        "from one queue, when no unit has any": (
            two_units(
                **{
                    "collaboration.one_queue": True,
                    "staffing.plan": {
                        "x": step(-4, str(TENTH), "looker", "capital"),
                        "y": step(-4, str(TWENTIETH), "looker"),
                    },
                }
            ),
            [Withdrawn("coast", TWENTIETH, None, None, True, ("enrich", "triage"))],
        ),
        "a step that the unit does for all": (
            two_units(
                10,
                1,
                **{
                    "casework.steps.search": {"label": "Search", "national_team": "coast"},
                    "staffing.plan": {"y": TAKEN},
                },
            ),
            [
                Withdrawn("coast", TENTH, None, "capital", False, ("dossier",)),
                Withdrawn("coast", TENTH, None, None, False, ("search",)),
            ],
        ),
    },
)
def test_work_of_which_the_last_posts_are_withdrawn(settings, right):
    assert withdrawn(settings) == right
