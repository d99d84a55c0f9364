"""What the program uses of Hydra and OmegaConf that is not public; a new release may change it without a word."""

import ast
import re
from pathlib import Path

SRC = Path(__file__).resolve().parents[2] / "src"
KNOWN = {
    "hydra._internal.config_loader_impl.ConfigLoaderImpl",
    "hydra._internal.core_plugins.basic_launcher",
    "hydra._internal.hydra.Hydra",
    "hydra._internal.utils.create_config_search_path",
    "hydra._internal.utils.get_args_parser",
}
"""Each has its reason where it is used. `python scripts/try_hydra.py` tries them with what comes."""
OF_NODES = r"\._(?:get_node|is_none|is_missing|is_interpolation|value|metadata|set_flag|get_flag|content)\b"


def test_no_more_of_hydra_is_used_than_is_known():
    used = set()
    for text in (file.read_text(encoding="utf-8") for file in SRC.rglob("*.py")):
        if not re.search(r"hydra|omegaconf", text):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom):
                used |= {f"{node.module}.{name.name}" for name in node.names}
            elif isinstance(node, ast.Import):
                used |= {name.name for name in node.names}
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                used |= set(re.findall(r"^(?:hydra|omegaconf)\._[\w.]+$", node.value))
    not_public = {name for name in used if re.match(r"(?:hydra|omegaconf)\.", name) and "._" in name}
    assert not_public == KNOWN


def test_nodes_of_omegaconf_are_asked_by_its_public_functions():
    places = [file for file in SRC.rglob("*.py") if "omegaconf" in file.read_text(encoding="utf-8")]
    assert len(places) > 5
    assert not [file.name for file in places if re.search(OF_NODES, file.read_text(encoding="utf-8"))]
