"""Every sentence with a number on the pages and the screen of a run, in both languages: written by hand.

A sentence is a template; the numbers in it are asked of the tidy table. One that is not here nobody reads back.
"""

import math
from collections.abc import Iterable
from functools import reduce

from tests.read_back import asked_for, invented, short_by_hand
from tests.read_back.run_tables import (
    A_YEAR,
    ENDS,
    FLOORS,
    LOST,
    MILESTONES,
    MISTAKEN,
    WHERE,
    Of,
    agreed,
    assumptions,
    available,
    balance,
    by_month_title,
    date_in,
    days_of,
    grows,
    largest_severe,
    step_hours,
    taken_up_of,
    units_and_pools,
    whole,
)
from tests.read_back.shown import Between, Said, Shown, banded, bare, text
from tests.read_back.tidy import Values

STOCK = sum(waiting for waiting, _ in invented.STOCK.values())
IN_HAND = sum(in_hand for _, in_hand in invented.STOCK.values())
NORMED = [name for name, norm in invented.CLASSES.items() if norm]
SEVERE_NORMED = ["acute", "serious"]


def listed(of: Of, items: Iterable[str]) -> str:
    """As one says it: a, b and c."""
    *most, last = items
    return f"{', '.join(most)} {of.say('and', 'en')} {last}" if most else last


def of_all(of: Of, figure: str) -> Shown:
    return banded("number", of.tidy.of(figure))


def between(values: Values, kind: str = "number") -> Between:
    return Between(kind, values.low, values.high)


def backlog(of: Of) -> list[Said]:
    by_class = {name: of.tidy.of("backlog_end", case=name).mean for name in invented.CLASSES}
    largest = max(by_class, key=lambda name: by_class[name])
    return [
        text(
            of.say(
                f"The backlog grows from {{first}} to {{last}} cases; the largest part at the end is {largest} "
                f"({{part}}).",
                f"De werkvoorraad groeit van {{first}} naar {{last}} zaken; het grootste deel aan het eind is "
                f"{largest} "
                "({part}).",
            ),
            first=Shown("number", STOCK),
            last=of_all(of, "backlog_end"),
            part=Shown("share", by_class[largest] / sum(by_class.values())),
        ),
        text(
            of.say(
                "At the end {n} reports wait to be assessed by their unit.",
                "Aan het eind wachten {n} meldingen op de weging door hun eenheid.",
            ),
            n=of_all(of, "assessment_backlog_end"),
        ),
        text(
            of.say(
                "Cases in hand grow from {first} to {last}: more are started than finished.",
                "Het aantal zaken in behandeling groeit van {first} naar {last}: er worden er meer begonnen dan "
                "afgerond.",
            ),
            first=Shown("number", IN_HAND),
            last=of_all(of, "in_hand_end"),
        ),
    ]  # fmt: skip


def work(of: Of) -> list[Said]:
    """Of 2022, the last whole year."""
    figures = {"reports": "reports_in", "cases": "cases_in", "new": "taken_up", "both": "taken_up_and_running"}
    template = of.say(
        "In 2022, {reports} reports and {cases} cases came in; {new} cases are newly started, {both} with running ones "
        "counted.",
        "In 2022 kwamen {reports} meldingen en {cases} zaken binnen; {new} zaken werden in behandeling genomen, {both} "
        "met de lopende meegeteld.",
    )
    return [text(template, **{k: Shown("number", of.tidy.of(v, period="2022").mean) for k, v in figures.items()})]


def waiting(of: Of) -> list[Said]:
    shares = {name: of.tidy.of("share_within_norm", case=name).mean for name in SEVERE_NORMED}
    good = [name for name in SEVERE_NORMED if shares[name] >= 0.9]
    bad = [name for name in SEVERE_NORMED if shares[name] < 0.9]
    return [
        text(
            of.say(
                f"Over the period, severe work is begun in time for at least 90 % of the cases: "
                f"{listed(of, good)}. Not in time: ",
                f"Over de hele periode is ernstig werk voor ten minste 90 % van de zaken op tijd begonnen: "
                f"{listed(of, good)}. Niet op tijd: ",
            )
            + listed(of, [f"{name} ({{{name}}})" for name in bad])
            + ".",
            **{name: Shown("share", shares[name]) for name in bad},
        )
    ]


def left_undone(of: Of) -> list[Said]:
    undone = of.tidy.of("left_undone")
    kinds = {name: of.tidy.of("left_undone", case=name).mean for name in invented.CLASSES}
    assert all(n == 0 or n > 0.01 * undone.mean for n in kinds.values())
    largest_first = sorted((name for name in kinds if kinds[name] > 0), key=lambda name: -kinds[name])
    named = listed(of, [f"{name} {{{name}}}" for name in largest_first])
    ends = {figure: of.tidy.of(figure).mean for figure in (*ENDS, *MISTAKEN, *LOST)}
    growth = of.tidy.of("waiting_growth").mean
    parts = listed(of, [
        *(
            f"{{{figure}}} {of.say(*labels).lower()}"
            for figure, labels in {"closed_by_choice": ENDS["closed_by_choice"], **MISTAKEN, **ENDS}.items()
        ),
        "{untraceable} " + of.say("that led to no person", "niet te herleiden tot een persoon"),
        "{growth} " + of.say("more that wait, judged or not", "extra die wachten, al dan niet gewogen"),
    ])  # fmt: skip
    in_2022 = {name: of.tidy.of("left_undone", case=name, period="2022") for name in largest_first}
    by_mean = sorted((name for name in in_2022 if in_2022[name].low > 0), key=lambda name: -in_2022[name].mean)
    assert set(in_2022) - set(by_mean) == {"planned"}  # of which a backlog is worked off
    bands = listed(of, [f"{name} {{{name}}}" for name in by_mean])
    numbers = {name: between(in_2022[name]) for name in by_mean}
    return [
        text(
            of.say(
                f"{{n}} cases are left undone over the whole period, {{share}} of those that came in: {parts}. "
                f"By class: {named}.",
                f"{{n}} zaken worden over de hele periode niet in behandeling genomen, {{share}} van wat "
                f"binnenkwam: {parts}. Naar soort: {named}.",
            ),
            n=banded("number", undone),
            share=Shown("share", undone.mean / (undone.mean + of.tidy.of("taken_up").mean)),
            growth=Shown("number", growth),
            **{figure: Shown("number", n) for figure, n in ends.items()},
            **{name: Shown("number", kinds[name]) for name in largest_first},
        ),
        text(
            of.say(
                f"In 8 of 10 futures, so many cases are left undone in 2022: {bands}.",
                f"In 8 van de 10 toekomsten worden in 2022 zoveel zaken niet in behandeling genomen: {bands}.",
            ),
            **numbers,
        ),
    ]


