"""What must stand on the page of each study: which field of its answer under which heading, in both languages."""

from typing import Any

from tests.read_back import asked_for, studies
from tests.read_back.run_tables import ByHand, Expected, Of
from tests.read_back.shown import Between, Said, Shown, text

Row = dict[str, Expected]


def _number(value: float, kind: str = "number") -> Shown:
    return Shown(kind, value)


def _plan(of: Of, answer: dict[str, Any]) -> str:
    """Places with their posts, most first."""
    changes = sorted(answer["posts"], key=lambda step: -step["posts"])
    return ", ".join(f"{step['unit'].capitalize()} {step['posts']:+d}" for step in changes) or of.say("today", "nu")


def _best_first(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return sorted(answer["plans"], key=lambda plan: plan["difference"])


def _shares(cells: dict[str, Any], name: str) -> Row:
    return {label: _number(share, "share") for label, share in zip(("Serious", "Light"), cells[name], strict=True)}


def where(of: Of, answer: dict[str, Any], *, apart: bool = True) -> dict[str, Row]:
    found_by = {
        "table": ("response table", "responstabel"), "by_load": ("by load", "naar belasting"),
        "by_posts": ("in proportion to posts", "naar verhouding van de plaatsen"),
    }  # fmt: skip
    rows: dict[str, Row] = {}
    for plan in _best_first(answer):
        chosen = not plan["difference"]
        row: Row = {
            of.say("Loss a year", "Verlies per jaar"): _number(plan["loss"]),
            of.say("Worse by", "Slechter met"): "" if chosen else _number(plan["difference"]),
            of.say("95 % interval", "Interval van 95 %"):
                "" if chosen else text("{ends}", ends=Between("number", plan["low"], plan["high"])),
            of.say("Futures", "Toekomsten"): _number(plan["replications"]),
            of.say("Found by", "Gevonden door"): of.say(*found_by[plan["found_by"]]),
        }  # fmt: skip
        told = ("chosen", "gekozen") if chosen else ("no", "nee") if plan["alike"] else ("yes", "ja")
        if apart:
            row[of.say("Told apart", "Te onderscheiden")] = of.say(*told)
        if apart or told[0] != "yes":
            rows[_plan(of, plan)] = row
    return rows


def response(of: Of, answer: dict[str, Any]) -> dict[str, Row]:
    return {
        f"{row['unit'].capitalize()} / {posts}": {
            of.say("Gain", "Winst"): _number(gain),
            of.say("Standard error", "Standaardfout"): _number(error),
            of.say("Smoothed", "Gladgestreken"): _number(row["fitted"][posts]),
        }
        for row in answer["response"]
        for posts, gain, error in zip(row["posts"], row["gains"], row["errors"], strict=True)
    }


def how_many(of: Of, answer: dict[str, Any]) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for trial in answer["frontier"]:
        row: Row = {}
        for n, label in enumerate(("Serious", "Light")):
            mean, low, high = (trial["shares"][n][name] for name in ("mean", "low", "high"))
            ends = Between("number", 100 * low, 100 * high)
            row[label] = text("{mean} ({ends})", mean=_number(mean, "share"), ends=ends)
        replications = of.say("fresh", "nieuw") if trial["fresh"] else of.say("search", "zoeken")
        row[of.say("Met all", "Alles gehaald")] = f"{trial['met']} / {trial['of']} {replications}"
        rows[f"{trial['extra_fte']:+d}".replace("-", "\N{MINUS SIGN}")] = row
    return rows


def per_unit(of: Of, answer: dict[str, Any]) -> dict[str, Row]:
    return {
        unit["unit"].capitalize(): {
            of.say("Posts today", "Plaatsen nu"): _number(unit["posts_today"]),
            of.say("Change", "Verandering"): f"{unit['posts']:+d}".replace("-", "\N{MINUS SIGN}"),
            **_shares(unit, "shares"),
            of.say("Met, fresh futures", "Gehaald, nieuwe toekomsten"): f"{unit['tested_met']} / {unit['tested']}",
            of.say("Surely fewest", "Zeker het minst"): of.say("yes", "ja"),
        }
        for unit in answer["units"]
    }


def when(of: Of, answer: dict[str, Any]) -> dict[str, Row]:
    opened = {"2021": 4 + 2, "2022": 1}
    return {
        period["name"]: {
            of.say("Posts opened", "Plaatsen geopend"): _number(opened[period["name"]]),
            of.say("Posts", "Plaatsen"): _number(period["posts"]),
            of.say("Filled", "Bezet"): _number(period["filled"]),
            **_shares(period, "shares"),
            of.say("Met all", "Alles gehaald"): f"{period['met']} / {period['of']}",
            of.say("Meets it", "Gehaald"): of.say("yes", "ja"),
        }
        for period in answer["periods"]
    }


def mix(of: Of, answer: dict[str, Any]) -> dict[str, Row]:
    return {
        str(plan["extra_fte"]): {
            of.say("Pools lend, times today", "Pools lenen uit, maal nu"): _number(plan["share_factor"]),
            of.say("Borrowed, as posts", "Geleend, in plaatsen"): _number(plan["borrowed_fte"]),
            of.say("Own work of pools waits, days a year", "Eigen werk van pools wacht, dagen per jaar"):
                _number(plan["lender_waiting_days"]),
            of.say("Loss a year", "Verlies per jaar"): _number(plan["loss"]),
            of.say("Worse by", "Slechter met"): _number(plan["difference"]),
            of.say("Told apart", "Te onderscheiden"):
                of.say(*(("yes", "ja") if plan["difference"] else ("chosen", "gekozen"))),
        }
        for plan in _best_first(answer)
    }  # fmt: skip


def robust(of: Of, answer: dict[str, Any]) -> dict[str, Row]:
    return {
        str(plan["extra_fte"]): {
            of.say("Loss a year", "Verlies per jaar"): _number(plan["loss"]),
            of.say("Mean regret", "Gemiddelde spijt"): _number(plan["regret_mean"]),
            of.say("Regret in 9 of 10", "Spijt in 9 van de 10"): _number(plan["regret_90"]),
            of.say("Most regret", "Grootste spijt"): _number(plan["regret_max"]),
            of.say("Best in", "Beste in"): _number(plan["best_in"], "share"),
            "Plan": _plan(of, plan),
        }
        for plan in answer["plans"]
    }


def ranges(of: Of, answer: dict[str, Any]) -> dict[str, Row]:
    (setting,) = answer["ranges"]
    name = of.say("part of working hours that is left for cases", "deel van de werktijd dat voor zaken overblijft")
    row: Row = {
        of.say("Lowest", "Laagste"): _number(setting["low"], "share"),
        of.say("In the scenario", "In het scenario"): _number(setting["today"], "share"),
        of.say("Highest", "Hoogste"): _number(setting["high"], "share"),
        of.say("Rank correlation with the loss", "Rangcorrelatie met het verlies"): _number(
            setting["rank_correlation"]
        ),
    }
    return {name: row}


def tables(question: str, of: Of) -> list[ByHand]:
    """The tables of a page by their titles: that of the answer stands under its figure once more."""
    answer = studies.ANSWERS[question]
    more, plan, unit = of.say("Posts more", "Plaatsen meer"), "Plan", of.say("Unit", "Eenheid")
    rows, first, titles = {
        "where": (where, plan, (
            ("Plans, best first", "Plannen, beste eerst"),
            ("Plans against the one chosen (loss a year)", "Plannen tegen het gekozen plan (verlies per jaar)"))),
        "how_many": (how_many, more, (
            ("What posts bring", "Wat plaatsen opleveren"), ("Posts and service", "Plaatsen en deel op tijd"))),
        "per_unit": (per_unit, unit, (
            ("What each unit needs", "Wat elke eenheid nodig heeft"),
            ("Posts that each unit needs", "Plaatsen die elke eenheid nodig heeft"))),
        "when": (when, of.say("Period", "Periode"), (
            ("Service with the plan, in fresh futures", "Deel op tijd met het plan, in nieuwe toekomsten"),
            ("Posts opened and service over time", "Geopende plaatsen en deel op tijd in de tijd"))),
        "mix": (mix, more, (
            ("Own posts and borrowed hours, best first", "Eigen plaatsen en geleende uren, beste eerst"),
            ("Own posts against borrowed hours (loss a year)",
             "Eigen plaatsen tegen geleende uren (verlies per jaar)"))),
        "robust": (robust, more, (
            ("Regret of each plan over the futures (loss a year)",
             "Spijt van elk plan over de toekomsten (verlies per jaar)"),
            ("Regret of each plan (loss a year)", "Spijt van elk plan (verlies per jaar)"))),
    }[question]  # fmt: skip
    found = [ByHand(of.say(*title), first, rows(of, answer)) for title in titles]
    if question == "where":
        title = of.say(
            "What posts gain, by place (loss a year)", "Wat plaatsen opleveren, naar plek (verlies per jaar)"
        )
        found.append(ByHand(title, f"{unit} / {more}", response(of, answer)))
        alike = of.say("Plans that cannot be told apart", "Plannen die niet te onderscheiden zijn")
        found.append(ByHand(alike, plan, where(of, answer, apart=False)))
    if question == "robust":
        title = of.say(
            "The plan chosen in each future (loss a year)", "Het gekozen plan in elke toekomst (verlies per jaar)"
        )
        found.append(ByHand(title, of.say("Uncertain", "Onzeker"), ranges(of, answer)))
    return found


def _asked(of: Of, *, each_unit: bool = False) -> str:
    norms = of.say(
        "70 % of serious begins within 10 d and 55 % of light begins within 80 d",
        "70 % van serious binnen 10 d begint en 55 % van light binnen 80 d begint",
    )
    units = of.say(", in every unit", ", in elke eenheid") if each_unit else ""
    return f"{norms}{units}, {of.say('in 90 % of futures', 'in 90 % van de toekomsten')}"


def _chosen(of: Of, answer: dict[str, Any]) -> list[Said]:
    """What the plan chosen brings, and how sure the choice is."""
    loss, today = answer["plans"][1]["loss"], answer["today"]
    rival = len(answer["plans"])
    return [
        text(
            of.say(
                "Waiting: {loss} a year, against {today} with today's staffing ({change}; 95 % interval of the "
                "gain: {ends}).",
                "Waiting: {loss} per jaar, tegen {today} met de formatie van nu ({change}; 95 %-interval van de winst: "
                "{ends}).",
            ),
            loss=_number(loss),
            today=_number(today),
            change=_number((loss - today) / today, "share"),
            ends=Between("number", answer["gain_low"], answer["gain_high"]),
        ),
        text(
            of.say(
                f"With probability 95 % no other of the {rival} plans is better by more than {{precision}} a year "
                f"(Kim and "
                "Nelson's procedure with room for skewed losses, {runs} paired runs). The probability is about "
                "what happens in one future of {rarest} or more. What is rarer may be unseen; if it decides which plan "
                "is best, the probability does not hold.",
                f"Met kans 95 % is geen ander van de {rival} plannen meer dan {{precision}} per jaar beter "
                f"(procedure van "
                "Kim en Nelson met ruimte voor scheve verliezen, {runs} gepaarde runs). De kans gaat over wat "
                "in één op de {rarest} toekomsten of vaker gebeurt. Wat zeldzamer is kan ongezien zijn; bepaalt dat "
                "welk plan het beste is, dan geldt de kans niet.",
            ),
            precision=_number(answer["precision"]),
            runs=_number(answer["certificate_runs"]),
            rarest=_number(1.0 / answer["rarest_share"]),
        ),
    ]  # fmt: skip


def _weights(of: Of) -> list[Said]:
    """What counts, of the objective `waiting`: a class weighs half of the priority before it."""
    return [
        text(
            of.say(
                "The loss that is made small, a year: 365 for each case left undone (closed by choice or by mistake, "
                "turned away, let go, untraceable, or one more that waits) and 1 for each day that a case waits.",
                "Het verlies dat zo klein mogelijk wordt gemaakt, per jaar: 365 voor elke zaak die niet in behandeling "
                "is genomen (bewust terzijde gelegd of ten onrechte afgedaan, afgewezen, verlopen, niet te herleiden, "
                "of één meer die wacht) en 1 voor elke dag die een zaak wacht.",
            )
        ),
        text(
            of.say(
                "Of each case times the weight of its class: acute 1, serious 0.25, light 0.0625, planned 0.015625.",
                "Van elke zaak keer het gewicht van de soort: acute 1, serious 0,25, light 0,0625, planned 0,015625.",
            )
        ),
    ]


def _of_where(of: Of, answer: dict[str, Any]) -> list[Said]:
    return [
        text(of.say("Add 5 posts: Coast +3, Capital +2.", "Voeg 5 plaatsen toe: Coast +3, Capital +2.")),
        text(
            of.say(
                "One other plan cannot be told apart from it, so the choice between them is free: Coast +5.",
                "Eén ander plan is er niet van te onderscheiden, dus de keuze daartussen is vrij: Coast +5.",
            )
        ),
        *_chosen(of, answer),
    ]


def _of_how_many(of: Of, answer: dict[str, Any]) -> list[Said]:
    serious, light = (share["mean"] for share in answer["frontier"][1]["shares"])
    return [
        text(
            of.say(
                f"6 posts more, 31 in all, are needed so that {_asked(of)}.",
                f"6 plaatsen meer, 31 in totaal, zijn nodig zodat {_asked(of)}.",
            )
        ),
        text(
            of.say(
                "It is enough in 46 of 48 fresh futures, and one post less is not: right with probability {chance}.",
                "Het is genoeg in 46 van de 48 nieuwe toekomsten, en één plaats minder is dat niet: juist met kans "
                "{chance}.",
            ),
            chance=_number(answer["probability"], "share"),
        ),
        text(
            of.say(
                "the asked shares then were serious {serious} and light {light}.",
                "waren de gevraagde delen toen serious {serious} en light {light}.",
            ),
            serious=_number(serious, "share"),
            light=_number(light, "share"),
        ),
        text(of.say("Divided: Coast +4, Lakes +2.", "Verdeeld: Coast +4, Lakes +2.")),
    ]


def _of_per_unit(of: Of, answer: dict[str, Any]) -> list[Said]:
    asked = _asked(of, each_unit=True)
    return [
        text(
            of.say(
                f"3 posts more, 28 in all, are needed so that {asked}.",
                f"3 plaatsen meer, 28 in totaal, zijn nodig zodat {asked}.",
            )
        ),
        text(
            of.say(
                "In each unit it is enough and one post less is not: right with probability {chance}, all units "
                "together.",
                "In elke eenheid is het genoeg en één plaats minder niet: juist met kans {chance}, voor alle "
                "eenheden samen.",
            ),
            chance=_number(answer["probability"], "share"),
        ),
    ]


def _of_when(of: Of, answer: dict[str, Any]) -> list[Said]:
    return [
        text(
            of.say(
                f"Open 7 posts, so that {_asked(of)}: 2021 Q1 +4, 2021 Q2 +2, 2022 Q1 +1.",
                f"Open 7 plaatsen, zodat {_asked(of)}: 2021 Q1 +4, 2021 Q2 +2, 2022 Q1 +1.",
            )
        ),
        text(
            of.say(
                "It costs {cost} fte-years over the run, hiring included; opening 8 posts at the start, as much: "
                "{flat}.",
                "Het kost {cost} fte-jaren over de run, werving inbegrepen; 8 plaatsen aan het begin openen, met "
                "evenveel "
                "effect: {flat}.",
            ),
            cost=_number(answer["cost"]),
            flat=_number(answer["flat_cost"]),
        ),
        text(
            of.say(
                "On fresh futures every other period meets its norms, with probability {chance}.",
                "In nieuwe toekomsten haalt elke andere periode haar termijnen, met kans {chance}.",
            ),
            chance=_number(answer["probability"], "share"),
        ),
        text(
            of.say(
                "In 2022 30 of the 32 posts are filled, on average.",
                "In 2022 zijn gemiddeld 30 van de 32 plaatsen bezet."
            )
        ),
        text(of.say("Divided: Coast +5, Capital +2.", "Verdeeld: Coast +5, Capital +2.")),
    ]  # fmt: skip


def _of_mix(of: Of, answer: dict[str, Any]) -> list[Said]:
    today, chosen = answer["plans"]
    return [
        text(
            of.say(
                "3 posts more and pools that lend 2 times as much as today.",
                "3 plaatsen meer en pools die 2 keer zoveel als nu uitlenen.",
            )
        ),
        text(
            of.say(
                "Borrowed is then the work of {fte} posts ({before} at today's rules and posts); all own work of "
                "the pools "
                "together then waits {days} days a year, against {days_before}.",
                "Geleend wordt dan het werk van {fte} plaatsen ({before} met de regels en plaatsen van nu); al het "
                "eigen "
                "werk van de pools samen wacht dan {days} dagen per jaar, tegen {days_before}.",
            ),
            fte=_number(chosen["borrowed_fte"]),
            before=_number(today["borrowed_fte"]),
            days=_number(chosen["lender_waiting_days"]),
            days_before=_number(today["lender_waiting_days"]),
        ),
        *_chosen(of, answer),
    ]


def _of_robust(of: Of, answer: dict[str, Any]) -> list[Said]:
    chosen, limits = answer["plans"][1], answer["limits"]
    return [
        text(
            of.say(
                "4 posts more: the plan that one will regret least. It is the best in {best} of 36 futures; in 9 of "
                "10 it "
                "loses at most {regret} a year more than the best plan for that future.",
                "4 plaatsen meer: het plan waarvan men het minst spijt krijgt. Het is het beste in {best} van de 36 "
                "toekomsten; in 9 van de 10 verliest het hooguit {regret} per jaar meer dan het beste plan voor die "
                "toekomst.",
            ),
            best=_number(chosen["best_in"], "share"),
            regret=_number(chosen["regret_90"]),
        ),
        text(of.say("Divided: Coast +3, Lakes +1.", "Verdeeld: Coast +3, Lakes +1.")),
        text(
            of.say(
                "It fails (a loss above {loss} a year, 1.5 times its median) in 11 of 36 futures.",
                "Het faalt (een verlies boven {loss} per jaar, 1,5 keer de mediaan) in 11 van de 36 toekomsten.",
            ),
            loss=_number(answer["fails_above"]),
        ),
        text(
            of.say(
                "It fails with part of working hours that is left for cases below {limit}: of futures like that, "
                "kept apart "
                "from the search for these limits, it fails in {density}, and they are {coverage} of all its failures.",
                "Het faalt bij deel van de werktijd dat voor zaken overblijft onder {limit}: van zulke toekomsten, "
                "apart "
                "gehouden van het zoeken naar deze grenzen, faalt het in {density}, en zij zijn {coverage} van alle "
                "keren "
                "dat het faalt.",
            ),
            limit=_number(limits["bounds"][0]["value"], "share"),
            density=_number(limits["density"], "share"),
            coverage=_number(limits["coverage"], "share"),
        ),
        text(
            of.say(
                "The budget ended (1,500 evaluations, tune.most_runs) after 36 of 40 futures.",
                "Het budget was op (1.500 beoordelingen, tune.most_runs) na 36 van de 40 toekomsten.",
            )
        ),
    ]


SAID = {
    "where": _of_where, "how_many": _of_how_many, "per_unit": _of_per_unit, "when": _of_when, "mix": _of_mix,
    "robust": _of_robust,
}  # fmt: skip


UNDER_FIGURES = {
    "where": (
        ("Dots: mean over 6 futures under common", "Stippen: gemiddelde over 6 toekomsten met gedeeld"),
        ("Difference with its simultaneous 95 % interval", "Verschil met het gelijktijdige interval van 95 %"),
    ),
    "how_many": (
        ("mean and 80 % band of single futures", "gemiddelde en band van 80 % van de losse toekomsten"),
    ),
    "robust": (
        ("Futures in order of regret, as a share of all 36;",
         "Toekomsten op volgorde van spijt, als deel van alle 36;"),
        ("with a loss above 2,780 (dashed)", "met een verlies boven 2.780 (gestreept)"),
    ),
}  # fmt: skip
"""Notes with a number that stand with the figures only."""


def answered(question: str, of: Of) -> list[Said]:
    """What page, summary and screen say alike: the answer, and what it has cost."""
    answer = studies.ANSWERS[question]
    cost = of.say(
        "{runs} evaluations of a plan in a future, {simulated} of them simulated now, in {minutes} minutes.",
        "{runs} beoordelingen van een plan in een toekomst, waarvan {simulated} nu gesimuleerd, in {minutes} minuten.",
    )
    budget = answer["budget"]
    numbers = {"runs": budget["runs"], "simulated": budget["simulated"], "minutes": budget["seconds"] / 60}
    valued = _weights(of) if question in ("where", "mix", "robust") else []
    return [
        *SAID[question](of, answer),
        *valued,
        text(cost, **{name: _number(value) for name, value in numbers.items()}),
    ]


def in_summary(question: str, of: Of) -> list[Said]:
    """Every sentence with a number in the summary of a study."""
    return [text(asked_for.title(of)), *asked_for.without_effect(of), *answered(question, of)]


def on_screen(question: str, of: Of) -> list[Said]:
    """Every sentence with a number on the screen of a study."""
    return [text(f"Scenario {asked_for.title(of)}"), *asked_for.on_screen(of), *answered(question, of)]


def on_page(question: str, of: Of) -> list[Said]:
    """Every sentence with a number on the page of a study."""
    answer = studies.ANSWERS[question]
    period = of.say("1 January 2021 to 30 June 2023", "1 januari 2021 tot en met 30 juni 2023")
    fixed = [
        f"Scenario {asked_for.title(of)} · {period}",
        of.say("Made with tbkk_sim 0.1.0.", "Gemaakt met tbkk_sim 0.1.0."),
        *(of.say(*both) for both in UNDER_FIGURES.get(question, ())),
    ]
    said = [*map(text, fixed), *asked_for.without_effect(of), *answered(question, of)]
    if "probability" in answer:
        card = of.say(
            "Probability that the answer is right | {chance} | as sure as was asked",
            "Kans dat het antwoord klopt | {chance} | zo zeker als gevraagd",
        )
        said.append(text(card, chance=_number(answer["probability"], "share")))
    return said
