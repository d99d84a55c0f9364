"""A study in a notebook: what do better tools bring while reports grow?

`marimo edit docs/notebooks/tools_under_growth.py` opens it, `python docs/notebooks/tools_under_growth.py` runs it.
"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="What do better tools bring while reports grow?")


@app.cell
def _():
    import marimo as mo

    import tbkk_sim as ts

    return mo, ts


@app.cell
def _(mo):
    mo.md("""
    # What do better tools bring while reports grow?

    Two months, eight replications: enough to see how a study is made, not to answer it. Take
    `quick` away for five years and twenty replications.
    """)
    return


@app.cell
def _(ts):
    quick = {"run": "smoke", "run.end": "2021-02-28", "run.replications": 8}
    growth = ts.load("growth", overrides=quick)
    with_tools = ts.load("growth", "tools", overrides=quick)
    with_tools
    return growth, with_tools


@app.cell
def _(growth, ts, with_tools):
    now = ts.run(growth)
    then = ts.run(with_tools)
    now
    return now, then


@app.cell
def _(mo):
    mo.md("""
    ## One run

    The summary has every key figure: its mean over the replications, the interval of that mean, and
    the band in which 80 % of the replications lie.
    """)
    return


@app.cell
def _(now):
    whole_run = now.summary.query("period == 'all' and team == 'all'")
    classes = whole_run.query("key_figure == 'backlog_end'").set_index("priority_class")
    classes[["mean", "interval_low", "interval_high", "band_low", "band_high"]]
    return (classes,)


@app.cell
def _(now):
    backlog = now.plot("backlog")
    backlog
    return (backlog,)


@app.cell
def _(mo):
    mo.md("""
    ## Its events

    Each event of a replication has its date, report, step, team and member, so that a question that no
    key figure answers is a line of pandas: how many hours went to each step?
    """)
    return


@app.cell
def _(now):
    events = now.events(replication=0, labels=True)
    hours_by_step = events.groupby("step", observed=True)["hours"].sum().sort_values(ascending=False)
    hours_by_step
    return events, hours_by_step


@app.cell
def _(mo):
    mo.md("""
    ## Both runs

    They met the same reports and the same people. So each replication gives a difference that is due
    to the tools alone; `clear` says whether the interval of the mean difference leaves zero out.
    """)
    return


@app.cell
def _(now, then, ts):
    compared = ts.compare(now, then, key_figures=["finished", "finished/*", "hours_image", "reports_in"])
    compared.differences
    return (compared,)


@app.cell
def _(compared):
    differences = compared.plot("differences")
    differences
    return (differences,)


if __name__ == "__main__":
    app.run()
