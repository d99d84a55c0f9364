import xml.etree.ElementTree as ET

import numpy as np
import pytest

from tbkk_sim.report.kit.charts import to_svg
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run.exhibits import EXHIBITS
from tbkk_sim.report.run.figures.staff import ages

pytestmark = pytest.mark.slow

BY_NAME = {exhibit.name: exhibit for exhibit in EXHIBITS}
each = pytest.mark.parametrize("name", BY_NAME)


def texts_of(svg):
    return [text.text or "" for text in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def check(name, run):
    """Draw, say and tabulate without a warning (pytest makes an error of it); give the texts of the picture."""
    exhibit = BY_NAME[name]
    texts = texts_of(to_svg(exhibit.figure(run)))
    assert run.say(exhibit.title) in texts
    finding, table = exhibit.finding(run), exhibit.table(run)
    assert "nan" not in " ".join([*texts, finding, table.to_csv()]).lower().split()
    return texts


@each
def test_of_a_whole_run(name, growth):
    texts = check(name, growth)
    uncertainty = "the end of the range" if name == "assumptions" else "80\N{NO-BREAK SPACE}% of"
    assert uncertainty in " ".join(texts)
    assert not BY_NAME[name].table(growth).empty


@each
def test_of_one_replication_says_that_there_is_no_band(name, make_run):
    one = make_run(1)
    texts = check(name, one)
    if name not in ("availability", "assumptions"):  # bars over months or ranges, which one replication has too
        assert "One future only" in " ".join(texts)
    table = BY_NAME[name].table(one)
    assert not table.map(lambda cell: "(" in cell).to_numpy()[:, 1:].any()


@each
def test_of_a_run_without_demand_or_staff(name, zeros):
    check(name, zeros)


@each
def test_of_a_run_without_any_value(name, nothing):
    check(name, nothing)


@each
def test_of_a_few_months(name, make_run):
    check(name, make_run(3, run__start="2021-03-15", run__end="2021-06-14"))


@each
def test_of_a_run_without_months(name, growth):
    rows = growth.key_figures
    check(name, type(growth)(growth.settings, rows[rows["period"].str.len() < 6]))


@each
def test_is_the_same_file_each_time(name, growth):
    exhibit = BY_NAME[name]
    first = to_svg(exhibit.figure(growth))
    assert first == to_svg(exhibit.figure(growth))
    assert "<dc:date>" not in first


@pytest.mark.parametrize("name", ["staff_by_unit", "load", "availability"])
def test_a_unit_named_like_markup_shows_as_text(name, make_run):
    label = "<script>$x_1$ & {n}</script>"
    run = make_run(2, staffing__units__coast__label=label)
    svg = to_svg(BY_NAME[name].figure(run))
    assert "<script" not in svg
    assert any(label in text for text in texts_of(svg))


def test_a_star_marks_a_year_in_part(make_run, growth):
    part = make_run(2, run__start="2021-07-01", run__end="2022-12-31")
    texts = texts_of(to_svg(BY_NAME["work"].figure(part)))
    assert "2021*" in texts
    assert "2022" in texts
    assert "* A part of the year only." in " ".join(texts)
    assert "*" not in "".join(texts_of(to_svg(BY_NAME["work"].figure(growth))))


def test_ages_of_people(growth):
    random = np.random.default_rng(1)
    at_start = [random.uniform(25, 64, 100) for _ in range(4)]
    texts = texts_of(to_svg(ages(at_start, [people[people < 55] for people in at_start], growth.say)))
    assert "25\N{EN DASH}29" in texts
    share = np.mean([np.mean(people >= 55) for people in at_start])
    assert any(f"from {share:.0%}".replace("%", "\N{NO-BREAK SPACE}%") in text for text in texts)
    assert any("to 0\N{NO-BREAK SPACE}%" in text for text in texts)


@pytest.mark.parametrize("people", [[], [np.zeros(0)], [np.array([40.0])]])
def test_ages_of_few_people(people):
    assert to_svg(ages(people, people, Say("en")))
