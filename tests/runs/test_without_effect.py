"""What is called without effect has none, whatever it is; and what people run into is found, with its reason."""

import numpy as np
import pytest

from tbkk_sim.config.changes import changes_of
from tbkk_sim.config.compose import load_settings
from tbkk_sim.config.paths import conf_dir
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run import asked
from tbkk_sim.runs.changes import (
    NOT_THERE,
    Change,
    Changes,
    Idle,
    Reason,
    changes_text,
    leaves,
    read_changes,
    settings_that_differ,
    with_values,
)
from tbkk_sim.runs.replication import simulate
from tbkk_sim.runs.without_effect import FirstReplications, SettingsPart, idle_overrides
from tests.builders import own_scenario, small_settings
from tests.rows import every_row

YEAR = ["run.start=2021-01-01", "run.end=2021-12-31", "run.replications=2"]
FOUND = {
    "+scenario=burst": ((), "burst", Reason.LATE),
    "+scenario=expansion_20": ((), "expansion_20", Reason.LATE),
    "demand.streams.image.growth_per_year=0.25": (Reason.YEARS_GIVEN,),
    "+staffing.plan.x={unit:limburg,date:2024-01-01,posts:2}": (Reason.LATE,),
    "+staffing.plan.x={unit:limburg,date:2024-01-01,posts:-7}": (Reason.LATE,),
    "+staffing.plan.x.unit=limburg +staffing.plan.x.date=2024-01-01 +staffing.plan.x.posts=2": (Reason.LATE,),
    "+demand.bursts.b={stream:image,date:2020-02-01,days:9,reports:50}": (Reason.EARLY,),
    "demand.streams.image.reports_per_year.2023=9": (Reason.YEAR,),
    "+staffing.plan.x={unit:limburg,date:2021-03-01,posts:0}": (Reason.ZERO,),
    "+demand.bursts.b={stream:image,date:2021-03-01,days:9,reports:0}": (Reason.ZERO,),
    "staffing.units.limburg.posts=7": (Reason.SAME,),
    "calendar.kind=plain calendar.opens_at_hour=5": (Reason.NOTHING,),
    "+steering.every_weeks=13": (Reason.NOT_BY_BACKLOG,),
    "+steering.treatments_when_pressed.light.nothing=1": (Reason.NOT_BY_BACKLOG,),
    "assignment=by_severity +assignment.agreements_priority=2": (Reason.NOT_BY_AGREEMENTS,),
    "+assignment.parts_of_hours.light=1": (Reason.NOT_BY_SHARES,),
    "agreements.possessors_distributors.per_year.2023=500": (Reason.YEAR,),
    "agreements.possessors_distributors.per_year.2015=300": (Reason.YEAR,),
    "+collaboration.lends_judges=true": (Reason.NOTHING,),
    "collaboration.pools.digital_support.members=0 collaboration.pools.digital_support.efficiency=0.5": (
        Reason.NO_MEMBERS,
    ),
    "seed=3 staffing.units.limburg.posts=9 staffing.units.limburg.posts=8": (Reason.SET_AGAIN,),
}


@pytest.mark.slow
@every_row("typed", FOUND)
def test_what_has_no_effect_is_found_with_its_reason(typed):
    found = changes_of(load_settings([*typed.split(), *YEAR])).idle
    *where, reason = FOUND[typed]
    assert [idle.reason for idle in found] == [reason]
    if where:
        assert (found[0].settings, found[0].scenario) == tuple(where)
    else:
        assert set(found[0].settings) <= set(typed.split())


@pytest.mark.slow
@every_row(
    "typed",
    [
        "+scenario=first_come",
        "staffing.units.limburg.posts=8",
        "demand.stock.light.oldest_days=30",
        "steering=full_only",
        "agreements.possessors_distributors.per_year.2019=500",
        "agreements.producers.per_year.2019=150",
        "assignment.agreements_priority=2",
        "assignment.owed_by=posts",
        "collaboration=wide +collaboration.lends_judges=true",
    ],
)
def test_what_has_an_effect_is_not_named(typed):
    assert changes_of(load_settings([*typed.split(), *YEAR])).idle == ()


