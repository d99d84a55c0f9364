"""Key figures of the laboratory that examines devices; a run without it has none of them."""

from tbkk_sim.metrics.listed.key_figure import Better, KeyFigure, Over, RowsOf
from tbkk_sim.problem import Phrase

EXAMINATION = (
    KeyFigure(
        "devices_in",
        Phrase("devices sent to the laboratory"),
        "devices",
        "Devices that came to the laboratory.",
        RowsOf.CASES,
    ),
    KeyFigure(
        "devices_examined",
        Phrase("devices examined"),
        "devices",
        "Devices that the laboratory examined, all those of a case at once when the last of them is done.",
        RowsOf.CASES,
        better=Better.HIGHER,
    ),
    KeyFigure(
        "devices_waiting_end",
        Phrase("devices waiting to be examined at the end"),
        "devices",
        "Devices at the laboratory that are not examined, those of the case that is being examined too.",
        RowsOf.CASES,
        Over.END,
        better=Better.LOWER,
    ),
    KeyFigure(
        "examination_days_mean",
        Phrase("mean days until devices are examined"),
        "days",
        "Mean days from coming to the laboratory until all devices of the case are examined, of the cases that were.",
        RowsOf.CASES,
        Over.CASES,
        better=Better.LOWER,
    ),
    KeyFigure(
        "examination_days_p90",
        Phrase("days within which nine in ten cases have their devices examined"),
        "days",
        "Days from coming to the laboratory within which the devices of 90 % of the cases were examined, of those that "
        "were.",
        RowsOf.CASES,
        Over.CASES,
        better=Better.LOWER,
    ),
    KeyFigure(
        "examined_within_norm_share",
        Phrase("share examined within the norm"),
        "share",
        "Share of the cases whose devices were examined within the norm of the laboratory, of all those for which it "
        "ran out in the period.",
        RowsOf.CASES,
        Over.CASES,
        better=Better.HIGHER,
    ),
)
