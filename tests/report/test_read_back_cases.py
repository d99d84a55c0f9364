"""Every number of cases that are followed in two runs is read back by its heading, and recounted from the logs."""

import io
import math
from types import SimpleNamespace
from unittest.mock import patch

import pandas as pd
import pytest
from rich.console import Console

from tbkk_sim.cli.verbs.compare.cases import follow
from tbkk_sim.comparison.report.view import Namer
from tbkk_sim.model.event_records import Event
from tbkk_sim.report.kit.charts import ACCENT
from tests.read_back import axes, two_cases
from tests.read_back.compare import LANGUAGES, agree, in_tables, in_texts, named_by
from tests.read_back.pages import read_terminal
from tests.read_back.run_tables import Of, without_run
from tests.read_back.shown import plain
from tests.rows import every_row


@pytest.fixture(scope="module", params=LANGUAGES)
def of(request) -> Of:
    return without_run(request.param)


@pytest.fixture(scope="module")
def shown(of, tmp_path_factory):
    """All cases, the screen, the folder, and the timeline that would have been drawn into it."""
    folder = tmp_path_factory.mktemp("cases")
    (folder / "figures").mkdir()
    settings = two_cases.pair().a.settings.model_copy(update={"language": of.language})
    a, b = (SimpleNamespace(label=label, settings=settings) for label in two_cases.LABELS.values())
    view = SimpleNamespace(name=Namer(settings), comparison=SimpleNamespace(base=a, others=[b]))
    written, figures = io.StringIO(), []
    with (
        patch("tbkk_sim.cli.verbs.compare.cases.simulate_pair", lambda *_: two_cases.pair()),
        patch("tbkk_sim.cli.verbs.compare.cases.to_svg", lambda figure: figures.append(figure) or ""),
    ):
        found = follow(view, 0, two_cases.MOST, two_cases.followed(), folder, Console(file=written, width=2000))
    return SimpleNamespace(cases=found, screen=read_terminal(written.getvalue()), folder=folder, figure=figures[0])


def test_a_case_is_kept_with_another_wait_or_end_than_the_logs_have(shown):
    wanted = [
        (
            a.key, a.unit, a.case_class, a.arrived, a.waited, b.waited, a.began < math.inf, b.began < math.inf,
            a.end.lower(), b.end.lower(), a.waited - b.waited,
        )
        for a, b in two_cases.in_both()
    ]  # fmt: skip
    for found, of_case in zip(shown.cases.itertuples(index=False, name=None), wanted, strict=True):
        named = zip(shown.cases.columns, found, of_case, strict=True)
        others = [(name, of, it_was) for name, of, it_was in named if of != it_was and not is_near(of, it_was)]
        assert others == [], f"case {of_case[0]}"


def is_near(one, other):
    """Whether two amounts of days differ by less than what can be seen of a second."""
    return isinstance(one, float) and abs(one - other) < 1e-9


def test_a_table_of_cases_prints_another_wait_or_moment_than_the_logs_have(shown, of):
    wanted = [two_cases.cases(of), two_cases.story(of)]
    agree(in_tables([named_by(table, 4) for table in shown.screen.tables], wanted, of.language))


def test_a_sentence_on_cases_says_another_number_than_the_logs_have(shown, of):
    titles = {table.title for table in shown.screen.tables}
    said = [text for text in shown.screen.texts if text not in titles]
    agree(in_texts(said, [two_cases.counts(of)], of.language))


def test_the_csv_file_of_a_case_holds_another_moment_or_hours_than_the_log(shown):
    rows = pd.read_csv(shown.folder / f"case-{two_cases.followed()}.csv")
    wanted = [(side, event) for side in "ab" for event in two_cases.courses(side)[two_cases.followed()].events]
    assert len(rows) == len(wanted)
    for row, (side, event) in zip(rows.itertuples(), wanted, strict=True):
        assert (row.run, row.event, row.time_days) == (side, Event(event["kind"]).name, event["time_seconds"] / 86_400)
        done = row.event in ("FINISHED", "INTERRUPTED")
        hours = float(event["work_seconds"]) / 3_600 if done else float("nan")
        assert row.hours == pytest.approx(hours, nan_ok=True), row


@every_row("side", two_cases.LABELS)
def test_the_timeline_of_a_case_draws_other_waiting_or_work_than_the_log_has(shown, of, side):
    course = two_cases.courses("a")[two_cases.followed()]
    says = f"{course.case_class}, {course.unit.capitalize()}"
    title = of.say(f"One case in today and in sooner: {says}", f"Eén zaak in today en in sooner: {says}")
    assert title in [plain(text.get_text()) for text in shown.figure.texts]
    panel = axes.panels_of(shown.figure)[two_cases.LABELS[side]]
    assert axes.ticks(panel.xaxis) == [two_cases.day(days, "%Y-%m-%d") for days in panel.get_xticks()]
    labels = [two_cases.STEPS[step][0 if of.language == "en" else -1] for step in two_cases.bars(side)]
    assert axes.ticks(panel.yaxis) == labels
    drawn = {label: [] for label in labels}
    for (begin, end, low, _), bar in zip(axes.bars(panel), panel.patches, strict=True):
        if end > begin:
            drawn[labels[round(low + 0.3)]].append((begin, end, axes.is_colour(bar.get_facecolor(), ACCENT)))
    for label, wanted in zip(labels, two_cases.bars(side).values(), strict=True):
        axes.near(sorted(drawn[label]), sorted(wanted), f"from when to when {label} waits (0) or is worked on (1)")
