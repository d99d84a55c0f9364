"""The names of the files in a run folder."""

import re

from tbkk_sim.system.lock import HOLDER, LOCK

SETTINGS, MANIFEST = "settings.json", "manifest.json"
KEY_FIGURES, EVENTS, PEOPLE, SUMMARY = "key_figures.parquet", "events.parquet", "people.parquet", "summary.csv"
PROVENANCE, PRECISION, CHANGES = "provenance.csv", "precision.json", "changes.json"
TYPED, COMPOSED = ".hydra/overrides.yaml", ".hydra/config.yaml"
"""The overrides that were typed, and the configuration that was composed from them."""
PARTS, PARTS_OF = "parts", "of.json"
"""Folder of the replications of an unfinished run, and in it the file that says which run they are of."""
PART = re.compile(r"[a-z]+-([0-9]{7})\.npy", re.ASCII)
REPORT, REPORT_SUMMARY, FIGURES = "report.html", "summary.md", "figures"
"""Files of the report; the page is written last, so that where it is, the report is whole."""
NOT_HASHED = {MANIFEST, PARTS, LOCK, HOLDER}
"""Files and folders that the manifest does not vouch for, besides logs and the report."""
