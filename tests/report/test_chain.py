"""What is said of the chain after the file, from rows written by hand: whether cases wait for a turn, and which."""

import math

import pandas as pd

from tbkk_sim.report.run.chain import links
from tbkk_sim.report.run.view import RunView
from tests.builders import small_settings
from tests.rows import every_row

LINKS = {
    "decision": {"label": "D", "takes": ["file_to_om"], "per_year": {2021: 100}, "norm_days": 60},
    "hearing": {"label": "H", "after": "decision", "per_year": {2021: 80}, "norm_days": 120},
}
HARDLY = {
    "en": "Hardly any case waits for its turn meanwhile: nearly all of that time is handling.",
    "nl": "Vrijwel geen zaak wacht daarbij op haar beurt: die tijd is bijna geheel behandeltijd.",
}


def run(waiting: dict[str, tuple[int, int]], language: str = "en") -> RunView:
    """A run in which 50 cases are at each link at the end of each of two years; `waiting`: how many wait then."""
    years = {"run.start": "2021-01-01", "run.end": "2022-12-31", "run.replications": 1, "language": language}
    rows = []
    for name in LINKS:
        ends = waiting.get(name, (0, 0))
        figures = {"chain_stock_end": (50, 50), "chain_waiting_end": ends, "chain_in": (60, 40)}
        for figure, (first, last) in figures.items():
            whole = first + last if figure == "chain_in" else last
            rows += [(f"{figure}_{name}", period, "all", n) for period, n in
                     {"2021": first, "2022": last, "all": whole}.items()]  # fmt: skip
        of_classes = {"acute": (1, 3.5), "serious": (0, math.nan), "light": (ends[1] - 1, 81.0)}
        for of, (n, days) in of_classes.items():
            rows += [(f"chain_waiting_end_{name}", "all", of, n), (f"chain_waiting_days_mean_{name}", "all", of, days)]
    rows += [("chain_in_time_hearing", "all", "all", 0.4), ("chain_due_hearing", "all", "all", 90)]
    table = pd.DataFrame(rows, columns=["key_figure", "period", "priority_class", "value"])
    return RunView(small_settings({**years, "chain": {"links": LINKS}}), table.assign(replication=0, team="all"))


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@every_row(
    ("waiting", "right"),
    [
        ({}, True),
        # Of 200 that were there at the ends of both years, at both links.
        ({"decision": (19, 0)}, True),
        ({"decision": (20, 0)}, False),
        ({"decision": (10, 0), "hearing": (5, 5)}, False),
    ],
)
@every_row("language", ["en", "nl"])
def test_it_is_said_if_hardly_any_case_waits_for_its_turn(language, waiting, right):
    text = plain(links.finding(run(waiting, language)))
    assert ("40 % van de 90" if language == "nl" else "40 % of the 90") in text
    assert (HARDLY[language] in text) == right


def test_where_a_queue_grows_it_is_said_who_waits_and_for_how_long():
    text = plain(links.finding(run({"decision": (20, 41)})))
    assert "their turn (D), and for how long so far on average: light 40, 81 days; acute 1, 3.5 days. H within" in text
    assert "(H), and" not in text
