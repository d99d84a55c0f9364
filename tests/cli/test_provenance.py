"""`python -m tbkk_sim provenance`."""

import csv
import io
from pathlib import Path

import pytest

from tbkk_sim.cli.main import main
from tbkk_sim.config.compose import load_settings
from tbkk_sim.config.paths import conf_dir
from tbkk_sim.config.sources import entries_used
from tbkk_sim.settings.provenance import list_entries
from tests.builders import own_scenario


def _rows(capsys) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def test_all_numbers_of_conf_as_csv(capsys):
    assert main(["provenance", "--csv"]) == 0
    rows = _rows(capsys)
    entries = list_entries(conf_dir())
    assert len(rows) == len(entries)
    (row,) = [row for row in rows if row["key"] == "triage.automatic_share"]
    (entry,) = [entry for entry in entries if entry.key == "triage.automatic_share"]
    assert (float(row["value"]), row["from"]) == (entry.value, "A")
    assert (float(row["low"]), float(row["high"])) == (entry.low, entry.high)
    assert row["place"].startswith("triage/current.yaml:")


@pytest.mark.slow
def test_the_numbers_of_a_run(capsys):
    assert main(["provenance", "--csv", "+scenario=growth"]) == 0
    rows = {row["key"]: row for row in _rows(capsys)}
    assert rows["demand.streams.image.reports_per_year.2025"]["value"] == "100000"
    assert rows["demand.streams.image.reports_per_year.2025"]["place"].startswith("scenario/growth.yaml:")
    assert rows["demand.streams.image.reports_per_year.2020"]["place"].startswith("demand/current.yaml:")
    assert not any(key.startswith("staffing.units.desk") for key in rows)


def test_the_list_is_in_dutch(tmp_path, capsys):
    (tmp_path / "triage").mkdir()
    (tmp_path / "triage" / "mine.yaml").write_text("priority: 3\nhours_mean: 4  # P: a report\n")
    assert main(["provenance", "language=nl", "--conf", str(tmp_path)]) == 1
    out, err = capsys.readouterr()
    heading, *_, total, in_english = out.splitlines()
    assert heading.split() == ["sleutel", "waarde", "uit", "laag", "hoog", "toelichting", "plaats"]
    assert total == "2 getallen: 1 openbare bron"
    assert "in het Engels" in in_english
    assert err == "triage/mine.yaml:1: triage.priority = 3.0: geen bron\n"


@pytest.mark.slow
def test_the_numbers_of_a_scenario_of_ones_own(tmp_path, capsys):
    own_scenario(tmp_path, "question: What if?\ntriage: {automatic_share: 0.25}  # A [0.2, 0.3]: a guess of ours\n")
    (tmp_path / "scenario" / "broken.yaml").write_text("a: [\n")
    for typed in (["--config-dir", str(tmp_path), "+scenario=mine"], ["+scenario=mine", f"--config-dir={tmp_path}"]):
        assert main(["provenance", "--csv", *typed]) == 0
        (row,) = [row for row in _rows(capsys) if row["key"] == "triage.automatic_share"]
        assert (row["value"], row["note"]) == ("0.25", "a guess of ours")
        assert row["place"] == "scenario/mine.yaml:3"


def test_all_numbers_include_those_of_ones_own_folder(tmp_path, capsys):
    own_scenario(tmp_path, "triage: {automatic_share: 0.25}  # A [0.2, 0.3]: a guess of ours\n")
    assert main(["provenance", "--csv", "--config-dir", str(tmp_path)]) == 0
    values = [row["value"] for row in _rows(capsys) if row["key"] == "triage.automatic_share"]
    assert len(values) > 1
    assert values[-1] == "0.25"


@pytest.mark.slow
@pytest.mark.parametrize("typed", [[], ["+scenario=growth"]])
def test_a_folder_of_ones_own_that_is_not_there_is_refused(typed, capsys):
    assert main(["provenance", "--config-dir", "nowhere", *typed]) == 2
    assert "--config-dir nowhere\n      there is no such folder" in capsys.readouterr().err


@pytest.mark.slow
def test_a_number_that_was_typed_has_no_source_in_conf(capsys):
    assert main(["provenance", "--csv", "triage.automatic_share=0.25"]) == 0
    assert "triage.automatic_share" not in [row["key"] for row in _rows(capsys)]


def test_a_plain_table_when_nobody_watches(capsys):
    assert main(["provenance", "--from", "SP"]) == 0
    heading, *rows, total = capsys.readouterr().out.splitlines()
    assert heading.split() == ["key", "value", "from", "low", "high", "note", "place"]
    assert "Veiligheidsagenda" in "".join(rows)
    assert total.startswith(f"{len(rows)} numbers: ")
    assert "letter to parliament" in total
    assert "assumption" not in total


def test_a_number_without_a_source_is_told_with_its_place(tmp_path: Path, capsys):
    (tmp_path / "triage").mkdir()
    (tmp_path / "triage" / "mine.yaml").write_text("priority: 3\n")
    assert main(["provenance", "--conf", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "triage/mine.yaml:1: triage.priority = 3.0: no source\n"


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help(capsys, flag):
    assert main(["provenance", flag]) == 0
    assert "A assumption" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("written", "says"),
    [
        (b"caf\xe9: 5\n", "is not text in UTF-8"),
        (b"a: [\n", "a bracket is not closed"),
        (b"a: &a [*a]\n", "has a value that contains itself"),
        (b"a: &a {plan: *a}\n", "has a value that contains itself"),
        (b"a: " + b"[" * 3000 + b"]" * 3000, "is not valid YAML"),
        (
            b"a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
            + b"".join(b"%c: &%c [%s]\n" % (n, n, b", ".join([b"*%c" % (n - 1)] * 10)) for n in b"bcdefghijklm"),
            "has more than 100,000 values",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name_and_does_not_stop_a_run_that_does_not_use_it(
    written, says, tmp_path: Path, capsys
):
    (tmp_path / "triage").mkdir()
    (tmp_path / "triage" / "mine.yaml").write_bytes(written)
    assert main(["provenance", "--conf", str(tmp_path)]) == 2
    err = capsys.readouterr().err
    assert "mine.yaml" in err
    assert says in err
    entries = entries_used(load_settings(config_dir=str(tmp_path)))
    assert "triage.automatic_share" in [entry.key for entry in entries]
