"""Several reports on one person: how many, when, and that they are part of the reports of their stream."""

import numpy as np
import pytest
from scipy import stats

from tbkk_sim.model.names import names_of
from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY
from tbkk_sim.runs.controls import expected_cases
from tbkk_sim.sampling.chance import Chance, following_keys, key_of
from tbkk_sim.sampling.reports.arrivals import alike, numbered
from tbkk_sim.sampling.reports.demand import PersonParameters, compile_demand, flows
from tbkk_sim.sampling.reports.persons import draw_further_reports
from tbkk_sim.sampling.world import Reports
from tests.builders import drawn_reports, small_settings
from tests.laws import LEVEL, check_law, check_mean, sample
from tests.rows import every_row
from tests.sampling.test_decisions import assert_independent

CLOSED, ACUTE, SERIOUS, LIGHT = range(4)
CHANCE = Chance(11, 4)
N = sample(450_000)
BIG = {"demand.streams.image.volume_factor": sample(50)}
OFTEN = {"demand.persons": {"further_reports_mean": 0.5, "further_within_days": 20.0}}


def further(mean: float, *, to_triage: bool = True, true_class: int = SERIOUS, days: float = 1e5) -> np.ndarray:
    """The number of further reports on each of so many persons, in a run that does not end before they come."""
    first = alike(numbered(key_of("p"), N), np.zeros(N), stream=0, unit=0, true_class=true_class, to_triage=to_triage)
    persons = PersonParameters(mean / (1 + mean), 20.0, round(days * SECONDS_PER_DAY))
    found = [part.person_key for part in draw_further_reports(persons, first, CHANCE)]
    keys = np.concatenate([np.zeros(0, dtype=np.int64), *found])
    return np.bincount(keys - first.key[0], minlength=N)


def drawn(changes: dict[str, object]) -> Reports:
    return drawn_reports(small_settings({**BIG, **changes}), 0)[0]


@every_row("mean", [0.3, 2.0])
def test_further_reports_on_a_person_are_geometric_with_their_mean(mean: float):
    counts = further(mean)
    check_mean(counts.astype(float), mean, cv=float(np.sqrt((1 + mean) / mean)))
    law, most = stats.geom(1 / (1 + mean), loc=-1), 6
    observed = np.bincount(np.minimum(counts, most), minlength=most + 1)
    expected = N * np.append(law.pmf(np.arange(most)), law.sf(most - 1))
    assert stats.chisquare(observed, expected).pvalue > LEVEL


def test_only_triaged_reports_of_cases_are_followed():
    assert further(0.0).sum() == 0
    assert further(1.0, to_triage=False).sum() == 0
    assert further(1.0, true_class=CLOSED).sum() == 0


def test_with_a_higher_mean_the_same_persons_are_reported_as_often_or_more():
    assert (further(0.5) >= further(0.3)).all()
    assert (further(0.5) > further(0.3)).sum() > sample(10_000)


def test_one_follows_the_other_after_an_exponential_time_and_never_before_it():
    first = alike(numbered(key_of("p"), N), np.linspace(0, 300, N), stream=0, unit=1, true_class=LIGHT, to_triage=True)
    parts = list(draw_further_reports(PersonParameters(0.5, 20.0, NEVER_SECONDS), first, CHANCE))
    of_first = np.searchsorted(first.key, parts[0].person_key)
    gap = (parts[0].arrived_seconds - first.arrived_seconds[of_first]) / SECONDS_PER_DAY
    check_law(gap, stats.expon(scale=20.0))
    assert (set(parts[0].unit), set(parts[0].true_class), parts[0].to_triage.all()) == ({1}, {LIGHT}, True)
    of_second = np.isin(following_keys(parts[0].key, "persons"), parts[1].key)
    assert_independent(gap=gap, once_more=of_second)
    at_once = draw_further_reports(PersonParameters(0.5, 1e-9, NEVER_SECONDS), first.take(np.arange(9)), CHANCE)
    assert (next(at_once).arrived_seconds > 0).all()


def test_those_that_would_come_after_the_end_do_not_come():
    """By hand: of gaps with mean 20 days, exp(-1) are longer than a run of 20 days."""
    some, all_of_them = further(1.0, days=20.0), further(1.0)
    once = all_of_them >= 1
    assert ((some >= 1) <= once).all()
    assert (some[once] >= 1).mean() == pytest.approx(1 - np.exp(-1), abs=0.01)


def test_further_reports_expected_on_a_day_by_hand():
    """1,000 first reports on the first of many days: 500 further ones, half as many after these, 1,000 in all.

    With a mean time of 20 days, persons of whom one more report is to come leave at a rate of 1 / 40 net a day.
    """
    per_day = np.zeros(2_000)
    per_day[0] = 1_000.0
    found = PersonParameters(0.5, 20.0, 0).expected_per_day(per_day)
    assert found.sum() == pytest.approx(1_000.0)
    to_come = 500 * 40 * (1 - np.exp(-1 / 40))  # at the end of the first day
    assert found[0] == pytest.approx((500 - to_come) / 0.5)
    assert found[1] == pytest.approx(to_come * (1 - np.exp(-1 / 40)) / 0.5)
    assert (PersonParameters(0.0, 20.0, 0).expected_per_day(per_day) == 0).all()


