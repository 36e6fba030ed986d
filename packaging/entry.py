"""What the packaged program starts with."""

from __future__ import annotations

import multiprocessing
import sys

from ui.__main__ import main

if __name__ == "__main__":
    # A worker process of a bundle is the bundle started again: without this it would open windows without end.
    multiprocessing.freeze_support()
    sys.exit(main())
