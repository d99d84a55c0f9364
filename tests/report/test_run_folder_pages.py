import errno
import io
import re
import shutil
import tempfile
from pathlib import Path

import pytest
from rich.console import Console

from tbkk_sim.cli.main import main
from tbkk_sim.report import show_result, write_report
from tbkk_sim.report.kit.charts import head_of, panels_svg, to_svg
from tbkk_sim.report.run.exhibits import EXHIBITS
from tbkk_sim.report.run.findings import warnings
from tbkk_sim.report.run.summary import escape, summary
from tbkk_sim.report.run.terminal import show
from tbkk_sim.report.run.view import view_run
from tbkk_sim.runs.folder.stored_file import RunFolderError
from tbkk_sim.system import in_place
from tests.report.test_findings import with_hours

pytestmark = pytest.mark.slow


def test_all_files_come_from_the_folder_alone_and_stay_the_same(run_folder):
    write_report(run_folder)
    made = [run_folder / "summary.md", *(run_folder / "figures" / f"{exhibit.name}.svg" for exhibit in EXHIBITS)]
    first = [path.read_bytes() for path in made]
    write_report(run_folder)
    assert [path.read_bytes() for path in made] == first
    assert sorted((run_folder / "figures").iterdir()) == sorted(made[1:])


@pytest.mark.usefixtures("undrawn")
def test_a_report_that_fails_halfway_leaves_no_page(run_folder, monkeypatch):
    write_report(run_folder)
    write = in_place.write_whole

    def full(path, text):
        if path.name == "summary.md":
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        write(path, text)

    monkeypatch.setattr("tbkk_sim.report.kit.files.write_whole", full)
    with pytest.raises(OSError, match="No space left"):
        write_report(run_folder)
    assert not (run_folder / "report.html").exists()
    assert (run_folder / "manifest.json").exists()


def test_the_page_shows_the_panels_of_a_figure_without_the_texts_above_them(growth):
    figure = EXHIBITS[0].figure(growth)
    whole, panels = to_svg(figure), panels_svg(figure)
    assert head_of(figure)[0] in whole
    assert head_of(figure)[0] not in panels
    assert whole.count("<path") == panels.count("<path")
    (full,), (left,) = (re.findall(r'viewBox="0 (\S+) \S+ (\S+)"', svg) for svg in (whole, panels))
    assert float(left[0]) > 0
    assert sum(map(float, left)) == pytest.approx(float(full[1]), abs=0.02)


def test_a_run_that_is_not_finished_has_no_report(run_folder):
    (run_folder / "manifest.json").unlink()
    with pytest.raises(RunFolderError, match="holds no finished run"):
        write_report(run_folder)
    assert not (run_folder / "report.html").exists()


