"""What is drawn in each figure is read back from its axes, and compared with the tidy table."""

import numpy as np

from tests.read_back import invented, run_tables, runs
from tests.read_back.axes import bands, bars, lines, near, panels_of, ticks, whiskers, written
from tests.read_back.compare import in_cell
from tests.read_back.shown import Said, Shown, banded, text

LANGUAGE = "en"
TIDY = runs.tidy()
OF = runs.of(LANGUAGE)


def drawn(name):
    """The panels of a figure by their titles."""
    return panels_of(runs.figures(LANGUAGE)[name])


def says(printed, expected):
    """A text in the panel."""
    wrong = in_cell(expected, printed, LANGUAGE)
    assert not wrong, wrong


def ends_of(values):
    return [(of.low, of.high) for of in values]


def means(values):
    return [of.mean for of in values]


MONTH_ENDS = [2021 + (n + 1) / 12 for n in range(30)]
MONTH_MIDDLES = [2021 + (n + 0.5) / 12 for n in range(30)]


def test_the_figure_of_the_backlog_draws_another_class_or_month_than_its_panel_says():
    panels = drawn("backlog")
    waits = {"All classes": "all", **{name.capitalize(): name for name in invented.CLASSES}}
    beside = {
        "Reports to be judged": ("triage_backlog_end", 0),
        "Reports to be assessed": ("assessment_backlog_end", 0),
        "Cases in hand": ("in_hand_end", 55),
    }
    assert list(panels) == [*waits, *beside]
    for title, axes in panels.items():
        figure, first = beside.get(title, ("backlog_end", 0))
        case = waits.get(title, "all")
        if title in waits:
            stock = {name: waiting for name, (waiting, _) in invented.STOCK.items()}
            first = stock.get(case, 0) if case != "all" else sum(stock.values())
        values = [TIDY.of(figure, case=case, period=month) for month in invented.MONTHS]
        line, end = lines(axes)
        near(line, [(2021.0, first), *zip(MONTH_ENDS, means(values), strict=True)])
        near(end, [line[-1]])
        (band,) = bands(axes)
        near(band, [(2021.0, first, first), *((x, *of) for x, of in zip(MONTH_ENDS, ends_of(values), strict=True))])
        says(
            written(axes)[-1],
            text("{first} → {last}", first=Shown("number", first), last=Shown("number", values[-1].mean)),
        )


def test_the_figure_of_what_is_left_undone_draws_another_class_or_year_than_its_panel_says():
    panels = drawn("left_undone")
    assert list(panels) == ["All classes", *(name.capitalize() for name in invented.CLASSES)]
    for title, axes in panels.items():
        if title == "Acute":
            assert written(axes) == ["none left undone"]
            continue
        case = "all" if title == "All classes" else title.lower()
        values = [TIDY.of("left_undone", case=case, period=year) for year in invented.YEARS]
        heights = means(values)
        assert (min(heights) < 0) == (case == "planned")  # a backlog that is worked off
        near([top for *_, top in bars(axes)], heights)
        lowest, highest = axes.get_ylim()
        assert lowest <= min(of.low for of in values)
        assert highest >= max(of.high for of in values)
        near([(low[1], high[1]) for low, high in whiskers(axes)], ends_of(values))
        assert ticks(axes.xaxis) == [f"\N{RIGHT SINGLE QUOTATION MARK}{year}" for year in ("21", "22", "23*")]


def test_the_figure_of_waiting_draws_another_time_or_share_than_the_run_has():
    (axes,) = drawn("waiting").values()
    part = TIDY.of("taken_up", case="light").mean / TIDY.of("cases_in", case="light").mean
    names = {**{name: name.capitalize() for name in invented.CLASSES}, "light": f"Light ({100 * part:.0f} % taken up)"}
    assert ticks(axes.yaxis) == list(names.values())
    most = axes.get_xlim()[1]
    bars_of = {round(low + 0.25): (left, right) for left, right, low, _ in bars(axes)}
    points = lines(axes)
    for row, (name, norm) in enumerate(invented.CLASSES.items()):
        half, p90 = (TIDY.of(f"waiting_days_{which}", case=name) for which in ("median", "p90"))
        near(bars_of[row], [min(end, most) for end in (p90.low, p90.high)])
        here = [line for line in points if round(float(line[:, 1].mean())) == row]
        wanted = [half.middle, min(p90.middle, most)]
        near(here[0][:, 0], wanted)
        near([line[0, 0] for line in here[1:3]], wanted)
        if norm:
            near(here[3][:, 0], [norm, norm])
            share = banded("share", TIDY.of("share_within_norm", case=name))
            says(written(axes)[row], share)
        else:
            assert written(axes)[row] == "planned, no norm"


