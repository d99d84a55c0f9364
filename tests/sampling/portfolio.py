"""Light cases that may be treated in lighter ways, and whose persons may be reported again."""

from typing import Any

SHORT: dict[str, Any] = {
    "hours": {"dossier": 2, "enrich": 1, "search": {"mean_hours": 3, "spread": {"family": "gamma", "shape": 4}}},
    "outcomes": {"alternative": 0.7, "no_offence": 0.3},
    "finds_share": 0.7,
    "recurrence_share": 0.6,
}
VISIT: dict[str, Any] = {
    "hours": {"enrich": 0.5, "dossier": 1},
    "outcomes": {"letter_or_visit": 0.6, "no_offence": 0.4},
    "finds_share": 0.5,
    "recurrence_share": 0.7,
}
NOTHING: dict[str, Any] = {"recurrence_share": 0.8}
LIGHTER: dict[str, Any] = {
    "casework.classes.light.lighter": {"short": SHORT, "letter_or_visit": VISIT, "nothing": NOTHING},
    "casework.classes.light.outcomes": {"alternative": 0.8, "transferred": 0.1, "no_offence": 0.1},
    "casework.classes.light.recurrence_share": 0.5,
    "casework.classes.light.recurrence_mean_days": 8,
}
"""For `small_settings`; light cases that are investigated in full have 2 hours of enrich and 4 of dossier."""
EVERY_TREATMENT = {"full": 0.4, "short": 0.3, "letter_or_visit": 0.2, "nothing": 0.1}
