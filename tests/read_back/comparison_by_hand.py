"""What must stand in a comparison of three runs: worked out from their tidy tables, written by hand in both "
"languages."""

from dataclasses import dataclass, replace

import numpy as np

from tbkk_sim.stats.paired import Verdict, against_margin, against_the_best, difference
from tests.read_back import invented, short_by_hand, three_runs
from tests.read_back.run_sentences import too_much
from tests.read_back.run_tables import ByHand, Expected, Of
from tests.read_back.shown import DASH, Between, Change, Said, Shown, banded, text
from tests.read_back.three_runs import tidy
from tests.read_back.tidy import Values

OTHERS = ("more-posts", "tools")
BETTER = {"backlog_end": -1, "left_undone": -1, "waiting_days_p90": -1, "load_all": -1, "share_within_norm": 1,
          "deployable_fte": 1, "finished": 1}  # fmt: skip
"""-1: a run with less of it is better; 1: one with more is."""
LEVEL = 1 - 0.05 / 2
"""Of an interval, so that both comparisons of a key figure hold at once with 95 %."""
LEVEL_OF_PARTS = 1 - 0.05 / 2
"""The same of two parts."""


@dataclass(frozen=True)
class Asked:
    """A key figure that is compared, and what it is called."""

    name: tuple[str, str]
    of: tuple[str, str]
    measure: str
    figure: str
    team: str = "all"
    case: str = "all"
    period: str = "all"
    more: tuple[str, str] = ("", "")
    less: tuple[str, str] = ("", "")

    def values(self, run: str) -> Values:
        return tidy(run).of(self.figure, team=self.team, case=self.case, period=self.period)


