"""Hydra's loader of config files, for people: a word is a word, an empty table empties, a run is composed once."""

import builtins
import copy
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

# Not public: Hydra merges files in here, and no public place lets us say that an empty table empties, or refuse a
# file without its first line, before that is done.
from hydra._internal.config_loader_impl import ConfigLoaderImpl
from hydra.core.config_search_path import ConfigSearchPath
from hydra.core.default_element import ResultDefault
from hydra.core.object_type import ObjectType
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import HydraException
from hydra.plugins.config_source import ConfigLoadError, ConfigResult, ConfigSource
from hydra.types import RunMode
from omegaconf import DictConfig, OmegaConf, open_dict

from tbkk_sim.config.choices import choose_lists
from tbkk_sim.config.config_file import ConfigFile, builds_on, misplaced, read_config_file
from tbkk_sim.config.hydra_settings import wrong_in_file
from tbkk_sim.config.paths import SCENARIO, conf_dir
from tbkk_sim.config.scenario_defaults import FIRST_LINE, header_of, wrong_choices, wrong_first_line, wrong_names
from tbkk_sim.problem import Phrase, Problem, SettingsError, wrong

EMPTIED = "\0empty"
"""Stands for an empty table of a file until all files are merged; merging would leave what is there already."""


class Loader(ConfigLoaderImpl):
    """Hydra's loader.

    Args:
        config_search_path: Folders of config files.
        keeps_last: What it has just composed it gives once more to whoever asks the same; it takes a copy each time.
    """

    _asked: tuple[Any, ...] = ()
    _composed: DictConfig

    def __init__(self, config_search_path: ConfigSearchPath, keeps_last: bool = False) -> None:
        super().__init__(config_search_path)
        self._keeps_last = keeps_last
        sources = self.repository.get_sources()
        sources[:] = [Files(of.provider, of.full_path()) if of.scheme() == "file" else of for of in sources]

    def load_configuration(
        self,
        config_name: str | None,
        overrides: list[str],
        run_mode: RunMode,
        from_shell: bool = True,
        validate_sweep_overrides: bool = True,
    ) -> DictConfig:
        """The config that these overrides make."""
        asked = (config_name, tuple(overrides), run_mode, from_shell, validate_sweep_overrides)
        if asked == self._asked:
            self._asked = ()  # no copy is left
            return self._composed
        if problems := list(choose_lists(self, overrides, config_name)):
            raise SettingsError(problems)
        written = [word for override in overrides for word in _emptying(override)]
        composed = super().load_configuration(config_name, written, run_mode, from_shell, validate_sweep_overrides)
        if written != overrides:
            task = [override for override in overrides if not override.lstrip("+~").startswith("hydra")]
            composed.hydra.overrides.task = task
        if not self._keeps_last:
            return composed
        self._composed = composed
        self._asked = asked
        return copy.deepcopy(composed)

    def _load_single_config(self, default: ResultDefault, repo: Any) -> ConfigResult:
        loaded = super()._load_single_config(default, repo)
        group, _, name = str(default.config_path).rpartition("/")
        if group == default.package == SCENARIO:
            says = "the file {path} lacks its first line, by which its keys are those of the settings: {line}"
            folder = loaded.path.removeprefix("file://")
            raise wrong(f"+{SCENARIO}={name}", says, path=f"{folder}/{group}/{name}.yaml", line=FIRST_LINE)
        if isinstance(loaded.config, DictConfig):
            for key in [key for key in loaded.config if key != "hydra"]:
                _mark_empty(loaded.config, key)
        return loaded

    def _compose_config_from_defaults_list(self, defaults: list[ResultDefault], repo: Any) -> DictConfig:
        composed = super()._compose_config_from_defaults_list(defaults, repo)
        _make_empty(composed)
        return composed