def test_the_figure_of_work_draws_another_key_figure_or_year_than_its_label_says():
    panels = drawn("work")
    reports = [TIDY.of("reports_in", period=year) for year in invented.YEARS]
    near([top for *_, top in bars(panels["Reports in"])], means(reports))
    near([(low[1], high[1]) for low, high in whiskers(panels["Reports in"])], ends_of(reports))
    axes, key_figures = panels["Cases"], ("cases_in", "taken_up_and_running", "taken_up", "finished")
    assert written(axes) == ["Cases that came in", "Taken up and in hand", "Taken up", "Finished"]
    for number, figure in enumerate(key_figures):
        values = [TIDY.of(figure, period=year) for year in invented.YEARS]
        for line in lines(axes)[2 * number : 2 * number + 2]:
            near(line[:, 1], means(values))
        near([ends for _, *ends in bands(axes)[number]], ends_of(values))
        assert axes.texts[number].get_color() == axes.lines[2 * number].get_color()
    assert ticks(axes.xaxis) == ticks(panels["Reports in"].xaxis) == ["2021", "2022", "2023*"]


def test_the_figure_of_steps_draws_another_share_than_the_run_has():
    (axes,) = drawn("hours_by_step").values()
    shares = list(run_tables.steps(OF).rows.items())
    assert ticks(axes.yaxis) == [label for label, _ in shares]
    cells = [row["Share of hours"] for _, row in shares]
    near([right for _, right, *_ in bars(axes)], [cell.centre for cell in cells])
    near([(low[0], high[0]) for low, high in whiskers(axes)], [(cell.low, cell.high) for cell in cells])
    for (label, _), cell, said in zip(shares, cells, written(axes), strict=True):
        number = said.removesuffix(" digital")
        assert (number != said) == (label == "Search")
        says(number, Shown("share", cell.centre))


def test_the_figure_of_load_draws_another_load_or_utilisation_than_the_run_has():
    (axes,) = drawn("load").values()
    teams = ["all", *invented.UNITS, *invented.POOLS]
    assert ticks(axes.yaxis) == ["All units", "Capital", "Coast", "Lakes", "Laboratory", "Mobile team"]
    places = dict(zip(teams, axes.get_yticks(), strict=True))
    loads = {team: of for team in teams if (of := TIDY.of("load_severe", team=team))}
    beside = [line for line in axes.lines if line.get_marker() in ("D", "x")]
    marks = {(line.get_marker(), float(line.get_ydata()[0])): float(line.get_xdata()[0]) for line in beside}
    wanted = {(mark, float(places[team])): TIDY.of(figure, team=team).mean
              for team in loads for mark, figure in (("D", "load_agreed"), ("x", "load_all"))}  # fmt: skip
    assert marks.keys() == wanted.keys()
    near([marks[key] for key in wanted], list(wanted.values()))
    near([(left, right) for left, right, *_ in bars(axes)], ends_of(loads.values()))
    said = dict(zip(loads, written(axes), strict=True))
    for team, place in places.items():
        here = [line for line in lines(axes) if set(line[:, 1]) == {place}]
        utilisation = TIDY.of("utilisation", team=team).mean
        near(here[-1][0, 0], utilisation)
        if team in loads:
            near(here[0][:, 0], sorted([utilisation, loads[team].mean]))
            near(here[1][0, 0], loads[team].mean)
            says(said[team], Shown("number", loads[team].mean))


def test_a_tile_shows_another_unit_or_number_than_the_run_has():
    severe = run_tables.largest_severe(OF)
    asked = {"Load of own people: severe work and judging": ("load_severe", "all", "number"),
             "Serious, begun within 14 d": ("share_within_norm", severe, "share")}  # fmt: skip
    for title, (figure, case, kind) in asked.items():
        texts = written(drawn("units")[title])
        for number, unit in enumerate(invented.UNITS):
            name, mean, ends = texts[3 * number : 3 * number + 3]
            values = TIDY.of(figure, team=unit, case=case)
            assert name == unit.capitalize()
            shown = Shown(kind, values.mean, values.low, values.high)
            says(f"{mean} ({ends})", shown)


LEVELS = {"Establishment": "establishment_fte", "Occupancy": "occupancy_fte", "Deployable": "deployable_fte"}


