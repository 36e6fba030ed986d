"""Sends bodies from a file, so many at once: what a push costs at the very least."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

# Written down here, so that nothing of the program is loaded and timed.
SIGN_INS = {
    "traede": {"Authorization": "Bearer {access_token}", "X-Traede-App-Key": "{app_key}"},
    "softwareone": {"Authorization": "Bearer {api_token}"},
}


def main(url: str, bodies: str, credentials: str, vendor: str, at_once: str) -> int:
    """*Shape* of bodies: JSON list of [content type, body]."""
    secrets = json.loads(Path(credentials).read_text(encoding="utf-8"))
    headers = {name: template.format_map(secrets) for name, template in SIGN_INS[vendor].items()}
    with (
        httpx.Client(trust_env=False, timeout=60, headers=headers) as client,
        ThreadPoolExecutor(int(at_once)) as pool,
    ):

        def send(each: tuple[str, str]) -> None:
            content_type, body = each
            headers = {"Content-Type": content_type}
            client.post(url, content=body.encode(), headers=headers).raise_for_status()

        list(pool.map(send, json.loads(Path(bodies).read_text(encoding="utf-8"))))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
