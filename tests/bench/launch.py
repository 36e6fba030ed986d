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
LOOK_SECONDS = 0.1
HAS_SHARES = os.path.exists("/proc/self/smaps_rollup")  # noqa: PTH110  pathlib would double this process


def main(result: str, *command: str) -> int:
    began = time.monotonic()
    process = subprocess.Popen(command)
    peak_bytes, cpu_seconds = watched(process) if hasattr(os, "wait4") else (process.wait(), 0)
    ended = time.monotonic()
    with open(result, "w", encoding="utf-8") as file:  # noqa: PTH123  as above
        file.write(f"{process.returncode} {began} {ended} {peak_bytes} {cpu_seconds}")
    return 0


def watched(process: subprocess.Popen[bytes]) -> tuple[int, float]:
    """Wait for the end; returns the most memory that it and its children held at once, and their CPU time."""
    most = 0
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG if HAS_SHARES else 0)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return max(most, usage.ru_maxrss * UNIT), usage.ru_utime + usage.ru_stime
        most = max(most, sum(map(share_of, family(process.pid))))
        time.sleep(LOOK_SECONDS)


def family(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        try:
            for thread in os.listdir(f"/proc/{one}/task"):  # noqa: PTH208  as above
                with open(f"/proc/{one}/task/{thread}/children", encoding="ascii") as file:  # noqa: PTH123
                    found += map(int, file.read().split())
        except OSError:
            continue  # it has ended meanwhile
    return found


def share_of(pid: int) -> int:
    """What a process holds, with its share of what several hold together. *Units*: bytes."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:  # noqa: PTH123  as above
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
