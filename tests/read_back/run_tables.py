"""Which key figure must stand under which heading of the tables of a run: written by hand from the guide to the report.

Nothing here comes from the code that makes the pages. A table or column that is not here is one that nobody reads back.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from tests.read_back import invented, short_by_hand
from tests.read_back.shown import DASH, Between, Said, Shown, banded, bare, text
from tests.read_back.tidy import Tidy, Values

Expected = Shown | str | Said
"""A number, or a text as it must stand there."""
A_YEAR = 1 / invented.LENGTH_YEARS
LEAST_MISSING = 0.05
FLOORS = ("severe", "planners")
"""Agreements about severe work alone."""
"""Fte that are missing, from which a decimal shows them."""
MONTHS_EN = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
MONTHS_NL = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
CASE_STEPS = {
    "triage": ("Triage", "Triage"),
    "enrich": ("Enrich",),
    "search": ("Search", "Doorzoeking"),
    "dossier": ("Dossier",),
}


@dataclass(frozen=True)
class Of:
    """The tidy table, and the language in which it is asked."""

    tidy: Tidy
    language: str
    people: pd.DataFrame

    def say(self, english: str, dutch: str) -> str:
        return english if self.language == "en" else dutch

    def year(self, year: str) -> str:
        """The heading of a year; of the last one a part only is in the run."""
        return year if year != "2023" else self.say("2023 (part)", "2023 (deel)")

    def date(self, days: float) -> str:
        """The date so many days after the first day."""
        day = pd.Timestamp(invented.START) + pd.Timedelta(days=math.floor(days))
        return f"{day.day} {self.say(MONTHS_EN[day.month - 1], MONTHS_NL[day.month - 1])} {day.year}"

    @property
    def all_classes(self) -> str:
        return self.say("All classes", "Alle soorten")

    @property
    def all_units(self) -> str:
        return self.say("All units", "Alle eenheden")


def without_run(language: str) -> Of:
    """To say words and dates only."""
    return Of(Tidy(invented.NOTHING), language, invented.people())


@dataclass(frozen=True)
class ByHand:
    """A table as it must be: rows by their name, columns by their heading."""

    title: str
    first: str
    rows: dict[str, dict[str, Expected]]


Column = Callable[[str], Expected]


def _table(title: str, first: str, rows: dict[str, str], columns: dict[str, Column]) -> ByHand:
    """A row each with its label, and what a column has for it."""
    cells = {label: {heading: column(key) for heading, column in columns.items()} for key, label in rows.items()}
    return ByHand(title, first, cells)


def _classes(of: Of) -> dict[str, str]:
    return {name: name.capitalize() for name in invented.CLASSES}


def _counts(of: Of, figure: str, factor: float = 1.0, **where: str) -> Column:
    """By class."""
    return lambda name: banded("number", of.tidy.of(figure, case=name, **where).times(factor))


def _norm(of: Of, none: str) -> Column:
    """The norm of a class in days, and in hours below two days."""

    def norm(name: str) -> Expected:
        days = invented.CLASSES.get(name)
        return Shown("days", days) if days else none if name != "all" else ""

    return norm


def _within(of: Of, name: str) -> Expected:
    values = of.tidy.of("share_within_norm", case=name)
    return banded("share", values) if values else DASH


def by_class(of: Of, *, bands: bool = True) -> ByHand:
    show = banded if bands else bare
    return _table(
        of.say("By class, cases per year", "Naar soort, zaken per jaar"),
        of.say("Class", "Soort"),
        {**_classes(of), "all": of.all_classes},
        {
            of.say("Cases that came in", "Binnengekomen zaken"):
                lambda c: show("number", of.tidy.of("cases_in", case=c).times(A_YEAR)),
            of.say("Taken up", "In behandeling genomen"):
                lambda c: show("number", of.tidy.of("taken_up", case=c).times(A_YEAR)),
            of.say("Nine in ten start within", "Negen van de tien binnen"):
                lambda c: "" if c == "all" else show("days", of.tidy.of("waiting_days_p90", case=c), middle=True),
            of.say("Norm", "Termijn"): _norm(of, DASH),
            of.say("Within norm", "Binnen termijn"):
                lambda c: "" if c == "all" else _within(of, c),
            of.say("Left undone", "Niet in behandeling genomen"):
                lambda c: show("number", of.tidy.of("left_undone", case=c).times(A_YEAR)),
            of.say("Waiting at the end", "Wachtend aan het eind"):
                lambda c: show("number", of.tidy.of("backlog_end", case=c)),
        },
    )  # fmt: skip


def by_team(of: Of) -> ByHand:
    return _by_team(
        of,
        of.say("By team", "Per team"),
        {
            of.say("Establishment", "Formatie"): ("number", "establishment_fte", 1.0),
            of.say("Vacant posts", "Vacante plaatsen"): ("share", "vacancy_share", 1.0),
            of.say("Deployable", "Inzetbaar"): ("number", "deployable_fte", 1.0),
            **_severe_loads(of),
            of.say("Hours lent a year", "Uitgeleende uren per jaar"): ("number", "hours_lent", A_YEAR),
            of.say("Hours borrowed a year", "Ingeleende uren per jaar"): ("number", "hours_borrowed", A_YEAR),
        },
    )


def load(of: Of) -> ByHand:
    return _by_team(
        of,
        of.say(
            "Three loads of own people, without help, and utilisation by team (hours per hour available)",
            "Drie maten van belasting van de eigen mensen, zonder hulp, en bezettingsgraad per team (uren per "
            "beschikbaar uur)",
        ),
        {
            **_severe_loads(of),
            **_other_loads(of),
            of.say("Utilisation", "Bezettingsgraad"): ("share", "utilisation", 1.0),
            of.say(
                "Hours outside office hours a year",
                "Uren buiten kantoortijd per jaar",
            ): ("number", "outside_office_hours", A_YEAR),
        },
    )


def _severe_loads(of: Of) -> dict[str, tuple[str, str, float]]:
    return {
        of.say("Load of severe work", "Belasting door ernstig werk"): ("number", "load_severe", 1.0),
    }  # fmt: skip


def _other_loads(of: Of) -> dict[str, tuple[str, str, float]]:
    return {
        of.say("Load with the agreements", "Belasting met de afspraken erbij"): ("number", "load_agreed", 1.0),
        of.say("Load of everything", "Belasting door al het werk"): ("number", "load_all", 1.0),
    }


def _by_team(of: Of, title: str, columns: dict[str, tuple[str, str, float]]) -> ByHand:
    """All units, each unit, all pools, each pool; of all pools only what is a sum, and that of their sum."""
    names = {
        "all": of.all_units,
        **{unit: unit.capitalize() for unit in invented.UNITS},
        "pools": of.say("All pools", "Alle pools"),
        "lab": "Laboratory",
        "mobile": "Mobile team",
    }
    ratios = ("load_severe", "load_agreed", "load_all", "utilisation", "vacancy_share")

    def cell(kind: str, figure: str, factor: float) -> Column:
        def column(team: str) -> Expected:
            if team == "pools":
                if figure in ratios:
                    return DASH
                lab, mobile = (of.tidy.of(figure, team=pool) for pool in invented.POOLS)
                return banded(kind, lab.plus(mobile).times(factor))
            values = of.tidy.of(figure, team=team).times(factor)
            return banded(kind, values) if values else DASH

        return column

    return _table(title, "Team", names, {heading: cell(*column) for heading, column in columns.items()})


def by_unit(of: Of) -> ByHand:
    def column(kind: str, figure: str, factor: float = 1.0) -> Column:
        return lambda unit: banded(kind, of.tidy.of(figure, team=unit).times(factor))

    return _table(
        of.say(
            "Load of own people by severe work, and waiting, by unit (a tile a unit, not to scale)",
            "Belasting van de eigen mensen door ernstig werk, en wachten, per eenheid (een tegel per eenheid, niet op "
            "schaal)",
        ),
        of.say("Unit", "Eenheid"),
        {unit: unit.capitalize() for unit in invented.UNITS},
        {
            **{name: column(kind, figure)
               for name, (kind, figure, _) in {**_severe_loads(of), **_other_loads(of)}.items()},
            of.say("Waiting at the end", "Wachtend aan het eind"): column("number", "backlog_end"),
            of.say("Serious, begun within 14 d", "Serious, begonnen binnen 14 d"):
                lambda unit: banded("share", of.tidy.of("share_within_norm", team=unit, case=largest_severe(of))),
            of.say("Left undone a year", "Niet in behandeling genomen per jaar"):
                column("number", "left_undone", A_YEAR),
        },
    )  # fmt: skip


def largest_severe(of: Of) -> str:
    """The severe class with a norm of which most cases come in."""
    found = max(("acute", "serious"), key=lambda name: of.tidy.of("cases_in", case=name).mean)
    assert found == "serious"  # else its label and norm above are not right
    return found


def backlog(of: Of) -> ByHand:
    triaged, assessed, in_hand = (
        of.say("Reports to be judged", "Te wegen meldingen"),
        of.say("Reports to be assessed", "Te wegen door eenheid"),
        of.say("Cases in hand", "Zaken in behandeling"),
    )
    at_start = {name: float(invented.STOCK.get(name, (0, 0))[0]) for name in invented.CLASSES}
    at_start |= {
        "all": sum(waiting for waiting, _ in invented.STOCK.values()),
        "judged": 0.0,
        "assessed": 0.0,
        "in hand": sum(hand for _, hand in invented.STOCK.values()),
    }

    def at_end(year: str) -> Column:
        beside = {"judged": "triage_backlog_end", "assessed": "assessment_backlog_end", "in hand": "in_hand_end"}

        def column(row: str) -> Expected:
            figure, case = beside.get(row, "backlog_end"), "all" if row in beside else row
            return banded("number", of.tidy.of(figure, case=case, period=year))

        return column

    return _table(
        of.say("Work waiting, by class (cases)", "Wachtend werk, naar soort (zaken)"),
        of.say("Class", "Soort"),
        {"judged": triaged, "assessed": assessed, "all": of.all_classes, **_classes(of), "in hand": in_hand},
        {
            of.say("At the start", "Aan het begin"): lambda row: Shown("number", at_start[row]),
            **{
                f"{of.say('End of', 'Eind')} {of.year(year)}": at_end(year)
                for year in invented.YEARS
            },
        },
    )  # fmt: skip


def waiting(of: Of) -> ByHand:
    def days(figure: str) -> Column:
        return lambda name: banded("days", of.tidy.of(figure, case=name), middle=True)

    def taken_up(name: str) -> Expected:
        done, came_in = (of.tidy.of(figure, case=name) for figure in ("taken_up", "cases_in"))
        numbers, ends = {"n": Shown("number", done.mean), "all": Shown("number", came_in.mean)}, {}
        template = of.say("{n} of {all}", "{n} van {all}")
        if done.low < done.high:
            template, ends = f"{template} ({{ends}})", {"ends": Between("number", done.low, done.high)}
        return text(template, **numbers, **ends)

    def above(name: str) -> Expected:
        values = of.tidy.of("backlog_above_norm_share", case=name)
        return banded("share", values) if values else DASH

    return _table(
        of.say(
            "Waiting for first work, by class, against its norm (days, logarithmic)",
            "Wachttijd tot het eerste werk, naar soort, naast de termijn (dagen, logaritmisch)",
        ),
        of.say("Class", "Soort"),
        _classes(of),
        {
            of.say("Norm", "Termijn"): _norm(of, of.say("planned, no norm", "geen termijn")),
            of.say("Taken up, of all that came in", "In behandeling genomen, van alles wat binnenkwam"): taken_up,
            of.say("Median wait", "Mediane wachttijd"): days("waiting_days_median"),
            of.say("Nine in ten start within", "Negen van de tien binnen"): days("waiting_days_p90"),
            of.say("Within norm", "Binnen termijn"): lambda name: _within(of, name),
            of.say("Time with a backlog above the norm", "Tijd met een werkvoorraad boven de termijn"): above,
        },
    )


def left_undone(of: Of) -> ByHand:
    return _table(
        of.say("Cases left undone per year, by class", "Niet in behandeling genomen zaken per jaar, naar soort"),
        of.say("Class", "Soort"),
        {"all": of.all_classes, **_classes(of)},
        {of.year(year): _counts(of, "left_undone", period=year) for year in invented.YEARS},
    )


ENDS = {
    "closed_by_choice": ("Closed by choice", "Bewust terzijde gelegd"),
    "turned_away": ("Turned away", "Afgewezen"),
    "let_go": ("Let go", "Verlopen"),
}
"""Ways in which a case ends without any work."""


def treatments(of: Of) -> ByHand:
    a_year = of.say("{} a year", "{} per jaar")
    figures = {
        "cases_full": ("Investigated in full", "Volledig onderzocht"),
        "cases_short": ("Investigated in short", "Kort onderzocht"),
        "cases_letter_or_visit": ("A letter or a visit", "Afgedaan met een brief of een bezoek"),
        **ENDS,
        "abuse_not_found": ("Abuse not found", "Niet-gevonden misbruik"),
        "returns": ("Persons who return", "Opnieuw gemelde personen"),
    }
    return _table(
        of.say("How cases were treated, per year", "Hoe zaken zijn behandeld, per jaar"),
        of.say("Class", "Soort"),
        {"all": of.all_classes, **_classes(of)},
        {a_year.format(of.say(*labels)): _counts(of, figure, A_YEAR) for figure, labels in figures.items()},
    )


MISTAKEN = {"closed_by_mistake": ("Closed by mistake", "Ten onrechte afgedaan")}
"""The way in which a case ends that triage or its unit closes."""
LOST = {"untraceable": ("Untraceable", "Niet te herleiden")}
"""The way in which a report ends that leads to nobody."""
WHERE = (
    "taken_up", *ENDS, *MISTAKEN, *LOST,
    "backlog_end", "assessment_backlog_end", "triage_backlog_end",
)  # fmt: skip
"""Where the cases are that were there or came in."""


def balance(of: Of, name: str) -> dict[str, int]:
    """Whole numbers of a class that add up: those with the largest parts above a whole number are rounded upwards."""
    if name == "all":
        of_classes = [balance(of, each) for each in invented.CLASSES]
        return {key: sum(each[key] for each in of_classes) for key in of_classes[0]}
    found = rounded({key: of.tidy.of(key, case=name).mean for key in WHERE})
    at_start = invented.STOCK.get(name, (0, 0))[0]
    return {"at_start": at_start, "came_in": sum(found.values()) - at_start, **found}


def rounded(means: dict[str, float]) -> dict[str, int]:
    """Whole numbers that add up to the rounded sum: those with the largest parts above one are rounded upwards."""
    found = {key: math.floor(mean) for key, mean in means.items()}
    missing = round(sum(means.values())) - sum(found.values())
    for key in sorted(means, key=lambda key: found[key] - means[key])[:missing]:
        found[key] += 1
    return found


def what_became(of: Of) -> ByHand:
    def column(key: str) -> Column:
        return lambda name: whole(of, balance(of, name)[key])

    ends = {
        **{key: of.say(*labels) for key, labels in {**ENDS, **MISTAKEN, **LOST}.items()},
        "assessment_backlog_end": of.say("To be assessed at the end", "Door eenheid te wegen aan het eind"),
        "triage_backlog_end": of.say("Not judged at the end", "Niet gewogen aan het eind"),
    }
    there = {key: label for key, label in ends.items() if any(balance(of, name)[key] for name in invented.CLASSES)}
    return _table(
        of.say("What became of the cases, whole period", "Wat er van de zaken is geworden, hele periode"),
        of.say("Class", "Soort"),
        {"all": of.all_classes, **_classes(of)},
        {
            of.say("Waiting at the start", "Wachtend aan het begin"): column("at_start"),
            of.say("Came in", "Binnengekomen"): column("came_in"),
            of.say("Taken up", "In behandeling genomen"): column("taken_up"),
            **{label: column(key) for key, label in there.items() if not key.endswith("_end")},
            of.say("Waiting at the end", "Wachtend aan het eind"): column("backlog_end"),
            **{label: column(key) for key, label in there.items() if key.endswith("_end")},
        },
    )


def whole(of: Of, n: int) -> str:
    """A whole number to the last figure."""
    text = f"{n:,}".replace("-", "\N{MINUS SIGN}")
    return text if of.language == "en" else text.replace(",", ".")


def each_year(of: Of, *, bands: bool = True) -> ByHand:
    """Rows of names and, in groups, what a column has for each year."""
    show = banded if bands else bare

    def beside(values: Values, n: float, kind: str = "number") -> Expected:
        parts = {"n": Shown(kind, values.mean), "all": Shown("number", n)}
        if not bands:
            return text("{n}/{all}", **parts)
        if values.low == values.high:
            return text(of.say("{n} of {all}", "{n} van {all}"), **parts)
        template = of.say("{n} of {all} ({ends})", "{n} van {all} ({ends})")
        return text(template, **parts, ends=Between(kind, values.low, values.high))

    def in_time(shares: Values, due: Values) -> Expected:
        if due.mean >= 10:
            return beside(shares, due.mean, "share")
        return beside(Values(share * n for share, n in zip(shares, due, strict=True)), due.mean)

    def of_came_in(name: str) -> Column:
        def column(year: str) -> Expected:
            values, came_in = (of.tidy.of(each, case=name, period=year) for each in ("taken_up", "cases_in"))
            return beside(values, came_in.mean)

        return column

    def within(name: str) -> Column:
        def column(year: str) -> Expected:
            return in_time(*(of.tidy.of(each, case=name, period=year) for each in ("share_within_norm", "due")))

        return column

    def in_all(figure: str) -> Column:
        def column(year: str) -> Expected:
            parts = {name: of.tidy.of(name, period=year).mean for name in ("taken_up", "left_undone")}
            shown = rounded(parts)
            n = whole(of, sum(shown.values()) if figure == "cases_in" else shown[figure])
            values = of.tidy.of(figure, period=year)
            if not bands or values.low == values.high:
                return n
            return text(f"{n} ({{ends}})", ends=Between("number", values.low, values.high))

        return column

    def of_agreed(name: str) -> Column:
        def column(year: str) -> Expected:
            n = agreed(name, year)
            return DASH if n is None else beside(taken_up_of(of, name, year), n)

        return column

    def of_severe_came_in(name: str) -> Column:
        def column(year: str) -> Expected:
            came_in = sum(of.tidy.of("cases_in", case=c, period=year).mean for c in invented.AGREEMENTS[name][0])
            return DASH if agreed(name, year) is None else beside(taken_up_of(of, name, year), came_in)

        return column

    def at_least(name: str) -> Column:
        def column(year: str) -> Expected:
            n = agreed(name, year)
            return DASH if n is None else Shown("number", n)

        return column

    def chance(name: str) -> Column:
        def column(year: str) -> Expected:
            n, done = agreed(name, year), taken_up_of(of, name, year)
            if n is None:
                return DASH
            reached = Shown("number", sum(value >= n for value in done))
            return text(of.say("{n} of {all}", "{n} van {all}"), n=reached, all=Shown("number", len(done)))

        return column

    def load(figure: str) -> Column:
        return lambda year: show("number", of.tidy.of(figure, period=year))

    def busy(figure: str) -> Column:
        return lambda year: show("share", of.tidy.of(figure, period=year))

    def of_role(role: str) -> Column:
        def column(year: str) -> Expected:
            found = short_by_hand.short(of.tidy, year)
            load, fte = Shown("number", found.load(role)), found.fte(role)
            return load if fte < LEAST_MISSING else text("{load}/{fte}", load=load, fte=Shown("number", fte))

        return column

    def missing(year: str) -> Expected:
        return Shown("number", short_by_hand.short(of.tidy, year).fte())

    def days_until(name: str) -> Column:
        def column(year: str) -> Expected:
            parts = {
                of_milestone: Shown("number", of.tidy.of(f"{of_milestone}_days_median", case=name, period=year).middle)
                for of_milestone in MILESTONES
            }
            return text("{identified}/{searched}/{file}", **parts)

        return column

    def at_link(figure: str, kind: str = "number") -> Column:
        return lambda year: show(kind, of.tidy.of(figure, period=year))

    def waiting_at(link: str, label: str) -> list[tuple[str, Column]]:
        so_far = of.say("- their wait so far, mean", "- hun wachttijd tot nu toe, gemiddeld")
        rows = [
            (label, at_link(f"chain_waiting_end_{link}")),
            (so_far, at_link(f"chain_waiting_days_mean_{link}", "days")),
        ]
        return rows if grows(of, link) else []

    planned = of.say(", started as planned", ", gestart zoals gepland")
    empty: Column = lambda year: ""  # noqa: E731
    rows: list[tuple[str, Column]] = [
        (of.say("In time / due", "Op tijd / te beginnen"), empty),
        (of.say("Acute, 24 h", "Acute, 24 u"), within("acute")),
        ("Serious, 14 d", within("serious")),
        (of.say("Taken up / came in", "In behandeling / binnen"), empty),
    ]
    for name in FLOORS:
        rows += [
            (f"{name.capitalize()} cases{planned if name == 'planners' else ''}", of_severe_came_in(name)),
            (of.say("- agreed, at least", "- afspraak, ten minste"), at_least(name)),
        ]
    rows.append(("Light", of_came_in("light")))
    rows.append((of.say("Taken up / agreed", "In behandeling / afspraak"), empty))
    for name in (each for each in invented.AGREEMENTS if each not in FLOORS):
        rows += [
            (f"{name.capitalize()} cases", of_agreed(name)),
            (of.say("- futures that reach it", "- toekomsten die het halen"), chance(name)),
        ]
    rows += [
        (of.say("Reports", "Meldingen"), empty),
        (of.say("Came in", "Binnengekomen"), lambda year: bare("number", of.tidy.of("reports_in", period=year))),
        (
            of.say("- on persons", "- over personen"),
            lambda year: bare("number", of.tidy.of("persons_reported", period=year)),
        ),
        (
            of.say("- not judged at year end", "- niet gewogen, eind jaar"),
            lambda year: show("number", of.tidy.of("triage_backlog_end", period=year)),
        ),
        (of.say("All cases", "Alle zaken"), empty),
        (of.say("Came in", "Binnengekomen"), in_all("cases_in")),
        (of.say("- taken up", "- in behandeling genomen"), in_all("taken_up")),
        (of.say("- left undone", "- niet in behandeling genomen"), in_all("left_undone")),
        (of.say("- finished", "- afgerond"), lambda year: show("number", of.tidy.of("finished", period=year))),
        (
            of.say("Hidden severe cases", "Verborgen ernstige zaken"),
            lambda year: show("number", of.tidy.of("hidden_waiting", period=year)),
        ),
        (
            of.say("- found in the year", "- in het jaar alsnog ontdekt"),
            lambda year: show("number", of.tidy.of("hidden_found", period=year)),
        ),
        (
            of.say("- ended unseen in the year", "- in het jaar onontdekt geëindigd"),
            lambda year: show("number", of.tidy.of("hidden_closed", period=year)),
        ),
        (of.say("Identified/safe/file, days", "Dagen: geïdentificeerd / veilig / dossier"), empty),
        ("Acute", days_until("acute")),
        ("Serious", days_until("serious")),
        (of.say("After the file, assumed", "Na het dossier (aannames)"), empty),
        *waiting_at("decision", of.say("Decision, waiting", "Decision, wachtend")),
        *waiting_at("hearing", of.say("Hearing, waiting", "Zitting, wachtend")),
        (
            of.say("Hearing, within 180 d/due", "Zitting, binnen 180 d/termijn om"),
            lambda year: in_time(*(of.tidy.of(f"chain_{each}_hearing", period=year) for each in ("in_time", "due"))),
        ),
        (of.say("Load of own people", "Belasting eigen mensen"), empty),
        (of.say("Severe work and judging", "Ernstig werk en weging"), load("load_severe")),
        (of.say("With what was agreed", "Met de afspraken erbij"), load("load_agreed")),
        (of.say("With all that comes in", "Met alles erbij"), load("load_all")),
        (of.say("Severe work after all help / fte short", "Ernstig werk na alle hulp / tekort in fte"), empty),
        *((f"- {role}", of_role(role)) for role in short_by_hand.pressed_roles(of.tidy)),
        *(
            [(of.say("- all roles, fte short", "- alle functies, fte tekort"), missing)]
            if any(short_by_hand.short(of.tidy, year).fte() >= LEAST_MISSING for year in invented.YEARS)
            else []
        ),
        (of.say("Utilisation", "Bezettingsgraad"), empty),
        (of.say("All own people", "Alle eigen mensen"), busy("utilisation")),
        *((f"- {role}", busy(f"utilisation_{role}")) for role in invented.ROLES),
    ]
    title, heading = of.say("Each year", "Elk jaar"), of.say("Year", "Jaar")
    named = {f"{label}{' ' * k}": column for k, (label, column) in enumerate(rows)}  # blanks keep like names apart
    cells = {label: {of.year(year): column(year) for year in invented.YEARS} for label, column in named.items()}
    return ByHand(title, heading, cells)


def who_is_short(of: Of, kind: str = "severe") -> ByHand:
    """Each role and unit in each year: the load, and the fte that are missing."""

    def cell(year: str, role: str = "", unit: str = "") -> Expected:
        found = short_by_hand.short(of.tidy, year, kind)
        load, fte = Shown("number", found.load(role, unit)), found.fte(role, unit)
        if fte < 0.05:
            return load
        return text(
            of.say("{load} ({fte} fte short)", "{load} ({fte} fte tekort)"), load=load, fte=Shown("number", fte)
        )

    def lent(year: str) -> Expected:
        share, fte = short_by_hand.short(of.tidy, year, kind).used()
        says = of.say("{share} (of {fte} fte)", "{share} (van {fte} fte)")
        return text(says, share=Shown("share", share), fte=Shown("number", fte))

    columns: dict[str, Column] = {
        of.say("All together", "Allen samen"): cell,
        of.say("By role", "Per functie"): lambda year: "",
        **{role.capitalize(): partial(cell, role=role) for role in invented.ROLES},
        of.say("Help from pools", "Hulp uit pools"): lent,
        of.say("By unit", "Per eenheid"): lambda year: "",
        **{unit.capitalize(): partial(cell, unit=unit) for unit in invented.UNITS},
    }
    cells = {label: {of.year(year): column(year) for year in invented.YEARS} for label, column in columns.items()}
    titles = {
        "severe": of.say(
            "Severe work and judging, after all help: hours asked per hour, and fte short",
            "Ernstig werk en weging, na alle hulp: gevraagde uren per uur, en tekort in fte",
        ),
        "agreed": of.say(
            "With what was agreed, after all help: hours asked per hour, and fte short",
            "Met de afspraken erbij, na alle hulp: gevraagde uren per uur, en tekort in fte",
        ),
    }
    return ByHand(titles[kind], of.say("Year", "Jaar"), cells)


def agreed(name: str, year: str) -> int | None:
    """The number agreed for a year, or for the part of it that is in the run; None before the first."""
    numbers = [n for first, n in invented.AGREEMENTS[name][1].items() if first <= year]
    return math.floor(numbers[-1] * (181 / 365 if year == "2023" else 1.0)) if numbers else None


def taken_up_of(of: Of, name: str, year: str) -> Values:
    """Cases of an agreement's classes that were taken up, by replication."""
    classes = invented.AGREEMENTS[name][0]
    return Values(map(sum, zip(*(of.tidy.of("taken_up", case=c, period=year) for c in classes), strict=True)))


