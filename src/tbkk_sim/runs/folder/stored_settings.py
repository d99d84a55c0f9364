"""The settings in a run folder, finished or not."""

import os
from pathlib import Path

from tbkk_sim.problem import Phrase
from tbkk_sim.runs.folder.format import check_folder_format
from tbkk_sim.runs.folder.names import SETTINGS
from tbkk_sim.runs.folder.stored_file import SETTINGS_OF, RunFolderError, check_folder, read_form
from tbkk_sim.settings import Settings


def stored_settings(path: Path) -> Settings:
    """Read the settings in a run folder, finished or not.

    Raises:
        RunFolderError: there is no run.
        SettingsError: the file does not hold settings, or the run has another format.
    """
    check_folder(path)
    file = path / SETTINGS
    if not os.path.lexists(file):
        raise RunFolderError(Phrase("holds no run: it has no {file}", file=SETTINGS), path)
    check_folder_format(path)
    return read_form(file, SETTINGS_OF, Settings)
