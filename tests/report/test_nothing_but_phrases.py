"""Pages, figures, screens and reasons say nothing but phrases, which all have their Dutch: no English is left over."""

import io
import re
from string import Formatter

import numpy as np
import pytest
from babel.dates import get_day_names, get_month_names
from rich.console import Console

from tbkk_sim.comparison.pairing import reasons_not_to_pair
from tbkk_sim.comparison.report.page import comparison_report
from tbkk_sim.comparison.report.summary import drawn, show, viewed
from tbkk_sim.comparison.report.summary import page as page_in_markdown
from tbkk_sim.replay.page import replay_page
from tbkk_sim.replay.weeks import ENDS, ENDS_OF_REPORTS, NOW, RETURNS, TAKEN_UP, TREATED, WeeklyState
from tbkk_sim.report.kit import say
from tbkk_sim.report.kit.charts import to_svg
from tbkk_sim.report.run import summary
from tbkk_sim.report.run.exhibits import EXHIBITS
from tbkk_sim.report.run.page import report
from tbkk_sim.report.run.view import RunView
from tbkk_sim.runs.folder.identity import differences
from tbkk_sim.runs.replication import simulate
from tbkk_sim.system import fingerprint
from tbkk_sim.tuning.report import files
from tbkk_sim.tuning.report.page import tuning_report
from tbkk_sim.week.facts.reader import WeekReader
from tbkk_sim.week.telling.sheet import sheet_of
from tbkk_sim.week.telling.terminal import lines_of
from tbkk_sim.week.telling.words import say_week
from tbkk_sim.whatif.results import result
from tests.builders import MADE_BY, small_settings
from tests.engine.small_worlds import RULES
from tests.read_back import invented, studies, three_runs, two_plans
from tests.read_back.pages import without_drawing
from tests.rows import every_row

OTHER_PROCESSOR = {"machine": "AMD", "numpy_level": "AVX", "numpy_forms": "0", "c_library": "LIB"}
NAMES = {
    "growth", "resignation", "fte", "tbkk", "sim", "python", "nbsp", "amp", "gt", "lt",
    *(name.lower() for of in ("en", "nl") for name in get_month_names("wide", locale=of).values()),
}  # fmt: skip
"""Words that are names, or are written by the library that knows the months."""
RUNS = {"base", "more", "posts", "tools", "small"}
"""Names that the invented runs have, and settings that differ between them."""


class _Cyrillic(dict):
    """A language in which each phrase is its own, in letters that nothing else has."""

    def get(self, phrase, default=None):
        return "".join(
            text.translate(str.maketrans(dict.fromkeys(map(chr, [*range(65, 91), *range(97, 123)]), "ж")))
            + (f"{{{name}{':' + form if form else ''}}}" if name is not None else "")
            for text, name, form, _ in Formatter().parse(phrase)
        )


def unmarked(text, names=()):
    """Words that did not come from a phrase."""
    return sorted({word for word in re.findall(r"[A-Za-z]{2,}", text) if word.lower() not in NAMES | {*names}})


def text_of(page):
    page = re.sub(r"<(style|script|code|head)\b.*?</\1>", " ", page, flags=re.DOTALL)
    page = re.sub(r'<td lang="en">.*?</td>', " ", page)
    labels = " ".join(re.findall(r'aria-label="([^"]*)"', page))
    return re.sub(r"<[^>]+>", " ", page) + labels


def drawn_in(figure):
    """The texts of a figure."""
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", to_svg(figure))
    assert texts
    return " ".join(texts)


def without_code(text):
    return re.sub(r"`[^`]*`|\]\([^)]*\)", "", text)


@pytest.fixture(autouse=True)
def _in_cyrillic(monkeypatch):
    monkeypatch.setattr(say, "catalogue", lambda language: _Cyrillic())


@pytest.fixture
def foreign(growth) -> RunView:
    """A run in that language."""
    return RunView(growth.settings, growth.key_figures, growth.origin, growth.sources)


@pytest.mark.slow
def test_a_report(foreign):
    page = report(foreign, {exhibit.name: exhibit.figure(foreign) for exhibit in EXHIBITS})
    assert unmarked(text_of(page)) == []


@pytest.mark.slow
def test_a_summary(foreign):
    assert unmarked(without_code(summary.summary(foreign))) == []


@pytest.mark.slow
@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: exhibit.name)
def test_a_figure(exhibit, foreign):
    assert unmarked(drawn_in(exhibit.figure(foreign))) == []