def became(of: Of) -> list[Said]:
    """What became of all cases adds up as printed; how they were treated."""
    found = balance(of, "all")
    assert found["at_start"] + found["came_in"] == sum(found[key] for key in WHERE)
    n = {key: whole(of, value) for key, value in found.items()}
    returns = Shown("number", of.tidy.of("returns").mean)
    treated = ("cases_full", "cases_short", "cases_letter_or_visit", "abuse_not_found")
    return [
        text(
            of.say(
                f"Over the whole period: {n['at_start']} cases waited at the start and {n['came_in']} came in "
                f"({{returns}} on persons whose case had ended). Of these, {n['taken_up']} were taken up, "
                f"{n['closed_by_choice']} closed by choice, {n['closed_by_mistake']} closed by mistake, "
                f"{n['turned_away']} turned away because too much waited, "
                f"{n['let_go']} let go because nobody took them up in time, {n['untraceable']} led to no person, "
                f"{n['backlog_end']} wait at the end, {n['assessment_backlog_end']} have not been assessed by their "
                f"unit and {n['triage_backlog_end']} have not been judged.",
                f"Over de hele periode: aan het begin wachtten {n['at_start']} zaken en er kwamen er {n['came_in']} "
                f"binnen ({{returns}} over personen wier zaak was geëindigd). Daarvan werden er {n['taken_up']} "
                f"in behandeling genomen, {n['closed_by_choice']} bewust terzijde gelegd, "
                f"{n['closed_by_mistake']} ten onrechte afgedaan, {n['turned_away']} afgewezen omdat er te veel lag, "
                f"verliepen er {n['let_go']} omdat niemand ze op tijd in behandeling nam, bleken er {n['untraceable']} "
                f"niet te herleiden tot een persoon, wachten er aan het eind {n['backlog_end']}, zijn er "
                f"{n['assessment_backlog_end']} niet door hun eenheid gewogen en zijn er {n['triage_backlog_end']} "
                "niet gewogen.",
            ),
            returns=returns,
        ),
        treatment(of, *(Shown("number", of.tidy.of(figure).mean) for figure in treated)),
    ]


def treatment(of: Of, full: Shown, short: Shown, lightest: Shown, missed: Shown) -> Said:
    return text(
        of.say(
            "Finished: {full} investigated in full, {short} in short, {lightest} with a letter or a visit. In "
            "{missed} cases that were treated more lightly or not at all, a full investigation would have found worse.",
            "Afgerond: {full} met een volledig onderzoek, {short} met een kort onderzoek, {lightest} afgedaan met een "
            "brief of een bezoek. In {missed} zaken die lichter of niet zijn behandeld, zou een volledig "
            "onderzoek iets ergers hebben gevonden.",
        ),
        full=full, short=short, lightest=lightest, missed=missed,
    )  # fmt: skip


def of_ten(of: Of, share: float) -> str:
    return of.say(f"{10 * share:.0f} of 10 futures", f"{10 * share:.0f} van de 10 toekomsten")


def reached(values: Values) -> float:
    return sum(map(math.isfinite, values)) / len(values)


def dates(of: Of) -> list[Said]:
    kinds = []
    for name in SEVERE_NORMED:
        days = days_of(of, f"backlog_settled_days {name}")
        share = of_ten(of, reached(days))
        when = of.say(f"(in {share} before the end)", f"(in {share} vóór het eind)")
        untreated = sum(of.tidy.of(figure, case=name).mean for figure in ENDS)
        most = of.say(
            ", because most of its cases end without any work",
            ", doordat de meeste van deze zaken zonder enig werk eindigen",
        )
        why = most if untreated > of.tidy.of("taken_up", case=name).mean else ""
        kinds.append(f"{name} {of.date(date_in(days, 0.5))} {when}{why}")
    full, end = days_of(of, "balance_days all"), of.say("30 June 2023", "30 juni 2023")
    half, share = of.date(date_in(full, 0.5)), of_ten(of, reached(full))
    settles = of.say(
        "Half a year in which no more cases wait than come in during one norm (reports to be judged not counted; more "
        "may wait again later) first begins, in half of the futures: ",
        "Een half jaar waarin niet meer zaken wachten dan er binnen één termijn binnenkomen (te wegen meldingen niet "
        "meegeteld; later kunnen er weer meer wachten), begint voor het eerst, in de helft van de toekomsten: ",
    )
    return [
        text(f"{settles}{'; '.join(kinds)}."),
        text(
            of.say(
                f"Occupancy reaches the establishment, and stays there for a quarter, by {half} in half of the "
                f"futures, "
                f"by {end} in {share}.",
                f"In de helft van de toekomsten bereikt de bezetting uiterlijk op {half} de formatie en blijft zij "
                f"daar een kwartaal; uiterlijk op {end} is dat zo in {share}.",
            )
        ),
    ]


