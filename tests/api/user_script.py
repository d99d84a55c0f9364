"""A small study as a user writes it, for a type checker to read in strict mode; it is never run."""

import pandas as pd
from matplotlib.figure import Figure

import tbkk_sim as ts


def show(done: int, total: int) -> None:
    """Show how far a run is."""


settings: ts.Settings = ts.load("growth", "tools", overrides={"run.replications": 2}, config_dir="my_conf")
run: ts.Run = ts.run(settings, folder="my_run", progress=show)
opened: ts.Run = ts.open_run("my_run")
tables: list[pd.DataFrame] = [run.key_figures, run.summary, run.people, run.events(0), run.events(0, labels=True)]
figure: Figure = run.plot("waiting")
week: ts.UnitWeek = run.week("rotterdam", "2022-W14")
facts: list[pd.DataFrame] = [week.people, week.hours, week.interrupted, week.severe_cases]
told: dict[str, list[str]] = week.sections
compared: ts.ComparedRuns = ts.compare(run, opened, "other_run", key_figures=["backlog_end/*"], paired=False)
differences: pd.DataFrame = compared.differences
also: Figure = compared.plot("settings")
answer: ts.TuningAnswer = ts.tune(settings, "where", overrides={"tune.where.extra_fte": 4})
again: ts.Run = ts.run(answer.settings)
plan: pd.DataFrame = answer.plan
sentences: list[str] = answer.sentences
replications: int = run.settings.run.replications
try:
    ts.load(overrides=["run=smok"])
except ts.SettingsError as error:
    hints: list[str] = [problem.hint for problem in error.problems]