def by_month(of: Of, year: str) -> ByHand:
    """What was due and taken up of each agreement by the end of each month, and who reaches the number of the year."""
    rows: dict[str, dict[str, Expected]] = {}
    days_of_month = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    for name, (classes, numbers) in invented.AGREEMENTS.items():
        from_then = [n for first, n in numbers.items() if first <= year]
        if not from_then:
            continue
        months = [month for month in invented.MONTHS if month.startswith(year)]
        of_months = [
            Values(map(sum, zip(*(of.tidy.of("taken_up", case=c, period=month) for c in classes), strict=True)))
            for month in months
        ]
        so_far = [Values(map(sum, zip(*of_months[: k + 1], strict=True))) for k in range(len(months))]
        reached = [value >= math.floor(from_then[-1] * sum(days_of_month[: len(months)]) / 365) for value in so_far[-1]]
        headings = (
            of.say("Due so far", "Nodig tot dan"),
            of.say("Taken up so far", "In behandeling genomen tot dan"),
            of.say("Futures on track", "Toekomsten op schema"),
            of.say("Reached, if on track", "Gehaald, indien op schema"),
            of.say("Reached, if behind", "Gehaald, indien achter"),
        )
        blanks = " " * len(rows)  # keep like names apart
        rows[f"{name.capitalize()} cases{blanks}"] = dict.fromkeys(headings, "")
        for k, done in enumerate(so_far):
            due = math.floor(from_then[-1] * sum(days_of_month[: k + 1]) / 365)
            on_track = [value >= due for value in done]
            there = sum(on_track)
            both = sum(a and b for a, b in zip(on_track, reached, strict=True))
            cells = (
                Shown("number", due),
                banded("number", done),
                _n_of(of, there, len(done)),
                _n_of(of, both, there),
                _n_of(of, sum(reached) - both, len(done) - there),
            )
            short = MONTHS_EN[k][:3] if of.language == "en" else {"maart": "mrt"}.get(MONTHS_NL[k], MONTHS_NL[k][:3])
            rows[f"{short}{blanks}"] = dict(zip(headings, cells, strict=True))
    return ByHand(by_month_title(of, year), of.say("Until the end of", "Tot en met"), rows)