def staff(of: Of) -> list[Said]:
    return [
        text(
            of.say(
                "Of {posts} fte of establishment, {there} fte is deployable on average; {vacant} of the posts are "
                "vacant.",
                "Van de {posts} fte formatie is gemiddeld {there} fte inzetbaar; {vacant} van de plaatsen is vacant.",
            ),
            posts=Shown("number", of.tidy.of("establishment_fte").mean),
            there=of_all(of, "deployable_fte"),
            vacant=banded("share", of.tidy.of("vacancy_share")),
        )
    ]


def steps(of: Of) -> list[Said]:
    hours = step_hours(of)
    total = Values(map(sum, zip(*hours.values(), strict=True)))
    digital = Shown("share", hours["search"].over(total).mean)
    return [
        text(
            of.say(
                "Digital steps take {share} of the hours: a minority.",
                "Digitale stappen kosten {share} van de uren: een minderheid.",
            ),
            share=digital,
        )
    ]


def worst_year(of: Of) -> str:
    """The year in which severe work and judging ask for most of the hours of own people."""
    return max(invented.YEARS, key=lambda year: of.tidy.of("load_severe", period=year).mean)


def load(of: Of) -> list[Said]:
    """Who is short after all help."""
    short = {year: short_by_hand.short(of.tidy, year, "agreed").fte() for year in invented.YEARS}
    shortest = max(short, key=lambda year: short[year])
    return [
        first_short(of),
        text(
            of.say(
                f"With what was agreed as well at least {{fte}} fte are short in {of.year(shortest)}, the worst year.",
                f"Met de afspraken erbij is er in {of.year(shortest)}, het ergste jaar, een tekort van ten minste "
                "{fte} fte.",
            ),
            fte=Shown("number", short[shortest]),
        ),
        *always_busy(of, shortest),
    ]


def always_busy(of: Of, year: str) -> list[Said]:
    """Roles that have work in hand for at least 95 % of their time, the busiest first."""
    busy = {role: of.tidy.of(f"utilisation_{role}", period=year).mean for role in invented.ROLES}
    most = sorted((role for role in busy if busy[role] >= 0.95), key=lambda role: -busy[role])
    if not most:
        return []
    told = listed(of, [f"{role} ({{{role}}})" for role in most])
    return [
        text(
            of.say(
                f"Nearly always busy then: {told}.",
                f"Dan vrijwel altijd bezig: {told}.",
            ),
            **{role: Shown("share", busy[role]) for role in most},
        )
    ]


def agreed_falls(of: Of) -> list[Said]:
    """How much less is taken up of the agreement that loses most, where severe work grows; of the portfolio alone."""
    found = []
    for name in (each for each in invented.AGREEMENTS if each not in FLOORS):
        years = [year for year in invented.YEARS if agreed(name, year)]
        n = {year: taken_up_of(of, name, year).mean for year in years}
        first, last = (n[year] / agreed(name, year) for year in (years[0], years[-1]))
        if last < 1 and first - last >= 0.05:
            found.append((first - last, name, years, n))
    if not found:
        return []
    _, name, (first, *_, last), n = max(found)
    loads = [of.tidy.of("load_severe", period=year).mean for year in (first, last)]
    return [
        text(
            of.say(
                "Severe work goes first and grows (from {load} to {load_last} hours for each hour of own people), so "
                f"that fewer hours are left for the rest: of {name} cases {{n}} were taken up in {of.year(first)}, "
                f"against {{agreed}} agreed, and {{n_last}} in {of.year(last)}, against {{agreed_last}}.",
                "Ernstig werk gaat voor en groeit (van {load} naar {load_last} uur voor elk uur van de eigen mensen), "
                f"zodat er minder uren overblijven voor de rest: van {name} cases zijn er {{n}} in behandeling genomen "
                f"in {of.year(first)}, bij {{agreed}} afgesproken, en {{n_last}} in {of.year(last)}, bij "
                "{agreed_last}.",
            ),
            load=Shown("number", loads[0]), load_last=Shown("number", loads[1]),
            n=Shown("number", n[first]), n_last=Shown("number", n[last]),
            agreed=Shown("number", agreed(name, first)), agreed_last=Shown("number", agreed(name, last)),
        )
    ] if loads[0] < loads[1] else []  # fmt: skip


def load_of_own(of: Of) -> list[Said]:
    """What is asked of own people without help."""
    above = sum(of.tidy.of("load_severe", team=unit).mean > 1 for unit in invented.UNITS)
    agreed, everything = (Shown("number", of.tidy.of(figure).mean) for figure in ("load_agreed", "load_all"))
    worst = worst_year(of)
    return [
        text(
            of.say(
                "Without help of others severe work and judging ask for {severe} hours for each hour of own people "
                f"over the whole period, and for {{most}} in {of.year(worst)}, the worst year; with what was agreed it "
                "is {agreed}, with all that comes in {everything}.",
                "Zonder hulp van anderen vragen ernstig werk en weging over de hele periode {severe} uur voor elk uur "
                f"van de eigen mensen, en {{most}} in {of.year(worst)}, het ergste jaar; met de afspraken erbij is het "
                "{agreed}, met alles wat binnenkomt {everything}.",
            ),
            most=Shown("number", of.tidy.of("load_severe", period=worst).mean),
            severe=of_all(of, "load_severe"), agreed=agreed, everything=everything,
        ),
        text(
            of.say(
                "Over the whole period severe work and judging alone are more than own people have hours for in "
                f"{above} of 3 units.",
                f"Over de hele periode vragen ernstig werk en weging alleen al in {above} van de 3 eenheden meer uren "
                "dan de eigen mensen hebben.",
            )
        ),
    ]  # fmt: skip


