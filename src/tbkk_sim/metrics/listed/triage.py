"""Key figures of triage and assessment: who judged, on how many persons, what is lost, and what is hidden."""

from tbkk_sim.metrics.listed.key_figure import Better, KeyFigure, Over, RowsOf
from tbkk_sim.problem import Phrase

TRIAGE = (
    KeyFigure(
        "reports_triaged_by_hand",
        Phrase("reports judged by hand"),
        "reports",
        "Reports that a person at the desk triaged, by what they truly are.",
        RowsOf.REPORTS,
    ),
    KeyFigure(
        "reports_triaged_by_system",
        Phrase("reports judged by the system"),
        "reports",
        "Reports that the system triaged, as it was to, or since too many waited for a person to judge them; by what "
        "they truly are.",
        RowsOf.REPORTS,
    ),
    KeyFigure(
        "reports_taken_over",
        Phrase("reports taken over by the system"),
        "reports",
        "Of the reports that the system judged, those that a person was to judge, while too many waited for that.",
        RowsOf.REPORTS,
    ),
    KeyFigure(
        "persons_reported",
        Phrase("persons reported"),
        "people",
        "Persons on whom a first report came in, by what it truly is. Each report that triage would rightly close is "
        "one.",
        RowsOf.REPORTS,
        monthly=True,
    ),
    KeyFigure(
        "reports_per_person",
        Phrase("reports per person"),
        "ratio",
        "Reports of cases that came in to those of them that were the first on their person.",
        RowsOf.CASES,
        Over.RATIO,
    ),
    KeyFigure(
        "reports_joined",
        Phrase("reports joined to a case"),
        "reports",
        "Reports that triage passed on, and that were joined to the case of the same person, which is open or was "
        "investigated; by what they truly are.",
        RowsOf.REPORTS,
    ),
    KeyFigure(
        "closed_by_mistake",
        Phrase("closed by mistake"),
        "cases",
        "Reports of cases that were closed in triage or by their unit, by what they truly are.",
        RowsOf.CASES,
        monthly=True,
        better=Better.LOWER,
    ),
    KeyFigure(
        "untraceable",
        Phrase("untraceable"),
        "cases",
        "Reports of cases that led to no person when their unit enriched them, by what they truly are.",
        RowsOf.CASES,
        monthly=True,
        better=Better.LOWER,
    ),
    KeyFigure(
        "traces_lost",
        Phrase("traces lost by waiting"),
        "cases",
        "Of the untraceable ones, those that would have led to a person if they had been enriched when they came in.",
        RowsOf.CASES,
        better=Better.LOWER,
    ),
    KeyFigure(
        "assessment_backlog_end",
        Phrase("reports to be assessed at the end"),
        "reports",
        "Reports that triage passed on, or that were made to the unit itself, and that wait for the assessment by "
        "their unit or are in it; by what they truly are.",
        RowsOf.REPORTS,
        Over.END,
        monthly=True,
        better=Better.LOWER,
    ),
    KeyFigure(
        "hours_assessment",
        Phrase("hours of assessment"),
        "hours",
        "Hours that the team's members worked on assessing reports, by what these truly are; also part of the hours "
        "of the step that it is done as.",
        RowsOf.HOURS,
    ),
    KeyFigure(
        "overgraded",
        Phrase("cases graded too high"),
        "cases",
        "Cases taken up as of a severe class that are truly of one that is not severe, by what they truly are.",
        RowsOf.CASES,
        better=Better.LOWER,
    ),
    KeyFigure(
        "hours_overgraded",
        Phrase("hours on cases graded too high"),
        "hours",
        "Hours that the team's members worked on these cases, by what the cases truly are.",
        RowsOf.HOURS,
        better=Better.LOWER,
    ),
    KeyFigure(
        "severe_in",
        Phrase("severe cases that came in"),
        "cases",
        "Cases that came in in the period and are truly of a severe class, whatever somebody took them for; reports "
        "that were joined to a case are not among them.",
        RowsOf.CASES,
    ),
    KeyFigure(
        "hidden_waiting",
        Phrase("hidden severe cases that wait"),
        "cases",
        "Severe cases that are open and that triage or the unit gave a class that is not severe, at the end of the "
        "period; by what they truly are. Those that nobody has judged yet are not among them.",
        RowsOf.CASES,
        Over.END,
        monthly=True,
        better=Better.LOWER,
    ),
    KeyFigure(
        "hidden_waiting_days_mean",
        Phrase("mean time hidden so far of those that wait"),
        "days",
        "From when somebody took a severe case for less until the end of the period, of the cases that are open and "
        "hidden then; by what they truly are. One that ended without being seen is no longer among them; one that "
        "waited at the start of the run counts from there.",
        RowsOf.CASES,
        Over.CASES,
        better=Better.LOWER,
    ),
    KeyFigure(
        "hidden_mean",
        Phrase("hidden severe cases on average"),
        "cases",
        "Severe cases that are open and that triage or the unit gave a class that is not severe, at any moment of the "
        "period; by what they truly are. A case that ends without being seen is no longer among them.",
        RowsOf.CASES,
        Over.TIME,
        better=Better.LOWER,
    ),
    KeyFigure(
        "hidden_closed",
        Phrase("hidden severe cases that ended"),
        "cases",
        "Severe cases that ended without anybody seeing that they are: closed by mistake, untraceable, closed by "
        "choice, turned away or let go; by what they truly are.",
        RowsOf.CASES,
        better=Better.LOWER,
    ),
    KeyFigure(
        "hidden_found",
        Phrase("hidden severe cases that were found"),
        "cases",
        "Severe cases that were hidden and got a severe class in the period: by their assessment, a further report on "
        "the person, the first work, or by themselves; by what they truly are.",
        RowsOf.CASES,
    ),
    KeyFigure(
        "hidden_days_per_case",
        Phrase("days hidden per severe case that came in"),
        "days",
        "Days of the period in which severe cases were hidden, from when somebody took one for less or closed it until "
        "it is seen for what it is, whether it has ended by then or not; divided by the severe cases that came in in "
        "the period, hidden or not; by what they truly are. A case that was closed by mistake goes on being hidden, "
        "until another report on the person gets a severe class, or to the end of the period.",
        RowsOf.CASES,
        Over.RATIO,
        better=Better.LOWER,
    ),
    *(
        KeyFigure(name, label, "days", meaning, RowsOf.CASES, Over.CASES)  # where fewer are found it may be sooner
        for name, label, meaning in (
            (
                "hidden_days_mean",
                Phrase("mean time until a hidden severe case is found"),
                "Arrival of the report to the moment at which it got a severe class, of those found in the period.",
            ),
            (
                "hidden_days_median",
                Phrase("half of the hidden severe cases that are found are found within"),
                "Time within which half of them were found.",
            ),
            (
                "hidden_days_p90",
                Phrase("nine in ten of the hidden severe cases that are found are found within"),
                "Time within which 9 in 10 of them were found.",
            ),
        )
    ),
)
