"""Where the configuration is."""

from pathlib import Path

CONFIG_NAME = "config"


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