def first_short(of: Of) -> Said:
    """Each role of which half a person or more is missing: in which year first and where, and in which year most."""
    courses = {role: course for role in invented.ROLES if (course := short_by_hand.course(of.tidy, role))}
    told, numbers = [], dict[str, Shown]()
    for role, course in sorted(courses.items(), key=lambda each: (each[1][0][0], -each[1][-1][1])):
        (year, fte), (worst, most) = course[0], course[-1]
        found = short_by_hand.short(of.tidy, year)
        units = [unit for unit in invented.UNITS if found.fte(role, unit) >= 0.05]
        several = of.say(f"{len(units)} of 3 units", f"{len(units)} van de 3 eenheden")
        where = units[0].capitalize() if len(units) == 1 else several
        numbers |= {f"{role}_first": Shown("number", fte), f"{role}_most": Shown("number", most)}
        once = of.say(
            f"{role} in {year} ({where}, {{{role}_first}} fte)", f"{role} in {year} ({where}, {{{role}_first}} fte)"
        )
        twice = of.say(
            f"{role} from {year} ({where}, {{{role}_first}} fte), most in {worst} ({{{role}_most}} fte)",
            f"{role} vanaf {year} ({where}, {{{role}_first}} fte), het meest in {worst} ({{{role}_most}} fte)",
        )
        told.append(once if len(course) == 1 else twice)
        if len(course) == 1:
            del numbers[f"{role}_most"]
    return text(
        of.say(
            f"Short of people for severe work and judging, with all help that the rules allow: {'; '.join(told)}.",
            f"Tekort aan mensen voor ernstig werk en weging, met alle hulp die de regels toelaten: {'; '.join(told)}.",
        ),
        **numbers,
    )


def hardly_short(of: Of) -> list[Said]:
    """Fewer than half a person is missing, with what was agreed more are; and why severe cases were late yet."""
    short = {year: short_by_hand.short(of.tidy, year).fte() for year in invented.YEARS}
    agreed = {year: short_by_hand.short(of.tidy, year, "agreed").fte() for year in invented.YEARS}
    worst, worst_agreed = (max(of_years, key=lambda year: of_years[year]) for of_years in (short, agreed))
    assert 0.05 <= short[worst] < 0.5 <= agreed[worst_agreed]
    late, unjudged, as_less = (
        sum(of.tidy.of(figure, case=name).mean for name in SEVERE_NORMED)
        for figure in ("late", "late_unjudged", "late_seen_as_less")
    )
    return [
        text(
            of.say(
                "With all help that the rules allow, hardly anybody is short for severe work and judging: {fte} fte in "
                f"{worst}. But with what was agreed as well at least {{agreed}} fte are short at worst "
                f"({of.year(worst_agreed)}), even with work divided evenly.",
                "Met alle hulp die de regels toelaten is er voor ernstig werk en weging vrijwel geen tekort aan "
                f"mensen: {{fte}} fte in {worst}. Maar met de afspraken erbij is er in "
                f"{of.year(worst_agreed)}, het ergste jaar, een tekort van ten minste {{agreed}} fte, zelfs als het "
                "werk gelijk wordt verdeeld.",
            ),
            fte=Shown("number", short[worst]), agreed=Shown("number", agreed[worst_agreed]),
        ),
        *always_busy(of, worst_agreed),
        text(
            of.say(
                "Severe work is late all the same: of {n} cases that were not begun in time {unjudged} had not been "
                "judged or assessed by then, {less} were held to be less urgent, and for {known} nobody was free.",
                "Toch begint ernstig werk te laat: van de {n} zaken die niet op tijd zijn begonnen, was {unjudged} "
                "toen nog niet gewogen en {less} minder dringend ingeschat, en voor {known} was niemand vrij.",
            ),
            n=Shown("number", late), unjudged=Shown("share", unjudged / late), less=Shown("share", as_less / late),
            known=Shown("share", (late - unjudged - as_less) / late),
        ),
    ]  # fmt: skip


def rules(of: Of) -> list[Said]:
    return [
        text(
            of.say(
                "These rules decide which work is left: a case that is not taken up within 180 days is let go (light).",
                "Deze regels bepalen welk werk blijft liggen: een zaak die niet binnen 180 dagen in behandeling is "
                "genomen, verloopt (light).",
            )
        )
    ]


def how_sure(of: Of) -> list[Said]:
    waits, undone = of.tidy.of("backlog_end"), of.tidy.of("left_undone")
    found = []
    for values, template in (
        (
            waits,
            of.say(
                "The backlog at the end is {mean} cases on average; that mean lies between {least} and {most} (95 % "
                "interval, wide enough for rare futures that may not be among these), and eight in ten of these "
                "futures "
                "lie between {low} and {high} (80 % band).",
                "De werkvoorraad aan het eind is gemiddeld {mean} zaken; dat gemiddelde ligt tussen {least} en {most} "
                "(interval van 95 %, ruim genoeg voor zeldzame toekomsten die hier niet bij hoeven te zijn), en "
                "acht van "
                "de tien van deze toekomsten liggen tussen {low} en {high} (band van 80 %).",
            ),
        ),
        (
            undone,
            of.say(
                "The cases left undone are {mean} on average; that mean lies between {least} and {most}, and eight in "
                "ten of these futures between {low} and {high}.",
                "Gemiddeld worden {mean} zaken niet in behandeling genomen; dat gemiddelde ligt tussen {least} en "
                "{most}, en acht van de tien van deze toekomsten liggen tussen {low} en {high}.",
            ),
        ),
    ):
        least, most = (Shown("number", end) for end in values.interval)
        low, high = Shown("number", values.low), Shown("number", values.high)
        found.append(text(template, mean=Shown("number", values.mean), least=least, most=most, low=low, high=high))
    rests = text(of.say("This rests on 9 futures.", "Dit berust op 9 toekomsten."))
    return [rests, *found, *asked_for.precision(of)]