class Files(ConfigSource):
    """Config files, of which only true and false are truth values: `NO` is a country, `ON` a name."""

    @staticmethod
    def scheme() -> str:
        """Return the beginning of an address of such files."""
        return "file"

    def available(self) -> bool:
        """True if the folder exists."""
        return self.is_group("")

    def is_group(self, config_path: str) -> bool:
        """True if a folder in it has this name."""
        return Path(self.path, config_path).is_dir()

    def is_config(self, config_path: str) -> bool:
        """True if a file in it has this name."""
        return self._path_of(config_path).is_file()

    def list(self, config_path: str, results_filter: ObjectType | None) -> builtins.list[str]:
        """The names of the files or folders in one of its folders, in order."""
        found: builtins.list[str] = []
        for path in Path(self.path, config_path).iterdir():
            self._list_add_result(found, str(Path(config_path, path.name)), path.name, results_filter)
        return sorted(set(found))

    def load_config(self, config_path: str) -> ConfigResult:
        """One file."""
        path = self._path_of(config_path)
        if not path.exists():
            raise ConfigLoadError(f"Config not found : {path}")
        file = read_config_file(path)
        header = header_of(file, config_path.rpartition("/")[0])
        _check_form(file)
        if Path(self.path).resolve() != conf_dir().resolve():
            self._check_own(file, config_path, header)
        return ConfigResult(
            config=OmegaConf.create(file.content),
            path=f"{self.scheme()}://{self.path}",
            provider=self.provider,
            header=header,
        )

    def _path_of(self, config_path: str) -> Path:
        return Path(self.path, self._normalize_file_name(config_path)).resolve()

    def _check_own(self, file: ConfigFile, config_path: str, header: Mapping[str, str | None]) -> None:
        """Refuse a file of the user that does nothing, builds on itself, or has a list where a table is wanted.

        Raises:
            SettingsError: it is such a file.
        """
        group = config_path.rpartition("/")[0]
        if group == SCENARIO and (not file.content or file.content in ({"defaults": None}, {"defaults": ["_self_"]})):
            hint = Phrase("write what differs, such as seed: 5, or leave out +scenario")
            raise SettingsError([Problem(file.name, Phrase("sets nothing, so it would be the baseline"), hint)])
        if circle := self._circle(file.content, (config_path,)):
            hint = Phrase("take one of them out of its defaults")
            says = Phrase("builds on itself: {circle}", circle=" -> ".join(circle))
            raise SettingsError([Problem(file.place("defaults"), says, hint)])
        if problems := list(wrong_names(file)):
            raise SettingsError(problems)
        package = header.get("package")
        if group == SCENARIO and (problems := [*wrong_first_line(file, package), *wrong_choices(file)]):
            raise SettingsError(problems)
        within = () if package == "_global_" else tuple(filter(None, group.split("/")))
        if package in (None, "_global_") and (problems := list(misplaced(file, within))):
            raise SettingsError(problems)

    def _circle(self, content: Any, trail: tuple[str, ...]) -> tuple[str, ...]:
        """The files through which a file builds on itself; none if it does not."""
        for name in builds_on(content, trail[-1].rpartition("/")[0]):
            if name in trail:
                return (*trail[trail.index(name) :], name)
            path = self._path_of(name)
            if not name.endswith("_self_") and path.is_file():
                below = self._circle(read_config_file(path).content, (*trail, name))
                if below:
                    return below
        return ()


def _check_form(file: ConfigFile) -> None:
    """Refuse what is no table of settings, has no list of files to begin with, or sets what is Hydra's own.

    Raises:
        SettingsError: it is such a file.
    """
    content = file.content
    if not isinstance(content, Mapping):
        raise wrong(file.name, "has no settings with their values, such as seed: 5")
    begun = content.get("defaults")
    if begun is not None and not (isinstance(begun, list) and all(map(_is_default, begun))):
        says = Phrase("defaults must be a list of names of files, such as [growth, _self_]")
        raise SettingsError([Problem(file.place("defaults"), says)])
    of_hydra = content.get("hydra", {})
    if of_hydra != {} and (problems := list(wrong_in_file(of_hydra, file.name))):
        raise SettingsError(problems)


def _is_default(item: Any) -> bool:
    if isinstance(item, Mapping) and len(item) == 1:
        named = next(iter(item.values()))
        names = named if isinstance(named, list) else [named]
        return all(name is None or isinstance(name, str) for name in names)
    return isinstance(item, str)


def _emptying(override: str) -> Iterator[str]:
    """An override that sets an empty table, in two that do: merging an empty table changes nothing."""
    key, _, value = override.partition("=")
    if not re.fullmatch(r"\s*\{\s*\}\s*", value) or key.startswith(("~", "hydra")):
        yield override
    elif re.fullmatch(r"[+]*\w+", key):
        raise wrong(override, "would leave nothing of these settings; empty the tables in them")
    elif _is_key(key):
        bare = key.lstrip("+")
        yield f"{'++' if key.startswith('+') else ''}{bare}=null"
        yield f"++{bare}={{}}"
    else:
        yield override


def _is_key(key: str) -> bool:
    try:
        OverridesParser.create().parse_override(f"{key}=1")
    except HydraException:
        return False
    return "." in key and not re.search("[/@]", key)


def _mark_empty(config: DictConfig, key: Any) -> None:
    if _is_open(config, key) or not isinstance(node := config[key], DictConfig):
        return
    if not len(node):
        with open_dict(config):
            config[key] = EMPTIED
        return
    for below in list(node):
        _mark_empty(node, below)


def _make_empty(config: DictConfig) -> None:
    for key in list(config):
        if _is_open(config, key):
            continue
        if isinstance(value := config[key], DictConfig):
            _make_empty(value)
        elif value == EMPTIED:
            with open_dict(config):
                config[key] = {}


def _is_open(config: DictConfig, key: Any) -> bool:
    """True if a value is yet to be given, or looked up elsewhere."""
    return OmegaConf.is_missing(config, key) or OmegaConf.is_interpolation(config, key)
