"""Folders for output are seen before any work."""

import tempfile

from tbkk_sim.system.output_places import check_place


def test_a_folder_that_another_check_takes_away_is_no_reason_to_refuse(tmp_path, monkeypatch):
    folder = tmp_path / "new"
    make = tempfile.mkdtemp

    def taken_away_first(dir):
        dir.rmdir()
        return make(dir=dir)

    folder.mkdir()
    monkeypatch.setattr(tempfile, "mkdtemp", taken_away_first)
    check_place("--save-in", folder)
    assert list(tmp_path.iterdir()) == []