def by_month_title(of: Of, year: str) -> str:
    return of.say(f"Agreements month by month: {of.year(year)}", f"Afspraken per maand: {of.year(year)}")


def _n_of(of: Of, n: int, whole: int) -> Expected:
    if not whole:
        return DASH
    return text(of.say("{n} of {all}", "{n} van {all}"), n=Shown("number", n), all=Shown("number", whole))


def _by_year(of: Of, title: str, columns: dict[str, tuple[str, str]]) -> ByHand:
    def column(kind: str, figure: str) -> Column:
        return lambda year: banded(kind, of.tidy.of(figure, period=year))

    years = {year: of.year(year) for year in invented.YEARS}
    return _table(title, of.say("Year", "Jaar"), years, {name: column(*to) for name, to in columns.items()})


def work(of: Of) -> ByHand:
    return _by_year(
        of,
        of.say("Reports in, against work done, per year", "Binnengekomen meldingen en gedaan werk, per jaar"),
        {
            of.say("Reports that came in", "Binnengekomen meldingen"): ("number", "reports_in"),
            of.say("Cases that came in", "Binnengekomen zaken"): ("number", "cases_in"),
            of.say("Taken up", "In behandeling genomen"): ("number", "taken_up"),
            of.say("Taken up and in hand", "Nieuw en lopend samen"): (
                "number",
                "taken_up_and_running",
            ),
            of.say("Finished", "Afgerond"): ("number", "finished"),
        },
    )


