"""With the newer parts of the world off, it is the one that was drawn before there were any of them."""

from hashlib import sha256

import numpy as np

from tests.builders import LAB, drawn_reports, small_settings

OFF = {
    "triage.assessment.enabled": False,
    "triage.automatic_above_reports": None,
    **{
        f"triage.{who}": {"sensitivity": 1.0, "specificity": 1.0, "closed_by_mistake_share": 0.0}
        for who in ("by_hand", "by_system")
    },
    "demand.persons.further_reports_mean": 0.0,
}
"""Nobody errs, units do not weigh once more, and each report is on a person of its own."""
RICH = {
    "demand.week_cv": 0.2,
    "demand.stock": {"light": {"waiting": 20, "in_hand": 20}, "serious": {"waiting": 5, "in_hand": 7}},
    "demand.unit_spread_sigma": 0.2,
    "demand.bursts": {"b": {"stream": "image", "date": "2021-03-01", "days": 10, "reports": 50}},
    "casework.proactive.serious.per_year": 6,
    "casework.steps.search.delay": {"mean_days": 10},
    "casework.classes.light.upgrade": {"probability": 0.2, "after": "enrich", "to": {"serious": 1.0}},
    "casework.classes.light.recurrence_share": 0.3,
    "casework.classes.light.recurrence_mean_days": 60,
    "casework.classes.light.lighter": {
        "short": {"hours": {"enrich": 1}, "outcomes": {"alternative": 1.0}, "finds_share": 0.5},
        "letter_or_visit": {"hours": {"enrich": 1}, "outcomes": {"letter_or_visit": 1.0}},
        "nothing": {},
    },
    "triage.flagged_share": 0.5,
    "collaboration.pools": {"lab": LAB},
}
AS_BEFORE = {
    "reports.key": "69caa3bd302f",
    "reports.arrived_seconds": "6df80cabd29d",
    "reports.stream": "416aadd9781e",
    "reports.unit": "5dff4213842b",
    "reports.true_class": "f15363835c40",
    "reports.triaged_class": "f15363835c40",
    "reports.triaged_by": "61e8590ce574",
    "reports.flagged": "1177c6ff332d",
    "reports.triage_seconds": "a2978fdb1d88",
    "reports.found_seconds": "71c04ac551b9",
    "reports.expires_seconds": "2836a36fab6f",
    "reports.upgrade_class": "f6701a7374aa",
    "reports.upgrade_after": "3a8cf20411ba",
    "reports.found_by": "6970b4d29dd1",
    "reports.outcome": "c4e419c8c2b6",
    "reports.short_outcome": "632591c601ba",
    "reports.visit_outcome": "0e7cd4d65b44",
    "reports.treatment_draw": "cced883d15b5",
    "reports.taken_up": "94e49a57fcc2",
    "reports.first_step": "33bc1c23a112",
    "reports.n_steps": "f994cea06d8a",
    "reports.short_from": "3e08f5436779",
    "reports.full_from": "1753535aa573",
    "reports.return_row": "752568154bac",
    "reports.returns_after": "d5c775b385f3",
    "reports.return_delay_seconds": "87626cc0c980",
    "steps.skill": "ef7a97d31b88",
    "steps.work_seconds": "be5f8badd929",
    "steps.upgraded_work_seconds": "bcf9a2395e37",
    "steps.delay_seconds": "6f45c06e347c",
}
"""Of each column, the beginning of the SHA-256 of its numbers in 64 bits, as commit 706b527 drew them."""


def test_a_world_without_assessment_errors_and_further_reports_is_as_before():
    found = {}
    for name, table in zip(("reports", "steps"), drawn_reports(small_settings({**RICH, **OFF})), strict=True):
        for column in table.__dataclass_fields__:
            values = np.asarray(getattr(table, column)).astype(np.int64)
            found[f"{name}.{column}"] = sha256(values.tobytes()).hexdigest()[:12]
    assert {column: found[column] for column in AS_BEFORE} == AS_BEFORE
    assert set(found) - set(AS_BEFORE) == {
        f"reports.{column}"
        for column in (
            "system_class",
            "assessed_class",
            "assessment_seconds",
            "trace_until_seconds",
            "score",
            "system_score",
            "assessed_score",
            "person",
        )
    } | {"steps.devices"}
