"""`python -m tbkk_sim`."""

import sys

from tbkk_sim.stopping import exit_code_of, heeding_signals, ignore_signals


def main() -> int:
    """Do what the command line says and return its exit code; a stop is heeded from here on."""
    try:
        with heeding_signals():
            from tbkk_sim.cli.verbs import main as do

            return do()
    except KeyboardInterrupt as stop:
        print("tbkk_sim: stopped.", file=sys.stderr)  # noqa: T201
        return exit_code_of(stop)
    finally:
        ignore_signals()  # all is done, and the process ends in an instant


if __name__ == "__main__":
    sys.exit(main())
