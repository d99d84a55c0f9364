"""How many posts of a role there are on the day on which people are retrained from it."""

from tbkk_sim.model.retraining import posts_retrained
from tests.builders import small_settings
from tests.rows import every_row

ROLES = {
    "staffing.roles": {
        "looker": {"label": "Looker", "skills": ["triage", "enrich", "dossier"]},
        "server": {"label": "Server", "skills": ["search", "dossier"]},
        "writer": {"label": "Writer", "skills": ["dossier"]},
    },
    "staffing.role_share": {"looker": 0.5, "server": 0.5},
}
DAY, DAY_BEFORE, DAY_AFTER = "2021-03-10", "2021-03-09", "2021-03-11"
AT_CAPITAL = {"unit": "capital", "course_months": 1}
ALL_LOOKERS = {"from_role": "looker", "to_role": "writer", "people": 99, "date": DAY, "course_months": 1}
TWO = {**AT_CAPITAL, "people": 2}


@every_row(
    ("plan", "others", "capital"),
    [
        ({}, {}, 4),  # half of eight
        ({"x": {"unit": "capital", "role": "looker", "date": DAY_BEFORE, "posts": 2}}, {}, 6),
        ({"x": {"unit": "capital", "role": "looker", "date": DAY, "posts": 2}}, {}, 6),
        ({"x": {"unit": "capital", "role": "looker", "date": DAY_AFTER, "posts": 2}}, {}, 4),
        ({"x": {"unit": "capital", "role": "server", "date": DAY_BEFORE, "posts": 2}}, {}, 4),
        ({}, {"b": {**TWO, "from_role": "looker", "to_role": "server", "date": DAY_BEFORE}}, 2),
        ({}, {"b": {**TWO, "from_role": "server", "to_role": "looker", "date": DAY_BEFORE}}, 6),
        ({}, {"b": {**TWO, "from_role": "server", "to_role": "writer", "date": DAY_BEFORE}}, 4),
        ({}, {"b": {**TWO, "from_role": "looker", "to_role": "server", "date": DAY_AFTER}}, 4),
        (
            {"x": {"unit": "capital", "role": "looker", "date": DAY_BEFORE, "posts": 2}},
            {"b": {**TWO, "from_role": "looker", "to_role": "server", "date": DAY_BEFORE}},
            4,
        ),
    ],
)
def test_posts_of_a_role_follow_the_plan_up_to_the_day_and_what_was_retrained_before(plan, others, capital):
    retraining = {"a": ALL_LOOKERS, **others}
    settings = small_settings({**ROLES, "staffing.plan": plan, "capacity.retraining": retraining})
    assert posts_retrained(settings)["a"] == {"capital": capital, "coast": 3}
