"""`python -m tests.specs FOLDER`: every request and answer against the vendors' own API descriptions.

FOLDER holds one OpenAPI document per vendor. Where the pages lie beside it in `../seeds`, every name on them
must have its row in `tests/vendors/seed_fields.csv`, too.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# Before any folder is looked up: a person's own settings and rate limits are left alone.
os.environ["COUNTERFOIL_HOME"] = tempfile.mkdtemp(prefix="counterfoil-specs-")

from app.vendors.registry import vendor_named
from tests.specs.coverage import not_played
from tests.specs.documents import Document
from tests.specs.findings import Finding, Known, read_known, unexplained, unused
from tests.specs.judging import judged
from tests.specs.recording import Exchange
from tests.specs.seed_pages import gaps, pages_in
from tests.specs.traffic import PLAYS, traffic_of
from tests.vendors.seed_fields import seed_fields

SEEDS = Path("..", "seeds")


def main(arguments: list[str]) -> int:
    """Check one folder; 0 where nothing is new, 1 where something is, 2 for a folder that is none."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        sys.stderr.write("usage: python -m tests.specs FOLDER (of OpenAPI documents, one per vendor)\n")
        return 2
    folder, known = Path(arguments[0]), read_known()
    try:
        complaints = [*check_documents(folder, known), *check_seed_pages(folder / SEEDS)]
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for one in complaints:
        say(one)
    say(f"{len(complaints)} to look at." if complaints else "Nothing new.")
    return 1 if complaints else 0


def check_documents(folder: Path, known: Known) -> Iterator[str]:
    """Play each vendor and hold what went over the wire against its document; says what is new or stale."""
    findings: list[Finding] = []
    used: set[tuple[str, str]] = set()
    documents = {vendor: Document.read(folder / f"{vendor}.json", known.additions) for vendor in PLAYS}
    # Side by side, since one of them mostly waits for its rate limit.
    with ThreadPoolExecutor() as pool:
        traffic = dict(zip(PLAYS, pool.map(traffic_of, PLAYS), strict=True))
    for vendor, exchanges in traffic.items():
        document = documents[vendor]
        found = [one for exchange in exchanges for one in judged(document, exchange)]
        _tell(document, exchanges, found)
        findings += found
        used |= {(vendor, name) for name in _operations(document, exchanges)}
        yield from (f"{vendor}: never played: {one}" for one in not_played(vendor_named(vendor), exchanges))
    yield from (f"new: {one}" for one in unexplained(findings, known.differences))
    stale = [str(one) for one in unused(findings, known.differences)]
    stale += [str(one) for one in known.additions if (one.document, one.operation) not in used]
    yield from (f"listed in differences.toml, but no longer there: {one}" for one in stale)


def check_seed_pages(folder: Path) -> Iterator[str]:
    """Hold the list of seed fields against the pages, where they are."""
    if not folder.is_dir():
        say("No pages lie beside the documents: the list of seed fields was not held against them.")
        return
    pages, fields = pages_in(folder), seed_fields()
    say(f"{len(pages)} pages against {len(fields)} rows of seed_fields.csv")
    yield from gaps(pages, fields)


def _tell(document: Document, exchanges: list[Exchange], found: Iterable[Finding]) -> None:
    ours = sum(one.is_ours for one in exchanges)
    answers = sum(bool(one.status) for one in exchanges)
    kind = "pieced together from its pages" if document.is_reconstruction else "the vendor's own"
    differences = len({str(one) for one in found})
    say(f"{document.name}.json ({kind}): {ours} requests, {answers} answers, {differences} differences")


def _operations(document: Document, exchanges: Iterable[Exchange]) -> set[str]:
    found = (document.find(one.method, one.path) for one in exchanges)
    return {operation.name for operation in found if operation is not None}


def say(text: str) -> None:
    """Print at once, so that it stands in the order of what happened."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    finally:
        shutil.rmtree(os.environ["COUNTERFOIL_HOME"], ignore_errors=True)