def turnover(of: Of) -> ByHand:
    return _by_year(
        of,
        of.say("Newcomers and leavers per year (people)", "Instroom en uitstroom per jaar (mensen)"),
        {
            of.say("Newcomers", "Nieuwe mensen"): ("number", "hires"),
            of.say("Leavers", "Vertrokken mensen"): ("number", "leavers"),
            of.say("Left the police", "Weg bij de politie"): ("number", "leavers_resigned"),
            of.say("Other police work", "Ander politiewerk"): ("number", "leavers_transferred"),
            of.say("Pension", "Pensioen"): ("number", "leavers_pension"),
            of.say("Early retirement (RPU)", "Vroegpensioen (RPU)"): ("number", "leavers_rpu"),
            of.say("Workload", "Werkdruk"): ("number", "leavers_workload"),
        },
    )


def _levels(of: Of) -> dict[str, tuple[str, str]]:
    return {
        of.say("Establishment", "Formatie"): ("number", "establishment_fte"),
        of.say("Occupancy", "Bezetting"): ("number", "occupancy_fte"),
        of.say("Deployable", "Inzetbaar"): ("number", "deployable_fte"),
        of.say("Vacant posts", "Vacante plaatsen"): ("share", "vacancy_share"),
    }


def staff(of: Of) -> ByHand:
    title = of.say(
        "Establishment, occupancy and deployable staff over time (fte)",
        "Formatie, bezetting en inzetbare medewerkers in de tijd (fte)",
    )
    return _by_year(of, title, _levels(of))


