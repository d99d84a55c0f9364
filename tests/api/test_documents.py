"""What the documents and the example notebook show of the API runs."""

import re
from pathlib import Path

import pytest

import tbkk_sim as ts

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guides" / "study_in_a_notebook.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = [GUIDE, *(page for page in (ROOT / "README.md",) if "import tbkk_sim as ts" in page.read_text("utf-8"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_code_of_a_page_runs_from_top_to_bottom(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    blocks, names = BLOCK.findall(page.read_text(encoding="utf-8")), {}
    assert blocks
    for block in blocks:
        exec(compile(block, page.name, "exec"), names)
    if page == GUIDE:
        assert "run.replicatons did you mean replications?" in capsys.readouterr().out
        assert (tmp_path / "my_run" / "manifest.json").is_file()
        assert names["answer"].extra_fte == 2
        functions = [name for name in ts.__all__ if name.islower() and name != "__version__"]
        assert all(f"`{name}(" in GUIDE.read_text("utf-8") for name in functions)