MINE = """# @package _global_
demand:
  streams:
    door:
      mix: {customer: {share: 1}}
      reports_per_year: {"2021": 900, "2022": 900}
      growth_per_year: 0.25
staffing:
  plan:
    now: {unit: desk, date: 2021-03-01, posts: 1}
    later: {unit: desk, date: 2024-03-01, posts: 1}
"""


@pytest.mark.slow
def test_a_part_of_a_scenario_is_named_with_the_scenario(tmp_path):
    (tmp_path / "scenario").mkdir()
    (tmp_path / "scenario" / "mine.yaml").write_text(MINE)
    changes = changes_of(load_settings(["+scenario=[textbook,mine]", *YEAR], str(tmp_path)))
    assert {(idle.scenario, idle.reason, idle.settings) for idle in changes.idle} == {
        ("mine", Reason.LATE, ("staffing.plan.later",)),
        ("mine", Reason.YEARS_GIVEN, ("demand.streams.door.growth_per_year",)),
    }
    said = asked.without_effect(Say("nl"), changes)
    assert any("staffing.plan.later (in het scenario mine): begint op 1 maart 2024" in sentence for sentence in said)


GROUPS = ("demand", "casework", "triage", "steering", "staffing", "run")
DESK = "".join(f"- override /{group}: textbook\n" for group in GROUPS) + (
    "- override /calendar: plain\n- override /agreements: none\n- override /assignment: by_severity\n"
)


@pytest.mark.slow
@pytest.mark.parametrize("growth", ["", "    growth_per_year: 0.5\n"], ids=["nobody", "the file that is chosen"])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_what_a_chosen_file_sets_is_named_with_the_choice_and_a_default_is_not_named(growth, language, tmp_path):
    textbook = (conf_dir() / "demand" / "textbook.yaml").read_text(encoding="utf-8")
    (tmp_path / "demand").mkdir()
    (tmp_path / "demand" / "own.yaml").write_text(textbook.replace("    mix:", f"{growth}    mix:"), encoding="utf-8")
    defaults = (
        DESK.replace("demand: textbook", "demand: own") + "- override /collaboration: empty\n- override /chain: none\n"
    )
    own_scenario(tmp_path, f"defaults:\n{defaults}staffing: {{units: {{desk: {{posts: 4}}}}}}\n")
    changes = changes_of(load_settings(["+scenario=mine", "run.end=2021-01-31"], str(tmp_path)))
    said = asked.without_effect(Say(language), changes)
    named = {
        "en": "demand.streams.door.growth_per_year (in demand=own, which the scenario chooses): growth",
        "nl": "demand.streams.door.growth_per_year (in demand=own, dat het scenario kiest): ",
    }
    assert [sentence[: len(named[language])] for sentence in said] == ([named[language]] if growth else [])


@pytest.mark.slow
def test_a_whole_scenario_is_named_beside_a_part_of_another():
    changes = changes_of(load_settings(["+scenario=[burst,growth]", *YEAR]))
    growth, burst = sorted(changes.idle, key=lambda idle: idle.scenario, reverse=True)
    assert (growth.scenario, growth.reason, len(growth.settings)) == ("growth", Reason.YEAR, 3)
    assert (burst.scenario, burst.reason) == ("burst", Reason.LATE)
    said = asked.without_effect(Say("nl"), changes)
    assert "het hele scenario burst: begint op 1 maart 2023, na de laatste dag van de run." in said
    assert any("reports_per_year.2024, 2025, 2026 (in het scenario growth)" in sentence for sentence in said)


@pytest.mark.slow
def test_a_scenario_is_not_blamed_for_years_beyond_the_run_or_for_what_it_does_not_set():
    assert changes_of(load_settings(["+scenario=growth", "run.replications=2"])).idle == ()
    assert changes_of(load_settings(["+scenario=textbook", "run.replications=2"])).idle == ()


