"""Builds the site: `python -m sphinx -W --keep-going -E docs build/docs`. Nothing is fetched from elsewhere."""

import re
import sys
from pathlib import Path

from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

project = "tbkk_sim"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["attrs_inline", "deflist"]
myst_heading_anchors = 3
autodoc_typehints_format = "short"
default_role = "code"  # docstrings are Markdown in this: `text` is code
html_theme = "furo"
html_title = "tbkk_sim"
html_copy_source = False
html_show_sphinx = False


def fill_in(_app: Sphinx, _name: str, content: list[str]) -> None:
    """Put what follows from the code in the place of a line such as `<!-- from code: settings -->`."""
    from reference import PAGES

    content[0] = re.sub(r"^<!-- from code: (.+) -->$", lambda line: PAGES[line[1]](), content[0], flags=re.MULTILINE)


def setup(app: Sphinx) -> None:
    """Ask to see the text of each page before it is read."""
    app.connect("source-read", fill_in)
