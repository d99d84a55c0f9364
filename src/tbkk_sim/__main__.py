"""`python -m tbkk_sim`."""

import sys

from tbkk_sim.cli.verbs import main

if __name__ == "__main__":
    sys.exit(main())
