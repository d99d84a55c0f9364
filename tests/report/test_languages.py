"""Every phrase is marked, translated, and translated with all its values."""

import re
from pathlib import Path
from string import Formatter

import pytest
import yaml
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tbkk_sim.report.kit import say
from tests.phrases import phrases_of
from tests.rows import every_row

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "tbkk_sim"


@pytest.fixture(scope="module")
def marked():
    """The phrases of the package: those in the words of pages, and those that its code makes."""
    found = extract_from_dir(PACKAGE, method_map=[("**.py", "python")], keywords={"N_": None})
    texts = (file.read_text(encoding="utf-8") for file in PACKAGE.rglob("*.py"))
    return {message for _, _, message, _, _ in found} | {phrase for text in texts for phrase in phrases_of(text)}


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


@pytest.fixture(scope="module")
def said_by_conf():
    """Labels and questions of the configuration; the name of a unit is a name."""
    units = yaml.safe_load((ROOT / "conf/staffing/current.yaml").read_text(encoding="utf-8"))["units"]

    def inside(node, name=""):
        for key, value in node.items() if isinstance(node, dict) else ():
            if key in ("label", "question") and isinstance(value, str) and not value.islower() and name not in units:
                yield value
            yield from inside(value, key)

    files = [file for folder in ("conf", "experiments") for file in (ROOT / folder).rglob("*.yaml")]
    return {said for file in files for said in inside(yaml.safe_load(file.read_text(encoding="utf-8")))}


@pytest.mark.slow
def test_every_phrase_is_there_in_dutch(marked):
    dutch = say.catalogue("nl")
    assert len(marked) > 300
    with_words = {phrase for phrase in marked if re.search("[A-Za-z]", re.sub(r"{[^{}]*}", "", phrase))}
    assert sorted(with_words - set(dutch)) == []


def test_every_label_and_question_of_the_configuration_is_there_in_dutch(said_by_conf):
    assert len(said_by_conf) > 30
    assert sorted(said_by_conf - set(say.catalogue("nl"))) == []


@pytest.mark.slow
def test_no_translation_is_left_over_or_said_in_two_ways(marked, said_by_conf):
    known, seen = marked | said_by_conf, {}
    for path in sorted((say.CATALOGUES / "nl").glob("*.po")):
        with path.open("rb") as file:
            messages = [message for message in read_po(file, "nl") if message.id]
        assert not [m.id for m in messages if m.fuzzy or not m.string]
        here = {str(message.id): str(message.string) for message in messages}
        assert sorted(set(here) - known) == [], path.name
        assert {phrase: here[phrase] for phrase in here if seen.get(phrase, here[phrase]) != here[phrase]} == {}
        seen |= here


@every_row("language", ["nl"])
def test_a_translation_has_the_values_of_its_phrase(language):
    def values(text):
        return {(name, form) for _, name, form, _ in Formatter().parse(text) if name is not None}

    changed = [phrase for phrase, text in say.catalogue(language).items() if values(phrase) != values(text)]
    assert changed == []


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
