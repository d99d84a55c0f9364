"""Enough replications by rule: the same whoever asks and in whatever portions, and intervals that hold."""

import numpy as np
import pytest

from tbkk_sim.runs.controls import NO_CONTROLS, controls_of, expected_cases
from tbkk_sim.runs.folder.reader import open_run
from tbkk_sim.runs.replication import Simulation
from tbkk_sim.runs.runner import run_experiment
from tbkk_sim.settings.run import Precision, Wanted
from tbkk_sim.stats.control_variates import KnownMeans, controlled_mean
from tbkk_sim.stats.intervals import interval_of_mean, level_of_each
from tbkk_sim.stats.precision import Estimate, StoppingResult, StoppingRule, estimate, rows_of
from tests.builders import small_settings
from tests.rows import every_row

HEADLINE = (
    Wanted(key_figure="backlog_end"),
    Wanted(key_figure="backlog_mean"),
    Wanted(key_figure="finished"),
    Wanted(key_figure="finished", priority_class="light"),
    Wanted(key_figure="hours_worked", team="coast"),
)
STUDIES = 1000
POOL = 160


def precision_of(relative_half_width=0.1, figures=HEADLINE, **other) -> Precision:
    return Precision(relative_half_width=relative_half_width, key_figures=figures, **other)


def crowded(engine="auto", **run):
    """Settings with more work than hours, as the real ones are."""
    changes = {f"run.{name}": value for name, value in run.items()}
    busy = {"demand.streams.image.reports_per_year": {2021: 8000, 2022: 8000}, "run.end": "2021-02-14"}
    return small_settings({**busy, "engine": engine, "run.monthly": False, "run.keep_events": "none", **changes})


@pytest.fixture(scope="module")
def pool(fastest) -> np.ndarray:
    """Five headline figures of many replications [replication, figure]."""
    plan = Simulation(crowded())
    rows = rows_of(plan.frame, HEADLINE)
    return np.array([plan.simulate(r, fastest).values[rows] for r in range(POOL)])


def half_width(values: np.ndarray, level: float = 0.95) -> np.ndarray:
    """The longer side of the interval of the mean, per figure."""
    low, high = interval_of_mean(values, level)
    return np.maximum(values.mean(axis=0) - low, high - values.mean(axis=0))


def decide(rule: StoppingRule, values: np.ndarray, portion: int | None = None) -> int | None:
    """Look in portions as asked for, or of a fixed size."""
    none = np.empty((len(values), 0))
    while rule.enough_at is None and rule.seen < min(rule.most, len(values)):
        total = min(rule.next_total if portion is None else rule.seen + portion, len(values))
        rule.look(values[:total], none[:total])
    return rule.enough_at


@pytest.mark.slow
def test_portions_have_no_say(pool):
    precision = precision_of(0.15)
    found = {decide(StoppingRule(precision, 20, POOL, NO_CONTROLS.means), pool, portion) for portion in (1, 7, 160)}
    found.add(decide(StoppingRule(precision, 20, POOL, NO_CONTROLS.means), pool))
    (n,) = found
    assert n is not None
    assert 25 < n < POOL


@pytest.mark.slow
def test_enough_is_the_first_number_at_which_precision_has_lasted(pool):
    precision, figure = precision_of(0.2, HEADLINE[:1], look_from=8), pool[:, :1]
    n = decide(StoppingRule(precision, 2, POOL, NO_CONTROLS.means), figure)
    assert n is not None
    held = [half_width(figure[:k])[0] <= 0.2 * figure[:k].mean() for k in range(n + 1) if k >= 8]
    assert held[-6:] == [True] * 6
    assert not any(all(held[end - 6 : end]) for end in range(6, len(held)))


@pytest.mark.slow
def test_a_look_is_never_later_than_the_earliest_end(pool):
    rule = StoppingRule(precision_of(0.15), 20, POOL, NO_CONTROLS.means)
    assert rule.next_total == 25  # 20, and 5 to look ahead
    n = decide(rule, pool)
    assert rule.seen == n


EVEN = np.array([99.0, 101.0, 98.0, 102.0] * 5)[:, None]
"""Twenty replications around 100, without skewness or many ties."""


