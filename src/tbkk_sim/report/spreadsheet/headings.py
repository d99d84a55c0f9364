"""Phrases of exports: headings of tables, and limits of spreadsheet programs."""

from tbkk_sim.report.kit.phrases import N_

KEY_FIGURES = N_("Key figures")
KEY_FIGURE = N_("Key figure")
MEASURED_IN = N_("In")
MEAN = N_("Mean")
INTERVAL_LOW = N_("95 % interval, from")
INTERVAL_HIGH = N_("95 % interval, to")
BAND_LOW = N_("80 % of futures, from")
BAND_HIGH = N_("80 % of futures, to")
AGREEMENTS = N_("Agreements")
AGREEMENT = N_("Agreement")
AGREED = N_("Agreed")
TAKEN_UP = N_("Taken up, mean")
REACHED = N_("Share of futures that reach it")
WHAT_BECAME = N_("What became of the cases")
WHO_IS_SHORT = N_("Who is short")
WORK = N_("Work")
LOAD = N_("Hours asked per hour, after all help")
SHORT_FTE = N_("Short, fte")
WHOLE_RUN = N_("whole run")
ON_MORE_SHEETS = N_(
    "{table}: {rows} rows are more than the {most} that Excel holds on a sheet, so they are on {sheets} sheets of "
    "{workbook}. Of {file} Excel opens the first part only; other programs read all of it."
)
MORE_ROWS = N_(
    "{table}: {rows} rows are more than the {most} that Excel holds on a sheet. Of {file} it opens the first part "
    "only; other programs read all of it."
)
TEXTS_CUT = N_(
    "{table}: texts longer than the {most} letters that a cell of Excel holds are cut in the workbook ({n}); {file} "
    "has them whole."
)
EMPTY_MEAN = N_("A key figure without a mean")
EMPTY_MEAN_TEXT = N_(
    "There is no number large enough, in at least one future: a wait of which too many cases never came to the end, "
    "work for which nobody is there, a date that does not come within the run."
)
UNITS_OF_MEASURE = {
    "reports": N_("reports"),
    "devices": N_("devices"),
    "cases": N_("cases"),
    "days": N_("days"),
    "hours": N_("hours"),
    "fte": N_("fte"),
    "people": N_("people"),
    "share": N_("share"),
    "ratio": N_("ratio"),
    "euros": N_("euros"),
}
"""Units of the key figures."""
