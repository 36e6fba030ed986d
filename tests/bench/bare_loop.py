"""Sends bodies from a file one after another: what a push costs at the very least."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import httpx


def main(url: str, bodies: str, credentials: str) -> int:
    secrets = json.loads(Path(credentials).read_text(encoding="utf-8"))
    headers = {
        "Authorization": f"Bearer {secrets['access_token']}",
        "X-Traede-App-Key": secrets["app_key"],
        "Content-Type": "application/json",
    }
    with httpx.Client(trust_env=False, timeout=60, headers=headers) as client:
        for body in json.loads(Path(bodies).read_text(encoding="utf-8")):
            client.post(url, content=body.encode()).raise_for_status()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
