"""A plan as it is and a changed one, as the what-if page holds them; and what must stand on it."""

from dataclasses import replace
from functools import cache

import numpy as np

from tbkk_sim.metrics.frame import Frame
from tbkk_sim.runs.replication import Simulation
from tbkk_sim.whatif.outcome import PlanOutcome
from tests.read_back import invented, short_by_hand, three_runs
from tests.read_back.comparison_by_hand import Apart, agreed_in, tidy
from tests.read_back.run_sentences import SEVERE_NORMED, first_short, too_much
from tests.read_back.run_tables import A_YEAR, ByHand, Expected, Of
from tests.read_back.shown import DASH, Change, Said, Shown, bare, text
from tests.read_back.tidy import Values

NOW, CHANGED = "base", "tools"
ARROW = " \N{RIGHTWARDS ARROW} "
KEY_FIGURES = (
    ("Cases that came in, a year", "Binnengekomen zaken per jaar", "cases_in", "number", A_YEAR),
    ("Cases taken up, a year", "In behandeling genomen zaken per jaar", "taken_up", "number", A_YEAR),
    ("Cases left undone, a year", "Niet in behandeling genomen zaken per jaar", "left_undone", "number", A_YEAR),
    ("- closed by choice", "- bewust terzijde gelegd", "closed_by_choice", "number", A_YEAR),
    ("- turned away", "- afgewezen", "turned_away", "number", A_YEAR),
    ("- let go", "- verlopen", "let_go", "number", A_YEAR),
    ("- untraceable", "- niet te herleiden", "untraceable", "number", A_YEAR),
    ("- closed by mistake", "- ten onrechte afgedaan", "closed_by_mistake", "number", A_YEAR),
    ("- growth of what waits", "- groei van wat wacht", "waiting_growth", "number", A_YEAR),
    ("Cases waiting at the end", "Zaken die aan het eind wachten", "backlog_end", "number", 1.0),
    (
        "Cases with abuse not found, a year",
        "Zaken met niet-gevonden misbruik per jaar",
        "abuse_not_found",
        "number",
        A_YEAR,
    ),
    ("Persons who return, a year", "Opnieuw gemelde personen per jaar", "returns", "number", A_YEAR),
    ("Hidden severe cases at the end", "Verborgen ernstige zaken aan het eind", "hidden_waiting", "number", 1.0),
    (
        "Hidden severe cases that ended unseen, a year",
        "Verborgen ernstige zaken die onontdekt eindigden, per jaar",
        "hidden_closed",
        "number",
        A_YEAR,
    ),
    (
        "Days hidden, per severe case that came in",
        "Dagen verborgen, per ernstige zaak die binnenkwam",
        "hidden_days_per_case",
        "days",
        1.0,
    ),
    ("Deployable staff, mean (fte)", "Inzetbare medewerkers, gemiddeld (fte)", "deployable_fte", "number", 1.0),
    ("Posts vacant", "Vacante plaatsen", "vacancy_share", "share", 1.0),
    (
        "Load of severe work and judging (1 = full)",
        "Belasting door ernstig werk en weging (1 = vol)",
        "load_severe",
        "number",
        1.0,
    ),
    ("- with what was agreed", "- met de afspraken erbij", "load_agreed", "number", 1.0),
    ("- with all that comes in", "- met alles wat binnenkomt", "load_all", "number", 1.0),
    (
        "Half of the cases are identified within",
        "Helft van de zaken geïdentificeerd binnen",
        "identified_days_median",
        "days",
        1.0,
    ),
    (
        "Half of the cases are searched or safe within",
        "Helft van de zaken doorzocht of veilig binnen",
        "searched_days_median",
        "days",
        1.0,
    ),
    ("Half of the files are made within", "Helft van de dossiers klaar binnen", "file_days_median", "days", 1.0),
    (
        "Decision: waiting for a turn at the end",
        "Decision: wachtend op een beurt aan het eind",
        "chain_waiting_end_decision",
        "number",
        1.0,
    ),
    (
        "Hearing: waiting for a turn at the end",
        "Zitting: wachtend op een beurt aan het eind",
        "chain_waiting_end_hearing",
        "number",
        1.0,
    ),
    ("Hearing: in time since the file", "Zitting: op tijd sinds het dossier", "chain_in_time_hearing", "share", 1.0),
)
"""What a row is called, its key figure, its measure, and what it is multiplied by."""
CARDS = [row for row in KEY_FIGURES if row[2] in ("left_undone", "taken_up", "backlog_end", "load_severe")]


@cache
def _frame() -> Frame:
    return Simulation(invented.settings_of()).frame


