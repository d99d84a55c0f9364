"""The place of the configuration."""

from collections.abc import Iterable, Mapping
from pathlib import Path

CONFIG_NAME = "config"
SCENARIO, TUNE = "scenario", "tune"
"""The folders of conf/ with the scenarios, and with the questions of the verb tune."""
NOT_A_QUESTION = "objectives"
"""The file that these questions share."""


def conf_dir() -> Path:
    """The folder conf/: of the checkout, or the copy within an installed package.

    Raises:
        FileNotFoundError: it is at neither place.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package.parents[1] / "conf", package / "conf"):
        if (folder / f"{CONFIG_NAME}.yaml").is_file():
            return folder
    raise FileNotFoundError(2, "conf/ of tbkk_sim is not there", str(package / "conf"))


def scenarios_in(folders: Iterable[Path]) -> dict[str, Path]:
    """The files of the scenarios in folders of config files, by name."""
    return {file.stem: file for folder in folders for file in sorted((folder / SCENARIO).glob("*.yaml"))}


def flags_of(folders: Mapping[str, str | None], name: str) -> tuple[str, ...]:
    """The flags that say where the configuration is, as one would have to type them from any folder.

    Args:
        folders: Folders of config files, by what Hydra calls who named them.
        name: The config file to begin with.
    """
    main = folders.get("main")
    flags = {
        "--config-path": None if main == str(conf_dir()) else main,
        "--config-dir": folders.get("command-line"),
    }
    words = [word for flag, path in flags.items() if path for word in (flag, str(Path(path).resolve()))]
    return (*words, *(("--config-name", name) if name != CONFIG_NAME else ()))
