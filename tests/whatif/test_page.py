"""The page without a browser: sliders, both plans, words, and a scenario file that says the same."""

import html
import re
import signal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from streamlit.web import bootstrap

from tbkk_sim.cli import ports
from tbkk_sim.cli.main import main
from tbkk_sim.cli.verbs import whatif
from tbkk_sim.metrics.grid import finite_or_nan
from tbkk_sim.report.kit.say import Say
from tbkk_sim.runs.folder.reader import open_run
from tbkk_sim.system.stopping import heeding_signals
from tbkk_sim.whatif import page, phrases
from tbkk_sim.whatif.controls import plain
from tests.whatif.looking import Open, text_of, until_done

QUICK = ("run.end=2021-01-31", "run.replications=2", "engine=simpy")
TEXTBOOK = ("+scenario=textbook", "run.end=2021-03-31", "run.replications=10", "engine=simpy")


@pytest.mark.slow
def test_a_slider_is_moved_run_and_saved_and_the_command_line_finds_the_same_numbers(
    opened: Open, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr("tbkk_sim.report.write_report", lambda folder: None)
    shown = until_done(opened(*TEXTBOOK))
    assert phrases.RESULT_NOW in [each.value for each in shown.subheader]
    before = text_of(shown)

    shown.slider(key="posts desk").set_value(2).run()
    assert phrases.NOT_YET_RUN in [each.value for each in shown.warning]
    shown.button(key="run").click().run()
    until_done(shown)
    after = text_of(shown)
    assert after != before
    assert "Desk: posts: 3 → 2" in after
    assert re.search(r"Each year [\d.]+ more cases are left undone than under the current plan", after)
    assert re.search(r"At the end [\d.]+ more cases wait", after)
    assert "higher in all 10 futures" in after

    shown.text_input(key="scenario_name").set_value("two")
    shown.button(key="save").click().run()
    (command,) = [each.value for each in shown.code]
    head = (tmp_path / "mine/scenario/two.yaml").read_text().splitlines()[:3]
    assert head == ["# @package _global_", f"# {command}", "question: What does this change bring?"]

    assert main([*command.split()[3:], "hydra.run.dir=run"]) == 0
    capsys.readouterr()
    found = open_run(tmp_path / "run")
    changed = shown.session_state.runs[1]
    assert found.settings.staffing.units["desk"].posts == 2
    stored = pd.read_parquet(tmp_path / "run/key_figures.parquet")
    values = changed.table(10)
    assert np.array_equal(stored["value"].to_numpy(), finite_or_nan(values[~np.isnan(values)]), equal_nan=True)
    waiting = stored.query("period == 'all' and team == 'all' and priority_class == 'all'")
    mean = waiting.loc[waiting["key_figure"] == "backlog_end", "value"].mean()
    assert f"<strong>{Say('en').count(mean)}</strong>" in after


@pytest.mark.slow
def test_sliders_that_moved_on_are_told_and_can_go_back(opened: Open):
    shown = until_done(opened(*TEXTBOOK))
    assert phrases.NOTHING_CHANGED in [each.value for each in shown.info]
    shown.slider(key="volume door").set_value(1.5).run()
    shown.button(key="run").click().run()
    until_done(shown)
    shown.slider(key="volume door").set_value(2.0).run()
    assert phrases.MOVED_ON in [each.value for each in shown.warning]
    assert "100\N{NO-BREAK SPACE}% → 150\N{NO-BREAK SPACE}%" in text_of(shown)
    shown.button(key="reset").click().run()
    assert shown.slider(key="volume door 1").value == 1.0


@pytest.mark.slow
def test_the_page_is_complete_in_dutch_and_in_english(opened: Open):
    shown = until_done(opened(*QUICK, "language=nl"))
    shown.slider(key="extra_posts").set_value(10).run()
    shown.button(key="run").click().run()
    until_done(shown)
    dutch = text_of(shown)
    say = Say("nl")
    for phrase in _phrases():
        if say(phrase) != phrase and not phrase[0].islower() and len(phrase) > 8:
            assert not re.search(rf"\b{re.escape(_fixed(phrase))}\b", html.unescape(dutch)), phrase
    assert "Landelijke Eenheid" in dutch.replace("\\", "")
    limits = shown.toggle(key="limited").set_value(True).run().select_slider(key="limit")
    assert limits.options[:3] == ["0", "0,1", "0,2"]
    assert limits.value == 1.0
    shown.segmented_control(key="language").set_value("en").run()
    assert phrases.INTRO in text_of(shown)
    assert say(phrases.INTRO) not in text_of(shown)


def test_every_phrase_has_a_dutch_one():
    say = Say("nl")
    assert {phrase for phrase in _phrases() if say(phrase) == phrase} == {phrases.ALT_ROWS}
    for phrase in _phrases():
        assert sorted(re.findall(r"{\w*}", say(phrase))) == sorted(re.findall(r"{\w*}", phrase))


@pytest.mark.slow
def test_a_unit_and_a_scenario_named_script_show_as_text(opened: Open):
    name = "<script>alert(1)</script>"
    shown = opened(*TEXTBOOK, f"staffing.units.desk.label='{name}'", f"name='{name}'")
    shown.slider(key="posts desk").set_value(4).run()
    shown.button(key="run").click().run()
    until_done(shown)
    for element in shown.get("html"):
        assert "<script" not in element.proto.body
    assert html.escape(name) in text_of(shown)
    assert shown.slider(key="posts desk").label == plain(name)
    assert not re.search(r"(?<!\\)<script", shown.caption[0].value)
    (frame,) = shown.get("iframe")
    assert frame.proto.srcdoc.count("<script") == 2


@pytest.mark.slow
def test_a_plan_that_cannot_be_is_refused_in_words(opened: Open):
    shown = until_done(opened(*TEXTBOOK))
    shown.slider(key="posts desk").set_value(4).run()
    for name in ("", "../elsewhere", "growth"):
        shown.text_input(key="scenario_name").set_value(name)
        shown.button(key="save").click().run()
        assert len(shown.error) == 1
    Path("mine").write_text("a file where the folder should be")
    shown.text_input(key="scenario_name").set_value("two")
    shown.button(key="save").click().run()
    (message,) = [each.value.replace("\\", "") for each in shown.error]
    assert message.startswith("The scenario cannot be written to mine")
    assert not shown.exception


@pytest.mark.slow
def test_without_the_compiled_engine_the_page_begins_small_and_says_so(opened: Open, monkeypatch):
    monkeypatch.setattr(page, "ENGINES", ("simpy",))
    monkeypatch.setattr(
        "tbkk_sim.whatif.background_runner.engine_for", "simpy".format
    )  # a worker takes no function of a test
    shown = opened("+scenario=textbook")
    assert any("numba" in each.value for each in shown.info)
    (now,) = shown.session_state.runs
    assert (now.settings.run.end.year, now.settings.run.replications) == (2021, 8)


def test_the_verb_checks_before_it_serves(monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    served = []
    monkeypatch.setattr(whatif, "_serve", lambda port, arguments: served.append((port, arguments)))
    assert main(["whatif", "+scenario=grwoth"]) == 2
    assert "growth" in capsys.readouterr().err
    free = ports.first_free()
    assert main(["whatif", "+scenario=growth", "--port", str(free), "seed=3"]) == 0
    assert served == [(free, ["--save-in", "my_scenarios", "--", "+scenario=growth", "seed=3"])]
    monkeypatch.setattr(whatif, "find_spec", lambda name: None)
    assert main(["whatif"]) == 2
    assert 'pip install ".[ui]"' in capsys.readouterr().err
    assert len(served) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), pytest.param("SIGHUP", 143, marks=pytest.mark.slow)]
)
def test_the_program_ends_with_the_code_of_the_signal_that_stopped_it(monkeypatch, name: str, code: int):
    stopped = []

    def stops_the_server(server: object) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.append(server))

    def serve(arguments: list[str], standalone_mode: bool) -> None:
        bootstrap._set_up_signal_handler("the server")  # type: ignore[arg-type]
        signal.raise_signal(getattr(signal, name))

    monkeypatch.setattr(bootstrap, "_set_up_signal_handler", stops_the_server)
    monkeypatch.setattr("streamlit.web.cli.main", serve)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with heeding_signals():
            assert whatif._serve(8501, []) == code
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert stopped == ["the server"]