def enough_at(wanted: float, values: np.ndarray = EVEN, least: int = 2, most: int = 20, **asked) -> int | None:
    rule = StoppingRule(precision_of(wanted, HEADLINE[:1], look_from=8, **asked), least, most, NO_CONTROLS.means)
    rule.look(values, np.empty((len(values), 0)))
    return rule.enough_at


def test_the_precision_is_reached_at_exactly_the_half_width_that_is_asked_for():
    exactly = float(half_width(EVEN)[0] / EVEN.mean())
    (one,) = estimate(precision_of(figures=HEADLINE[:1]), EVEN, np.empty((20, 0)), NO_CONTROLS.means)
    assert one.relative_half_width == pytest.approx(exactly)
    exactly = one.relative_half_width  # it shrinks with every four replications, and grows a little in between
    assert enough_at(exactly, look_ahead=0) == 20
    assert enough_at(np.nextafter(exactly, 0), look_ahead=0) is None


@every_row(("least", "look_ahead", "at"), [(2, 0, 8), (2, 3, 11), (11, 3, 11), (12, 3, 12), (2, 12, 20)])
def test_enough_is_when_it_has_lasted_and_not_before_the_least_number(least, look_ahead, at):
    """A precision that holds from the first look, at 8, has lasted for three more at 11."""
    assert enough_at(0.5, least=least, look_ahead=look_ahead) == at
    assert enough_at(0.5, look_ahead=13) is None


@every_row("portion", [1, 3, 20])
def test_it_has_lasted_as_long_whatever_the_portions_in_which_replications_come(portion):
    rule = StoppingRule(precision_of(0.5, HEADLINE[:1], look_from=8, look_ahead=6), 2, 20, NO_CONTROLS.means)
    assert decide(rule, EVEN, portion) == 14


def test_the_rows_of_wanted_figures_are_theirs():
    frame = Simulation(crowded()).frame
    found = rows_of(frame, HEADLINE)
    grid = frame.grid
    assert [
        (
            frame.figures[frame.key_figure[row]].name,
            grid.teams[frame.team[row]],
            grid.classes[frame.priority_class[row]],
        )
        for row in found
    ] == [(one.key_figure, one.team, one.priority_class) for one in HEADLINE]
    assert {grid.periods[frame.period[row]] for row in found} == {"all"}


def test_the_first_look_waits_for_what_must_be_there_and_never_passes_the_most():
    def first(least: int, most: int) -> int:
        return StoppingRule(precision_of(0.1, look_from=8), least, most, NO_CONTROLS.means).next_total

    assert [first(2, 500), first(13, 500), first(14, 500), first(14, 13), first(2, 9)] == [13, 13, 14, 13, 9]


@pytest.mark.parametrize(
    ("times", "look_ahead", "most", "right"),
    [
        pytest.param(2.5, 5, 500, 20 + 31, id="20 x 5.25 more are needed, and 0.3 of them are asked for"),
        pytest.param(2.5, 5, 50, 50, id="no more than the most"),
        pytest.param(1.01, 5, 500, 26, id="as many as it must hold for"),
        pytest.param(1.0, 3, 500, 23, id="it holds for the first time: three more"),
        pytest.param(np.inf, 5, 500, 26, id="no interval yet"),
    ],
)
def test_how_many_replications_the_next_look_waits_for(times, look_ahead, most, right):
    values = np.ones((20, 1)) + np.eye(20)[:, :1] if np.isinf(times) else EVEN  # one odd replication: no interval
    (one,) = estimate(precision_of(figures=HEADLINE[:1]), EVEN, np.empty((20, 0)), NO_CONTROLS.means)
    wanted = one.relative_half_width / (1.0 if np.isinf(times) else times)
    rule = StoppingRule(
        precision_of(wanted, HEADLINE[:1], look_from=8, look_ahead=look_ahead), 2, most, NO_CONTROLS.means
    )
    rule.look(values, np.empty((20, 0)))
    assert rule.next_total == right