def answer(of: Of) -> list[Said]:
    """What page, summary and screen say alike."""
    return [*load(of), *rules(of), hidden(of), *too_much(of)]


def until_safe(of: Of) -> list[Said]:
    return [
        text(
            of.say(
                f"Half of the cases ({name}) are identified within {{identified}}, are searched or safe within "
                "{searched} and have a file within {file}.",
                f"De helft van de zaken ({name}) is binnen {{identified}} geïdentificeerd, is binnen {{searched}} "
                "zover dat de woning is doorzocht of het kind veilig is en heeft binnen {file} een dossier.",
            ),
            **{
                of_milestone: Shown("in words", of.tidy.of(f"{of_milestone}_days_median", case=name).middle)
                for of_milestone in MILESTONES
            },
        )
        for name in ("acute", "serious")
    ]


def after_the_file(of: Of) -> list[Said]:
    there = text(
        of.say(
            "After the file, cases there at the end: decision {decision} ({waits} waiting for a turn) and hearing "
            "{hearing} ({queue} waiting for a turn).",
            "Na het dossier, aantal zaken aan het eind: decision {decision} ({waits} wachten op hun beurt) en "
            "zitting {hearing} ({queue} wachten op hun beurt).",
        ),
        decision=of_all(of, "chain_stock_end_decision"),
        waits=of_all(of, "chain_waiting_end_decision"),
        hearing=of_all(of, "chain_stock_end_hearing"),
        queue=of_all(of, "chain_waiting_end_hearing"),
    )
    in_time = text(
        of.say(
            "Hearing within 180 days of the file: {share} of the {n} files of which that time is over.",
            "Zitting binnen 180 dagen na het dossier: {share} van de {n} dossiers waarvan die tijd om is.",
        ),
        share=banded("share", of.tidy.of("chain_in_time_hearing")),
        n=Shown("number", of.tidy.of("chain_due_hearing").mean),
    )
    return [there, in_time, *(who_waits(of, link) for link in LINKS if grows(of, link))]


LINKS = {"decision": ("decision", "decision"), "hearing": ("hearing", "zitting")}


def who_waits(of: Of, link: str) -> Said:
    """The three classes of which most wait at a link, and the others together."""
    waiting = {name: of.tidy.of(f"chain_waiting_end_{link}", case=name).mean for name in invented.CLASSES}
    *most, last = sorted(waiting, key=lambda name: -waiting[name])
    label = of.say(*LINKS[link])
    told = "; ".join(f"{name} {{{name}}}, {{{name}_days}}" for name in most)
    template = of.say(
        f"Waiting for their turn ({label}), and for how long so far on average: {told}; other classes {{{last}}}.",
        f"Op hun beurt wachten ({label}), en hoelang gemiddeld al: {told}; andere soorten {{{last}}}.",
    )
    so_far = {name: of.tidy.of(f"chain_waiting_days_mean_{link}", case=name).mean for name in most}
    return text(
        template,
        **{name: Shown("number", n) for name, n in waiting.items()},
        **{f"{name}_days": Shown("in words", days) for name, days in so_far.items()},
    )


def too_much(of: Of, where: str = "") -> list[Said]:
    """More comes to a link with a capacity than it can do."""
    return [
        text(
            where
            + of.say(
                f"More comes to a link of the chain than it can do ({labels[0]}): of {{n}} that came over the whole "
                "period, {waiting} wait for their turn at the end, for {days} so far on average.",
                f"Een schakel van de keten ({labels[1]}) krijgt meer zaken dan zij aankan: van de {{n}} in de hele "
                "periode wachten er aan het eind {waiting} op hun beurt, tot dan gemiddeld {days}.",
            ),
            n=Shown("number", of.tidy.of(f"chain_in_{name}").mean),
            waiting=Shown("number", of.tidy.of(f"chain_waiting_end_{name}").mean),
            days=Shown("in words", of.tidy.of(f"chain_waiting_days_mean_{name}").mean),
        )
        for name, labels in LINKS.items()
        if grows(of, name)
    ]


def hidden(of: Of) -> Said:
    waiting = {name: of.tidy.of("hidden_waiting", case=name).mean for name in ("acute", "serious", "planned")}
    most_first = sorted((name for name in waiting if waiting[name] >= 0.5), key=lambda name: -waiting[name])
    classes = ", ".join(f"{name} {{{name}}}" for name in most_first)
    return text(
        of.say(
            "Severe cases were hidden {n} times, taken for less or closed, while {came} came in: found {found} times, "
            "half of those within {days} of coming in, ended without being seen {closed} times, and {waiting} wait at "
            "the end. A severe case that came in was hidden for {each} on average. "
            f"Of those that wait: {classes}.",
            "Ernstige zaken waren {n} keer verborgen, lichter ingeschat of afgedaan, terwijl er {came} binnenkwamen: "
            "{found} keer ontdekt, de helft daarvan binnen {days} na binnenkomst, en {closed} keer onontdekt "
            "geëindigd; {waiting} wachten aan het eind. Een ernstige zaak die binnenkwam, was gemiddeld {each} "
            f"verborgen. Van de wachtende: {classes}.",
        ),
        came=of_all(of, "severe_in"),
        n=Shown("number", sum(of.tidy.of(f"hidden_{part}").mean for part in ("found", "closed", "waiting"))),
        waiting=of_all(of, "hidden_waiting"),
        closed=of_all(of, "hidden_closed"),
        found=of_all(of, "hidden_found"),
        days=Shown("in words", of.tidy.of("hidden_days_median").mean),
        each=Shown("in words", of.tidy.of("hidden_days_per_case").mean),
        **{name: Shown("number", waiting[name]) for name in most_first},
    )