def staff_by_unit(of: Of) -> ByHand:
    def column(kind: str, figure: str) -> Column:
        return lambda unit: banded(kind, of.tidy.of(figure, team=unit))

    return _table(
        of.say(
            "Establishment, occupancy and deployable staff by unit (fte)",
            "Formatie, bezetting en inzetbare medewerkers per eenheid (fte)",
        ),
        of.say("Unit", "Eenheid"),
        {unit: unit.capitalize() for unit in invented.UNITS},
        {name: column(*to) for name, to in _levels(of).items()},
    )


def steps(of: Of) -> ByHand:
    hours = step_hours(of)
    total = Values(map(sum, zip(*hours.values(), strict=True)))
    return _table(
        of.say("Hours of work by step (share of all case hours)", "Uren werk per stap (deel van alle uren aan zaken)"),
        of.say("Step", "Stap"),
        {step: labels[0] if of.language == "en" else labels[-1] for step, labels in CASE_STEPS.items()},
        {
            of.say("Share of hours", "Deel van de uren"): lambda step: banded("share", hours[step].over(total)),
            of.say("Hours a year", "Uren per jaar"): lambda step: banded("number", hours[step].times(A_YEAR)),
            of.say("Digital", "Digitaal"): lambda step: of.say("yes", "ja") if step == "search" else "",
        },
    )


def step_hours(of: Of) -> dict[str, Values]:
    """Hours of each step, worked by the units together and by the pools."""
    lab, mobile = invented.POOLS
    return {
        step: of.tidy.of(f"hours_{step}")
        .plus(of.tidy.of(f"hours_{step}", team=lab))
        .plus(of.tidy.of(f"hours_{step}", team=mobile))
        for step in CASE_STEPS
    }


def available(of: Of, unit: str) -> Values:
    """Deployable fte per fte of establishment, in each month of each replication."""
    return Values(
        share
        for month in invented.MONTHS
        for share in of.tidy.of("deployable_fte", team=unit, period=month).over(
            of.tidy.of("establishment_fte", team=unit, period=month)
        )
    )


def availability(of: Of) -> ByHand:
    smallest_first = sorted(invented.UNITS, key=lambda unit: invented.UNITS[unit])

    def swing(unit: str) -> Said:
        values = available(of, unit)
        return text("{band}", band=Between("share", values.low, values.high))

    return _table(
        of.say(
            "Availability against team size (deployable share of the establishment)",
            "Beschikbaarheid tegen teamgrootte (inzetbaar deel van de formatie)",
        ),
        of.say("Unit", "Eenheid"),
        {unit: unit.capitalize() for unit in smallest_first},
        {
            of.say("Posts", "Plaatsen"): lambda unit: Shown("number", invented.UNITS[unit]),
            of.say("Deployable share", "Inzetbaar deel"): lambda unit: Shown("share", available(of, unit).mean),
            of.say("80 % of months", "80 % van de maanden"): swing,
        },
    )


