"""`python -m tbkk_sim --help`: the verbs, the scenarios with their questions, the choices."""

from collections.abc import Iterator, Mapping
from pathlib import Path

SCENARIO = "scenario"


def help_text(verbs: Mapping[str, str], folders: list[Path]) -> str:
    """All that can be typed, on one screen.

    Args:
        verbs: Verb and what it does.
        folders: Folders with configuration: ours, and that of the user if there is one.
    """
    scenarios = {
        file.stem: _question(file) for folder in folders for file in sorted((folder / SCENARIO).glob("*.yaml"))
    }
    groups: dict[str, list[str]] = {}
    for folder in folders:
        for file in sorted(folder.glob("*/*.yaml")):
            groups.setdefault(file.parent.name, []).append(file.stem)
    groups.pop(SCENARIO, None)
    return "\n".join(
        [
            "Workload simulator for the teams against online child abuse: queues, hours, people and plans.",
            "",
            "  python -m tbkk_sim                              the baseline",
            "  python -m tbkk_sim +scenario=growth             a scenario",
            '  python -m tbkk_sim "+scenario=[growth,tools]"   scenarios on top of each other',
            "  python -m tbkk_sim steering.every_weeks=13 run.replications=50",
            "  python -m tbkk_sim --multirun +scenario=growth,tools",
            "",
            *_block("Verbs", verbs),
            *_block("Scenarios (+scenario=...)", scenarios),
            *_block("Choices (run=smoke)", {name: ", ".join(options) for name, options in groups.items()}),
            *_block(
                "Flags",
                {
                    "--cfg job": "show all settings; with -p staffing those of one group",
                    "--multirun": "one run for each value: seed=1,2,3",
                    "--config-dir DIR": "a folder of your own with scenario/name.yaml",
                    "--hydra-help": "everything else that Hydra can do",
                    "--version": "the version",
                },
            ),
        ]
    ).rstrip()


def _block(title: str, lines: Mapping[str, str]) -> Iterator[str]:
    width = max(map(len, lines), default=0)
    yield title
    yield from (f"  {name.ljust(width)}  {text}".rstrip() for name, text in lines.items())
    yield ""


def _question(file: Path) -> str:
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    found = (line.removeprefix("question:").strip().strip("\"'") for line in lines if line.startswith("question:"))
    return next(found, "")
