"""What the packaged program starts with."""

from __future__ import annotations

import multiprocessing
import sys

if __name__ == "__main__":
    # A worker process of a bundle is the bundle started again: without this it would open windows without end.
    multiprocessing.freeze_support()
    from ui.__main__ import main  # a worker has no use for it

    sys.exit(main())
