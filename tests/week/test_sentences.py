"""The sentences that a head of unit marks: each figure counted once more, event by event, and the page of them."""

import re
import runpy
from collections import defaultdict
from pathlib import Path
from statistics import mean

import numpy as np
import pytest

from tbkk_sim.model.event_records import UNDONE, End, Event
from tbkk_sim.model.seconds import SECONDS_PER_DAY, SECONDS_PER_HOUR
from tbkk_sim.runs.replication import Replication, simulate
from tbkk_sim.week.facts.reader import WeekReader
from tbkk_sim.week.telling import phrases
from tbkk_sim.week.telling.sheet import FORMS, figures_of, regional_units, sheet_of
from tests.builders import SOONEST, small_settings
from tests.engine.small_worlds import ABSENCE, BUSY, DELAYS, NEIGHBOURS, POOL, STOCK, TREATMENTS

ROOT = Path(__file__).resolve().parents[2]
ASSESSED = {
    "triage.assessment": {"enabled": True, "step": "enrich", "hours_mean": 1.0, "untraceable_share": 0.2},
    "demand.persons": {"further_reports_mean": 0.8, "further_within_days": 20},
}
STARTS = (Event.STARTED, Event.RESUMED)
DAYS = 181


@pytest.fixture(scope="module")
def replication() -> Replication:
    rules = {**ASSESSED, **TREATMENTS, **STOCK, **BUSY, **ABSENCE, **DELAYS, **POOL, **NEIGHBOURS}
    rules |= {"casework.steps.search.milestone": "searched", "casework.classes.light.hours.search": 3}
    return simulate(small_settings({**rules, "run.end": "2021-06-30", "engine": SOONEST}))


@pytest.fixture(scope="module")
def reader(replication: Replication) -> WeekReader:
    return WeekReader(replication.settings, replication.ledger)


@pytest.fixture(scope="module")
def figures(reader: WeekReader) -> dict[str, float]:
    assert regional_units(reader) == ["coast"]
    return figures_of(reader, ["coast"])


COAST = 1


def of_coast(replication: Replication, *kinds: Event):
    """Events about reports of the coast."""
    unit = replication.world.reports.unit
    rows = replication.log.rows
    return iter(rows[np.isin(rows["kind"], kinds) & (unit[rows["report"]] == COAST)])


def total(replication: Replication, name: str, priority_class: str = "all") -> float:
    table = replication.key_figures.query("period == 'all' and team == 'coast'")
    found = table[(table["key_figure"] == name) & (table["priority_class"] == priority_class)]["value"]
    return float(found.sum())


def test_people_at_work(replication, figures):
    people, shifts = replication.world.people, replication.world.shifts
    office = replication.parameters.working.open_before
    there = belong = 0
    for day in range(DAYS):
        if office[day + 1] > office[day]:
            on_day = (shifts.begin_days <= day) & (day < shifts.end_days)
            there += (on_day & (people.team[shifts.member] == COAST)).sum()
            belong += ((people.team == COAST) & (people.joined_days <= day) & (day < people.left_days)).sum()
    assert figures["at_work"] == pytest.approx(there / belong)
    assert 0.5 < figures["at_work"] < 0.95


