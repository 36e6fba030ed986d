"""Starts a program from a process that holds little itself, and writes down when, how long, how much.

A child counts what its parent held at the fork as its own peak (Linux, `ru_maxrss`), so that a big parent
cannot measure a small child. Arguments: the file to write to, then the command.
"""

import os
import subprocess
import sys
import time

# Linux counts in KiB, macOS in bytes.
UNIT = 1 if sys.platform == "darwin" else 1024


def main(result: str, *command: str) -> int:
    began = time.monotonic()
    process = subprocess.Popen(command)
    if hasattr(os, "wait4"):
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        peak_bytes = usage.ru_maxrss * UNIT
    else:
        process.wait()
        peak_bytes = 0
    ended = time.monotonic()
    with open(result, "w", encoding="utf-8") as file:  # noqa: PTH123  pathlib would double this process
        file.write(f"{process.returncode} {began} {ended} {peak_bytes}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
