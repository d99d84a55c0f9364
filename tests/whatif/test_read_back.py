"""Every number that the what-if page and a replay show is read back by its heading, in both languages."""

import json
import re

import numpy as np
import pytest

from tbkk_sim.replay.page import replay_page
from tbkk_sim.replay.weeks import ENDS, ENDS_OF_REPORTS, NOW, RETURNS, TAKEN_UP, TREATED, WeeklyState
from tbkk_sim.whatif.results import result
from tests.read_back import invented, three_runs, two_plans
from tests.read_back.compare import agree, in_tables, in_texts
from tests.read_back.pages import read_html
from tests.read_back.run_tables import Of

pytestmark = pytest.mark.slow
NAMED = (TAKEN_UP, *ENDS, *ENDS_OF_REPORTS, RETURNS, *NOW, *TREATED)
SO_FAR = {name: np.arange(6) + 10 * number for number, name in enumerate(NAMED)}
DATA = re.compile(r'type="application/json" id="data">(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module", params=["en", "nl"])
def of(request) -> Of:
    return three_runs.of_base(request.param)


@pytest.fixture(scope="module")
def outcomes():
    return two_plans.outcome(two_plans.NOW), two_plans.outcome(two_plans.CHANGED)


@pytest.mark.parametrize("changed", [False, True], ids=["as it is", "changed"])
def test_the_what_if_page_shows_another_number_than_its_plans_have(of, outcomes, changed):
    now, other = outcomes
    view = invented.run_of(invented.NOTHING, of.language)
    page = read_html(result(view, now, other if changed else None))
    tables = (two_plans.key_figures, two_plans.agreements, two_plans.classes)
    wanted = [table(of, changed=changed) for table in tables]
    agree(in_tables(page.tables, wanted, of.language))
    agree(in_texts(page.texts, two_plans.sentences(of, changed=changed), of.language))


def test_a_replay_has_another_number_of_a_week_than_the_replication(of):
    moments, units = 6, len(invented.UNITS)
    counts = np.arange(5 * moments * units).reshape(5, moments, units)
    backlog, to_triage, in_hand, people, posts = counts
    present = counts[0] + 0.3
    days = np.append(np.arange(0.0, 35.0, 7.0), 33.0)
    weeks = WeeklyState(days, backlog, to_triage, in_hand, present, people, posts, SO_FAR, np.linspace(0, 1, 6))
    found = DATA.search(replay_page(invented.settings_of(of.language), weeks, of.language))
    assert found is not None
    data = json.loads(found[1])
    assert [each["label"] for each in data["units"]] == [unit.capitalize() for unit in invented.UNITS]
    shown = {name: np.array([each[name] for each in data["units"]]).T.tolist() for name in SHOWN}
    wanted = (backlog, to_triage, in_hand, present, people, posts)
    assert shown == {name: of_name.tolist() for name, of_name in zip(SHOWN, wanted, strict=True)}
    assert data["so_far"] == {name: counts.tolist() for name, counts in SO_FAR.items()}
    assert data["pressure"] == [0, 20, 40, 60, 80, 100]
    said = "".join(data["say"][part] for part in ("so_far", "now", "treated"))
    assert all(f"{{{name}}}" in said for name in NAMED)
    assert [re.sub(r"^\D+", "", date) for date in data["dates"]] == [of.date(max(day - 1, 0)) for day in days]


SHOWN = ("backlog", "to_judge", "in_hand", "present", "people", "posts")
