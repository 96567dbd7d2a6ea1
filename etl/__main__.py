"""`python -m etl …`: the command line of etl.cli."""

import sys

from etl.cli.app import main

if __name__ == "__main__":
    sys.exit(main())
