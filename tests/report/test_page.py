"""The report: one file that asks for nothing, and says all that it should."""

import re
from html.parser import HTMLParser

import pytest

from tbkk_sim.report import write_report
from tbkk_sim.report.kit.page import inline_svg
from tbkk_sim.report.run.exhibits import EXHIBITS
from tbkk_sim.report.run.page import report
from tests.report.test_findings import with_hours

pytestmark = pytest.mark.slow

HOSTILE = "<script>alert(1)</script>"


class Elements(HTMLParser):
    """All elements with their attributes."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def count(self, tag):
        return sum(name == tag for name, _ in self.found)


def page_of(run):
    return report(run, {exhibit.name: exhibit.figure(run) for exhibit in EXHIBITS})


@pytest.fixture(scope="module")
def page(growth):
    return page_of(growth)


def test_the_page_runs_nothing_and_asks_for_nothing(page):
    elements = Elements(page)
    assert not elements.count("script")
    assert not elements.count("iframe")
    for tag, attributes in elements.found:
        assert not [name for name in attributes if name.startswith("on")], tag
        for name in ("src", "href", "xlink:href", "data", "action", "srcset"):
            assert (attributes.get(name) or "#").startswith(("#", "data:,")), (tag, attributes)
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)
    assert "default-src 'none'" in page


def test_the_page_is_well_formed_for_those_who_hear_it(page):
    elements = Elements(page)
    ids = [attributes["id"] for _, attributes in elements.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert [elements.count(tag) for tag in ("html", "main", "h1")] == [1, 1, 1]
    assert ("html", {"lang": "en"}) in elements.found
    assert all(attributes.get("scope") for tag, attributes in elements.found if tag == "th")
    assert elements.count("figure") == elements.count("figcaption") == elements.count("svg") == len(EXHIBITS)
    assert all(a.get("aria-label") and a.get("role") == "img" for tag, a in elements.found if tag == "svg")


def test_every_reference_within_the_page_leads_somewhere(page):
    elements = Elements(page)
    ids = {attributes["id"] for _, attributes in elements.found if "id" in attributes}
    links = {a[name][1:] for _, a in elements.found for name in ("href", "xlink:href") if a.get(name, "")[:1] == "#"}
    links |= set(re.findall(r"url\(#([^)]+)\)", page))
    assert links
    assert links <= ids


def test_the_four_parts_come_in_order_after_the_answer(page, growth):
    titles = re.findall(r"<h2>(.*?)</h2>", page)
    assert [title[:2] for title in titles[1:5]] == ["1.", "2.", "3.", "4."]
    assert titles[0] == "The answer"
    assert page.index("<h1>") < page.index(titles[0])
    assert growth.settings.question in page
    for needed in (
        "How sure",
        "Seed",
        "0.1.0",
        "compare growth",
        "Chance that more than one in ten",
    ):
        assert needed in page


def test_every_number_of_the_run_has_its_source_on_the_page(page, growth):
    for entry in growth.sources:
        assert f"<code>{entry.key}</code>" in page
    assert "as &lt;elsewhere&gt;" in page
    assert "set for this run" in page
    assert "11\N{EN DASH}44" in page


def test_the_same_run_gives_the_same_bytes_below_two_megabytes(run_folder):
    write_report(run_folder)
    first = (run_folder / "report.html").read_bytes()
    write_report(run_folder)
    assert (run_folder / "report.html").read_bytes() == first
    assert len(first) < 2_000_000


@pytest.mark.parametrize("run", ["zeros", "nothing"])
def test_a_run_in_which_nothing_happened_has_a_page(run, request):
    page = page_of(request.getfixturevalue(run))
    assert "nan" not in re.sub(r"<[^>]*>", " ", page).lower().split()


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize(("severe", "warns"), [(1.2, True), (0.8, False)])
def test_who_is_short_after_all_help_leads_the_page(growth, severe, warns):
    page = re.sub(r"\s+", " ", page_of(with_hours(growth, severe=severe, all_work=5.0)))
    assert ("<strong>Warning.</strong> Short of people for severe work" in page) == warns
    verdict = "Short of people for severe work" if warns else "With all help that the rules allow, nobody is short"
    begins = '<p class="warning"><strong>Warning.</strong>' if warns else '<p class="lead">'
    assert f"<h2>The answer</h2> {begins}{' ' * warns}{verdict}" in page
    assert ("<strong>0 fte</strong>" in page) != warns


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("replications", [1, 2, 4])
def test_a_few_replications_have_a_page_without_odds_and_without_bands(make_run, replications):
    page = page_of(make_run(replications))
    assert "Chances need at least 5 futures." in page
    assert "80\N{NO-BREAK SPACE}% of futures" not in page
    assert "80\N{NO-BREAK SPACE}% of single futures" not in page
    assert "80\N{NO-BREAK SPACE}% band" not in page
    assert " of 10 futures" not in page
    assert (
        "One future only, so no band." if replications == 1 else f"{replications} futures only, so no band."
    ) in page


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("replications", [4, 12])
def test_what_the_page_says_in_a_paragraph_it_says_once(make_run, replications, language):
    parts = {"start": "2021-07-01", "end": "2022-03-31"}  # of two years
    run = make_run(replications, language=language, **{f"run__{key}": value for key, value in parts.items()})
    said = re.findall(r"<(?:p|p class=\"(?:lead|warning)\"|li)>(.*?)</(?:p|li)>", page_of(run), re.DOTALL)
    sentences = [part for text in said for part in re.split(r"(?<=\.)\s+", text.strip()) if " " in part]
    assert len(sentences) > 10
    assert not {text for text in sentences if sentences.count(text) > 1}


@pytest.mark.usefixtures("undrawn")
def test_five_replications_have_bands_and_odds(make_run):
    page = page_of(make_run(5))
    assert "In brackets: 80\N{NO-BREAK SPACE}% of single futures." in page
    assert "Chances need" not in page


def test_markup_in_names_is_shown_as_text(make_run):
    run = make_run(
        2,
        name=HOSTILE,
        question=HOSTILE,
        staffing__units__coast__label=HOSTILE,
        casework__classes__producer__label=HOSTILE,
    )
    page = page_of(run)
    assert "<script" not in page
    assert page.count("&lt;script&gt;") > 10


def test_numbers_in_a_picture_are_cut_within_its_tags_only():
    drawn = '<path id="p" d="M 1.23456 2"/><use href="#p"/><text>3.000</text>'
    svg = f'<svg viewBox="0 0 1 1"><style>*{{}}</style>{drawn}</svg>'
    assert re.sub(r"<svg[^>]*>", "", inline_svg(svg, "a", "A & B")) == (
        '<path id="a-p" d="M 1.23 2"/><use href="#a-p"/><text>3.000</text></svg>'
    )
    assert 'aria-label="A &amp; B"' in inline_svg(svg, "a", "A & B")
