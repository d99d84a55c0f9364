"""What was typed is said on every page, and the commands that a page proposes run as they stand."""

import html
import io
import re
import shlex
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from tbkk_sim.cli.main import main
from tbkk_sim.cli.verbs.compare.runs import read_words
from tbkk_sim.config.compose import load_settings
from tbkk_sim.report.kit.commands import measure_commands
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run import asked
from tbkk_sim.runs.folder.reader import open_run
from tbkk_sim.runs.folder.stored_settings import stored_settings
from tbkk_sim.runs.runner import extend_experiment
from tbkk_sim.settings import Settings
from tbkk_sim.settings.asked import command_of, override_of
from tests.builders import own_scenario

pytestmark = pytest.mark.slow

SHORT = ["run.end=2021-01-31", "run.replications=2", "run.workers=1", "engine=simpy"]
TYPED = ["+scenario=textbook", "+demand.streams.door.volume_factor=0.5", "staffing.units.desk.posts=4", *SHORT]
SIGNS = ["name='mine, it\\'s'", "question='A, b: c?'", "+staffing.plan.x={unit: desk, date: 2021-01-05, posts: 1}"]
OWN = "question: What if the desk grows?\nstaffing: {units: {desk: {posts: 5}}}\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    own_scenario(tmp_path / "my own", OWN, "larger")


def run_of(*typed: str, folder: str = "run") -> Path:
    assert main([*typed, f"hydra.run.dir={folder}"]) == 0
    return Path(folder)


def command_on(page: str, after: str) -> list[str]:
    """The words of a command on a page, as a shell reads them."""
    found = re.search(rf"{after}.*?<code>(.*?)</code>", page, re.DOTALL)
    assert found
    words = shlex.split(html.unescape(found[1]).splitlines()[0])
    assert words[:3] == ["python", "-m", "tbkk_sim"]
    return words[3:]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


SAYS = {
    "en": ("textbook, changed: demand.streams.door.volume_factor=0.5, staffing.units.desk.posts=4", "textbook asks:"),
    "nl": ("textbook, gewijzigd: demand.streams.door.volume_factor=0.5, staffing.units.desk.posts=4", "De vraag van"),
}


@pytest.fixture(scope="module", params=SAYS)
def in_both(request, tmp_path_factory) -> tuple[str, Path, str]:
    """A run in each language, and what its terminal said."""
    folder, out = tmp_path_factory.mktemp("said") / "run", io.StringIO()
    with redirect_stdout(out):
        run_of(*TYPED, f"language={request.param}", folder=str(folder))
    return request.param, folder, out.getvalue()


def test_terminal_summary_and_report_name_what_was_changed(in_both):
    language, folder, out = in_both
    title, whose = SAYS[language]
    assert title in " ".join(out.split())
    summary, report = read(folder / "summary.md").replace("\\_", "_"), html.unescape(read(folder / "report.html"))
    assert summary.startswith(f"# {title}\n")
    assert f"<title>{title}</title>" in report
    assert re.search(rf"<h1[^>]*>{re.escape(title)}</h1>", report)
    for page in (summary, report):
        assert whose in page
        assert re.search(r"staffing.units.desk.posts\W.*\b3\b.*\b4\b", page, re.DOTALL)
        assert "20210101" in page
        assert not re.search(r"20[.,]210[.,]101", page)


def test_the_commands_of_a_page_run_as_they_stand(in_both, tmp_path, capsys):
    _, folder, _ = in_both
    report = read(folder / "report.html")
    words = command_on(report, f"<dt>{COMMAND[in_both[0]]}</dt>")
    assert main([*words, "hydra.run.dir=again", "run.report=false"]) == 0
    first, again = stored_settings(folder), stored_settings(Path("again"))
    assert again == with_run(first, report=False)
    assert command_of(*words) in read(folder / "summary.md")
    comparison = command_on(report, "<pre>")
    assert main([*comparison, "run.report=false"]) == 0
    assert "demand.streams.door.volume_factor=0.5, staffing.units.desk.posts=4." in " ".join(
        capsys.readouterr().out.split()
    )


COMMAND = {"en": "Command", "nl": "Opdracht"}


def with_run(settings: Settings, **changes: object) -> Settings:
    return settings.model_copy(update={"run": settings.run.model_copy(update=changes)})


def test_a_run_as_its_scenario_stands_is_called_by_its_name():
    settings = load_settings(["+scenario=textbook", *SHORT, "language=nl"])
    assert asked.title(Say("nl"), settings) == "textbook"
    assert asked.whose_question(Say("nl"), settings, "") == []


def test_a_question_of_ones_own_is_that_of_the_run():
    settings = load_settings([*TYPED, "question='Half of it, and one more?'"])
    assert asked.whose_question(Say(), settings, "") == []
    assert asked.title(Say(), settings).startswith("textbook, changed: demand")


