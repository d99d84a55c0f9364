"""The folder of a comparison: its tables as CSV and Parquet, and last its manifest."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tbkk_sim.comparison.comparison import Comparison
from tbkk_sim.comparison.explanation import Explanation
from tbkk_sim.runs.folder.identity import origin
from tbkk_sim.runs.folder.manifest import write_manifest
from tbkk_sim.runs.folder.names import NOT_HASHED
from tbkk_sim.system.in_place import replacing

if TYPE_CHECKING:
    import pandas as pd

ALL_DIFFERENCES, DIFFERENCES, SETTINGS = "all_differences.parquet", "differences.csv", "settings.csv"
BEST, MARGINS, PARTS, CASES = "best.csv", "margins.csv", "parts.csv", "cases.parquet"


def write_tables(
    folder: Path,
    comparison: Comparison,
    explanations: list[tuple[str, Explanation]],
    cases: "pd.DataFrame | None" = None,
) -> None:
    """Write all tables; the folder is unfinished until `finish` writes its manifest."""
    tables = {DIFFERENCES: shown_table(comparison), SETTINGS: comparison.settings_table}
    for name, table in ((BEST, best_table(comparison)), (MARGINS, margins_table(comparison))):
        if len(table):
            tables[name] = table
    if explanations:
        tables[PARTS] = parts_table(explanations)
    for name, table in tables.items():
        _write(folder / name, table)
    _write(folder / ALL_DIFFERENCES, comparison.table())
    if cases is not None:
        _write(folder / CASES, cases)


def finish(folder: Path, about: dict[str, Any]) -> None:
    """Write the manifest, with the fingerprints of the files that lie in the folder itself and in figures/."""
    found = sorted(path for pattern in ("*", "figures/*") for path in folder.glob(pattern) if path.is_file())
    write_manifest(folder, about, (path for path in found if path.name not in NOT_HASHED))


def manifest_of(comparison: Comparison) -> dict[str, Any]:
    """The runs that were compared, and the method."""
    return {
        "kind": "comparison",
        **origin(),
        "base": comparison.base.label,
        "runs": {run.label: str(run.run.path) for run in comparison.runs},
        "futures": {run.label: run.run.manifest.get("replications_hash") for run in comparison.runs},
        "paired": comparison.paired,
        "replications": len(comparison.pairing.replications) or None,
        "level": comparison.level,
        "family": comparison.family.value,
        "notes": list(comparison.pairing.notes),
    }


def shown_table(comparison: Comparison) -> "pd.DataFrame":
    """The key figures that are shown, one row per run and cell."""
    import pandas as pd

    rows = [{"run": a.run, **a.cell._asdict(), **_rest(a._asdict())} for a in comparison.against_base]
    return pd.DataFrame(rows)


def best_table(comparison: Comparison) -> "pd.DataFrame":
    """Each run against the best of the others; above zero is better."""
    import pandas as pd

    rows = []
    for cell in comparison.shown if len(comparison.runs) > 2 else ():
        found, may = comparison.best(cell), comparison.may_be_best(cell)
        if found is None:
            continue
        for k, run in enumerate(comparison.runs):
            numbers = {"less_best_other": found.mean[k], "low": found.low[k], "high": found.high[k]}
            rows.append({"run": run.label, **cell._asdict(), **numbers, "may_be_best": run in may})
    return pd.DataFrame(rows)


def margins_table(comparison: Comparison) -> "pd.DataFrame":
    """The verdicts on margins."""
    import pandas as pd

    rows = [
        {"run": v.run, **v.cell._asdict(), "margin": v.margin, "difference": v.difference, "verdict": v.verdict.value}
        for v in comparison.verdicts
    ]
    return pd.DataFrame(rows)


def parts_table(explanations: list[tuple[str, Explanation]]) -> "pd.DataFrame":
    """The parts of each difference, and the whole."""
    import pandas as pd

    rows = []
    for label, explanation in explanations:
        for group in (*explanation.groups, "whole"):
            part = explanation.whole if group == "whole" else explanation.part(group)
            for k, cell in enumerate(explanation.cells):
                numbers = {
                    "part": part.mean[k],
                    "interval_low": part.interval_low[k],
                    "interval_high": part.interval_high[k],
                    "differ": part.differ[k],
                    "n": part.n[k],
                }
                rows.append({"run": label, "group": group, **cell._asdict(), **numbers})
    return pd.DataFrame(rows)


def _rest(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in ("run", "cell")}


def _write(path: Path, table: "pd.DataFrame") -> None:
    with replacing(path) as new:
        if path.suffix == ".csv":
            table.to_csv(new, index=False, float_format="%.10g", lineterminator="\n")
        else:
            table.to_parquet(new, index=False, compression="zstd")