def outcome(label: str) -> PlanOutcome:
    """The values of a run in the order in which the page holds them."""
    frame, found = _frame(), tidy(label)
    columns = []
    for k, period, team, name in zip(frame.key_figure, frame.period, frame.team, frame.priority_class, strict=True):
        grid = frame.grid
        where = {"period": grid.periods[period], "team": grid.teams[team], "case": grid.classes[name]}
        values = found.of(frame.figures[k].name, **where)
        columns.append(values or [np.nan] * invented.REPLICATIONS)
    return PlanOutcome(invented.settings_of(name=label, **three_runs.CHANGES[label]), frame, np.array(columns).T)


def _values(label: str, figure: str, factor: float, **where: str) -> Values:
    return tidy(label).of(figure, **where).times(factor)


def _apart(figure: str, factor: float = 1.0) -> Apart:
    return Apart(_values(NOW, figure, factor), _values(CHANGED, figure, factor), 0.95)


def _change(figure: str, kind: str, factor: float) -> Change:
    found = _apart(figure, factor)
    return Change("points" if kind == "share" else kind, found.mean, *found.ends)


def _sure(of: Of, figure: str, factor: float) -> str:
    found = _apart(figure, factor)
    if not found.clear:
        return of.say("no clear difference", "geen duidelijk verschil")
    higher = of.say("higher", "hoger") if found.mean > 0 else of.say("lower", "lager")
    if found.agree == invented.REPLICATIONS:
        return f"{higher} {of.say('in all 9 futures', 'in alle 9 toekomsten')}"
    return f"{higher} {of.say(f'in {found.agree} of 9 futures', f'in {found.agree} van de 9 toekomsten')}"


def key_figures(of: Of, *, changed: bool) -> ByHand:
    names = {
        "now": of.say("Current plan", "Huidig plan"), "changed": of.say("Changed plan", "Veranderd plan"),
        "apart": of.say("Difference", "Verschil"), "sure": of.say("How sure", "Hoe zeker"),
    }  # fmt: skip
    rows: dict[str, dict[str, Expected]] = {}
    for english, dutch, figure, kind, factor in KEY_FIGURES:
        row: dict[str, Expected] = {names["now"]: Shown(kind, _values(NOW, figure, factor).mean)}
        if changed:
            row[names["changed"]] = Shown(kind, _values(CHANGED, figure, factor).mean)
            row[names["apart"]] = text("{by}", by=_change(figure, kind, factor))
            row[names["sure"]] = _sure(of, figure, factor)
        rows[of.say(english, dutch)] = row
    first = of.say("Key figure", "Kengetal")
    headings = [first, *(names.values() if changed else [names["now"]])]
    return ByHand(", ".join(headings), first, rows)


def classes(of: Of, *, changed: bool) -> ByHand:
    columns = (
        (of.say("Came in, a year", "Binnengekomen, per jaar"), "cases_in", "number", A_YEAR),
        (of.say("Taken up, a year", "In behandeling genomen, per jaar"), "taken_up", "number", A_YEAR),
        (of.say("Left undone, a year", "Niet in behandeling genomen, per jaar"), "left_undone", "number", A_YEAR),
        (of.say("Abuse not found, a year", "Niet-gevonden misbruik, per jaar"), "abuse_not_found", "number", A_YEAR),
        (of.say("9 in 10 begun within", "9 van de 10 begonnen binnen"), "waiting_days_p90", "days", 1.0),
        (of.say("Begun within the norm", "Begonnen binnen de termijn"), "share_within_norm", "share", 1.0),
    )
    rows: dict[str, dict[str, Expected]] = {}
    for name in invented.CLASSES:
        row: dict[str, Expected] = {}
        for heading, figure, kind, factor in columns:
            if kind == "share" and name not in SEVERE_NORMED:
                row[heading] = DASH
                continue
            plans = [
                bare(kind, _values(plan, figure, factor, case=name), middle=kind == "days") for plan in (NOW, CHANGED)
            ]
            before, after = (Shown(kind, plan.centre) for plan in plans)
            row[heading] = (
                BeforeAfter(text("{before}", before=before), text("{after}", after=after)) if changed else before
            )
        rows[name.capitalize()] = row
    first = of.say("Class", "Soort")
    return ByHand(", ".join([first, *(column[0] for column in columns)]), first, rows)


def agreements(of: Of, *, changed: bool) -> ByHand:
    """What was taken up of each agreement in each year."""
    rows: dict[str, dict[str, Expected]] = {}
    for name, (classes, _) in invented.AGREEMENTS.items():
        row: dict[str, Expected] = {}
        for year in invented.YEARS:
            now, other = (
                Shown("number", sum(tidy(plan).of("taken_up", case=of_class, period=year).mean for of_class in classes))
                for plan in (NOW, CHANGED)
            )
            agreed = Shown("number", agreed_in(name, year))
            one, two = of.say("{now} of {agreed}", "{now} van {agreed}"), of.say("{new} of {too}", "{new} van {too}")
            before, after = text(one, now=now, agreed=agreed), text(two, new=other, too=agreed)
            if changed:
                before = BeforeAfter(text("{now}", now=now), after, alone=before)
            row[of.year(year)] = before if agreed_in(name, year) else DASH
        rows[f"{name.capitalize()} cases"] = row
    first = of.say("Agreement", "Afspraak")
    return ByHand(", ".join([first, *map(of.year, invented.YEARS)]), first, rows)