def of_triage(of: Of) -> list[Said]:
    """Who judged, what was taken for severe, what led to nobody, and how often a class is not the true one."""
    by_hand, by_system, taken_over = (
        of.tidy.of(f"reports_{name}").mean for name in ("triaged_by_hand", "triaged_by_system", "taken_over")
    )
    return [
        text(
            of.say(
                "Of the reports that were triaged, a person judged {hand} and the system {system}, part of them "
                "({over}) because the desk had fallen behind.",
                "Van de meldingen die door de triage gingen, is {hand} door een mens gewogen en {system} door het "
                "systeem, een deel daarvan ({over}) omdat de triage achterliep.",
            ),
            hand=Shown("share", by_hand / (by_hand + by_system)),
            system=Shown("share", by_system / (by_hand + by_system)),
            over=Shown("share", taken_over / (by_hand + by_system)),
        ),
        text(
            of.say(
                "{n} cases were taken up as severe that were not; they took {hours} hours.",
                "{n} zaken zijn als ernstig in behandeling genomen en waren het niet; ze kostten {hours} uur.",
            ),
            n=of_all(of, "overgraded"),
            hours=banded("number", units_and_pools(of, "hours_overgraded")),
        ),
        text(
            of.say(
                "{n} reports led to no person when their unit assessed them; {lost} of these would have, when they "
                "came in.",
                "{n} meldingen waren bij de weging door de eenheid niet tot een persoon te herleiden; bij {lost} "
                "daarvan kon dat bij binnenkomst nog wel.",
            ),
            n=Shown("number", of.tidy.of("untraceable").mean),
            lost=Shown("number", of.tidy.of("traces_lost").mean),
        ),
        text(
            of.say(
                "A case counts as what it is held to be at that moment, and that is not always what it is: a person "
                "in triage takes 12.0 % (acute: 7.0 %) of cases for less urgent, and 4.0 % for more, the system "
                "21.0 % and 6.0 % and the unit that assesses them 17.0 % (acute: 2.0 % and serious: 13.0 %) and 8.0 % "
                "(light: 9.0 %).",
                "Een zaak telt mee bij de soort waarvoor zij op dat moment wordt aangezien, en dat is niet altijd de "
                "juiste: een mens bij de triage ziet 12,0 % (acute: 7,0 %) van de zaken voor minder dringend aan, en "
                "4,0 % voor dringender, het systeem 21,0 % en 6,0 % en de eenheid die ze weegt 17,0 % (acute: 2,0 % en "
                "serious: 13,0 %) en 8,0 % (light: 9,0 %).",
            )
        ),
    ]


def in_odds(of: Of) -> list[Said]:
    """What page and summary say of odds."""
    return [*left_undone(of)[1:], *dates(of)]


def settings(of: Of) -> list[Said]:
    """The settings that matter."""
    reports = {f"in_{year}": Shown("number", of.tidy.of("reports_in", period=year).mean) for year in invented.YEARS}
    years = "; ".join(f"{{in_{year}}} in {of.year(year)}" for year in invented.YEARS)
    return [
        text(of.say("1 January 2021 to 30 June 2023", "1 januari 2021 tot en met 30 juni 2023")),
        text(years, **reports),
        text(of.say("0.0 % a year", "0,0 % per jaar")),
        text(
            of.say(
                "10 months to fill a vacancy; no national limit",
                "10 maanden om een vacature te vullen; geen landelijke grens"
            )
        ),
    ]  # fmt: skip


BRACKETS = ("In brackets: 80 % of single futures.", "Tussen haakjes: 80 % van de losse toekomsten.")


def on_summary(of: Of) -> list[Said]:
    of_settings = [("Futures: 9", "Toekomsten: 9"), ("Seed: 7", "Startgetal: 7"), ("Posts: 25", "Plaatsen: 25")]
    titles = [
        ("Cases left undone per year: 80 % of single futures (futures with any)",
         "Niet in behandeling genomen zaken per jaar: 80 % van de losse toekomsten (toekomsten met zulke zaken)"),
    ]  # fmt: skip
    fixed = [text(of.say(*both)) for both in (BRACKETS, *of_settings, *titles)]
    said = [
        *backlog(of),
        *agreed_falls(of),
        *load_of_own(of),
        *work(of),
        *left_undone(of)[:1],
        *became(of)[1:],
        *of_triage(of),
        *staff(of),
        *steps(of),
        *how_sure(of),
        *settings(of),
        *fixed,
    ]
    return [*asked_for.on_page(of), *answer(of), *in_odds(of), *said]


def on_screen(of: Of) -> list[Said]:
    name = asked_for.title(of)
    return [
        *answer(of),
        *agreed_falls(of),
        *became(of),
        *asked_for.on_screen(of),
        *asked_for.precision(of),
        text(
            of.say(
                f"{name}, 1 January 2021 to 30 June 2023, means of 9 futures",
                f"{name}, 1 januari 2021 tot en met 30 juni 2023, gemiddelden van 9 toekomsten",
            )
        ),
        text(
            of.say(
                "Staff: establishment {posts} fte, vacant {vacant}, deployable {there} fte.",
                "Medewerkers: formatie {posts} fte, vacant {vacant}, inzetbaar {there} fte.",
            ),
            posts=bare("number", of.tidy.of("establishment_fte")),
            vacant=bare("share", of.tidy.of("vacancy_share")),
            there=bare("number", of.tidy.of("deployable_fte")),
        ),
    ]