def ages(of: Of) -> ByHand:
    """Shares of who is there, in each replication, by five years of age."""

    def share(column: str) -> Column:
        def of_age(age: str) -> Expected:
            shares = []
            for _, people in of.people.groupby("replication")[column]:
                there = people.dropna()
                shares.append(float(((there // 5) * 5 == int(age)).mean()))
            return banded("share", Values(shares))

        return of_age

    ages_there = of.people[["age_at_start_years", "age_at_end_years"]].to_numpy()
    lowest, highest = (int(end // 5 * 5) for end in (np.nanmin(ages_there), np.nanmax(ages_there)))
    return _table(
        of.say(
            "Age of the staff at the start and at the end (share of people)",
            "Leeftijd van de medewerkers aan het begin en aan het eind (deel van de mensen)",
        ),
        of.say("Age", "Leeftijd"),
        {str(age): f"{age}{DASH}{age + 4}" for age in range(lowest, highest + 1, 5)},
        {
            of.say("At the start", "Aan het begin"): share("age_at_start_years"),
            of.say("At the end", "Aan het eind"): share("age_at_end_years"),
        },
    )


def chance(of: Of) -> ByHand:
    """In which share of the replications more than a tenth of what came in is left for want of time."""

    def share(year: str) -> Column:
        def column(name: str) -> Shown:
            figures = ("left_undone", "taken_up", "untraceable", "closed_by_mistake")
            values = zip(*(of.tidy.of(figure, case=name, period=year) for figure in figures), strict=True)
            many = [undone - lost - closed > 0.1 * (undone + done) for undone, done, lost, closed in values]
            return Shown("share", sum(many) / len(many))

        return column

    return _table(
        of.say(
            "Chance that more than one in ten of the cases of a year is left for want of time",
            "Kans dat meer dan een op de tien zaken van een jaar door tijdgebrek blijft liggen",
        ),
        of.say("Class", "Soort"),
        _classes(of),
        {of.year(year): share(year) for year in invented.YEARS},
    )


def undone_odds(of: Of) -> ByHand:
    def odds(year: str) -> Column:
        def column(name: str) -> Expected:
            undone = of.tidy.of("left_undone", case=name, period=year)
            some = sum(value > 0 for value in undone) / len(undone)
            if not some:
                return DASH
            return text("{band} ({some})", band=Between("number", undone.low, undone.high), some=Shown("share", some))

        return column

    return _table(
        of.say(
            "Cases left undone per year: 80 % of single futures (futures with any)",
            "Niet in behandeling genomen zaken per jaar: 80 % van de losse toekomsten (toekomsten met zulke zaken)",
        ),
        of.say("Class", "Soort"),
        {"all": of.all_classes, **_classes(of)},
        {of.year(year): odds(year) for year in invented.YEARS},
    )


def dates(of: Of) -> ByHand:
    settled = of.say("Backlog within its norm for half a year", "Werkvoorraad een half jaar binnen de termijn")
    full = of.say("Occupancy reaches the establishment", "Bezetting bereikt formatie")
    rows = {
        f"backlog_settled_days {name}": f"{settled}: {name.capitalize()}"
        for name, norm in invented.CLASSES.items()
        if norm
    }
    rows["balance_days all"] = f"{full}: {of.all_units}"
    rows |= {f"balance_days {unit}": f"{full}: {unit.capitalize()}" for unit in invented.UNITS}

    def by(share: float) -> Column:
        def column(key: str) -> str:
            days = date_in(days_of(of, key), share)
            return DASH if math.isinf(days) else of.date(days)

        return column

    def within(key: str) -> Shown:
        days = days_of(of, key)
        return Shown("share", sum(map(math.isfinite, days)) / len(days))

    return _table(
        of.say("Dates, with odds", "Data, met kansen"),
        of.say("What", "Wat"),
        rows,
        {
            of.say("1 of 10 futures by", "1 van de 10 toekomsten op"): by(0.1),
            of.say("5 of 10 by", "5 van de 10 op"): by(0.5),
            of.say("9 of 10 by", "9 van de 10 op"): by(0.9),
            of.say("Within the run", "Binnen de run"): within,
        },
    )


def days_of(of: Of, key: str) -> Values:
    figure, name = key.split()
    return of.tidy.of(figure, **{"team" if figure == "balance_days" else "case": name})


def date_in(days: Values, share: float) -> float:
    """The day by which at least this share of the replications has got there."""
    return next(day for day in sorted(days) if sum(other <= day for other in days) >= share * len(days) - 1e-9)


def assumptions(of: Of) -> ByHand:
    """The load of severe work when one number stands at the end of its range: it scales a known part of its hours."""
    load = of.tidy.of("load_severe").mean
    by_skill = {skill: of.tidy.of(f"hours_severe_{skill}").mean for skill in CASE_STEPS}
    hours = sum(by_skill.values())
    triaging = by_skill["triage"] / hours
    judged = of.tidy.of("reports_in", case="serious").mean / of.tidy.of("reports_in").mean
    serious = of.tidy.of("hours_demanded", case="serious").mean / hours - judged * triaging
    year = {skill: of.tidy.of(f"hours_severe_{skill}", period="2022").mean for skill in CASE_STEPS}
    reported, everybody = (of.tidy.of("reports_in", case=case, period="2022").mean for case in ("planned", "all"))
    planned = of.tidy.of("hours_demanded", case="planned", period="2022").mean - year["triage"] * reported / everybody
    opened = 40 / of.tidy.of("cases_in", case="planned", period="2022").mean  # the others of them were reported
    in_2022 = (sum(year.values()) - planned * opened) / hours
    vacant = of.tidy.of("vacancy_share").mean
    moved = of.tidy.of("leavers_transferred").mean / of.tidy.of("leavers").mean

    def part(part: float) -> Callable[[float], float]:
        return lambda factor: load * (1 - part + part * factor)

    a_year = of.say(" a year", " per jaar")
    found: dict[str, tuple[str, tuple[float, ...], str, Callable[[float], float]]] = {
        of.say("Hours per case, serious", "Uren per zaak, serious"): ("hours", (16, 8, 40), "", part(serious)),
        of.say("Share of the reports, serious", "Deel van de meldingen, serious"):
            ("share", (0.2, 0.12, 0.31), "", part(serious)),
        of.say("Images, 2022", "Images, 2022"): ("number", (2000, 1500, 2600), "", part(in_2022)),
        of.say("Hours to judge a report", "Uren om een melding te wegen"):
            ("hours", (0.5, 0.3, 1.2), "", part(triaging)),
        of.say("Reports judged automatically", "Meldingen automatisch gewogen"):
            ("share", (0.5, 0.35, 0.75), "", lambda factor: part(triaging)((1 - 0.5 * factor) / 0.5)),
        of.say("Share of the hours that goes to cases", "Deel van de uren dat naar zaken gaat"):
            ("share", (0.8, 0.7, 0.95), "", lambda factor: load / factor),
        of.say("Staff who move to other police work", "Medewerkers die ander politiewerk gaan doen"):
            ("share", (0.03, 0.01, 0.07), a_year,
             lambda factor: load * (1 - vacant) / (1 - vacant * (1 - moved + moved * factor))),
    }  # fmt: skip
    rows: dict[str, dict[str, Expected]] = {}
    for label, (kind, (now, low, high), unit, load_at) in found.items():
        values: dict[str, Expected] = {
            of.say("Value", "Waarde"): text(f"{{n}}{unit}", n=Shown(kind, now)),
            of.say("Lowest", "Laagste"): text(f"{{n}}{unit}", n=Shown(kind, low)),
            of.say("Highest", "Hoogste"): text(f"{{n}}{unit}", n=Shown(kind, high)),
            of.say("Load at the lowest", "Belasting bij de laagste"): Shown("number", load_at(low / now)),
            of.say("Load at the highest", "Belasting bij de hoogste"): Shown("number", load_at(high / now)),
        }
        rows[label] = values

    def swing(label: str) -> float:
        low, high = (cell.centre for cell in rows[label].values() if isinstance(cell, Shown))
        return -abs(high - low)

    return ByHand(
        assumptions_title(of),
        of.say("Assumption", "Aanname"),
        {label: rows[label] for label in sorted(rows, key=swing)},
    )


def assumptions_title(of: Of) -> str:
    return of.say(
        "Assumptions that matter most (load of severe work at both ends of their range)",
        "Aannames die er het meest toe doen (belasting door ernstig werk aan beide einden van hun marge)",
    )


def kinds_of_source(of: Of) -> ByHand:
    rows = {
        of.say("proxy", "vergelijkbaar geval"): 1,
        of.say("assumption", "aanname"): 6,
        of.say("control or definition", "bediening of definitie"): 1,
        of.say("set for this run", "opgegeven voor deze run"): 1,
    }
    heading = of.say("Numbers", "Getallen")
    return ByHand(
        of.say("Numbers by kind of source", "Getallen naar soort bron"),
        of.say("Kind", "Soort"),
        {label: {heading: Shown("number", n)} for label, n in rows.items()},
    )


def sources(of: Of) -> ByHand:
    kinds = {"X": ("proxy", "vergelijkbaar geval"), "A": ("assumption", "aanname"),
             "C": ("control or definition", "bediening of definitie"),
             None: ("set for this run", "opgegeven voor deze run")}  # fmt: skip
    rows: dict[str, dict[str, Expected]] = {}
    for entry in invented.SOURCES:
        value = of.date(0) if isinstance(entry.value, str) else Shown("number", entry.value)
        rows[entry.key] = {
            of.say("Value", "Waarde"): value,
            of.say("Kind", "Soort"): of.say(*kinds[entry.tag]),
            of.say("Range", "Marge"): ""
            if entry.low is None
            else text("{range}", range=Between("number", entry.low, entry.high or 0.0)),
            of.say("Source", "Bron"): entry.note,
        }
    title = of.say(f"All {len(rows)} numbers", f"Alle {len(rows)} getallen")
    return ByHand(title, of.say("Setting", "Instelling"), rows)


REPORTS = {
    ("Came in", "Binnengekomen"): {
        "reports_in": ("Reports that came in", "Binnengekomen meldingen"),
        "persons_reported": ("Persons reported", "Gemelde personen"),
        "reports_per_person": (
            "Reports per person, without those that triage would rightly close",
            "Meldingen per persoon, zonder wat de triage terecht zou afdoen",
        ),
    },
    ("Triage at the national desk", "Landelijke triage"): {
        "reports_triaged_by_hand": ("Reports judged by hand", "Meldingen door een mens gewogen"),
        "reports_triaged_by_system": ("Reports judged by the system", "Door het systeem gewogen meldingen"),
        "reports_taken_over": ("Reports taken over by the system", "Meldingen door het systeem overgenomen"),
        "triage_backlog_end": ("Reports to be judged at the end", "Meldingen te wegen aan het eind"),
    },
    ("In the units", "In de eenheden"): {
        "reports_joined": ("Reports joined to a case", "Bij een zaak gevoegde meldingen"),
        "untraceable": ("Untraceable", "Niet te herleiden"),
        "traces_lost": ("Traces lost by waiting", "Sporen verloren door wachten"),
        "assessment_backlog_end": (
            "Reports to be assessed at the end",
            "Door de eenheid te wegen meldingen aan het eind",
        ),
        "hours_assessment": ("Hours of assessment", "Uren voor de weging door de eenheid"),
    },
}
"""Rows of each group of the table of triage."""


def units_and_pools(of: Of, figure: str, **where: str) -> Values:
    """Hours worked by the units together and by the pools."""
    lab, mobile = (of.tidy.of(figure, team=pool, **where) for pool in invented.POOLS)
    return of.tidy.of(figure, **where).plus(lab).plus(mobile)


def triage_each_year(of: Of) -> ByHand:
    def column(figure: str) -> Column:
        if figure == "hours_assessment":
            return lambda year: banded("number", units_and_pools(of, figure, period=year))
        return lambda year: banded("number", of.tidy.of(figure, period=year))

    rows: dict[str, dict[str, Expected]] = {}
    for group, figures in REPORTS.items():
        rows[of.say(*group)] = {of.year(year): "" for year in invented.YEARS}
        for figure, labels in figures.items():
            rows[of.say(*labels)] = {of.year(year): column(figure)(year) for year in invented.YEARS}
    title = of.say("Reports and persons, each year", "Meldingen en personen, elk jaar")
    return ByHand(title, of.say("Year", "Jaar"), rows)


def persons(of: Of) -> ByHand:
    a_year = of.say("{} a year", "{} per jaar")
    labels = REPORTS["Came in", "Binnengekomen"] | REPORTS["In the units", "In de eenheden"]
    figures = ("reports_in", "persons_reported", "reports_joined", "untraceable", "traces_lost")
    return _table(
        of.say("Reports by person, per year", "Meldingen en personen naar soort, per jaar"),
        of.say("Class", "Soort"),
        {"all": of.all_classes, **_classes(of)},
        {a_year.format(of.say(*labels[figure])): _counts(of, figure, A_YEAR) for figure in figures},
    )


def hidden(of: Of) -> ByHand:
    def days(figure: str) -> Column:
        return lambda name: banded("days", of.tidy.of(figure, case=name))

    return _table(
        of.say(
            "Severe cases taken for less, or closed: hidden, whole period",
            "Ernstige zaken die lichter zijn ingeschat of afgedaan: verborgen, hele periode",
        ),
        of.say("Class", "Soort"),
        {"all": of.all_classes, "acute": "Acute", "serious": "Serious", "planned": "Planned"},
        {
            of.say("Waiting at the end", "Wachtend aan het eind"): _counts(of, "hidden_waiting"),
            of.say("Ended without being seen", "Onontdekt geëindigd"): _counts(of, "hidden_closed"),
            of.say("Found", "Ontdekt"): _counts(of, "hidden_found"),
            of.say("Half of those within", "De helft daarvan binnen"): days("hidden_days_median"),
            of.say("Nine in ten within", "Negen op de tien binnen"): days("hidden_days_p90"),
            of.say("Days hidden, per case that came in", "Dagen verborgen, per zaak die binnenkwam"): days(
                "hidden_days_per_case"
            ),
        },
    )


def late(of: Of, *, bands: bool = True) -> ByHand:
    show = banded if bands else bare

    def part(figure: str) -> Column:
        return lambda name: Shown("share", of.tidy.of(figure, case=name).mean / of.tidy.of("late", case=name).mean)

    def known(name: str) -> Expected:
        late, unjudged, less = (
            of.tidy.of(f"late{part}", case=name).mean for part in ("", "_unjudged", "_seen_as_less")
        )
        return Shown("share", (late - unjudged - less) / late)

    def most(name: str) -> Expected:
        by_year = {year: of.tidy.of("late", case=name, period=year).mean for year in invented.YEARS}
        worst = max(by_year, key=lambda year: by_year[year])
        return text(f"{{n}} in {of.year(worst)}", n=Shown("number", by_year[worst]))

    return _table(
        of.say(
            "Severe cases not begun in time, and why, whole period",
            "Ernstige zaken die niet op tijd zijn begonnen, en waardoor, hele periode",
        ),
        of.say("Class", "Soort"),
        {"acute": "Acute", "serious": "Serious"},
        {
            of.say("Not begun in time", "Niet op tijd begonnen"):
                lambda name: show("number", of.tidy.of("late", case=name)),
            of.say("Most in a year", "Meeste in een jaar"): most,
            of.say("Not judged or assessed by then", "Toen nog niet gewogen"): part("late_unjudged"),
            of.say("Held to be less urgent", "Minder dringend ingeschat"): part("late_seen_as_less"),
            of.say("Known, and nobody free", "Goed ingeschat, niemand vrij"): known,
        },
    )  # fmt: skip


def too_high(of: Of) -> ByHand:
    return _table(
        of.say(
            "Cases taken for severe that are not, per year",
            "Zaken die als ernstig in behandeling zijn genomen en het niet zijn, per jaar",
        ),
        of.say("Class", "Soort"),
        {"all": of.all_classes, "light": "Light"},
        {
            of.say("Cases graded too high a year", "Te zwaar ingeschatte zaken per jaar"):
                _counts(of, "overgraded", A_YEAR),
            of.say("Hours on cases graded too high a year", "Uren aan te zwaar ingeschatte zaken per jaar"):
                lambda name: banded("number", units_and_pools(of, "hours_overgraded", case=name).times(A_YEAR)),
        },
    )  # fmt: skip


MILESTONES = {
    "identified": ("Identified", "Geïdentificeerd"),
    "searched": ("Searched or safe", "Doorzocht of veilig"),
    "file": ("File", "Dossier"),
}
NUMBERS_OF_MILESTONES = {
    "identified": ("Identified a year", "Geïdentificeerd per jaar"),
    "searched": ("Searched or safe a year", "Doorzocht of veilig per jaar"),
    "file": ("Files made a year", "Dossiers gemaakt per jaar"),
}


def milestones(of: Of) -> ByHand:
    def days(figure: str) -> Column:
        return lambda name: banded("days", of.tidy.of(figure, case=name), middle=True)

    columns: dict[str, Column] = {}
    for name, labels in MILESTONES.items():
        columns[of.say(*NUMBERS_OF_MILESTONES[name])] = _counts(of, f"{name}_cases", A_YEAR)
        half, most = of.say("half within", "helft binnen"), of.say("nine in ten within", "negen van de tien binnen")
        columns[f"{of.say(*labels)}: {half}"] = days(f"{name}_days_median")
        columns[f"{of.say(*labels)}: {most}"] = days(f"{name}_days_p90")
    columns[of.say("Files within 183 d", "Dossiers binnen 183 d")] = lambda name: banded(
        "share", of.tidy.of("file_within_norm_share", case=name)
    )
    return _table(
        of.say(
            "Until a child is safe: days to each milestone, by class",
            "Tot een kind veilig is: dagen tot elke mijlpaal, naar soort",
        ),
        of.say("Class", "Soort"),
        _classes(of),
        columns,
    )


def grows(of: Of, link: str) -> bool:
    """More than a tenth of what came to a link waits there at the end."""
    return of.tidy.of(f"chain_waiting_end_{link}").mean > 0.1 * of.tidy.of(f"chain_in_{link}").mean


def chain(of: Of) -> ByHand:
    stock = {"decision": {"serious": 23.0, "light": 14.0}}
    names = {"decision": "Decision", "hearing": of.say("Hearing", "Zitting"), "aid": "Aid"}

    def is_there(link: str, of_class: str) -> bool:
        return of_class in stock.get(link, {}) or of.tidy.of(f"chain_in_{link}", case=of_class).mean > 0

    rows: dict[tuple[str, str], str] = {}
    for name, label in names.items():
        rows[name, "all"] = label
        if name != "aid":
            here = [each for each in invented.CLASSES if is_there(name, each)]
            rows |= {(name, of_class): f"- {of_class}" for of_class in here}

    def at_start(link: str, of_class: str) -> Expected:
        there = stock.get(link, {})
        return Shown("number", sum(there.values()) if of_class == "all" else there.get(of_class, 0.0))

    def column(kind: str, figure: str, factor: float = 1.0) -> Callable[[str, str], Expected]:
        def cell(link: str, of_class: str) -> Expected:
            values = of.tidy.of(f"{figure}_{link}", case=of_class)
            return banded(kind, values.times(factor)) if values else DASH

        return cell

    def waiting_there(link: str, of_class: str) -> Expected:
        if link == "aid":
            return of.say("no limit", "geen grens")
        return column("number", "chain_waiting_end")(link, of_class)

    columns: dict[str, Callable[[str, str], Expected]] = {
        of.say("Came a year", "Binnengekomen per jaar"): column("number", "chain_in", A_YEAR),
        of.say("Done a year", "Gedaan per jaar"): column("number", "chain_done", A_YEAR),
        of.say("There at the start", "Aanwezig aan het begin"): at_start,
        of.say("There at the end", "Aanwezig aan het eind"): column("number", "chain_stock_end"),
        of.say("Waiting for a turn", "Wachtend op beurt"): waiting_there,
        of.say("Their wait so far, mean", "Hun wachttijd tot nu toe, gemiddeld"):
            column("days", "chain_waiting_days_mean"),
        of.say("Time there, of those done, mean", "Tijd daar, van wat gedaan is, gemiddeld"):
            column("days", "chain_days_mean"),
        of.say("Within its norm", "Binnen eigen termijn"): column("share", "chain_within_norm"),
        of.say("Due since the file, a year", "Termijn afgelopen sinds het dossier, per jaar"):
            column("number", "chain_due", A_YEAR),
        of.say("In time since the file", "Op tijd sinds het dossier"): column("share", "chain_in_time"),
    }  # fmt: skip
    labels = [f"{label}{' ' * k}" for k, label in enumerate(rows.values())]  # blanks keep like names apart
    cells = {
        label: {heading: cell(*where) for heading, cell in columns.items()}
        for label, where in zip(labels, rows, strict=True)
    }
    return ByHand(
        of.say("After the file: cases at each link", "Na het dossier: zaken bij elke schakel"),
        of.say("Link", "Schakel"),
        cells,
    )


IN_SUMMARY = (
    each_year, what_became, by_class, by_team, treatments, undone_odds, dates, triage_each_year, persons, late,
    hidden, too_high, milestones, chain, who_is_short, partial(who_is_short, kind="agreed"),
)  # fmt: skip
ON_PAGE = (
    *IN_SUMMARY, *(partial(by_month, year=year) for year in invented.YEARS), backlog, work, steps, load, by_unit, staff,
    staff_by_unit, turnover, availability, ages, chance, waiting, left_undone, assumptions, kinds_of_source, sources,
)  # fmt: skip
