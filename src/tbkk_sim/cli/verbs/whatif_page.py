"""The script that Streamlit runs for `python -m tbkk_sim whatif`."""

import argparse
from pathlib import Path

from tbkk_sim.cli.plans import composed_plans
from tbkk_sim.whatif.page import show


def main() -> None:
    """Show the page for what stands behind the name of this script."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--config-dir")
    parser.add_argument("--save-in", type=Path, required=True)
    parser.add_argument("overrides", nargs="*")
    chosen = parser.parse_args()
    show(composed_plans(tuple(chosen.overrides), chosen.config_dir, chosen.save_in))


if __name__ == "__main__":  # worker processes read this file too, and must not show a page
    main()
