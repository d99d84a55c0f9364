"""Settings from conf/ and overrides: Hydra composes, the schema checks."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hydra import version

# Not public: hydra.initialize_config_dir(), which is, sets the state of the whole process, and the what-if page
# composes in threads.
from hydra._internal.utils import create_config_search_path
from hydra.core.config_loader import ConfigLoader
from hydra.core.config_search_path import SearchPathQuery
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override, RangeSweep
from hydra.core.utils import setup_globals
from hydra.errors import HydraException
from hydra.types import RunMode
from omegaconf import DictConfig, OmegaConf, open_dict
from omegaconf.errors import OmegaConfBaseException

from tbkk_sim.config.choices import check_question, with_question
from tbkk_sim.config.data_only import code_in_hydra, code_in_settings
from tbkk_sim.config.hydra_errors import explained, problem_of_value
from tbkk_sim.config.hydra_settings import wrong_overrides
from tbkk_sim.config.loader import Loader
from tbkk_sim.config.paths import CONFIG_NAME, SCENARIO, TUNE, conf_dir, flags_of
from tbkk_sim.config.stacked import set_apart
from tbkk_sim.config.unknown_keys import renamed_keys
from tbkk_sim.config.yaml_values import not_written_as_numbers, with_text_keys, written_twice
from tbkk_sim.problem import Phrase, Problem, SettingsError, wrong

if TYPE_CHECKING:
    from tbkk_sim.settings import Settings
    from tbkk_sim.settings.tuning import Tuning

BASELINE = "baseline"
MOST_RUNS = 10_000
"""Runs of a sweep: each has its folder."""


def make_loader(
    config_path: str | None = None, config_dir: str | None = None, keeps_last: bool = False
) -> ConfigLoader:
    """Make Hydra's loader of config files, the same as a run has.

    Hydra's Compose API does the same for one folder only; a run may have one of the user beside ours.

    Args:
        config_path: Folder instead of conf/.
        config_dir: Folder of the user, beside conf/.
        keeps_last: It will be asked twice for the same: to check it, and by Hydra to run it.

    Raises:
        SettingsError: the folders cannot be used together.
    """
    version.setbase("1.3")
    setup_globals()
    OmegaConf.register_new_resolver(
        "number_of_run", lambda number: int(number) + 1, replace=True
    )  # Hydra counts from 0
    ours = Path(config_path) if config_path else conf_dir()
    search_path = create_config_search_path(str(ours))
    if config_dir is not None:
        _check_overlay(Path(config_dir), ours)
        folder = f"file://{Path(config_dir).absolute()}"
        search_path.prepend("command-line", folder, SearchPathQuery(provider="schema"))
    return Loader(search_path, keeps_last)


def load_settings(overrides: Sequence[str] = (), config_dir: str | None = None) -> "Settings":
    """Compose the settings of one run, from overrides as on the command line (`+scenario=growth`, `run=smoke`).

    Raises:
        SettingsError: something is wrong with them.
    """
    return settings_of(*compose(make_loader(config_dir=config_dir), overrides))


def compose(
    loader: ConfigLoader,
    overrides: Sequence[str],
    config_name: str = CONFIG_NAME,
    decided_by: Sequence[str] | None = None,
) -> tuple[DictConfig, DictConfig]:
    """Compose the config of one run, and the part for Hydra itself.

    Args:
        loader: Finds the files.
        overrides: As typed.
        config_name: The file to begin with.
        decided_by: Overrides that decide what stacked scenarios set to two values; if not given, those that are typed.

    Raises:
        SettingsError: they cannot be composed.
    """
    with _composing(loader, overrides, config_name):
        config = loader.load_configuration(config_name, list(overrides), RunMode.RUN)
    of_hydra = config.hydra
    plain: Any = OmegaConf.to_container(of_hydra)
    scenarios = _scenarios(plain)
    if len(scenarios) > 1 and (problems := list(set_apart(loader, scenarios, decided_by or overrides))):
        raise SettingsError(problems)
    with open_dict(config):
        del config["hydra"]
    return config, of_hydra


def runs_of(
    loader: ConfigLoader, overrides: Sequence[str], config_name: str = CONFIG_NAME, multirun: bool = False
) -> list[list[str]] | None:
    """Return the overrides of each run of a sweep (`--multirun` or `hydra.mode: MULTIRUN`); None: it is no sweep.

    Raises:
        SettingsError: they cannot be composed.
    """
    with _composing(loader, overrides, config_name):
        whole = loader.load_configuration(
            config_name, list(overrides), RunMode.MULTIRUN, validate_sweep_overrides=False
        )
        if not multirun and whole.hydra.mode != RunMode.MULTIRUN:
            return None
        params = [f"{key}={values}" for key, values in (whole.hydra.sweeper.get("params") or {}).items()]
        parsed = OverridesParser.create(config_loader=loader).parse_overrides([*params, *overrides])
    choices = [_choices_of(override) for override in parsed]
    runs = math.prod(map(len, choices))
    if runs > MOST_RUNS:
        raise wrong("--multirun", "gives {runs:,} runs; allowed are at most {most:,}", runs=runs, most=MOST_RUNS)
    return [list(chosen) for chosen in product(*choices)]


@contextmanager
def _composing(loader: ConfigLoader, overrides: Sequence[str], config_name: str) -> Iterator[None]:
    """Refuse overrides that are of no use or have another name by now, and say what is wrong with the others."""
    if problems := [*wrong_overrides(overrides), *renamed_keys(overrides)]:
        raise SettingsError(problems)
    with explained(loader, overrides, config_name, composing=True):
        yield


def _choices_of(override: Override) -> list[str]:
    """Give an override once for each of its values in a sweep."""
    typed = str(override.input_line)
    if not override.is_sweep_override():
        return [typed]
    hint = Phrase("give values, or whole numbers by range(1,6), which ends before 6")
    if not override.is_discrete_sweep():
        raise SettingsError([Problem(typed, Phrase("does not say which values are to be run"), hint)])
    swept = override.value()
    if isinstance(swept, RangeSweep) and not swept.step:
        raise SettingsError([Problem(typed, Phrase("has steps of 0; allowed: any other number"), hint)])
    if isinstance(swept, RangeSweep) and abs((swept.stop or 0) - (swept.start or 0)) > MOST_RUNS * abs(swept.step or 1):
        raise wrong(typed, "gives more than {most:,} values; allowed are at most so many runs", most=MOST_RUNS)
    try:
        values = list(islice(override.sweep_string_iterator(), MOST_RUNS + 1))
    except (HydraException, ValueError, TypeError):
        raise SettingsError([Problem(typed, Phrase("cannot be swept"), hint)]) from None
    if not values:
        raise wrong(typed, "gives no value to run")
    return [f"{override.get_key_element()}={value}" for value in values]


def settings_of(config: DictConfig, of_hydra: DictConfig) -> "Settings":
    """Make settings of a composed config.

    Raises:
        SettingsError: with all problems at once.
    """
    from pydantic import ValidationError

    from tbkk_sim.sampling.drawable import check_can_be_simulated
    from tbkk_sim.settings import Settings
    from tbkk_sim.settings.asked import Asked
    from tbkk_sim.settings.schema_errors import problems_of, with_taken_away

    plain: Any = OmegaConf.to_container(config)
    hydra: Any = OmegaConf.to_container(of_hydra)
    if "asked" in plain:
        raise wrong("asked", "is not a setting: the program writes it")
    if TUNE in plain:
        raise SettingsError([with_question(hydra["overrides"]["task"])])
    if problems := [*code_in_hydra(hydra), *code_in_settings(plain), *written_twice(plain)]:
        raise SettingsError(problems)
    try:
        given = with_text_keys(OmegaConf.to_container(config, resolve=True, throw_on_missing=True))
    except OmegaConfBaseException as error:
        raise SettingsError([problem_of_value(error)]) from None
    scenarios = _scenarios(hydra)
    given["asked"] = Asked(flags=_flags(hydra), overrides=tuple(hydra["overrides"]["task"]), scenarios=tuple(scenarios))
    given["name"] = given.get("name") or "+".join(scenarios) or BASELINE
    if len(scenarios) > 1 and not any(override.startswith("question=") for override in hydra["overrides"]["task"]):
        given["question"] = f"What do {', '.join(scenarios[:-1])} and {scenarios[-1]} bring together?"
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        task = hydra["overrides"]["task"]
        raise SettingsError(with_taken_away(problems_of(error, given), task)) from None
    if problems := list(not_written_as_numbers(given, settings.model_dump())):
        raise SettingsError(problems)
    check_can_be_simulated(settings)
    if settings.run.precision is not None:
        from tbkk_sim.runs.replication import Simulation
        from tbkk_sim.stats.precision import rows_of

        rows_of(Simulation(settings).frame, settings.run.precision.key_figures)
    return settings


def load_tuning(question: str, overrides: Sequence[str] = (), config_dir: str | None = None) -> "Tuning":
    """Load a question about staffing from conf/tune/, with overrides as on the command line (`tune.where.levels=3`).

    Raises:
        SettingsError: there is no such question, or something is wrong with the overrides.
    """
    check_question(question)
    config, _ = compose(make_loader(config_dir=config_dir), [f"+{TUNE}={question}", *overrides])
    return tuning_of(take_question(config, overrides), overrides)


def take_question(config: DictConfig, typed: Sequence[str]) -> dict[str, Any]:
    """Take the group `tune` out of a composed config, as plain values.

    Raises:
        SettingsError: it was taken away, or it holds code or a reference to nothing.
    """
    if config.get(TUNE) is None:
        taken = next((word for word in typed if re.match(rf"(?:~|\+\+){TUNE}(?:=|$)", word)), TUNE)
        raise wrong(taken, "cannot be taken away: it is the question")
    if problems := list(code_in_settings({TUNE: OmegaConf.to_container(config[TUNE])})):
        raise SettingsError(problems)
    try:
        given: Any = OmegaConf.to_container(config[TUNE], resolve=True)
    except OmegaConfBaseException as error:
        raise SettingsError([problem_of_value(error)]) from None
    with open_dict(config):
        del config[TUNE]
    return dict(given)


def tuning_of(given: dict[str, Any], typed: Sequence[str]) -> "Tuning":
    """Check the values of a question.

    Raises:
        SettingsError: with all problems at once.
    """
    from pydantic import ValidationError

    from tbkk_sim.settings.schema_errors import problems_of, with_taken_away
    from tbkk_sim.settings.tuning import Tuning

    try:
        tuning = Tuning.model_validate(given)
    except ValidationError as error:
        raise SettingsError(with_taken_away(problems_of(error, given, Tuning, TUNE), typed)) from None
    if problems := list(not_written_as_numbers(given, tuning.model_dump(), (TUNE,))):
        raise SettingsError(problems)
    return tuning


def _flags(hydra: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the flags that say where the configuration is."""
    paths = {of["provider"]: of["path"] for of in hydra["runtime"]["config_sources"] if of["schema"] == "file"}
    return flags_of(paths, hydra["job"]["config_name"] or CONFIG_NAME)


def _scenarios(hydra: Mapping[str, Any]) -> list[str]:
    """Return the chosen scenarios, in order."""
    chosen = [str(option) for group, option in hydra["runtime"]["choices"].items() if is_scenario(group) and option]
    for override in OverridesParser.create().parse_overrides(hydra["overrides"]["task"]):
        if is_scenario(override.key_or_group) and isinstance(override.value(), list):
            chosen += [str(name) for name in override.value()]  # type: ignore[union-attr]
    return list(dict.fromkeys(chosen))


def is_scenario(group: str) -> bool:
    """Return True if a group of conf/ is that of the scenarios."""
    return group.lstrip("/").split("@")[0] == SCENARIO


def _check_overlay(folder: Path, ours: Path) -> None:
    """Refuse files of the user with the name of a file in conf/, which Hydra would silently take instead."""
    if not folder.is_dir():
        raise wrong(f"--config-dir {folder}", "there is no such folder")
    same = [file for file in sorted(folder.rglob("*.yaml")) if (ours / file.relative_to(folder)).exists()]
    if same and folder.resolve() != ours.resolve():
        says = Phrase("has the name of a file in conf/, which would be read instead; give it a name of its own")
        raise SettingsError(Problem(str(file), says) for file in same)
