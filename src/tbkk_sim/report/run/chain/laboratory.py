"""The laboratory that examines devices, as a sentence and a table; nothing where there is none."""

from typing import TYPE_CHECKING

from tbkk_sim.metrics.catalogue import fixed_key_figures
from tbkk_sim.report.kit import phrases
from tbkk_sim.report.kit.phrases import N_
from tbkk_sim.report.run.tables import triage_phrases
from tbkk_sim.report.run.tables.cells import WriteNumber, cells, frame, with_band
from tbkk_sim.report.run.view import RunView

if TYPE_CHECKING:
    import pandas as pd

TABLE = N_("Devices at the laboratory, each year")
WITHIN = "examined_within_norm_share"
MOST_CLASSES = 4
"""Classes of which a sentence says how long they wait."""
HEADINGS = {
    "devices_in": triage_phrases.GROUP_CAME_IN,
    "devices_examined": N_("Examined"),
    "devices_waiting_end": triage_phrases.HIDDEN_WAITING,
    "examination_days_mean": N_("Mean time"),
    "examination_days_p90": N_("Nine in ten cases within"),
    WITHIN: N_("Within the norm"),
}
"""Key figures of the table, and the headings of their columns."""
CAME_AND_WAIT = N_(
    "The laboratory gets {devices} devices a year and examines {examined}; {waiting} wait at the end. Until the "
    "devices of a case are examined it takes on average: {classes}. That takes the place of the usual "
    "outside delay ({step})."
)
OF_THE_CLASS = N_("{name} {days}")
WITHIN_NORM = N_("{said} {share} of the cases are examined within the norm of {norm}.")
NOTE = N_(
    "Devices wait for one laboratory, which serves all units. Examined: the days are those of cases whose devices "
    "were, so that where the stock grows they are longer for those that wait. Within the norm: of all cases for which "
    "it ran out in the year."
)


def is_on(run: RunView) -> bool:
    """Tell whether devices are examined, so that there is something to tell."""
    return run.settings.chain.examination.enabled


def said(run: RunView) -> str:
    """State how many devices came, were examined and wait, and for how long cases waited; empty without any."""
    say, a_year = run.say, 1 / run.length_years
    if not is_on(run) or not run.mean("devices_in") > 0:
        return ""
    text = say(
        CAME_AND_WAIT,
        devices=with_band(run, run.one("devices_in").times(a_year), say.count),
        examined=say.count(run.mean("devices_examined") * a_year),
        waiting=with_band(run, run.one("devices_waiting_end"), say.count),
        classes=say.listed(_days_of_classes(run)),
        step=run.label_within(run.settings.chain.examination.step),
    )
    norm = run.settings.chain.examination.norm_days
    if norm is None:
        return text
    share = say.share_within(run.mean(WITHIN))
    return say(WITHIN_NORM, said=text, share=share, norm=say.duration_in_words(norm))


def _days_of_classes(run: RunView) -> list[str]:
    """Say how long it takes for the classes with the most devices that were examined, the most urgent first."""
    examined = {of: run.mean("devices_examined", priority_class=of) for of in run.classes}
    most = sorted((of for of in examined if examined[of] > 0), key=lambda of: -examined[of])[:MOST_CLASSES]
    days = {of: run.mean("examination_days_mean", priority_class=of) for of in run.classes if of in most}
    return [
        run.say(OF_THE_CLASS, name=run.label_within(of), days=run.say.duration_in_words(n)) for of, n in days.items()
    ]


def table(run: RunView) -> "pd.DataFrame":
    """Return what came to the laboratory, was examined and waits, and how long that took, with one row per year."""
    say = run.say
    write: dict[str, WriteNumber] = {"days": say.duration, "share": say.share_within, "devices": say.count}
    shown = [name for name in HEADINGS if name != WITHIN or run.settings.chain.examination.norm_days is not None]
    of_years = {
        say(HEADINGS[name]): cells(run, run.spreads(name, "period", run.years), write[fixed_key_figures()[name].unit])
        for name in shown
    }
    return frame({say(phrases.YEAR): map(run.year_label, run.years), **of_years})
