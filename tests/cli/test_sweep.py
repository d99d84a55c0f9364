"""A sweep leaves one table of all its runs."""

from pathlib import Path

import pandas as pd
import pytest

from tbkk_sim.cli.main import main
from tbkk_sim.cli.verbs.sweep import tell_of_sweep
from tbkk_sim.runs.runner import run_experiment
from tbkk_sim.runs.sweep import open_sweep
from tests.builders import small_settings

pytestmark = pytest.mark.slow

SHORT = ["+scenario=textbook", "run.end=2021-01-31", "run.workers=1", "engine=simpy", "run.report=false"]


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_a_multirun_gives_one_table(capsys):
    typed = [*SHORT, "run.replications=2"]
    assert main(["-m", *typed, "seed=1,2", "run.monthly=true,false"]) == 0
    (table,) = Path("multirun").rglob("sweep.csv")
    rows = pd.read_csv(table)
    assert list(rows.columns[:4]) == ["run", "name", "seed", "run.monthly"]
    assert rows.groupby("run").size().nunique() == 1
    assert [tuple(of) for of in rows[["seed", "run.monthly"]].drop_duplicates().to_numpy()] == [
        (1, True), (1, False), (2, True), (2, False),
    ]  # fmt: skip
    tidy = pd.read_parquet(table.with_suffix(".parquet"))
    summaries = [pd.read_csv(path / "summary.csv") for path in sorted(table.parent.glob("[0-9]"))]
    assert len(tidy) == sum(map(len, summaries))
    out, err = capsys.readouterr()
    assert "HYDRA" not in err
    assert [line for line in err.splitlines() if "of 4" in line] == [
        f"tbkk_sim: run {number} of 4: seed={seed} run.monthly={monthly}"
        for number, (seed, monthly) in enumerate([(1, True), (1, False), (2, True), (2, False)], 1)
    ]
    assert "4 runs" in out
    assert str(table) in out


def test_a_swept_group_keeps_its_own_column_beside_that_of_the_table(capsys):
    typed = [*SHORT, "run.replications=2"]
    assert main(["-m", *typed, "run=smoke,textbook", "name=a,b"]) == 0
    (table,) = Path("multirun").rglob("sweep.csv")
    for rows in (pd.read_csv(table, dtype=str), pd.read_parquet(table.with_suffix(".parquet")).astype(str)):
        assert list(rows.columns[:4]) == ["run", "name", "swept.run", "swept.name"]
        assert rows.columns.is_unique
        assert [tuple(of) for of in rows[["run", "name", "swept.run", "swept.name"]].drop_duplicates().to_numpy()] == [
            ("1", "a", "smoke", "a"), ("2", "b", "smoke", "b"),
            ("3", "a", "textbook", "a"), ("4", "b", "textbook", "b"),
        ]  # fmt: skip
    assert "run=smoke" in capsys.readouterr().out


def test_the_table_holds_what_the_runs_say(tmp_path):
    for number, posts in enumerate((6, 8)):
        folder = tmp_path / "multirun" / str(number)
        (folder / ".hydra").mkdir(parents=True)
        (folder / ".hydra" / "overrides.yaml").write_text(f"- +scenario=x\n- staffing.units.coast.posts={posts}\n")
        changes = {"staffing.units.coast.posts": posts, "run.end": "2021-02-28", "engine": "simpy"}
        run_experiment(small_settings(changes), folder)
    sweep = open_sweep(tmp_path / "multirun")
    assert sweep.labels == ["posts=6", "posts=8"]
    table = sweep.table().set_index(["run", "key_figure", "priority_class"])
    for run in sweep.runs:
        whole = run.summary.query("period == 'all' and team == 'all' and priority_class == 'all'")
        expected = whole.set_index("key_figure")["mean"]["finished"]
        assert table.loc[(run.path.name, "finished", "all"), "mean"].item() == expected


def test_a_folder_without_finished_runs_says_nothing(tmp_path, capsys):
    tell_of_sweep(tmp_path)
    assert capsys.readouterr().out == ""
    assert not list(tmp_path.iterdir())


def test_a_column_of_the_table_is_not_written_over_by_what_was_swept(tmp_path, capsys):
    typed = [*SHORT, "run.replications=1"]
    assert main(["-m", *typed, "staffing.units.desk.posts=4", "run=smoke,textbook"]) == 0
    (table,) = Path("multirun").rglob("sweep.csv")
    rows = pd.read_csv(table)
    assert list(rows["swept.run"].drop_duplicates()) == ["smoke", "textbook"]
    assert list(rows["run"].drop_duplicates()) == [1, 2]
    assert "All runs have been changed: staffing.units.desk.posts=4." in capsys.readouterr().out