WAITING, ALL = ("waiting at the end", "wachtend aan het eind"), ("all classes", "alle soorten")
P90 = ("nine in ten start within", "negen van de tien binnen")
UNITS = ("all units", "alle eenheden")
FIGURES = (
    Asked(
        WAITING, ALL, "number", "backlog_end",
        more=("{run} leaves {by} more cases of all classes waiting at the end",
              "In {run} wachten bij alle soorten aan het eind {by} zaken meer"),
        less=("{run} leaves {by} fewer cases of all classes waiting at the end",
              "In {run} wachten bij alle soorten aan het eind {by} zaken minder"),
    ),
    Asked(
        ("left undone", "niet in behandeling genomen"), ("serious", "serious"), "number", "left_undone", case="serious",
        more=("{run} leaves {by} more cases of serious undone",
              "In {run} ligt bij serious het aantal niet in behandeling genomen zaken {by} hoger"),
        less=("{run} leaves {by} fewer cases of serious undone",
              "In {run} ligt bij serious het aantal niet in behandeling genomen zaken {by} lager"),
    ),
    Asked(
        P90, ("acute", "acute"), "days", "waiting_days_p90", case="acute",
        more=("In {run} it takes {by} longer until nine in ten cases of acute are begun",
              "In {run} duurt het bij acute {by} langer tot negen van de tien zaken zijn begonnen"),
        less=("In {run} it takes {by} less until nine in ten cases of acute are begun",
              "In {run} duurt het bij acute {by} korter tot negen van de tien zaken zijn begonnen"),
    ),
    Asked(P90, ("serious", "serious"), "days", "waiting_days_p90", case="serious"),
    Asked(
        ("within norm", "binnen termijn"), ("serious", "serious"), "points", "share_within_norm", case="serious",
        more=("In {run} the share of serious begun within the norm is {by} higher",
              "In {run} ligt bij serious het deel dat binnen de termijn begint {by} hoger"),
        less=("In {run} the share of serious begun within the norm is {by} lower",
              "In {run} ligt bij serious het deel dat binnen de termijn begint {by} lager"),
    ),
    Asked(
        ("deployable", "inzetbaar"), ("Coast", "Coast"), "fte", "deployable_fte", team="coast",
        more=("{run} has {by} more deployable (Coast)", "In {run} is bij Coast {by} meer inzetbaar"),
        less=("{run} has {by} less deployable (Coast)", "In {run} is bij Coast {by} minder inzetbaar"),
    ),
    Asked(
        ("finished", "afgerond"), ("all classes in 2022", "alle soorten in 2022"), "number", "finished", period="2022",
        more=("{run} finishes {by} more cases of all classes in 2022",
              "In {run} worden bij alle soorten in 2022 {by} zaken meer afgerond"),
        less=("{run} finishes {by} fewer cases of all classes in 2022",
              "In {run} worden bij alle soorten in 2022 {by} zaken minder afgerond"),
    ),
    Asked(
        ("newcomers", "nieuwe mensen"), UNITS, "number", "hires",
        more=("{run} raises “newcomers” of all units by {by}",
              "In {run} ligt “nieuwe mensen” bij alle eenheden {by} hoger"),
        less=("{run} lowers “newcomers” of all units by {by}",
              "In {run} ligt “nieuwe mensen” bij alle eenheden {by} lager"),
    ),
    Asked(
        ("load of everything", "belasting door al het werk"), UNITS, "number", "load_all",
        more=("{run} raises “load of everything” of all units by {by}",
              "In {run} ligt “belasting door al het werk” bij alle eenheden {by} hoger"),
        less=("{run} lowers “load of everything” of all units by {by}",
              "In {run} ligt “belasting door al het werk” bij alle eenheden {by} lager"),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Apart:
    """One key figure of one run against the base, replication by replication."""

    base: Values
    other: Values
    level: float = LEVEL

    @property
    def each(self) -> Values:
        return Values(b - a for a, b in zip(self.base, self.other, strict=True))

    @property
    def mean(self) -> float:
        return self.each.mean

    @property
    def ends(self) -> tuple[float, float]:
        found = difference(np.array(self.base)[:, None], np.array(self.other)[:, None], self.level)
        return float(found.interval_low[0]), float(found.interval_high[0])

    @property
    def agree(self) -> int:
        """Replications that differ to the same side as the mean."""
        return sum(value * self.mean > 0 for value in self.each)

    @property
    def clear(self) -> bool:
        return self.ends[0] > 0 or self.ends[1] < 0

    def kind(self, measure: str) -> str:
        """Days below two are written in hours."""
        return measure if measure != "days" else "in hours" if abs(self.mean) < 2 else "in days"

    def change(self, measure: str) -> Change:
        return Change(self.kind(measure), self.mean, *self.ends)


def apart(asked: Asked, run: str) -> Apart:
    return Apart(asked.values("base"), asked.values(run))


def level(asked: Asked) -> Shown:
    """The mean of the base."""
    return Shown("share" if asked.measure == "points" else asked.measure, asked.values("base").mean)


def known(asked: Asked) -> bool:
    """There is a number in all replications."""
    return all(np.isfinite(asked.values("base")))


def _said(of: Of, asked: Asked) -> tuple[str, str]:
    return of.say(*asked.name), of.say(*asked.of)


def results(of: Of) -> ByHand:
    not_always = of.say("not always", "niet altijd")
    rows: dict[str, dict[str, Expected]] = {}
    for asked in FIGURES:
        cells: dict[str, Expected] = {"base": not_always}
        if known(asked):
            cells = {"base": replace(level(asked), kind="number") if asked.measure == "fte" else level(asked)}
        for run in OTHERS:
            cells[run] = text("{by}", by=apart(asked, run).change(asked.measure)) if known(asked) else not_always
        rows[" / ".join(_said(of, asked))] = cells
    title = of.say(
        "What differs in results (in brackets the interval of the difference)",
        "Wat verschilt in uitkomsten (tussen haakjes het interval van het verschil)",
    )
    return ByHand(title, of.say("Key figure / Of", "Kengetal / Van"), rows)


def differences(of: Of) -> ByHand:
    rows: dict[str, dict[str, Expected]] = {}
    for asked in FIGURES:
        for run in OTHERS:
            of_run, there = apart(asked, run), known(asked)
            agree = f"{of_run.agree} {of.say('of', 'van')} 9" if there else f"0 {of.say('of', 'van')} 0"
            not_always = of.say("not always", "niet altijd")
            rows[" / ".join((run, *_said(of, asked)))] = {
                of.say("Difference", "Verschil"): text("{by}", by=of_run.change(asked.measure))
                if there
                else not_always,
                of.say("Futures that agree", "Toekomsten die hetzelfde zeggen"): agree,
                of.say("Clear", "Duidelijk"): of.say("yes", "ja") if there and of_run.clear else of.say("no", "nee"),
            }
    title = of.say("Differences from base", "Verschillen met base")
    return ByHand(title, of.say("Run / Key figure / Of", "Run / Kengetal / Van"), rows)


def agreed_in(name: str, year: str) -> int:
    """Cases that an agreement asks for; of the half of 2023 half of the number, rounded down."""
    numbers = [n for since, n in invented.AGREEMENTS[name][1].items() if since <= year]
    return (numbers or [0])[-1] * 181 // 365 if year == "2023" else (numbers or [0])[-1]


def agreements(of: Of, *, short: bool = False) -> ByHand:
    """What was taken up of each agreement in each year, and in which part of the futures that was enough."""
    rows: dict[str, dict[str, Expected]] = {}
    says = "{n}/{agreed} {odds}" if short else of.say("{n} of {agreed}, {odds}", "{n} van {agreed}, {odds}")
    without_odds = "{n}/{agreed}" if short else of.say("{n} of {agreed}", "{n} van {agreed}")
    for name, (classes, _) in invented.AGREEMENTS.items():
        blanks = " " * len(rows)  # keep like names apart
        rows[f"{name.capitalize()} cases"] = dict.fromkeys(invented.YEARS, "")
        for run in ("base", *OTHERS):
            cells: dict[str, Expected] = {}
            for year in invented.YEARS:
                by_class = [tidy(run).of("taken_up", case=of_class, period=year) for of_class in classes]
                taken_up, agreed = Values(map(sum, zip(*by_class, strict=True))), agreed_in(name, year)
                reached = sum(n >= agreed for n in taken_up) / invented.REPLICATIONS
                numbers = {"n": Shown("number", taken_up.mean), "agreed": Shown("number", agreed)}
                in_part = text(says, **numbers, odds=Shown("share", reached))
                told = text(without_odds, **numbers) if name == "planners" else in_part  # put in, so not reached
                cells[year] = told if agreed else DASH
            rows[f"{run}{blanks}"] = cells
    title = of.say(
        "Taken up of what was agreed, and the part of the futures in which it was reached",
        "In behandeling genomen tegenover wat is afgesproken, en het deel van de toekomsten waarin dat is gehaald",
    )
    return ByHand(title, of.say("Agreement", "Afspraak"), rows)


def first_short(of: Of, *, units: bool = True) -> ByHand:
    """Of all people, each role and each unit: the fte missing in the first year in which any are, and in the worst."""

    def cell(run: str, role: str = "", unit: str = "") -> Expected:
        course = short_by_hand.course(tidy(run), role, unit, any_number=True)
        if not course:
            return DASH
        says = "; ".join(f"{year}: {{y{year}}} fte" for year, _ in course)
        return text(says, **{f"y{year}": Shown("number", fte) for year, fte in course})

    runs = ("base", *OTHERS)
    rows = {of.say("All together", "Allen samen"): {run: cell(run) for run in runs}}
    rows |= {role.capitalize(): {run: cell(run, role) for run in runs} for role in invented.ROLES}
    if units:
        rows |= {unit.capitalize(): {run: cell(run, unit=unit) for run in runs} for unit in invented.UNITS}
    title = of.say(
        "Who is short for severe work and judging: the first year, then the worst",
        "Tekort aan mensen voor ernstig werk en weging: het eerste jaar, dan het ergste",
    )
    return ByHand(title, of.say("Who", "Wie"), rows)


def backlogs(of: Of) -> ByHand:
    def cells(year: str) -> dict[str, Expected]:
        return {run: banded("number", tidy(run).of("backlog_end", period=year)) for run in ("base", *OTHERS)}

    title = of.say("Cases waiting, at the end of each month", "Wachtende zaken, aan het eind van elke maand")
    rows = {of.year(year): cells(year) for year in invented.YEARS}
    return ByHand(title, of.say("At the end of", "Aan het eind van"), rows)


def parts(of: Of, number: int) -> ByHand:
    """What each group of settings brings, and its share of the whole."""
    asked = FIGURES[0] if number == 0 else FIGURES[6]
    values = three_runs.parts()[:, :, number]
    whole, before = Values(map(float, values.sum(axis=0))), Values([1000.0] * invented.REPLICATIONS)
    found = {of.say("Staff", "Personeel"): values[0], of.say("Complexity", "Complexiteit"): values[1]}
    rows: dict[str, dict[str, Expected]] = {}
    brings, share = of.say("Brings", "Levert op"), of.say("Share", "Aandeel")
    for label, part in found.items():
        of_part = Apart(before, Values(map(float, 1000 + part)), LEVEL_OF_PARTS)
        of_whole = Shown("share", of_part.mean / whole.mean)
        rows[label] = {brings: text("{by}", by=of_part.change("number")), share: of_whole}
    of_all = Apart(before, Values(1000 + value for value in whole), 0.95)
    rows[of.say("Whole difference", "Hele verschil")] = {
        brings: text("{by}", by=of_all.change("number")),
        share: Shown("share", 1.0),
    }
    figure, what = _said(of, asked)
    title = of.say(
        f"Why tools differs from base: {figure} of {what}", f"Waarom tools verschilt van base: {figure} van {what}"
    )
    return ByHand(title, of.say("Part", "Deel"), rows)


def settings(of: Of) -> ByHand:
    hours, none = "casework.classes.serious.hours", {"base": "", "more-posts": "", "tools": ""}
    rows: dict[str, dict[str, Expected]] = {
        of.say("Complexity", "Complexiteit"): {**none},
        f"{hours}.enrich": {"base": "3", "more-posts": "3", "tools": "2"},
        f"{hours}.search": {"base": "16", "more-posts": "16", "tools": "9"},
        f"{hours}.dossier": {"base": "8", "more-posts": "8", "tools": DASH},
        of.say("Staff", "Personeel"): {**none},
        "staffing.units.coast.posts": {"base": "6", "more-posts": "9", "tools": "8"},
    }
    title = of.say("What differs in settings", "Wat verschilt in instellingen")
    return ByHand(title, of.say("Setting", "Instelling"), rows)


def settings_by_group(of: Of) -> ByHand:
    groups = (
        ("Demand", "Vraag"), ("Complexity", "Complexiteit"), ("Staff", "Personeel"),
        ("Triage and selection", "Weging en keuze van zaken"), ("Collaboration", "Samenwerking"),
        ("Tools", "Hulpmiddelen"),
        ("After the file", "Na het dossier"),
        ("Prices", "Prijzen"),
    )  # fmt: skip
    differ = {"more-posts": "00100000", "tools": "03100000"}
    rows: dict[str, dict[str, Expected]] = {
        run: {of.say(*group): n for group, n in zip(groups, numbers, strict=True)} for run, numbers in differ.items()
    }
    title = of.say("Settings that differ, by group", "Instellingen die verschillen, per groep")
    return ByHand(title, "Run", rows)


def sentence(of: Of, asked: Asked, run: str) -> Said:
    """A difference in words: clear, clear in its direction only, or not clear."""
    found = apart(asked, run)
    kind, (low, high) = found.kind(asked.measure), found.ends
    says = of.say(*(asked.more if found.mean > 0 else asked.less)).replace("{run}", run)
    by = Shown(kind, abs(found.mean))
    if found.clear:
        agree = of.say("futures agree", "toekomsten wijzen die kant op")
        least, most = sorted((abs(low), abs(high)))
        of_n = of.say(f"{found.agree} of 9", f"{found.agree} van de 9")
        return text(f"{says} ({{ends}}); {of_n} {agree}.", by=by, ends=Between(kind, least, most))
    if found.agree == 9:
        tail = of.say(
            " on average; all 9 futures agree in the direction, but the size is not clear ({ends}).",
            ", gemiddeld; alle 9 toekomsten wijzen dezelfde kant op, maar hoe groot het verschil is, is niet duidelijk "
            "({ends}).",
        )
        return text(says + tail, by=by, ends=Between(kind, low, high))
    figure, what = _said(of, asked)
    return text(
        of.say(
            f"{run} makes no clear difference to “{figure}” of {what}: {{by}}; {found.agree} of 9 futures agree.",
            f"In {run} is het verschil in “{figure}” bij {what} niet duidelijk: {{by}}; {found.agree} van de 9 "
            "toekomsten wijzen die kant op.",
        ),
        by=found.change(asked.measure),
    )


def sentences(of: Of, *, clear_only: bool = False) -> list[Said]:
    found = [
        sentence(of, asked, run)
        for asked in FIGURES
        for run in OTHERS
        if known(asked) and (apart(asked, run).clear or not clear_only)
    ]
    best_of_all = [replace(said, must=said.must and not clear_only) for said in best(of)]
    margins = text(
        of.say("two one-sided tests, at 95 % for all comparisons", "twee eenzijdige toetsen, met 95 % voor alle")
    )
    idle = without_effect(of, *OTHERS)
    return [*found, *notes(of), margins, *best_of_all, *verdicts(of), *warnings(of), changed_in_all(of), *idle]


def best(of: Of) -> list[Said]:
    """Which run, or which of the three runs, may be the best in which key figures."""
    found: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for asked in FIGURES:
        values = np.column_stack([asked.values(run) for run in ("base", *OTHERS)])
        if (sign := BETTER.get(asked.figure, 0)) and known(asked):
            may = against_the_best(sign * values).may_be_best
            first = [run for run, of_run in zip(("base", *OTHERS), may, strict=True) if of_run]
            runs = tuple(run for run in ("base", *OTHERS) if run in first or not _all_clear(asked, run, first))
            found.setdefault(runs, []).append(_said(of, asked))
    assert {len(runs) for runs in found} >= {2, 3}
    return [text(_best_in(of, runs, figures)) for runs, figures in found.items()]


def _all_clear(asked: Asked, run: str, others: list[str]) -> bool:
    return all(Apart(asked.values(run), asked.values(other)).clear for other in others)


def _best_in(of: Of, runs: tuple[str, ...], figures_of: list[tuple[str, str]]) -> str:
    and_ = of.say("and", "en")
    if len(figures_of) == 1:
        ((figure, what),) = figures_of
        best = f" {and_} ".join(runs)
        alone = f"Best in “{figure}” of {what}: {best}.", f"Het beste in “{figure}” bij {what}: {best}."
        one_of = (
            f"Best in “{figure}” of {what}: one of {best}; these futures do not tell which.",
            f"Het beste in “{figure}” bij {what}: een van {best}; welke, is uit deze toekomsten niet op te maken.",
        )
        none = (
            f"In “{figure}” of {what} the runs cannot be told apart.",
            f"In “{figure}” bij {what} zijn de runs niet van elkaar te onderscheiden.",
        )
        return of.say(*(alone, one_of, none)[len(runs) - 1])
    said = [f"“{figure}” ({what})" for figure, what in figures_of]
    n, figures = len(said), f" {and_} ".join([", ".join(said[:-1]), said[-1]])
    if len(runs) == 3:
        return of.say(
            f"The runs cannot be told apart in {n} key figures: {figures}.",
            f"De runs zijn niet van elkaar te onderscheiden in {n} kengetallen: {figures}.",
        )
    if len(runs) == 2:
        return of.say(
            f"One of {runs[0]} and {runs[1]} is best in {n} key figures; these futures do not tell which: {figures}.",
            f"Een van {runs[0]} en {runs[1]} is het beste in {n} kengetallen; welke, is uit deze toekomsten niet op "
            f"te maken: {figures}.",
        )
    return of.say(
        f"{runs[0]} is best in {n} key figures: {figures}.",
        f"{runs[0]} is het beste in {n} kengetallen: {figures}.",
    )


def changed_in_all(of: Of) -> Said:
    """What was typed for all runs."""
    typed = ", ".join(words.lstrip("+") for words in three_runs.TYPED)
    return text(of.say(f"All runs have been changed: {typed}.", f"In alle runs gewijzigd: {typed}."))


def notes(of: Of) -> list[Said]:
    """How it was compared."""
    fixed = (
        ("Paired: each of the 9 futures is the same in all runs, so a difference is taken within a future. In "
         "brackets: 95 % interval of the mean difference, which holds for all 2 comparisons of a key figure at once "
         "(Bonferroni).",
         "Gepaard: elk van de 9 toekomsten is in alle runs dezelfde, en verschillen worden per toekomst bepaald. "
         "Tussen haakjes: interval van 95 % van het gemiddelde verschil, dat voor alle 2 vergelijkingen van "
         "een kengetal tegelijk geldt (Bonferroni)."),
        ("Where more than half of the futures say the same, or there are fewer than 8, no interval would hold",
         "Waar meer dan de helft van de toekomsten hetzelfde zegt, of er minder dan 8 zijn, is geen betrouwbaar "
         "interval te geven"),
        ("they hold for all runs of a key figure at once at 95 %.",
         "zij gelden voor alle runs van een kengetal tegelijk met 95 %."),
        ("In brackets: 95 % interval, for all parts at once",
         "Tussen haakjes: interval van 95 %, voor alle delen tegelijk"),
    )  # fmt: skip
    return [text(of.say(*both)) for both in fixed]


def without_effect(of: Of, more_posts: str, tools: str) -> list[Said]:
    """What was set without effect, by what the runs are called; of both runs it is said once."""
    runs = of.say(f"{more_posts} and {tools}", f"{more_posts} en {tools}")
    said = (
        (f"{runs}: staffing.plan.late.date=2024-02-03: begins on 3 February 2024, after the last day of the run.",
         f"{runs}: staffing.plan.late.date=2024-02-03: begint op 3 februari 2024, na de laatste dag van de run."),
        (f"{tools}: triage.hours_mean=0.5: reports, people and rules are the same without it (17 futures were "
         "compared).",
         f"{tools}: triage.hours_mean=0.5: meldingen, mensen en regels zijn zonder deze instelling gelijk (17 "
         "toekomsten vergeleken)."),
    )  # fmt: skip
    return [text(of.say(*both)) for both in said]


def verdicts(of: Of) -> list[Said]:
    """Whether the backlog of a run is not worse by 150 cases."""
    figure, what = _said(of, FIGURES[0])
    found = []
    for run in OTHERS:
        base, other = (np.array(FIGURES[0].values(label))[:, None] for label in ("base", run))
        says = {
            Verdict.OPEN: (
                f"{run} may or may not be worse than base in “{figure}” of {what} by 150: these futures do not tell.",
                f"Of {run} in “{figure}” bij {what} 150 of meer slechter is dan base, is uit deze toekomsten niet op "
                f"te maken.",
            ),
            Verdict.WORSE: (
                f"{run} is worse than base in “{figure}” of {what} by more than 150.",
                f"{run} is in “{figure}” bij {what} meer dan 150 slechter dan base.",
            ),
            Verdict.EQUIVALENT: (
                f"{run} is equivalent to base in “{figure}” of {what}: they differ by less than 150.",
                f"{run} is gelijkwaardig aan base in “{figure}” bij {what}: het verschil is kleiner dan 150.",
            ),
            Verdict.NOT_WORSE: (
                f"{run} is not worse than base in “{figure}” of {what} by 150 or more.",
                f"{run} is in “{figure}” bij {what} niet 150 of meer slechter dan base.",
            ),
        }
        found.append(text(of.say(*says[against_margin(base, other, 150.0, -1, LEVEL, paired=True)])))
    return found


def warnings(of: Of) -> list[Said]:
    """In each run people are short after all help; who they are stands in a table."""
    runs = ("base", *OTHERS)
    worst = {run: short_by_hand.course(tidy(run))[-1] for run in runs}
    *most, last = [f"{{fte_{number}}} fte in {run} ({worst[run][0]})" for number, run in enumerate(runs)]
    each = f"{', '.join(most)} {of.say('and', 'en')} {last}"
    says = of.say(
        f"Short of people for severe work and judging, with all help that the rules allow, in the worst year: {each}.",
        f"Tekort aan mensen voor ernstig werk en weging, met alle hulp die de regels toelaten, in het ergste jaar: "
        f"{each}.",
    )
    shown = [text(says, **{f"fte_{number}": Shown("number", worst[run][1]) for number, run in enumerate(runs)})]
    return [*shown, *(more for run in runs for more in too_much(replace(of, tidy=tidy(run)), f"In {run}: "))]


def on_page(of: Of) -> list[Said]:
    fixed = (
        ("1 January 2021 to 30 June 2023 · 9 futures", "1 januari 2021 tot en met 30 juni 2023 · 9 toekomsten"),
        ("Bar: its 95 % interval, where one holds.", "Balk: het interval van 95 %, waar dat te geven is."),
        ("Band: 80 % of single futures.", "Band: 80 % van de losse toekomsten."),
        ("Made with tbkk_sim 0.1.0.", "Gemaakt met tbkk_sim 0.1.0."),
    )
    return [*sentences(of), *in_short(of), *(text(of.say(*both)) for both in fixed)]


def in_short(of: Of) -> list[Said]:
    """Over which futures it is, and how many key figures of each run are not told: all that are clear are."""
    clear = [(asked, run) for asked in FIGURES for run in OTHERS if known(asked) and apart(asked, run).clear]
    assert 0 < len(clear) <= 8
    unclear = {run: sum(known(asked) and not apart(asked, run).clear for asked in FIGURES) for run in OTHERS}
    over = of.say(
        "What differs clearly over the 9 futures that the runs share, with the 95 % interval of the mean difference in "
        "brackets:",
        "Wat duidelijk verschilt in de 9 toekomsten die de runs delen, met het interval van 95 % van het gemiddelde "
        "verschil tussen haakjes:",
    )
    return [
        text(over),
        *(
            text(
                of.say(
                    f"The table has {{all}} more key figures of {run}: {{n}} with a difference that is not clear.",
                    f"De tabel geeft van {run} nog {{all}} kengetallen: {{n}} met een verschil dat niet duidelijk is.",
                ),
                all=Shown("number", float(n)),
                n=Shown("number", float(n)),
            )
            for run, n in unclear.items()
        ),
    ]


def on_screen(of: Of) -> list[Said]:
    return [*in_markdown(of), *in_short(of)]


def in_markdown(of: Of) -> list[Said]:
    titles = (of.say("1 January 2021 to 30 June 2023", "1 januari 2021 tot en met 30 juni 2023"), parts(of, 1).title)
    return [*sentences(of, clear_only=True), *map(text, titles)]