class BeforeAfter(Said):
    """Both plans with an arrow between them, or one text where both are written alike."""

    def __init__(self, before: Said, after: Said, alone: Said | None = None) -> None:
        """Both plans; `alone` is how the first is written where there is no arrow."""
        super().__init__(f"{before.template}{ARROW}{after.template}", {**before.numbers, **after.numbers})
        self.each = (alone or before, after)

    def complaint(self, text: str, language: str) -> str:
        """Why the text is not this; empty: it is."""
        if ARROW in text:
            return super().complaint(text, language)
        return "; ".join(filter(None, (said.complaint(text, language) for said in self.each)))


def sentences(of: Of, *, changed: bool) -> list[Said]:
    """Headline, warning and cards."""
    plan = CHANGED if changed else NOW
    whose = of.say("changed", "veranderde") if changed else of.say("current", "huidige")
    its = Of(tidy(plan), of.language, of.people)
    where = of.say(f"Warning for the {whose} plan: ", f"Waarschuwing bij het {whose} plan: ")
    short = first_short(its)
    warning = replace(short, template=where + short.template)
    more = too_much(its, where)
    fixed = [text(of.say("Band: 80 % of single futures.", "Band: 80 % van de losse toekomsten."))]
    if changed:
        fixed.append(text(of.say("in brackets its 95 % interval.", "tussen haakjes het 95%-interval.")))
    return [
        _headline(of, changed=changed),
        _in_time(of, changed=changed),
        warning,
        *more,
        *_cards(of, changed=changed),
        *charts(of, changed=changed),
        *fixed,
    ]


def _printed(share: float) -> float:
    """Per cent as they are printed: what is below nine in ten is not rounded up to it."""
    return int(1000 * share) / 10 if share < 0.9 <= round(share, 2) else round(100 * share)


def _in_time(of: Of, *, changed: bool) -> Said:
    """Share begun in time of the two most urgent classes, and how many people are short in the worst year."""
    plans = (NOW, CHANGED) if changed else (NOW,)
    each, numbers = [], dict[str, Shown]()
    for name in SEVERE_NORMED:
        shares = {plan: _values(plan, "share_within_norm", 1.0, case=name) for plan in plans}
        if len({_printed(share.mean) for share in shares.values()}) == 1:
            shares = {NOW: shares[NOW]}
        told = [f"{{{name}_{plan}}}" for plan in shares]
        numbers |= {f"{name}_{plan}": Shown("share", share.mean) for plan, share in shares.items()}
        unclear = len(shares) > 1 and not Apart(shares[NOW], shares[CHANGED], 0.95).clear
        each.append(f"{name} {ARROW.join(told)}" + of.say(" (not clear)", " (niet duidelijk)") * unclear)
    worst = {plan: (short_by_hand.course(tidy(plan)) or [("", 0.0)])[-1][1] for plan in plans}
    numbers |= {f"fte_{plan}": Shown("number", fte) for plan, fte in worst.items()}
    fte = ARROW.join(f"{{fte_{plan}}}" for plan in plans)
    assert len({round(of_plan, 1) for of_plan in worst.values()}) == len(plans)
    both = of.say(" and ", " en ").join(each)
    return text(
        of.say(
            f"Begun in time: {both}. Short of people for severe work and judging, after all help, in the worst year: "
            f"{fte} fte.",
            f"Op tijd begonnen: {both}. Tekort aan mensen voor ernstig werk en weging, na alle hulp, in het ergste "
            f"jaar: {fte} fte.",
        ),
        **numbers,
    )


def _headline(of: Of, *, changed: bool) -> Said:
    undone = Shown("number", _values(NOW, "left_undone", A_YEAR).mean)
    waits = Shown("number", _values(NOW, "backlog_end", 1.0).mean)
    if not changed:
        return text(
            of.say(
                "Under the current plan {undone} cases are left undone each year, and {n} wait at the end.",
                "Onder het huidige plan worden per jaar {undone} zaken niet in behandeling genomen, en wachten er aan "
                "het eind {n}.",
            ),
            undone=undone,
            n=waits,
        )
    came_in, undone, waiting = _apart("cases_in", A_YEAR), _apart("left_undone", A_YEAR), _apart("backlog_end")
    says = [of.say(*COME_IN[came_in.mean < 0])] if came_in.clear else []
    for apart, (more, fewer, not_clear) in zip((undone, waiting), HEADLINE, strict=True):
        says.append(of.say(*(not_clear if not apart.clear else more if apart.mean > 0 else fewer)))
    assert any(apart.clear for apart in (undone, waiting))  # so that a number is read back
    numbers = {"came_in": came_in, "undone": undone, "waiting": waiting}
    shown = {name: Shown("number", abs(apart.mean)) for name, apart in numbers.items() if apart.clear}
    return text(" ".join(says), **shown)