def test_what_the_manifest_says_of_the_precision_of_a_run():
    wanted = Wanted(key_figure="finished", priority_class="light")
    plain, none = Estimate(wanted, 123.45678, 12.345678), Estimate(wanted, 0.0, np.nan, gain=2.0)
    where = {"key_figure": "finished", "team": "all", "priority_class": "light", "period": "all"}
    assert StoppingResult(30, True, (plain, none)).as_record() == {
        "reached": True,
        "replications": 30,
        "key_figures": [
            {**where, "mean": 123.457, "half_width": 12.3457, "relative_half_width": 0.1},
            {**where, "mean": 0.0, "half_width": None, "relative_half_width": None, "gain_of_control_variates": 2.0},
        ],
    }


def test_no_controls_are_no_columns():
    assert NO_CONTROLS.compute(np.ones((5, 9))[:, NO_CONTROLS.rows]).shape == (5, 0)


def test_the_level_is_divided_among_the_figures():
    assert level_of_each(0.95, 5) == pytest.approx(0.99)
    assert level_of_each(0.95, 1) == pytest.approx(0.95)


def test_a_figure_that_is_always_zero_is_known():
    (one,) = estimate(precision_of(figures=HEADLINE[:1]), np.zeros((5, 1)), np.empty((5, 0)), NO_CONTROLS.means)
    assert one.relative_half_width == 0.0


@every_row(
    ("wanted", "says"),
    [
        ({"key_figure": "backlog"}, "'backlog' is not known"),
        ({"key_figure": "backlog_end", "team": "moon"}, "'moon' is not known"),
        ({"key_figure": "backlog_settled_days", "priority_class": "closed"}, "does not exist for"),
    ],
)
def test_a_wanted_figure_must_exist(wanted, says):
    with pytest.raises(ValueError, match=says):
        rows_of(Simulation(crowded()).frame, (Wanted(**wanted),))


def studies(pool: np.ndarray, n: int) -> np.ndarray:
    """Replications of many small studies [study, replication], drawn from the pool."""
    return np.random.default_rng(5).integers(0, len(pool), size=(STUDIES, n))


@pytest.mark.slow
def test_intervals_hold_as_often_as_they_say(pool):
    """1,000 studies of 30 replications: single intervals hold in 93 % or more, the family of five at once in 95 %."""
    truth, family = pool.mean(axis=0), level_of_each(0.95, 5)
    holds, holds_family = np.zeros((STUDIES, 5), dtype=bool), np.zeros((STUDIES, 5), dtype=bool)
    for number, chosen in enumerate(studies(pool, 30)):
        values = pool[chosen]
        for level, held in ((0.95, holds), (family, holds_family)):
            low, high = interval_of_mean(values, level)
            held[number] = (low <= truth) & (truth <= high)
    single = holds.mean(axis=0)
    assert (single >= 0.93).all(), single
    assert (single <= 0.99).all(), single
    assert holds_family.all(axis=1).mean() >= 0.95


@pytest.mark.slow
def test_intervals_hold_after_the_rule_has_stopped(pool):
    """The family of five, when the number of replications was chosen by looking at them."""
    precision, truth, most = precision_of(0.15), pool.mean(axis=0), 120
    level = level_of_each(precision.level, len(precision.key_figures))
    values = np.moveaxis(pool[studies(pool, most)[:300]], 1, 0)  # [replication, study, figure]
    stopped, held, holds = np.full(300, most), np.zeros(300, dtype=int), np.zeros(300, dtype=bool)
    for n in range(20, most + 1):
        seen = values[:n].reshape(n, -1)
        low, high = (end.reshape(300, -1) for end in interval_of_mean(seen, level))
        widths = half_width(seen, level).reshape(300, -1) / values[:n].mean(axis=0)
        held = np.where((widths <= 0.15).all(axis=1), held + 1, 0)
        ends = (stopped == most) & ((held > precision.look_ahead) | (n == most))
        stopped[ends] = n
        holds[ends] = ((low <= truth) & (truth <= high)).all(axis=1)[ends]
    by_rule = [decide(StoppingRule(precision, 20, most, NO_CONTROLS.means), values[:, study]) for study in range(12)]
    assert [n or most for n in by_rule] == stopped[:12].tolist()  # so all of them stopped by the rule
    assert (stopped < most).mean() > 0.5
    assert holds.mean() >= 0.94  # 0.95 less what 300 studies leave open