AS_IT_IS = "demand: {streams: {image: {volume_factor: 1}}}\n"
NO_POSTS = """staffing:
  plan:
    none: {unit: limburg, date: 2021-03-01, posts: 0}
    two: {unit: limburg, date: 2021-03-01, posts: 2}
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        (AS_IT_IS, ["+scenario=mine"], ((), Reason.SAME)),
        (AS_IT_IS, ["+scenario=[expansion_20,mine]", "run.end=2022-12-31"], ((), Reason.SAME)),
        (AS_IT_IS, ["+scenario=mine", "demand.streams.image.volume_factor=2"], ((), Reason.SET_AGAIN)),
        ("staffing: {plan: {}}\n", ["+scenario=[tools,mine]"], ((), Reason.SAME)),
        (NO_POSTS, ["+scenario=mine", "staffing.plan={}"], ((), Reason.SET_AGAIN)),
        (NO_POSTS, ["+scenario=mine"], (("staffing.plan.none",), Reason.ZERO)),
    ],
)
def test_a_scenario_that_changes_nothing_is_named(text, typed, found, tmp_path):
    own_scenario(tmp_path, text)
    (idle,) = changes_of(load_settings([*YEAR, *typed], str(tmp_path))).idle
    assert (idle.scenario, (idle.settings, idle.reason)) == ("mine", found)


@pytest.mark.slow
def test_scenarios_between_which_a_typed_value_decides_say_what_was_changed():
    years = "demand.streams.image.reports_per_year"
    changes = changes_of(
        load_settings(["+scenario=[growth_high,growth]", f"{years}.2024=90000", f"{years}.2025=95000"])
    )
    assert [(change.setting, change.now) for change in changes.changes] == [
        (f"{years}.2024", 90000),
        (f"{years}.2025", 95000),
    ]
    assert changes.idle == ()


def changed_once(settings):
    """The same settings with one of them different, for each of which another value is one: key and settings."""
    for key, value in leaves(settings.model_dump(mode="json")):
        if key[0] in ("name", "question", "seed", "engine", "language", "run") or isinstance(value, str | list):
            continue
        other = (not value) if isinstance(value, bool) else 1 if value is None else value * 0.75 if value else 0.5
        for number in (other, round(other), 2 * other):
            changed = with_values(settings, {key: number})
            if changed is not None and changed != settings:
                yield key, changed
                break


@pytest.mark.slow
def test_nothing_that_is_called_without_effect_changes_a_key_figure(fastest):
    settings = small_settings(
        {
            "run.end": "2021-04-30",
            "run.replications": 2,
            "engine": fastest,
            "demand.streams.image.reports_per_year": {2021: 800, 2022: 900},
        }
    )
    before = [simulate(settings, r).values for r in range(2)]
    idle, other = [], 0
    for key, changed in changed_once(settings):
        undo = {k: was for k, (was, _) in settings_that_differ(settings, changed).items()}
        found = list(idle_overrides(FirstReplications(changed), [SettingsPart(("it",), undo)], []))
        other += not found
        if found:
            idle.append(key)
            after = [simulate(changed, r).values for r in range(2)]
            assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(before, after, strict=True)), key
    assert len(idle) > 8
    assert other > 40


def test_settings_are_put_back_and_taken_away():
    more = {"unit": "coast", "date": "2021-06-01", "posts": 2}
    settings = small_settings({"staffing.plan": {"more": more}})
    assert settings.staffing.plan
    plan = {key: NOT_THERE for key, _ in leaves(settings.model_dump(mode="json")) if key[:2] == ("staffing", "plan")}
    assert with_values(settings, plan).staffing.plan == {}
    assert with_values(settings, {("staffing", "units", "coast", "posts"): -5}) is None


def test_changes_are_kept_with_a_run(tmp_path):
    assert read_changes(tmp_path) == Changes()
    typed = ("~agreements.producers", "demand.week_cv=0.1", "+scenario=growth")
    days = Idle(("staffing.plan.x={}",), "growth", Reason.LATE, {"day": "2023-03-01", "futures": 2})
    kept = (Change("agreements.producers", {"label": "Producers"}, None), Change("demand.week_cv", 0.0, 0.1))
    changes = Changes(kept, (days, Idle(typed, "", Reason.SAME)))
    (tmp_path / "changes.json").write_text(changes_text(changes), encoding="utf-8")
    assert read_changes(tmp_path) == changes


@every_row("language", ["en", "nl"])
@every_row("reason", Reason)
def test_every_reason_is_said(reason, language):
    idle = Idle(("staffing.x=1",), "", reason, {"day": "2023-03-01", "futures": 2, "year": 2023, "pool": "x"})
    (said,) = asked.without_effect(Say(language), Changes(idle=(idle,)))
    assert said.startswith("staffing.x=1: ")
    assert said.endswith(".")