COME_IN = (
    ("Each year {came_in} more cases come in than under the current plan.",
     "Per jaar komen {came_in} zaken meer binnen dan onder het huidige plan."),
    ("Each year {came_in} fewer cases come in than under the current plan.",
     "Per jaar komen {came_in} zaken minder binnen dan onder het huidige plan."),
)  # fmt: skip
HEADLINE = (
    (
        ("Each year {undone} more cases are left undone than under the current plan.",
         "Het aantal zaken dat per jaar niet in behandeling wordt genomen, ligt {undone} hoger dan onder het huidige "
         "plan."),
        ("Each year {undone} fewer cases are left undone than under the current plan.",
         "Het aantal zaken dat per jaar niet in behandeling wordt genomen, ligt {undone} lager dan onder het huidige "
         "plan."),
        ("Whether more or fewer cases are left undone cannot be told from these futures.",
         "Of meer of minder zaken niet in behandeling worden genomen, is uit deze toekomsten niet op te maken."),
    ),
    (
        ("At the end {waiting} more cases wait than under the current plan.",
         "Aan het eind wachten {waiting} zaken meer dan onder het huidige plan."),
        ("At the end {waiting} fewer cases wait than under the current plan.",
         "Aan het eind wachten {waiting} zaken minder dan onder het huidige plan."),
        ("Whether more or fewer cases wait at the end cannot be told from these futures.",
         "Of er aan het eind meer of minder zaken wachten, is uit deze toekomsten niet op te maken."),
    ),
)  # fmt: skip
"""What the two sentences of the headline say: more, fewer, and where the futures do not tell."""


def _cards(of: Of, *, changed: bool) -> list[Said]:
    found = []
    for english, dutch, figure, kind, factor in CARDS:
        n = Shown(kind, _values(CHANGED if changed else NOW, figure, factor).mean)
        if changed:
            by, sure = _change(figure, kind, factor), _sure(of, figure, factor)
            found.append(text(f"{of.say(english, dutch)} | {{n}} | {{by}} | {sure}", n=n, by=by))
        else:
            found.append(text(f"{of.say(english, dutch)} | {{n}}", n=n))
    return found


def charts(of: Of, *, changed: bool) -> list[Said]:
    """What a chart says to who cannot see it."""
    found = []
    for (english, dutch), figure in (
        (("Cases waiting over time", "Wachtende zaken in de tijd"), "backlog_end"),
        (("Deployable staff over time (fte)", "Inzetbare medewerkers in de tijd (fte)"), "deployable_fte"),
    ):
        at_start = float(sum(waiting for waiting, _ in invented.STOCK.values()))
        if figure == "deployable_fte":
            at_start = tidy(NOW).of(figure, period=invented.MONTHS[0]).mean
        last = {plan: Shown("number", tidy(plan).of(figure, period="2023-06").mean) for plan in (NOW, CHANGED)}
        template = f"{of.say(english, dutch)}. " + of.say(
            "Current plan: from {first} to {now}.", "Huidig plan: van {first} naar {now}."
        )
        numbers = {"first": Shown("number", at_start), "now": last[NOW]}
        if changed:
            template += of.say(" Changed plan: to {changed}.", " Veranderd plan: naar {changed}.")
            numbers["changed"] = last[CHANGED]
        found.append(text(template, **numbers))
    if changed:
        rows = {unit: {"team": unit} for unit in invented.UNITS}
        title = of.say("Cases waiting at the end, by unit", "Wachtende zaken aan het eind, per eenheid")
        found.append(_rows(of, title, rows, "backlog_end", 1.0))
        lost = of.say("Cases left undone, a year, by class", "Niet in behandeling genomen zaken per jaar, naar soort")
        found.append(_rows(of, lost, {name: {"case": name} for name in invented.CLASSES}, "left_undone", A_YEAR))
    return found


def _rows(of: Of, title: str, rows: dict[str, dict[str, str]], figure: str, factor: float) -> Said:
    then = of.say("then", "daarna")
    said = [f"{name.capitalize()}: {{now_{name}}}, {then} {{changed_{name}}}" for name in rows]
    numbers = {
        f"{label}_{name}": Shown("number", _values(plan, figure, factor, **where).mean)
        for name, where in rows.items()
        for label, plan in (("now", NOW), ("changed", CHANGED))
    }
    return text(f"{title}. {'; '.join(said)}.", **numbers)
