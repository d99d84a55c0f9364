"""Tables of hours: by step, and load and utilisation by team."""

from typing import TYPE_CHECKING

from tbkk_sim.reporting import words
from tbkk_sim.reporting.run_view import RunView
from tbkk_sim.reporting.tables.cells import Write, cells, frame, spread_over_futures, spreads_of
from tbkk_sim.settings.settings import ALL, TRIAGE

if TYPE_CHECKING:
    import pandas as pd


def case_steps(run: RunView) -> list[str]:
    """Triage, then the steps of a case, in their order."""
    return [TRIAGE, *run.settings.casework.steps]


def step_label(run: RunView, step: str) -> str:
    """What a reader calls a step."""
    return run.say(words.TRIAGE_STEP if step == TRIAGE else run.settings.casework.steps[step].label)


def is_digital(run: RunView, step: str) -> bool:
    """Whether a step counts as digital work."""
    return step != TRIAGE and run.settings.casework.steps[step].digital


def step_hours(run: RunView) -> "pd.DataFrame":
    """Hours of cases per future (rows) and step (columns), worked by units and pools alike."""
    steps = case_steps(run)
    hours = run.values(*(f"hours_{step}" for step in steps), along="team", keep=[ALL, *run.pools])
    return hours.groupby(level="replication").sum().set_axis(steps, axis=1)


def step_shares(run: RunView) -> "pd.DataFrame":
    """Mean and band of each step's share in all hours of cases; NaN without any."""
    hours = step_hours(run)
    total = hours.sum(axis=1)
    return spread_over_futures(hours.div(total.where(total > 0), axis=0))


def digital_share(run: RunView) -> float:
    """Mean share of digital steps in all hours of cases; NaN without any."""
    shares = step_shares(run)["mean"]
    if shares.isna().all():
        return float("nan")
    return float(shares[[step for step in shares.index if is_digital(run, str(step))]].sum())


def steps(run: RunView) -> "pd.DataFrame":
    """Hours by step."""
    say = run.say
    a_year = spread_over_futures(step_hours(run))
    return frame(
        {
            say(words.STEP): (step_label(run, step) for step in case_steps(run)),
            say(words.SHARE_COLUMN): cells(run, spreads_of(step_shares(run)), lambda share: say.share(share, 1)),
            say(words.HOURS_COLUMN): cells(run, spreads_of(a_year), say.count, 1 / run.length_years),
            say(words.DIGITAL).capitalize(): (
                say(words.YES) if is_digital(run, step) else "" for step in case_steps(run)
            ),
        }
    )


def team_label(run: RunView, team: str) -> str:
    """What a reader calls a team, or all units together."""
    return run.say(words.ALL_UNITS) if team == ALL else run.label(team)


def load(run: RunView) -> "pd.DataFrame":
    """Load, utilisation and lending by team."""
    say, teams = run.say, [ALL, *run.units, *run.pools]

    def column(key_figure: str, write: Write, factor: float = 1.0) -> list[str]:
        return cells(run, run.spreads(key_figure, "team", teams), write, factor)

    a_year = 1 / run.length_years
    return frame(
        {
            say(words.TEAM): [team_label(run, team) for team in teams],
            say(words.LOAD_COLUMN): column("load", lambda value: say.number(value, 2)),
            say(words.UTILISATION): column("utilisation", say.share),
            say(words.OVERTIME): column("overtime_hours", say.count, a_year),
            say(words.LENT): column("hours_lent", say.count, a_year),
            say(words.BORROWED): column("hours_borrowed", say.count, a_year),
        }
    )


def teams(run: RunView) -> "pd.DataFrame":
    """What a planner asks first, by team: staff, load, and hours lent and borrowed, means over the period."""
    say, names, a_year = run.say, [ALL, *run.units, *run.pools], 1 / run.length_years

    def column(key_figure: str, write: Write, factor: float = 1.0) -> list[str]:
        return cells(run, run.spreads(key_figure, "team", names), write, factor)

    return frame(
        {
            say(words.TEAM): [team_label(run, team) for team in names],
            say(words.ESTABLISHMENT): column("establishment_fte", lambda fte: say.number(fte, 1)),
            say(words.VACANCY): column("vacancy_share", say.share),
            say(words.DEPLOYABLE): column("deployable_fte", lambda fte: say.number(fte, 1)),
            say(words.LOAD_COLUMN): column("load", lambda value: say.number(value, 2)),
            say(words.UTILISATION): column("utilisation", say.share),
            say(words.LENT): column("hours_lent", say.count, a_year),
            say(words.BORROWED): column("hours_borrowed", say.count, a_year),
        }
    )
