"""Each kind of wrong input is refused in Dutch, with the key as it was typed and what is allowed."""

import json
import logging
import shlex
from contextlib import suppress

import pytest

from tbkk_sim.cli.language import note_command
from tbkk_sim.cli.main import main
from tbkk_sim.problem import Phrase

SETTINGS = [
    (
        "run=null",
        "run=null",
        "kiest een bestand uit een groep; toegestaan: history, long, precise, smoke, standard, textbook",
    ),
    ("run=smok", "run=smok", "toegestaan: history, long, precise, smoke, standard, textbook\n      bedoelt u smoke?"),
    ("hydra=5", "hydra", "is een instelling van Hydra die hier geen nut heeft"),
    ("+hydra.overrides.task=[a]", "hydra.overrides.task", "is een instelling van Hydra die hier geen nut heeft"),
    ("hydra.job_logging.root.level=NOPE", "hydra.job_logging.root.level", "toegestaan: CRITICAL, ERROR, WARNING"),
    ("--multirun 'seed=interval(1,5)'", "seed=interval(1,5)", "zegt niet welke waarden moeten worden doorgerekend"),
    ("run.end=9998-12-31", "run.end", "is '9998-12-31'; toegestaan: 1990-01-01 tot 2100-12-31"),
    (
        "triage.hours_mean=1e300",
        "triage.hours_mean",
        "is 1e+300; toegestaan: 0 tot en met 10\N{NO-BREAK SPACE}000 uren",
    ),
    ("engine=simpi", "engine", "is 'simpi'; toegestaan: auto, simpy, compiled\n      bedoelt u simpy?"),
    ("demand.growht=1", "demand.growht", "'growht' is geen instelling van demand; toegestaan: streams"),
    ("run.report=maybe", "run.report", "is 'maybe'; toegestaan: true of false"),
    ("+scenario=growth +scenario=tools", "+scenario", 'is meer dan eens opgegeven\n      neem ze samen: "+scenario='),
    (
        "++demand.streams.image.reports_per_year.2020=0",
        "demand.streams.image.reference_year",
        "in 2020 zijn er geen meldingen; geef een jaar met meldingen op",
    ),
    (
        "+scenario=textbook 'staffing.role_share={server: 0.4, after: 0.6}'",
        "staffing.role_share",
        "heeft geen after; wel server\n      een nieuwe naam voegt u apart toe: +staffing.role_share.after=0.6",
    ),
]
WORDS = [
    ("extend", "extend", "heeft RUN nodig: map van de run"),
    ("extend nowhere", "nowhere", "bestaat niet"),
    ("extend nowhere --replications x", "--replications x", "moet een geheel getal zijn van 1"),
    ("export nowhere", "nowhere", "bestaat niet"),
    ("export nowhere --cvs", "--cvs", "is geen optie van export"),
    ("study nowhere", "nowhere", "bestaat niet"),
    ("whatif --port abc", "--port abc", "moet een geheel getal zijn"),
    ("tune --nope", "--nope", "is geen optie van tune"),
    ("--info", "--info", "python -m tbkk_sim --help toont wat u kunt typen"),
    ("growt", "growt", "is geen opdracht; toegestaan: run, extend"),
    ("compare baseline", "compare", "heeft twee runs of meer nodig"),
    ("compare nothing growth", "nothing", "is geen map en geen scenario; scenario's: baseline"),
    ('compare "\'growth" baseline', "'growth", "is geen map en geen scenario"),
    ("tune tune=wher", "tune=wher", "is geen vraag; toegestaan: how_many, mix, robust, when, where"),
    (
        "tune tune=robust tune.robust.futures=5",
        "tune.robust.futures",
        "heet nu tune.robust.replications\n      schrijf tune.robust.replications=5",
    ),
    (
        "casework.classes.maker.priority=3",
        "casework.classes.maker.priority",
        "heet nu casework.classes.producer.priority\n      schrijf casework.classes.producer.priority=3",
    ),
    (
        "tune tune=how_many +tune.how_many.norms.maker.share=0.9",
        "tune.how_many.norms.maker",
        "heet nu tune.how_many.norms.producer",
    ),
    ("tune tune=robust tune.robust.over=[a.b]", "tune.robust.over", "'a.b' is geen getal van deze run"),
]


def refused(words: list[str], capsys) -> str:
    assert main(words) == 2
    return capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize(("typed", "key", "says"), SETTINGS + WORDS, ids=[typed for typed, _, _ in SETTINGS + WORDS])
def test_wrong_input_is_refused_in_dutch(typed, key, says, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    said = refused([*shlex.split(typed), "language=nl"], capsys)
    assert said.startswith("tbkk_sim: er is iets niet goed; daarom is er niets uitgevoerd.\n\n")
    assert f"\n  {key}\n      " in said
    assert says in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("manifest", ["null", "[]", '"x"', "{}", "{"])
@pytest.mark.parametrize("verb", ["export", "replay"])
def test_a_folder_that_somebody_touched_is_refused_in_the_language_of_its_run(verb, manifest, tmp_path, capsys):
    (tmp_path / "settings.json").write_text(json.dumps({"language": "nl"}), encoding="utf-8")
    (tmp_path / "manifest.json").write_text(manifest, encoding="utf-8")
    said = refused([verb, str(tmp_path)], capsys)
    assert "zou een manifest van dit programma moeten zijn: " in said


@pytest.mark.parametrize("number", ["99999999999999999999", "\N{ARABIC-INDIC DIGIT THREE}", "0"])
def test_a_number_of_replications_that_cannot_be_is_refused_in_dutch(number, tmp_path, capsys):
    (tmp_path / "settings.json").write_text(json.dumps({"language": "nl"}), encoding="utf-8")
    said = refused(["extend", str(tmp_path), "--replications", number], capsys)
    assert "moet een geheel getal zijn van 1 tot en met 1\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000" in said


HELP = {
    "--help": "Opdrachten\n",
    "extend --help": "map van de run",
    "compare --help": "niveau van de intervallen",
    "study --help": "map van de studie",
    "tune --help": "een wervingsplan voor de hele run",
    "whatif --help": "poort op deze computer",
    "replay --help": "welke toekomst, vanaf 0",
    "week --help": "lees een week bij een eenheid",
    "export --help": "alleen CSV-bestanden",
}


@pytest.mark.parametrize("typed", HELP)
def test_help_is_in_dutch(typed, capsys):
    with suppress(SystemExit):
        main([*typed.split(), "language=nl"])
    said = capsys.readouterr().out
    assert HELP[typed] in said
    assert "show " not in said
    assert "usage" not in said


def test_a_line_of_the_log_is_in_dutch(capsys, caplog):
    main(["--version", "language=nl"])  # lets lines of the log be said in the language of a command
    note_command(["language=nl"])
    logging.getLogger("tbkk_sim").warning(Phrase("Compiled in {seconds:.0f} seconds.", seconds=9.6))
    logging.getLogger("tbkk_sim").warning("%s", Phrase("Compiled in {seconds:.0f} seconds.", seconds=3))
    assert caplog.messages == ["Gecompileerd in 10 seconden.", "Gecompileerd in 3 seconden."]
    note_command([])