@pytest.mark.slow
def test_a_control_variate_gains_what_it_explains():
    random = np.random.default_rng(3)
    gains, holds = [], []
    for _ in range(400):
        cause = random.normal(50.0, 5.0, 40)
        values = 100 + 3 * (cause - 50) + random.normal(0.0, 5.0, 40)
        one = controlled_mean(values, cause[:, None], KnownMeans(np.array([50.0]), np.zeros((1, 1))), 0.95)
        gains.append(one.gain)
        holds.append(abs(one.mean - 100) <= one.half_width)
    assert np.median(gains) == pytest.approx(10.0, rel=0.1)  # (15^2 + 5^2) / 5^2
    assert 0.92 < np.mean(holds) < 0.98


def test_a_mean_of_a_control_that_is_not_known_exactly_costs():
    random = np.random.default_rng(3)
    cause = random.normal(50.0, 5.0, 40)
    values = 3 * cause + random.normal(0.0, 1.0, 40)
    exact, rough = (
        controlled_mean(values, cause[:, None], KnownMeans(np.array([50.0]), np.array([[variance]])), 0.95)
        for variance in (0.0, 25 / 40)
    )
    assert rough.half_width > 4 * exact.half_width
    assert rough.gain < 1.5


def test_controls_that_say_nothing_are_left_out():
    values = np.random.default_rng(1).normal(size=30)
    one = controlled_mean(values, np.ones((30, 1)), KnownMeans(np.ones(1), np.zeros((1, 1))), 0.95)
    assert one.mean == values.mean()
    assert one.gain == 1.0


@pytest.mark.slow
def test_means_of_the_controls_are_those_of_the_replications(fastest):
    settings = crowded()
    plan, replications = Simulation(settings), range(60)
    controls = controls_of(settings, plan.frame, draws=60)
    found = controls.compute(np.array([plan.simulate(r, fastest).values[controls.rows] for r in replications]))
    errors = found.std(axis=0, ddof=1) / np.sqrt(len(replications)) + np.sqrt(np.diag(controls.means.covariance))
    assert (np.abs(found.mean(axis=0) - controls.means.mean) <= 3.5 * errors + 1e-9).all()
    assert expected_cases(settings)["light"] == pytest.approx(8000 * 0.2 * 45 / 365, rel=0.1)


@pytest.fixture(scope="module")
def precise(fastest):
    """Settings with a precision; values of run may be given."""
    wanted = [one.model_dump() for one in HEADLINE[2:3]]
    precision = {"relative_half_width": 0.1, "key_figures": wanted, "look_from": 8, "look_ahead": 2}
    asked = {"engine": fastest, "replications": 3, "replications_max": 60, "precision": precision}
    return lambda **run: crowded(**{**asked, **run})


@pytest.mark.slow
def test_a_run_has_as_many_replications_as_its_precision_asks_for(precise, tmp_path):
    result = run_experiment(precise(), tmp_path / "by_rule")
    record = result.manifest["precision"]
    assert 10 <= result.replications < 60
    assert (record["reached"], record["replications"]) == (True, result.replications)
    assert record["key_figures"][0]["relative_half_width"] <= 0.1
    run = open_run(tmp_path / "by_rule")
    assert run.key_figures["replication"].nunique() == result.replications
    in_one_go = precise().run.model_copy(update={"precision": None, "replications": result.replications})
    other = run_experiment(precise().model_copy(update={"run": in_one_go}), tmp_path / "by_number")
    for name in ("key_figures.parquet", "people.parquet", "summary.csv"):
        assert other.manifest["files"][name] == run.manifest["files"][name]


@pytest.mark.slow
def test_workers_have_no_say_in_the_number_of_replications(precise, tmp_path):
    one, two = (run_experiment(precise(workers=n), tmp_path / str(n)) for n in (1, 2))
    assert one.manifest["precision"] == two.manifest["precision"]
    assert one.manifest["files"]["key_figures.parquet"] == two.manifest["files"]["key_figures.parquet"]


@pytest.mark.slow
def test_a_run_stops_at_its_ceiling(precise, tmp_path):
    result = run_experiment(precise(replications_max=10), tmp_path)
    assert result.replications == 10
    assert result.manifest["precision"]["reached"] is False
