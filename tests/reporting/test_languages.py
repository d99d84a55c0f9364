"""Every phrase is marked, translated, and translated with all its values."""

import re
from pathlib import Path
from string import Formatter

import pytest
import yaml
from babel.dates import get_month_names
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from phrases import phrases_of
from tbkk_sim.reporting import say, summary
from tbkk_sim.reporting.exhibits import EXHIBITS
from tbkk_sim.reporting.page.report import report
from tbkk_sim.reporting.run_view import RunView
from tbkk_sim.reporting.style import to_svg

ROOT = Path(__file__).parents[2]
MARKED = {
    message
    for _, _, message, _, _ in extract_from_dir(
        ROOT / "src" / "tbkk_sim", method_map=[("**.py", "python")], keywords={"N_": None}
    )
}
MARKED |= {
    phrase
    for file in (ROOT / "src" / "tbkk_sim").rglob("*.py")
    for phrase in phrases_of(file.read_text(encoding="utf-8"))
}
UNITS = set(yaml.safe_load((ROOT / "conf/staffing/current.yaml").read_text(encoding="utf-8"))["units"])


def test_phrases_are_found_however_their_template_is_given():
    found = phrases_of(
        "SAYS = 'a {x}'\n"
        "def f(key, template):\n"
        "    says = 'b {x}' if key else 'c'\n"
        "    more = ' and d'\n"
        "    yield Phrase(says, x=Phrase('e {y}', y=1))\n"
        "    yield Phrase(says + more, x=1), wrong(f'{key}.z', SAYS, x=2), not_known(key, key, [], 'f')\n"
        "    raise wrong(key, template)\n"
    )
    assert sorted(found) == ["a {x}", "b {x}", "b {x} and d", "c", "c and d", "e {y}", "f"]


def said_by_conf():
    """Labels and questions of the configuration; the name of a unit is a name."""

    def inside(node, name=""):
        for key, value in node.items() if isinstance(node, dict) else ():
            if key in ("label", "question") and isinstance(value, str) and not value.islower() and name not in UNITS:
                yield value
            yield from inside(value, key)

    for folder in ("conf", "experiments"):
        for file in (ROOT / folder).rglob("*.yaml"):
            yield from inside(yaml.safe_load(file.read_text(encoding="utf-8")))


def test_every_phrase_is_there_in_dutch():
    dutch = say.catalogue("nl")
    assert len(MARKED) > 300
    with_words = {phrase for phrase in MARKED if re.search("[A-Za-z]", re.sub(r"{[^{}]*}", "", phrase))}
    assert sorted(with_words - set(dutch)) == []


def test_every_label_and_question_of_the_configuration_is_there_in_dutch():
    said = set(said_by_conf())
    assert len(said) > 30
    assert sorted(said - set(say.catalogue("nl"))) == []


def test_no_translation_is_left_over_or_said_in_two_ways():
    known, seen = MARKED | set(said_by_conf()), {}
    for path in sorted((say.CATALOGUES / "nl").glob("*.po")):
        with path.open("rb") as file:
            messages = [message for message in read_po(file, "nl") if message.id]
        assert not [m.id for m in messages if m.fuzzy or not m.string]
        here = {str(message.id): str(message.string) for message in messages}
        assert sorted(set(here) - known) == [], path.name
        assert {phrase: here[phrase] for phrase in here if seen.get(phrase, here[phrase]) != here[phrase]} == {}
        seen |= here


@pytest.mark.parametrize("language", ["nl"])
def test_a_translation_has_the_values_of_its_phrase(language):
    def values(text):
        return {(name, form) for _, name, form, _ in Formatter().parse(text) if name is not None}

    changed = [phrase for phrase, text in say.catalogue(language).items() if values(phrase) != values(text)]
    assert changed == []


class _Cyrillic(dict):
    """A language in which each phrase is its own, in letters that nothing else has."""

    def get(self, phrase, default=None):
        return "".join(
            text.translate(str.maketrans(dict.fromkeys(map(chr, [*range(65, 91), *range(97, 123)]), "ж")))
            + (f"{{{name}{':' + form if form else ''}}}" if name is not None else "")
            for text, name, form, _ in Formatter().parse(phrase)
        )


def unmarked(text):
    """Words that did not come from a phrase."""
    months = {name.lower() for names in (get_month_names("wide", locale="en"),) for name in names.values()}
    names = {"growth", "resignation", "fte", "tbkk", "sim", "python", "nbsp", "amp", "gt", "lt", *months}
    return sorted({word for word in re.findall(r"[A-Za-z]{2,}", text) if word.lower() not in names})


@pytest.fixture
def foreign(growth, monkeypatch) -> RunView:
    """A run in that language."""
    monkeypatch.setattr(say, "catalogue", lambda language: _Cyrillic())
    return RunView(growth.settings, growth.key_figures, growth.origin, growth.sources)


def text_of(page):
    page = re.sub(r"<(style|code|head)\b.*?</\1>", " ", page, flags=re.DOTALL)
    page = re.sub(r'<td lang="en">.*?</td>', " ", page)
    labels = " ".join(re.findall(r'aria-label="([^"]*)"', page))
    return re.sub(r"<[^>]+>", " ", page) + labels


@pytest.mark.slow
def test_the_page_says_nothing_but_phrases(foreign):
    page = report(foreign, {exhibit.name: exhibit.figure(foreign) for exhibit in EXHIBITS})
    assert unmarked(text_of(page)) == []


def test_the_summary_says_nothing_but_phrases(foreign):
    text = re.sub(r"`[^`]*`|\(figures/[^)]*\)", "", summary.summary(foreign))
    assert unmarked(text) == []


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: exhibit.name)
def test_a_figure_says_nothing_but_phrases(exhibit, foreign):
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", to_svg(exhibit.figure(foreign)))
    assert texts
    assert unmarked(" ".join(texts)) == []


def test_dates_are_written_in_the_language(growth):
    assert say.Say("nl").date(growth.start) == "1 januari 2021"
    assert say.Say("en").date(growth.start) == "1 January 2021"


def test_numbers_are_written_as_they_are_given():
    assert [say.Say("nl").exact(n) for n in (0.0355, 1234567.0, 0.1 + 0.2, -3.0)] == [
        "0,0355",
        "1.234.567",
        "0,3",
        "\N{MINUS SIGN}3",
    ]