def test_a_title_says_what_is_empty_and_cuts_between_words():
    long = "+staffing.plan.more_tactical_in_two_units={unit:desk,date:2021-02-01,posts:1}"
    name = "+staffing.plan." + "_".join(["posts"] * 12) + ".posts=1"
    settings = load_settings(["+scenario=textbook", *SHORT, "calendar.holidays_country=", long])
    assert asked.title(Say("nl"), settings).startswith("textbook, gewijzigd: calendar.holidays_country: leeg")
    assert asked._short(Say(), name).endswith("_posts_\N{HORIZONTAL ELLIPSIS}")
    assert asked._short(Say(), long.lstrip("+")).endswith("_in_two_units={\N{HORIZONTAL ELLIPSIS}}")
    assert asked._short(Say(), "staffing.plan.x={unit:desk,date:2021-02-01}") == "staffing.plan.x (desk, 2021-02-01)"
    assert asked._short(Say(), "staffing.plan.x={}") == "staffing.plan.x={}"


@pytest.mark.parametrize(
    "typed",
    [
        [*TYPED, *SIGNS],
        ["+scenario=[textbook,larger]", "triage=textbook", "steering.treatments={}", *SHORT],
    ],
    ids=["signs", "own folder"],
)
def test_a_command_gives_the_settings_again_from_any_folder(typed, tmp_path, monkeypatch):
    settings = load_settings(typed, "my own")
    monkeypatch.chdir(tmp_path.parent)
    flag, folder, *words = shlex.split(settings.asked.command)[3:]
    assert flag == "--config-dir"
    again = load_settings(words, folder)
    assert (again, again.asked) == (settings, settings.asked)


@pytest.mark.parametrize(
    "typed",
    [
        ["+scenario=growth", "demand.streams.image.volume_factor=3", "run=smoke"],
        ["+scenario=[growth,hire_ahead]", "staffing.hiring.national_limit_per_month=2", "seed=4"],
        ["+staffing.plan.x={unit: limburg, date: 2022-01-01, posts: 2}", "+collaboration.neighbours_of={}"],
        ["staffing.units.limburg.label='Zuid, Limburg'", "~agreements.producers", "run.end=2021-03-31"],
    ],
    ids=lambda typed: typed[0],
)
def test_a_proposed_comparison_is_of_the_run_and_of_the_run_with_a_measure(typed):
    settings = load_settings(typed)
    for command in measure_commands(settings):
        verb, *words = shlex.split(command)[3:]
        assert verb == "compare"
        base, changed = read_words(words)
        assert base.settings == settings.model_copy(update={"name": base.settings.name})
        differ = changed.settings.model_dump(exclude={"name", "question"})
        assert differ != base.settings.model_dump(exclude={"name", "question"})
        assert changed.settings.run == settings.run


def test_a_proposed_comparison_has_the_folder_of_the_user():
    settings = load_settings(["+scenario=[textbook,larger]", *SHORT], "my own")
    first, second = measure_commands(settings)
    words = shlex.split(first)[4:]
    at = words.index("--config-dir")
    folder = words[at + 1]
    del words[at : at + 2]
    base, _ = read_words(words, folder)
    assert base.settings == settings
    assert "textbook+larger+hire_ahead" in second


def test_runs_of_one_scenario_are_told_apart_by_what_differs(capsys):
    one, other = (
        run_of(*TYPED[:2], f"staffing.units.desk.posts={n}", *SHORT, "run.report=false", folder=f"of{n}")
        for n in (4, 5)
    )
    assert main(["compare", str(one), str(other), "--into", "side by side"]) == 0
    labels = ["textbook staffing.units.desk.posts=4", "textbook staffing.units.desk.posts=5"]
    page, table = read(Path("side by side/comparison.md")), read(Path("side by side/settings.csv"))
    report = html.unescape(read(Path("side by side/report.html")))
    for label in labels:
        assert label in page.replace("\\_", "_")
        assert label in table
        assert label in report
    assert "All runs have been changed: demand.streams.door.volume\\_factor=0.5." in page
    for folder in (one, other):
        assert stored_settings(folder).asked.command in report
    again = command_on(report, ">Command<")
    assert "--into" not in again
    assert main(again) == 0


def test_a_run_that_was_extended_says_the_command_that_makes_it_in_one_go():
    folder = run_of(*TYPED, "run.report=false")
    extend_experiment(folder, 3)
    made = stored_settings(folder)
    assert load_settings(made.asked.overrides) == made
    assert "run.replications=3" in made.asked.command
    assert open_run(folder).manifest["asked"]["overrides"][-1] == "run.replications=3"


@pytest.mark.parametrize(
    "value",
    ["plain", "2021-01-31", "two words", "it's, so", "true", "NO", 3, 0.25, None, False, [1, "a b"], {"a": {"b": 1}}],
)
def test_an_override_is_read_back_as_it_was_meant(value):
    from hydra.core.override_parser.overrides_parser import OverridesParser

    def plain(of):
        if isinstance(of, dict):
            return {plain(key): plain(inner) for key, inner in of.items()}
        return [plain(inner) for inner in of] if isinstance(of, list) else getattr(of, "text", of)

    assert plain(OverridesParser.create().parse_override(override_of("a.b", value)).value()) == value


def test_how_it_was_typed_does_not_make_settings_unequal(tmp_path):
    one, other = load_settings(["run=smoke"]), load_settings(["run=smoke", "seed=20210101"])
    assert one == other
    assert one.asked != other.asked
    assert one.model_copy(update={"seed": 5}) != other
    stored = Settings.model_validate_json(other.as_file())
    assert (stored, stored.asked) == (other, other.asked)
