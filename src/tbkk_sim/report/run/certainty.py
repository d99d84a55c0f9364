"""Certainty of the results: the interval of a mean against the band of single replications."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from tbkk_sim.report.kit import phrases
from tbkk_sim.report.run.view import RunView
from tbkk_sim.settings.settings import ALL
from tbkk_sim.stats.spread import summarise


def how_sure(run: RunView) -> str:
    """State how certain the backlog at the end and the cases left undone are."""
    say = run.say
    if run.replications < 2:
        return say(phrases.SURE_ONE)
    sentences = [say(phrases.SURE, n=say.number(run.replications))]
    if not run.has_band:
        return " ".join([*sentences, say(phrases.SURE_FEW), *precision(run), say(phrases.SURE_INPUT)])
    of_figure = (("backlog_end", phrases.SURE_BACKLOG, 0.0), ("left_undone", phrases.SURE_UNDONE, -np.inf))
    for key_figure, phrase, lowest in of_figure:
        of_replications = run.values(key_figure).dropna()
        if len(of_replications) < 2:
            continue
        values = summarise(of_replications.to_numpy(), lowest=lowest)
        numbers = {
            "mean": values.mean,
            "low": values.interval_low,
            "high": values.interval_high,
            "band_low": values.band_low,
            "band_high": values.band_high,
        }
        known = not np.isnan(values.interval_low).any()
        says = phrase if known else phrases.SURE_NO_INTERVAL[phrase]
        sentences.append(say(says, **{name: say.count(float(value[0])) for name, value in numbers.items()}))
    return " ".join([*sentences, say(phrases.SURE_CLOSE), *precision(run), say(phrases.SURE_INPUT)])


def precision(run: RunView) -> list[str]:
    """Write how many replications the asked precision needed, and the precision reached; empty if none was asked."""
    asked, reached = run.settings.run.precision, run.precision
    if asked is None or reached is None:
        return []
    say = run.say
    figures = [
        say(phrases.KNOWN_WITHIN, name=_name(run, figure), half=say.share(_share(figure["relative_half_width"]), 1))
        for figure in reached["key_figures"]
    ]
    sentences = [
        say(
            phrases.PRECISE if reached["reached"] else phrases.NOT_PRECISE,
            n=say.number(reached["replications"]), figures=say.listed(figures), level=say.share(asked.level),
            wanted=say.share(asked.relative_half_width, 1),
        )
    ]  # fmt: skip
    gains = [figure.get("gain_of_control_variates", 1.0) for figure in reached["key_figures"]]
    if asked.control_variates:
        sentences.append(say(phrases.GAIN, low=say.number(min(gains), 1), high=say.number(max(gains), 1)))
    return sentences


def _share(value: float | None) -> float:
    return float("nan") if value is None else value


def _name(run: RunView, figure: Mapping[str, Any]) -> str:
    """A key figure by its name and scope."""
    of = [figure[part] for part in ("team", "priority_class", "period") if figure[part] != ALL]
    return ", ".join([figure["key_figure"], *(run.label(name) for name in of)])
