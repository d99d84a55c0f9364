"""Key figures of costs: what the teams pay, structural and one-off, and what others give."""

from tbkk_sim.metrics.listed.key_figure import Better, KeyFigure, RowsOf
from tbkk_sim.problem import Phrase

EUROS = "euros"


def _cost(name: str, label: Phrase, meaning: str, *, is_total: bool = False) -> KeyFigure:
    return KeyFigure(
        f"cost_{name}eur", label, EUROS, meaning, RowsOf.UNITS, monthly=is_total, better=Better.LOWER
    )  # fmt: skip


STRUCTURAL = (
    _cost("posts_", Phrase("cost of posts"), "Who holds a post, deployable or not, but for civilian specialists."),
    _cost("civilians_", Phrase("cost of civilian specialists"), "Civilian specialists in a post, deployable or not."),
    _cost("licences_", Phrase("cost of licences"), "Licences and upkeep of the tools in use."),
)
"""Costs of the teams that go on as long as there are these posts and tools."""
ONE_OFF = (
    _cost("temporary_", Phrase("cost of temporary people"), "People hired for a time, without a post."),
    _cost("overtime_", Phrase("cost of overtime"), "Hours of overtime that are not taken back as time off."),
    _cost("hiring_", Phrase("cost of recruitment"), "Recruitment, screening and course of newcomers, but for cohorts."),
    _cost("cohorts_", Phrase("cost of cohorts"), "Recruitment and course of newcomers from cohorts."),
    _cost("retraining_", Phrase("cost of retraining"), "Courses of people who are retrained."),
    _cost("purchase_", Phrase("cost of purchasing tools"), "Purchase and introduction of the tools in use."),
)
"""Costs of the teams that end by themselves."""
OF_OTHERS = (
    _cost("reallocated_", Phrase("cost of reallocated people"), "Reallocated people, paid by who lends them."),
    _cost("borrowed_", Phrase("cost of borrowed hours"), "Hours that pools work for the units, paid by the pools."),
    _cost("devices_", Phrase("cost of examining devices"), "Devices examined, paid by the laboratory."),
)
"""Costs that others bear."""
TOTALS = (
    _cost("structural_", Phrase("structural cost of the teams"), "Posts, civilian specialists, licences.",
          is_total=True),
    _cost("one_off_", Phrase("one-off cost of the teams"),
          "Temporary people, overtime, recruitment, cohorts, retraining, purchase of tools.", is_total=True),
    _cost("", Phrase("cost of the teams"), "Structural and one-off cost of the teams.", is_total=True),
    _cost("others_", Phrase("cost to others"), "Reallocated people, borrowed hours and examinations.", is_total=True),
    _cost("police_", Phrase("cost to the police as a whole"), "Cost of the teams and to others.", is_total=True),
)  # fmt: skip
PARTS = (*STRUCTURAL, *ONE_OFF, *OF_OTHERS)
COSTS = (*PARTS, *TOTALS)
SUMS = {
    "cost_structural_eur": tuple(figure.name for figure in STRUCTURAL),
    "cost_one_off_eur": tuple(figure.name for figure in ONE_OFF),
    "cost_eur": ("cost_structural_eur", "cost_one_off_eur"),
    "cost_others_eur": tuple(figure.name for figure in OF_OTHERS),
    "cost_police_eur": ("cost_eur", "cost_others_eur"),
}
"""Key figures that are the sum of others, in the order in which they add up."""