def test_expected_further_reports_are_those_that_are_drawn():
    """Over 20 replications of a season, a batch and weeks of chance, by day of the run in four quarters."""
    batch = {"stream": "image", "date": "2021-06-01", "days": 14, "reports": 20_000}
    settings = small_settings({**BIG, **OFTEN, "demand.bursts": {"b": batch}, "demand.month_factors": {5: 2.0}})
    demand = compile_demand(settings, names_of(settings))
    count, expected = np.zeros(4), np.zeros(4)
    for replication in range(3):
        reports, _ = drawn_reports(settings, replication)
        later = reports.person != np.arange(len(reports.key))
        count += np.histogram(reports.arrived_days[later], bins=[0, 91, 182, 273, 365])[0]
        for flow in flows(demand, Chance(settings.seed, replication)):
            if flow.case_class > 0:
                of_day = demand.persons.expected_per_day(np.diff(flow.expected))
                assert of_day.sum() == pytest.approx(flow.further)
                expected += np.add.reduceat(of_day, [0, 91, 182, 273])
    # a geometric number of reports a person has a variance of 1.5 x 0.5 around a mean of 0.5
    assert (np.abs(count - expected) < 4 * np.sqrt(3 * expected)).all()


def test_the_reports_of_a_stream_are_as_many_as_without_and_so_are_its_persons():
    alone, often = drawn({}), drawn(OFTEN)
    n = len(alone.key)
    assert len(often.key) == pytest.approx(n, abs=5 * np.sqrt(2 * n))
    first = often.person == np.arange(len(often.key))
    cases = alone.true_class > CLOSED
    np.testing.assert_array_equal(often.key[first & (often.true_class > CLOSED)], alone.key[cases])
    later = np.sum(~first)
    settings = small_settings({**BIG, **OFTEN})
    of_flows = flows(compile_demand(settings, names_of(settings)), Chance(settings.seed, 0))
    further = sum(flow.further for flow in of_flows)
    assert later == pytest.approx(further, abs=2 * np.sqrt(3 * further))
    assert np.sum(often.true_class == CLOSED) == pytest.approx(np.sum(~cases) - later, abs=5 * np.sqrt(2 * n))


def test_of_a_stream_of_which_none_is_closed_further_reports_come_on_top():
    mix = {"demand.streams.image.mix": {"light": {"share": 1.0}}}
    alone, often = drawn(mix), drawn({**mix, **OFTEN})
    first = often.person == np.arange(len(often.key))
    np.testing.assert_array_equal(often.key[first], alone.key)
    assert len(often.key) > 1.4 * len(alone.key)


def test_a_person_is_the_row_of_the_first_report_of_the_same_kind():
    recurrence = {"casework.classes.light.recurrence_share": 0.5, "casework.classes.light.recurrence_mean_days": 40}
    reports = drawn({**OFTEN, **recurrence})
    rows = np.arange(len(reports.key))
    person = reports.person
    np.testing.assert_array_equal(person[person], person)
    later = rows[person != rows]
    comes = later[reports.arrived_seconds[later] < NEVER_SECONDS]
    assert (person[comes] < comes).all()
    assert (reports.arrived_seconds[person[comes]] < reports.arrived_seconds[comes]).all()
    for column in (reports.true_class, reports.unit):
        np.testing.assert_array_equal(column[person], column)
    np.testing.assert_array_equal(reports.stream[person[comes]], reports.stream[comes])
    assert len(np.unique(reports.key)) == len(reports.key)
    assert np.bincount(person).max() > 3


def test_a_return_is_on_the_person_of_the_case_that_it_follows():
    recurrence = {"casework.classes.light.recurrence_share": 0.5, "casework.classes.light.recurrence_mean_days": 40}
    reports = drawn({**OFTEN, **recurrence})
    followed = np.flatnonzero(reports.return_row >= 0)
    np.testing.assert_array_equal(reports.person[reports.return_row[followed]], reports.person[followed])
    assert np.sum(reports.person[followed] != followed) > 100


def test_without_triage_nobody_is_reported_again():
    reports = drawn({**OFTEN, "triage.enabled": False})
    np.testing.assert_array_equal(reports.person, np.arange(len(reports.key)))


def test_known_means_of_reports_count_the_further_ones():
    settings = small_settings({**BIG, **OFTEN})
    expected = expected_cases(settings)
    reports = drawn(OFTEN)
    for number, name in enumerate(settings.casework.classes, start=1):
        came = np.sum(reports.true_class == number)
        assert came == pytest.approx(expected[name], abs=4 * np.sqrt(3 * expected[name]))
        assert expected[name] > 1.4 * expected_cases(small_settings(BIG))[name]