def lead(of: Of) -> list[Said]:
    """Why less is taken up of what was agreed, which classes are left undone from when, and the cards."""
    firsts: dict[str, list[str]] = {}
    for name in invented.CLASSES:
        likely = {}
        for year in invented.YEARS:
            figures = ("left_undone", "taken_up", "untraceable", "closed_by_mistake")
            values = list(zip(*(of.tidy.of(figure, case=name, period=year) for figure in figures), strict=True))
            left = sum(undone - lost - closed > 0.1 * (undone + done) for undone, done, lost, closed in values)
            likely[year] = left > len(values) / 2
        from_ = [year for year in invented.YEARS if all(likely[later] for later in invented.YEARS if later >= year)]
        if from_:
            firsts.setdefault(from_[0], []).append(name)
    said = list[Said]()
    for year, names in sorted(firsts.items()):
        if said:
            also = of.say(f"From {year} on also: {listed(of, names)}.", f"Vanaf {year} ook: {listed(of, names)}.")
            said.append(text(also))
            continue
        said.append(
            text(
                of.say(
                    f"From {year} on it is more likely than not that more than one in ten is left undone "
                    f"(closed by choice, turned away, let go or waiting): {listed(of, names)}.",
                    f"Vanaf {year} is de kans groter dan de helft dat meer dan een op de tien blijft "
                    f"liggen (bewust terzijde gelegd, afgewezen, verlopen of wachtend): {listed(of, names)}.",
                )
            )
        )
    return [*agreed_falls(of), *said, *cards(of)]


def cards(of: Of) -> list[Said]:
    """Three numbers to remember, two of them with a band."""
    undone = of.tidy.of("left_undone")
    by_year = {year: late(of, period=year).mean for year in invented.YEARS}
    worst = max(by_year, key=lambda year: by_year[year])
    shortest, most = short_by_hand.course(of.tidy)[-1]
    band = of.say("80 % of futures", "80 % van de toekomsten")

    def card(label: str, note: str, values: Values, kind: str, **numbers: Shown) -> Said:
        n, ends = Shown(kind, values.mean), between(values, kind)
        return text(f"{label} | {{n}} | {note}{band}: {{ends}}", n=n, ends=ends, **numbers)

    return [
        card(
            of.say("Severe cases not begun in time", "Ernstige zaken niet op tijd begonnen"),
            of.say(
                f"{{share}} of those due; most in {of.year(worst)}: {{most}} | ",
                f"{{share}} van de zaken die hadden moeten beginnen; de meeste in {of.year(worst)}: {{most}} | ",
            ),
            late(of), "number",
            share=Shown("share", late(of).mean / late(of, "due").mean), most=Shown("number", by_year[worst]),
        ),
        card(
            of.say("Cases left undone", "Niet in behandeling genomen zaken"),
            of.say("{share} of those that came in | ", "{share} van wat binnenkwam | "),
            undone, "number", share=Shown("share", undone.mean / (undone.mean + of.tidy.of("taken_up").mean)),
        ),
        text(
            of.say(
                f"People short for severe work, after all help | {{fte}} | at least, in {of.year(shortest)}, the worst "
                "year",
                f"Tekort aan mensen voor ernstig werk, na alle hulp | {{fte}} | ten minste, in {of.year(shortest)}, "
                "het ergste jaar",
            ),
            fte=Shown("fte", most),
        ),
    ]  # fmt: skip


def late(of: Of, figure: str = "late", period: str = "all") -> Values:
    """Severe cases not begun in time, or due, of all classes together."""
    first, *others = (of.tidy.of(figure, case=name, period=period) for name in SEVERE_NORMED)
    return reduce(Values.plus, others, first)


def under_figures(of: Of) -> list[Said]:
    """What stands with the figures only."""
    units = invented.UNITS
    loads = {unit: of.tidy.of("load_severe", team=unit).mean for unit in units}
    within = {unit: of.tidy.of("share_within_norm", team=unit, case=largest_severe(of)).mean for unit in units}
    shares = {unit: available(of, unit) for unit in units}
    lowest = min(shares, key=lambda unit: shares[unit].mean)
    by_size = sorted(units, key=lambda unit: units[unit])
    small, large = (100 * (shares[unit].high - shares[unit].low) for unit in (by_size[0], by_size[-1]))
    old = {}
    for side in ("start", "end"):
        people = of.people[f"age_at_{side}_years"].dropna()
        old[side] = Shown("share", float((people >= 55).mean()))

    def low_high(values: dict[str, float]) -> tuple[str, str]:
        least, *_, most = sorted(values, key=lambda unit: values[unit])
        return least, most

    (load_low, load_high), (within_low, within_high) = low_high(loads), low_high(within)
    return [
        text(
            of.say(
                f"The load of severe work runs from {{low}} ({load_low.capitalize()}) to {{high}} "
                f"({load_high.capitalize()}).",
                f"De belasting door ernstig werk loopt van {{low}} ({load_low.capitalize()}) tot {{high}} "
                f"({load_high.capitalize()}).",
            ),
            low=Shown("number", loads[load_low]), high=Shown("number", loads[load_high]),
        ),
        text(
            of.say(
                f"Serious, begun within 14 d: {{low}} ({within_low.capitalize()}) to {{high}} "
                f"({within_high.capitalize()}) of the cases.",
                f"Serious, begonnen binnen 14 d: {{low}} ({within_low.capitalize()}) tot {{high}} "
                f"({within_high.capitalize()}) van de zaken.",
            ),
            low=Shown("share", within[within_low]), high=Shown("share", within[within_high]),
        ),
        text(
            of.say(
                f"Lowest deployable share of the establishment: {lowest.capitalize()}, {{share}}.",
                f"Laagste inzetbare deel van de formatie: {lowest.capitalize()}, {{share}}.",
            ),
            share=Shown("share", shares[lowest].mean),
        ),
        text(
            of.say(
                "Per year {hires} people join and {leavers} leave.",
                "Per jaar komen er {hires} mensen bij en vertrekken er {leavers}.",
            ),
            hires=banded("number", of.tidy.of("hires").times(A_YEAR)),
            leavers=banded("number", of.tidy.of("leavers").times(A_YEAR)),
        ),
        text(
            of.say(
                "In the smallest units (1) availability swings over {small} points of the establishment, in the "
                "largest "
                "(1) over {large}.",
                "In de kleinste eenheden (1) schommelt de beschikbaarheid over {small} procentpunten van de "
                "formatie, in "
                "de grootste (1) over {large}.",
            ),
            small=Shown("number", small), large=Shown("number", large),
        ),
        text(
            of.say(
                "The share of people of 55 and older goes from {start} to {end}.",
                "Het deel van 55 jaar en ouder gaat van {start} naar {end}.",
            ),
            **old,
        ),
        *moves_the_load(of),
    ]  # fmt: skip