@pytest.mark.usefixtures("undrawn")
def test_a_report_is_written_in_another_language_when_that_is_asked_for(run_folder):
    write_report(run_folder, "nl")
    assert '<html lang="nl">' in (run_folder / "report.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("part", [".", "figures"])
def test_a_folder_that_cannot_be_written_to_keeps_its_report(run_folder, part, monkeypatch, capsys):
    write_report(run_folder)
    page, make = (run_folder / "report.html").read_bytes(), tempfile.mkdtemp

    def refused(dir: Path) -> str:
        if dir == run_folder / part:
            raise PermissionError(errno.EACCES, "Permission denied", str(dir))
        return make(dir=dir)

    monkeypatch.setattr(tempfile, "mkdtemp", refused)
    assert main(["report", str(run_folder)]) == 2
    assert f"{run_folder / part}\n      this folder cannot be written to\n      copy the run" in capsys.readouterr().err
    assert (run_folder / "report.html").read_bytes() == page


@pytest.mark.usefixtures("undrawn")
def test_a_report_whose_figures_have_no_place_is_refused_and_the_one_that_is_there_stays(run_folder, capsys):
    write_report(run_folder)
    shutil.rmtree(run_folder / "figures")
    (run_folder / "figures").write_text("mine")
    assert main(["report", str(run_folder)]) == 2
    assert f"{run_folder / 'figures'}\n      is not a folder" in capsys.readouterr().err
    assert (run_folder / "report.html").exists()


@pytest.mark.usefixtures("undrawn")
def test_the_summary_answers_and_says_how_to_remake_it(run_folder):
    write_report(run_folder)
    text = (run_folder / "summary.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert headings == [
        "Question", "Each year", "Answer", "How sure", "Key tables",
        "Who is short, and when", "Triage: who judges, and what stays hidden", "Figures", "Settings that matter",
        "How to remake this",
    ]  # fmt: skip
    assert "What stays undone if reports keep growing?" in text
    assert "- Command: `python -m tbkk_sim +scenario=growth seed=7`" in text
    for picture in re.findall(r"\]\((figures/.*?)\)", text):
        assert (run_folder / picture).is_file()


def test_the_warning_stands_once(growth, make_run):
    short, calm = (with_hours(growth, severe=load, all_work=5.0) for load in (1.2, 0.8))
    assert summary(short).count("Without help of others severe work and judging ask for ") == 1
    assert "> **Warning.** Short of people for severe work and judging" in summary(short)
    assert warnings(calm) == []
    assert "Warning" not in summary(calm)
    assert summary(calm).count("Without help of others severe work and judging ask for ") == 1


def test_how_sure_tells_the_interval_from_the_band(growth, make_run):
    text = summary(growth)
    backlog = growth.values("backlog_end")["backlog_end"]
    assert f"eight in ten of these futures lie between {growth.say.count(backlog.quantile(0.1))} and" in text
    assert "(95 % interval, wide enough for rare futures that may not be among these)" in text
    assert "known better" not in text
    low, high = re.search(r"that mean lies between ([\d,]+) and ([\d,]+)", text).groups()
    assert float(low.replace(",", "")) < backlog.mean() < float(high.replace(",", ""))
    assert "One future was simulated" in summary(make_run(1))


def test_markup_in_names_is_shown_as_text(make_run):
    run = make_run(2, name="a|b<script>", staffing__units__coast__label="<script>|x")
    text = summary(run)
    assert "<script" not in text
    assert "&lt;script&gt;\\|x" in text
    assert escape("a\n# b") == "a \\# b"


def on_screen(run, tmp_path, **kind):
    console = Console(file=io.StringIO(), width=80, **kind)
    show(run, tmp_path, console)
    return console.file.getvalue()


def test_the_terminal_is_one_plain_screen_in_a_pipe(growth, tmp_path):
    growth = with_hours(growth, severe=1.2, all_work=5.0)
    text = on_screen(growth, tmp_path)
    lines = text.splitlines()
    assert len(lines) <= 53
    assert max(map(len, lines[:-1])) <= 80
    assert "\x1b" not in text
    assert any(line.strip().startswith("Possessor") and "/" in line for line in lines)
    assert "Warning: Short of people for severe work and judging" in text
    assert f"Results: {tmp_path}" in lines[-1]
    assert "\x1b[" in on_screen(growth, tmp_path, force_terminal=True)


def test_the_terminal_leaves_markup_alone(make_run, tmp_path):
    run = make_run(2, casework__classes__producer__label="[red]Producer")
    assert "[red]Producer" in on_screen(run, tmp_path)


@pytest.mark.parametrize("run", ["zeros", "nothing"])
def test_a_run_in_which_nothing_happened(run, request, tmp_path):
    empty = request.getfixturevalue(run)
    assert "No work waits" in summary(empty)
    assert "Warning" not in on_screen(empty, tmp_path)


def test_the_result_goes_to_stdout(run_folder, capsys):
    show_result(run_folder)
    shown = capsys.readouterr()
    assert "Acute abuse" in shown.out
    assert shown.err == ""


def test_categories_and_text_read_alike(run_folder, growth):
    assert summary(view_run(run_folder)).splitlines()[:20] == summary(growth).splitlines()[:20]