def test_reports_to_assess(replication, figures):
    """Passed on and not joined at once; half of their waits until they are assessed or found to lead to nobody."""
    came, joined, done = {}, set(), {}
    for row in of_coast(replication, Event.TRIAGED, Event.ASSESSED, Event.ENDED):
        report = int(row["report"])
        if row["kind"] == Event.TRIAGED and row["detail"]:
            came[report] = row["time_seconds"]
        elif row["kind"] == Event.ENDED and row["detail"] == End.JOINED:
            joined.add(report)
        elif row["kind"] == Event.ASSESSED or row["detail"] == End.UNTRACEABLE:
            done[report] = row["time_seconds"]
    waits = sorted(done.get(report, 1 << 60) - at for report, at in came.items() if report not in joined)
    people = (replication.world.people.team == COAST).sum()
    assert figures["to_assess"] == pytest.approx(10 * 7 * len(waits) / (people * DAYS))
    assert figures["assessed"] == pytest.approx(waits[-(-len(waits) // 2) - 1] / 3_600)


def test_waits_of_cases(replication, figures):
    cases, world = replication.ledger.cases, replication.world
    severe, preempts = replication.parameters.classes.severe, replication.parameters.classes.preempts
    ended = {int(row["report"]): row for row in of_coast(replication, Event.ENDED)}
    begun = {int(row["report"]): row for row in of_coast(replication, Event.TAKEN_UP)}
    visits, undone, over = [], 0, 0
    for row, report in enumerate(cases.report.tolist()):
        if world.reports.unit[report] != COAST or world.reports.taken_up[report]:
            continue
        end = ended.get(report)
        if end is not None and end["detail"] == End.LETTER_OR_VISIT:
            visits.append(int(end["time_seconds"] - cases.arrived_seconds[row]))
        case_class = begun[report]["detail"] if report in begun else cases.last_class[row]
        if not severe[case_class]:
            without = end is not None and end["detail"] in UNDONE
            undone += without
            over += without or report in begun
    visits.sort()
    assert figures["visit"] == pytest.approx(visits[-(-len(visits) // 2) - 1] / SECONDS_PER_DAY)
    assert figures["not_taken_up"] == pytest.approx(undone / over)
    acute = [
        int(begun[report]["time_seconds"] - world.reports.arrived_seconds[report])
        for report in begun
        if preempts[begun[report]["detail"]]
        and world.reports.arrived_seconds[report] >= 0
        and not 9 * 3600 <= world.reports.arrived_seconds[report] % SECONDS_PER_DAY < 16.2 * 3600
    ]
    assert len(acute) > 3
    assert 0 <= figures["urgent"] <= max(acute) / SECONDS_PER_HOUR


def test_waits_after_the_search(replication, figures):
    """From the end of the search, after which the file can be built at once, until it is begun, if it is."""
    world, cases, severe = replication.world, replication.ledger.cases, replication.parameters.classes.severe
    search, dossier = (replication.parameters.names.skill(name) for name in ("search", "dossier"))
    of_severe = {int(report) for report, last in zip(cases.report, cases.last_class, strict=True) if severe[last]}
    searched, waits, left_out = {}, {}, 0
    for row in of_coast(replication, Event.QUEUED, Event.STARTED):
        report, step, at = int(row["report"]), int(row["step"]), int(row["time_seconds"])
        first = world.reports.first_step[report]
        if step < 1 or world.steps.skill[first + step - 1] != search:
            continue
        assert world.steps.skill[first + step] == dossier
        if report in of_severe:
            left_out += 1
        elif row["kind"] == Event.QUEUED:
            searched.setdefault(report, at)
            waits.setdefault(report, 1 << 60)
        else:
            waits[report] = min(waits[report], at - searched[report])
    in_order = sorted(waits.values())
    assert left_out > 0
    assert in_order[0] < in_order[len(in_order) // 2] < 1 << 60
    assert figures["after_search"] == pytest.approx(in_order[-(-len(in_order) // 2) - 1] / SECONDS_PER_DAY)


def test_states_of_cases_in_hand(replication, figures):
    """A clock a case: from event to event it is on a desk, waits in a queue, or waits outside."""
    reports, horizon = replication.world.reports, replication.parameters.horizon_seconds
    state = {int(report): ("outside", 0) for report in (reports.taken_up & (reports.unit == COAST)).nonzero()[0]}
    spent: dict[str, int] = defaultdict(int)

    def moves(report: int, to: str | None, at: int) -> None:
        if report in state:
            was, since = state.pop(report)
            spent[was] += at - since
            if to:
                state[report] = (to, at)

    for row in of_coast(replication, *STARTS, Event.TAKEN_UP, Event.FINISHED, Event.QUEUED, Event.ENDED):
        report, at, kind = int(row["report"]), int(row["time_seconds"]), row["kind"]
        if row["step"] < 0 and kind != Event.ENDED:
            continue
        if kind == Event.TAKEN_UP:
            state[report] = ("desk", at)
        to = {Event.FINISHED: "outside", Event.QUEUED: "queue", Event.ENDED: None}.get(kind, "desk")
        moves(report, to, at)
    for report in list(state):
        moves(report, None, horizon)
    everything = sum(spent.values())
    assert figures["on_a_desk"] == pytest.approx(spent["desk"] / everything)
    assert figures["for_a_colleague"] == pytest.approx(spent["queue"] / everything)
    assert figures["outside"] == pytest.approx(spent["outside"] / everything)
    assert figures["outside"] > 0.1
    assert figures["per_investigator"] == pytest.approx(total(replication, "open_cases_per_investigator"))


def test_cases_that_are_put_down_and_stretches_of_work(replication, figures):
    rows, names = replication.log.rows, replication.parameters.names
    worked = {
        int(report)
        for report in replication.ledger.cases.report[
            replication.ledger.cases.taken_up & replication.ledger.cases.ended
        ]
        if replication.world.reports.unit[report] == COAST
    }
    away, urgent, joins, stretches = set(), set(), set(), []
    at_moment = defaultdict(list)
    for row in rows:
        at_moment[int(row["time_seconds"]), int(row["member"])].append(row)
    for row in rows:
        if row["team"] != COAST or row["step"] < 0:
            continue
        if row["kind"] in (Event.FINISHED, Event.INTERRUPTED):
            stretches.append(row["work_seconds"] / SECONDS_PER_HOUR)
        if row["kind"] == Event.INTERRUPTED:
            beside = at_moment[int(row["time_seconds"]), int(row["member"])]
            if any(other["kind"] == Event.ABSENT for other in beside):
                away.add(int(row["report"]))
            elif any(other["kind"] in STARTS and other["report"] != row["report"] for other in beside):
                urgent.add(int(row["report"]))
            elif any(other["kind"] == Event.ASSISTED and other["report"] != row["report"] for other in beside):
                joins.add(int(row["report"]))
    assert figures["put_down_away"] == pytest.approx(len(away & worked) / len(worked))
    assert figures["put_down_urgent"] == pytest.approx(len(urgent & worked) / len(worked))
    assert figures["put_down_to_join"] == pytest.approx(len(joins & worked) / len(worked))
    assert figures["put_down_away"] > 0.02
    assert figures["stretch"] == pytest.approx(mean(stretches))
    assert names.teams[COAST] == "coast"


def test_hours(replication, figures):
    people = (replication.world.people.team == COAST).sum()
    per_ten, per_day = 10 / (people * DAYS), replication.parameters.working.hours_per_day
    month = 365.25 / 12
    for name in ("lent", "borrowed"):
        hours = total(replication, f"hours_{name}")
        assert figures[name] == pytest.approx(hours / per_day * month * per_ten)
    assert figures["borrowed"] > 0
    assert figures["out_of_hours"] > 0
    acute = total(replication, "hours_worked", "acute")
    assert figures["out_of_hours"] <= 7 * acute * per_ten
    severe = acute + total(replication, "hours_worked", "serious")
    of_severe = severe / total(replication, "hours_worked")
    assert figures["severe_hours"] == pytest.approx(of_severe, abs=0.1)  # which has the assessment of severe ones too
    assert figures["severe_hours"] <= of_severe


def test_each_sentence_has_a_figure_and_a_form(reader):
    assert list(phrases.SENTENCES) == list(FORMS)
    english, dutch = (sheet_of(reader, None, language) for language in ("en", "nl"))
    assert len(english.sentences) == len(dutch.sentences) == len(FORMS)
    assert not {said.text for said in english.sentences} & {said.text for said in dutch.sentences}
    assert all(re.search("[0-9]|never", said.figure) for said in english.sentences)
    assert "Coast" in sheet_of(reader, "coast", "en").about


def test_the_sentence_on_cases_in_hand_says_who_is_counted(reader):
    texts = {said.name: said.text for said in sheet_of(reader, "coast", "en").sentences}
    assert texts["per_investigator"].endswith("of those who can lead a case (detective):")


def test_the_sentence_on_the_search_names_it_and_what_comes_after_it(reader):
    texts = {said.name: said.text for said in sheet_of(reader, "coast", "en").sentences}
    assert texts["after_search"].startswith("Once search is done, the next step (dossier) has begun")


def test_a_run_without_anything_knows_no_figure():
    settings = small_settings(
        {"demand.streams.image.reports_per_year": {2021: 1, 2022: 1}, "run.end": "2021-01-03", "engine": SOONEST}
    )
    replication = simulate(settings)
    said = sheet_of(WeekReader(settings, replication.ledger), "coast", "en").sentences
    assert {sentence.figure for sentence in said} >= {"not known"}
    assert not [sentence for sentence in said if "nan" in sentence.figure]


PAGE = (ROOT / "docs" / "background" / "a_week.md").read_text(encoding="utf-8")


def test_the_page_shows_what_the_code_says(reader):
    """The page is made by code: on another run only figures, units and weeks differ."""
    remake = runpy.run_path(str(ROOT / "scripts" / "remake.py"))
    made = remake["with_account"](remake["with_sentences"](PAGE, reader), reader, "coast", "2021-W10")
    without_names = [re.sub(r"(lead a case|next step) \([^)]*\)", r"\1", page) for page in (PAGE, made)]
    without_figures = [re.sub(r"\| [^|]*[0-9][^|]* \| □", "| N | □", page) for page in without_names]
    tables = [page.partition("<!-- sentences -->")[2].partition("<!-- -->")[0] for page in without_figures]
    assert tables[0] == tables[1]
    sheet = sheet_of(reader, None, "en")
    assert all(f"| {said.text} | {said.figure} |" in made for said in sheet.sentences)
    account = made.partition("<!-- account -->")[2].partition("<!-- -->")[0]
    titles = re.findall(r"^(?:Who|What|Hours|How|The severe).*$", account, re.MULTILINE)
    assert titles == re.findall(
        r"^(?:Who|What|Hours|How|The severe).*$", PAGE.partition("<!-- account -->")[2].partition("<!-- -->")[0],
        re.MULTILINE,
    )  # fmt: skip
