"""Problems keep their phrases and values apart, wherever they are sent."""

import pickle

from tbkk_sim.problem import Phrase, Problem, SettingsError, wrong
from tests.rows import every_row


def test_a_phrase_reads_as_english_and_is_said_in_another_language():
    inner = Phrase("{n} posts", n=3)
    phrase = Phrase("needs {what} at most", what=inner)
    dutch = {"needs {what} at most": "mag hoogstens {what} hebben", "{n} posts": "{n} plaatsen"}
    assert phrase == "needs 3 posts at most"
    assert phrase.said(lambda template: dutch.get(template, template)) == "mag hoogstens 3 plaatsen hebben"


def test_braces_of_a_user_are_no_names_of_values():
    assert Phrase("'{given}' is not a name", given="{x}").said(str) == "'{x}' is not a name"
    assert Phrase("write {}").said(str) == "write {}"


def test_a_value_may_have_any_name():
    assert str(wrong("a.b", "{key} of {template}", key="c", template="d")) == "a.b: c of d"


def test_thousands_are_apart_as_a_language_has_it():
    phrase = Phrase("{low:,.10g} to {high:,}", low=1000.5, high=2000000)
    assert phrase == "1,000.5 to 2,000,000"
    assert phrase.said(str, thousands=" ") == "1 000.5 to 2 000 000"
    assert Phrase("at most {range}", range=phrase).said(str, thousands=" ") == "at most 1 000.5 to 2 000 000"


@every_row(
    "error", [wrong("a.b", "is {value}; allowed: {most}", value=9, most=3), SettingsError([Problem("", "is wrong")])]
)
def test_an_error_of_settings_comes_through_another_process_whole(error):
    sent = pickle.loads(pickle.dumps(error))
    assert sent.problems == error.problems
    assert str(sent) == str(error)
    for one, other in zip(sent.problems, error.problems, strict=True):
        assert type(one.says) is type(other.says)
        assert getattr(one.says, "values", None) == getattr(other.says, "values", None)


def test_an_error_of_settings_says_each_problem_on_a_line_with_its_remedy():
    error = SettingsError(
        [Problem("seed", "is -1"), Problem("", "is wrong", "mend it"), Problem("a.b", "is 3", "write 2")]
    )
    assert str(error) == "seed: is -1\nis wrong (mend it)\na.b: is 3 (write 2)"
