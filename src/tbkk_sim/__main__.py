"""`python -m tbkk_sim`."""

import sys
from collections.abc import Sequence

from tbkk_sim.system.stopping import end_if_stopped, exit_code_of, heeding_signals


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says and return its exit code; a stop is heeded from here on."""
    with heeding_signals(end_if_stopped):
        try:
            from tbkk_sim.cli.main import main as do

            return do(argv)
        except KeyboardInterrupt as stop:
            print("tbkk_sim: stopped.", file=sys.stderr)  # noqa: T201
            return exit_code_of(stop)


if __name__ == "__main__":
    sys.exit(main())
