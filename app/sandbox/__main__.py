"""`python -m app.sandbox`: the sandbox as a program of its own."""

from __future__ import annotations

import argparse
import sys

from app.errors import CounterfoilError
from app.sandbox.server import serve


def main() -> int:
    """Serve until SIGINT or SIGTERM and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m app.sandbox", description="Simulators on 127.0.0.1.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--records", type=int, default=200, help="records per vendor")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same records")
    options = parser.parse_args()
    try:
        serve(options.port, options.records, seed=options.seed)
    except CounterfoilError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
