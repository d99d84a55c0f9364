"""`python -m tbkk_sim --help`: the verbs, the scenarios with their questions, the choices."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from tbkk_sim.cli.arguments import said
from tbkk_sim.config.paths import SCENARIO, TUNE, scenarios_in
from tbkk_sim.problem import Phrase

COMMANDS = {
    "python -m tbkk_sim": Phrase("the baseline"),
    "python -m tbkk_sim +scenario=growth": Phrase("a scenario"),
    'python -m tbkk_sim "+scenario=[growth,tools]"': Phrase("scenarios on top of each other"),
    "python -m tbkk_sim triage.hours_factor=0.8": Phrase("other settings"),
    "python -m tbkk_sim --multirun +scenario=growth,tools": Phrase("one run for each"),
}
"""Commands to begin with, and what they run."""
FLAGS = {
    "--cfg job": Phrase("show all settings; with -p staffing those of one group"),
    "--multirun": Phrase("one run for each value: seed=1,2,3"),
    "--config-dir DIR": Phrase("a folder of your own with scenario/name.yaml"),
    "--version": Phrase("the version"),
    "language=nl": Phrase("this help, what is said and the pages in Dutch"),
}
"""Flags of a run, and the setting that all verbs take."""


def help_text(verbs: Mapping[str, str], folders: list[Path]) -> str:
    """All that can be typed, on one screen.

    Args:
        verbs: Verb and what it does.
        folders: Folders with configuration: ours, and that of the user if there is one.
    """
    scenarios = {name: _question(file) for name, file in scenarios_in(folders).items()}
    groups: dict[str, list[str]] = {}
    for folder in folders:
        for file in sorted(folder.glob("*/*.yaml")):
            groups.setdefault(file.parent.name, []).append(file.stem)
    for chosen_elsewhere in (SCENARIO, TUNE):
        groups.pop(chosen_elsewhere, None)
    return "\n".join(
        [
            said(
                Phrase("Workload simulator for the teams against online child abuse: queues, hours, people and plans.")
            ),
            "",
            *(
                f"  {command.ljust(max(map(len, COMMANDS)))}  {said(meaning)}".rstrip()
                for command, meaning in COMMANDS.items()
            ),
            "",
            *_block(Phrase("Verbs"), verbs),
            *_block(Phrase("Scenarios (+scenario=...)"), scenarios),
            *_block(Phrase("Choices (run=smoke)"), {name: ", ".join(options) for name, options in groups.items()}),
            *_block(Phrase("Flags"), FLAGS),
        ]
    ).rstrip()


def _block(title: Phrase, lines: Mapping[str, str]) -> Iterator[str]:
    width = max(map(len, lines), default=0)
    yield said(title)
    yield from (f"  {name.ljust(width)}  {said(Phrase(text))}".rstrip() for name, text in lines.items())
    yield ""


def _question(file: Path) -> str:
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    found = (line.removeprefix("question:").strip().strip("\"'") for line in lines if line.startswith("question:"))
    return next(found, "")