def check_levels(axes, team):
    """Establishment as a line, occupancy and deployable staff as lines within a band."""
    of = {
        name: [TIDY.of(figure, team=team, period=month) for month in invented.MONTHS] for name, figure in LEVELS.items()
    }
    for line, values in zip(lines(axes), of.values(), strict=True):
        near(line, list(zip(MONTH_MIDDLES, means(values), strict=True)))
    for band, name in zip(bands(axes), ("Occupancy", "Deployable"), strict=True):
        near(band, [(x, *ends) for x, ends in zip(MONTH_MIDDLES, ends_of(of[name]), strict=True)])


def test_the_figure_of_staff_draws_another_level_or_unit_than_it_says():
    (axes,) = drawn("staff").values()
    check_levels(axes, "all")
    for said, (name, figure), line in zip(written(axes), LEVELS.items(), axes.lines, strict=True):
        last = Shown("number", TIDY.of(figure, period="2023-06").mean)
        says(said, text(f"{name} {{n}}", n=last))
        assert axes.texts[list(LEVELS).index(name)].get_color() == line.get_color()
    panels = drawn("staff_by_unit")
    assert list(panels) == [unit.capitalize() for unit in invented.UNITS]
    for title, panel in panels.items():
        check_levels(panel, title.lower())


def test_the_figure_of_turnover_draws_another_cause_or_year_than_it_says():
    (axes,) = drawn("turnover").values()
    causes = {
        "Left the police": "resigned", "Other police work": "transferred", "Pension": "pension",
        "Early retirement (RPU)": "rpu", "Workload": "workload",
    }  # fmt: skip
    assert written(axes) == ["Newcomers", *causes]
    assert ticks(axes.xaxis) == ["2021", "2022", "2023 (part)"]
    hires, leavers = ([TIDY.of(figure, period=year) for year in invented.YEARS] for figure in ("hires", "leavers"))
    heights = np.array([high - low for *_, low, high in bars(axes)]).reshape(-1, len(invented.YEARS))
    near(heights[0], means(hires))
    for height, cause in zip(heights[1:], causes.values(), strict=True):
        near(-height, [TIDY.of(f"leavers_{cause}", period=year).mean for year in invented.YEARS])
    ends = [(low[1], high[1]) for low, high in whiskers(axes)]
    near(ends, [*ends_of(hires), *((-high, -low) for low, high in ends_of(leavers))])
    net = lines(axes)[0][:, 1]
    near(net, [a - b for a, b in zip(means(hires), means(leavers), strict=True)])


def test_the_figure_of_availability_draws_another_unit_or_share_than_it_says():
    (axes,) = drawn("availability").values()
    assert ticks(axes.yaxis) == ["Coast (6)", "Capital (8)", "Lakes (11)"]
    shares = [run_tables.available(OF, unit) for unit in ("coast", "capital", "lakes")]
    near([(left, right) for left, right, *_ in bars(axes)], ends_of(shares))
    near(lines(axes)[0][:, 0], means(shares))
    for said, values in zip(written(axes), shares, strict=True):
        says(said, Shown("share", values.mean))


def test_the_figure_of_ages_draws_another_age_or_side_than_it_says():
    rows = run_tables.ages(OF).rows
    panels = drawn("ages")
    assert list(panels) == ["At the start", "At the end"]
    for title, axes in panels.items():
        cells = [row[title] for row in rows.values()]
        near([right for _, right, *_ in bars(axes)], [cell.centre for cell in cells])
        near([(low[0], high[0]) for low, high in whiskers(axes)], [(cell.low, cell.high) for cell in cells])
    assert written(panels["At the end"]) == list(rows)


def test_the_figure_of_assumptions_draws_another_load_than_follows_from_the_run():
    (axes,) = drawn("assumptions").values()
    load, rows = TIDY.of("load_severe").mean, run_tables.assumptions(OF).rows
    found = iter(zip(bars(axes), written(axes), strict=True))
    for label, (name, row) in zip(ticks(axes.yaxis), rows.items(), strict=True):
        now = row["Value"]
        assert isinstance(now, Said)
        says(label, Said(f"{name}: {now.template}", now.numbers))
        for end in ("lowest", "highest"):
            (left, right, *_), text_at = next(found)
            near(sorted((left, right)), sorted((load, row[f"Load at the {end}"].centre)))
            says(text_at, row[end.capitalize()])
    near(axes.lines[0].get_xdata(), [load, load])
    near(axes.lines[1].get_xdata(), [1, 1])