@pytest.mark.slow
def test_a_comparison_of_runs_that_were_made_on_other_machines(tmp_path):
    view = three_runs.view(tmp_path, "nl")
    for run in view.comparison.runs[1:]:
        run.run.manifest.update(processor=OTHER_PROCESSOR, python="3.1", packages={})
    view.comparison.base.run.manifest.update(processor=OTHER_PROCESSOR | {"machine": "x86"})
    explained, figures = [("tools", three_runs.explanation())], dict(drawn(view, viewed(view)))
    with without_drawing():
        page = comparison_report(view, viewed(view), explained, figures, "")
    written = io.StringIO()
    show(view, explained, tmp_path, Console(file=written, width=2000))
    keys = {"casework", "classes", "serious", "hours", "dossier", "enrich", "search", "staffing", "units", "coast"}
    keys |= set(
        re.findall("[a-z]+", " ".join((*three_runs.TYPED, *three_runs.LATE.settings, *three_runs.ALIKE.settings)))
    )
    machines = {"x86", "amd", "avx", "lib", "numpy", "packages"}
    assert unmarked(text_of(page), RUNS | keys | machines) == []
    screen = written.getvalue().replace(str(tmp_path), "").replace("comparison.md", "")
    assert unmarked(screen, RUNS | keys | machines) == []
    assert unmarked(without_code(page_in_markdown(view, explained)), RUNS | keys | machines) == []
    for figure in figures.values():
        assert unmarked(drawn_in(figure), RUNS) == []


@pytest.mark.slow
@every_row("question", studies.ANSWERS)
def test_a_study_of_tuning(question):
    view = studies.view(question, "nl")
    made = files.page_of(view)
    with without_drawing():
        page = tuning_report(view, made, "", "")
    assert unmarked(text_of(page), RUNS) == []
    for figure in made.figures.values():
        assert unmarked(drawn_in(figure)) == []


@pytest.mark.slow
def test_a_study_of_tuning_in_markdown(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "view_tuning", lambda folder: studies.view("where", "nl"))
    files.write_tuning(tmp_path)
    assert unmarked(without_code((tmp_path / "summary.md").read_text(encoding="utf-8")), RUNS) == []


@pytest.mark.slow
def test_what_a_changed_plan_does():
    now, changed = two_plans.outcome(two_plans.NOW), two_plans.outcome(two_plans.CHANGED)
    assert unmarked(text_of(result(invented.run_of(invented.NOTHING, "nl"), now, changed))) == []


SO_FAR = {name: np.arange(1, 7) for name in (TAKEN_UP, *ENDS, *ENDS_OF_REPORTS, RETURNS, *NOW, *TREATED)}


@pytest.mark.slow
def test_a_replay():
    counts = np.arange(5 * 6 * len(invented.UNITS)).reshape(5, 6, -1)
    backlog, to_triage, in_hand, people, posts = counts
    days = np.append(np.arange(0.0, 35.0, 7.0), 33.0)
    weeks = WeeklyState(days, backlog, to_triage, in_hand, counts[0] + 0.3, people, posts, SO_FAR, np.linspace(0, 1, 6))
    page = replay_page(invented.settings_of("nl"), weeks, "nl")
    data = re.search(r'type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert data
    said = re.sub(r'"\w+":|{\w+}', "", data[1])
    assert unmarked(text_of(page), RUNS) == []
    assert unmarked(said, RUNS | {"nl"}) == []


@pytest.mark.slow
def test_a_week_at_a_unit():
    settings = small_settings({**RULES["everything"], "run.end": "2021-04-30", "language": "nl", "engine": "simpy"})
    reader = WeekReader(settings, simulate(settings).ledger)
    weekdays = {name.lower() for of in ("wide", "abbreviated") for name in get_day_names(of, locale="nl").values()}
    months = {name.lower().rstrip(".") for name in get_month_names("abbreviated", locale="nl").values()}
    names = RUNS | weekdays | months | {"tot", "en", "met"}
    for unit in settings.staffing.units:
        for week in range(2, len(reader.weeks), 3):
            said = "\n".join(line.text for line in lines_of(say_week(settings, reader.account(unit, week)), 100))
            assert unmarked(said, names | {"capital", "coast"}) == []
    sheet = sheet_of(reader)
    said = " ".join(
        [sheet.title, sheet.about, sheet.how, *sheet.headings, *(cell for row in sheet.rows("") for cell in row)]
    )
    assert unmarked(said) == []


def test_why_a_run_cannot_go_on_or_be_paired():
    made = {**MADE_BY, **fingerprint.decided_by(), "code": "0" * 64, "replications_hash": "0"}
    older = {**made, "version": "0.0", "python": "3", "packages": {}, "processor": OTHER_PROCESSOR}
    here, there = invented.settings_of(), invented.settings_of(seed=5)
    reasons = [*differences(made, there, here), *differences(older, None, here), *differences(made, here, here)]
    reasons += reasons_not_to_pair(["base", "tools"], [here, there], [made, older])
    names = {"seed", *fingerprint.RESULTS.packages, *map(str.lower, OTHER_PROCESSOR.values()), *RUNS}
    names |= set(re.findall("[a-z]{2,}", str(fingerprint.processor()).lower()))
    assert len(reasons) > 8
    assert unmarked(" ".join(say.Say("nl")(reason) for reason in reasons), names) == []