def moves_the_load(of: Of) -> list[Said]:
    """The assumption that moves the load most, and which can turn the answer."""
    rows = assumptions(of).rows
    label, cells = next(iter(rows.items()))
    _, from_, to, *_ = cells.values()
    loads = {
        name: sorted(cell.centre for cell in row.values() if isinstance(cell, Shown)) for name, row in rows.items()
    }
    low, high = (Shown("number", end) for end in loads[label])
    turn = [f"“{name[0].lower()}{name[1:]}”" for name, (least, _) in loads.items() if least <= 1]
    assert isinstance(from_, Said)
    assert isinstance(to, Said)
    label = f"“{label[0].lower()}{label[1:]}”"
    ends = [said.template.replace("{n}", end) for said, end in ((from_, "{from}"), (to, "{to}"))]
    range_ = of.say("{} to {}", "{} tot {}").format(*ends)
    return [
        text(
            of.say(
                f"What moves the load of severe work most is {label}: between {{low}} and {{high}} over its range "
                f"({range_}).",
                f"De belasting door ernstig werk hangt het meest af van {label}: tussen {{low}} en {{high}} over de "
                f"marge ({range_}).",
            ),
            low=low, high=high, **{"from": from_.numbers["n"], "to": to.numbers["n"]},
        ),
        turned_by(of, turn) if turn else text(
            of.say(
                "No single assumption brings the load of severe work to 1 within its range.",
                "Geen enkele aanname brengt de belasting door ernstig werk binnen haar marge op 1.",
            )
        ),
    ]  # fmt: skip


def turned_by(of: Of, names: list[str]) -> Said:
    return text(
        of.say(
            f"Within their range, {listed(of, names)} can bring the load of severe work to the other side of 1.",
            f"Binnen hun marge kunnen {listed(of, names)} de belasting door ernstig werk aan de andere kant van 1 "
            "brengen.",
        )
    )


FIXED = (
    BRACKETS,
    ("Band: 80 % of single futures (of 9).", "Band: 80 % van de losse toekomsten (van 9)."),
    ("Whisker: 80 % of single futures (of 9).", "Streepje: 80 % van de losse toekomsten (van 9)."),
    ("Small: 80 % of single futures (of 9).", "Klein: 80 % van de losse toekomsten (van 9)."),
    ("Bar: 80 % of all months of all futures.", "Balk: 80 % van alle maanden van alle toekomsten."),
    ("Two counting rules: cases taken up (the rule since 2019), and those with the cases already in hand (the rule up "
     "to 2018).",
     "Twee telregels: zaken die in behandeling zijn genomen (de regel sinds 2019), en die samen met de zaken die al "
     "liepen (de regel tot en met 2018)."),
    ("This run uses 9 numbers.", "Deze run gebruikt 9 getallen."),
    ("All 9 numbers", "Alle 9 getallen"),
    ("Futures | 9", "Toekomsten | 9"),
    ("Seed | 7", "Startgetal | 7"),
    ("Posts | 25", "Plaatsen | 25"),
    ("Scenario small · 1 January 2021 to 30 June 2023 · 9 futures",
     "Scenario small · 1 januari 2021 tot en met 30 juni 2023 · 9 toekomsten"),
    ("1. The gap between demand and capacity", "1. De kloof tussen vraag en capaciteit"),
    ("2. The state of the workforce", "2. De stand van het personeel"),
    ("3. What each measure does", "3. Wat elke maatregel doet"),
    ("4. What will be left undone", "4. Wat niet in behandeling wordt genomen"),
    ("nine in ten start within | of all severe cases", "negen van de tien binnen | van alle ernstige zaken"),
    ("Made with tbkk_sim 0.1.0.", "Gemaakt met tbkk_sim 0.1.0."),
)  # fmt: skip
"""Sentences of which the numbers are no results."""


def on_page(of: Of) -> list[Said]:
    fixed = [text(of.say(*both)) for both in FIXED]
    fixed += [text(by_month_title(of, year)) for year in invented.YEARS]
    said = [
        *backlog(of),
        *load_of_own(of),
        *work(of),
        *waiting(of),
        *left_undone(of)[:1],
        *became(of)[1:],
        *of_triage(of),
        *staff(of),
        *steps(of),
        *how_sure(of),
        *settings(of),
    ]
    of_chain = [*until_safe(of), *after_the_file(of)]
    return [*fixed, *asked_for.on_page(of), *lead(of), *answer(of), *of_chain, *in_odds(of), *said, *under_figures(of)]
