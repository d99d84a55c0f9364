"""Which runs a sweep asks for, and the checks on what is typed: each with what just passes and what just does not."""

import pytest
from omegaconf import DictConfig, OmegaConf

from tbkk_sim.config import compose
from tbkk_sim.config.compose import is_scenario, load_settings, make_loader, runs_of
from tbkk_sim.problem import SettingsError
from tests.rows import every_row

MOST = 6


class NothingConfigured:
    """A loader of a config that asks for no sweep by itself, in no time."""

    def load_configuration(self, *_given: object, **_named: object) -> DictConfig:
        return OmegaConf.create({"hydra": {"mode": None, "sweeper": {"params": None}}})


def swept(monkeypatch, *typed: str) -> list[list[str]]:
    monkeypatch.setattr(compose, "MOST_RUNS", MOST)
    return runs_of(NothingConfigured(), typed, multirun=True)


@pytest.mark.parametrize(
    ("passes", "fails", "key", "says"),
    [
        pytest.param(["seed=1,2,3", "run.replications=2,3"], ["seed=1,2,3,4", "run.replications=2,3"],
                     "--multirun", "gives 8 runs; allowed are at most 6", id="runs in all"),
        pytest.param(["seed=range(0,6)"], ["seed=range(0,7)"], "seed=range(0,7)", "gives more than 6 values",
                     id="values of a range"),
        pytest.param(["seed=range(0,12,2)"], ["seed=range(0,14,2)"], "seed=range(0,14,2)", "gives more than 6 values",
                     id="values of a range in steps"),
        pytest.param(["seed=range(6,0,-1)"], ["seed=range(7,0,-1)"], "seed=range(7,0,-1)", "gives more than 6 values",
                     id="values of a range downwards"),
        pytest.param(["seed=range(1,2,1)"], ["seed=range(1,2,0)"], "seed=range(1,2,0)", "has steps of 0",
                     id="steps of a range"),
        pytest.param(["seed=range(1,2)"], ["seed=range(1,1)"], "seed=range(1,1)", "gives no value to run",
                     id="a range without values"),
        pytest.param(["demand.week_cv=0.1,0.2"], ["demand.week_cv=interval(0.1,0.2)"],
                     "demand.week_cv=interval(0.1,0.2)", "does not say which values are to be run", id="an interval"),
    ],
)  # fmt: skip
def test_what_just_can_be_swept_and_what_just_cannot(passes, fails, key, says, monkeypatch):
    assert 1 <= len(swept(monkeypatch, *passes)) <= MOST
    with pytest.raises(SettingsError) as refused:
        swept(monkeypatch, *fails)
    (problem,) = refused.value.problems
    assert (problem.key, says in problem.says) == (key, True), problem


def test_the_runs_of_a_sweep_are_all_combinations_the_last_override_changing_first(monkeypatch):
    assert swept(monkeypatch, "seed=3,1", "run=smoke", "run.replications=range(2,5)") == [
        [f"seed={seed}", "run=smoke", f"run.replications={n}"] for seed in (3, 1) for n in (2, 3, 4)
    ]


def test_without_being_asked_for_nothing_is_swept(monkeypatch):
    assert runs_of(NothingConfigured(), ["seed=1"]) is None
    assert swept(monkeypatch, "seed=1") == [["seed=1"]]
    assert runs_of(make_loader(), ["seed=1,2", "hydra.mode=MULTIRUN"])[-1][0] == "seed=2"


@every_row(
    ("group", "right"),
    [("scenario", True), ("/scenario", True), ("scenario@x", True), ("scenarios", False), ("run", False)],
)
def test_which_group_is_that_of_the_scenarios(group, right):
    assert is_scenario(group) is right


@pytest.mark.parametrize(
    ("typed", "name", "question"),
    [
        pytest.param([], "baseline", None, marks=pytest.mark.slow),
        pytest.param(["+scenario=[growth,tools,burst]"], "growth+tools+burst",
         "What do growth, tools and burst bring together?", marks=pytest.mark.slow),
        (["+scenario=[growth,tools]", "question=Mine?"], "growth+tools", "Mine?"),
    ],
)  # fmt: skip
def test_a_run_is_named_after_its_scenarios_unless_it_has_a_name(typed, name, question):
    settings = load_settings(typed)
    assert settings.name == name
    assert question is None or settings.question == question
    assert settings.asked.overrides == tuple(typed)
    assert settings.asked.flags == ()


def test_what_the_program_writes_itself_is_no_setting():
    with pytest.raises(SettingsError) as refused:
        load_settings(["+asked=5"])
    assert [(problem.key, str(problem.says)) for problem in refused.value.problems] == [
        ("asked", "is not a setting: the program writes it")
    ]