def test_streamlit_is_told_to_stay_on_this_machine():
    assert whatif.OPTIONS["server.address"] == "127.0.0.1"
    assert whatif.OPTIONS["browser.gatherUsageStats"] == "false"
    assert whatif.OPTIONS["server.headless"] == "true"


def _phrases() -> list[str]:
    named = {name: value for name, value in vars(phrases).items() if name.isupper() and name not in ("LANGUAGES", "N_")}
    return [p for value in named.values() for p in ([value] if isinstance(value, str) else value.values())]


def _fixed(phrase: str) -> str:
    """The longest part of a phrase without values."""
    return max(re.split(r"{\w*}", phrase), key=len).strip(" .:,;()")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a*b", r"a\*b"), ("[x](y)", r"\[x\](y)"), ("$1 `k` ~~z~~", r"\$1 \`k\` \~\~z\~\~"), (":red[x]", r"\:red\[x\]"),
        ("# h", r"\# h"), ("- x", r"\- x"), ("x\n+ y", "x\n\\+ y"), ("1. x", r"1\. x"), ("12) x", r"12\) x"),
        ("_x_", r"\_x\_"), ("<b>", r"\<b\>"), ("https://x.y", r"https\://x.y"), ("www.x.y", r"www\.x.y"), ("\\", r"\\"),
    ],
)  # fmt: skip
def test_names_are_not_read_as_markdown(text: str, written: str):
    assert plain(text) == written


@pytest.mark.parametrize("text", ["Noord-Nederland", "a_b", "Team 1.2 (zuid): 12:30, +3!", "Zaken #4"])
def test_a_name_that_is_no_markdown_stays_as_it_is_for_a_screen_reader(text: str):
    assert plain(text) == text
