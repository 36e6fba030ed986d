"""The self-check: doctor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import typer

from app.cli.exit_codes import STOPPED, WELL
from app.cli.session import Session


def add_to(cli: typer.Typer) -> None:
    """Add the command to the program."""
    cli.command()(doctor)


def doctor(context: typer.Context) -> int:
    """Check the installation and the workspace; the text is what a support person needs, redacted."""
    from app.services.doctor import examine  # noqa: PLC0415  commands load what they use

    session: Session = context.obj
    report = examine(session.folder)
    session.console.result(report.as_json(), _lines(report.as_json()))
    return WELL if report.is_well else STOPPED


def _lines(value: Mapping[str, object], indent: str = "") -> Iterator[str]:
    for name, found in value.items():
        if isinstance(found, Mapping):
            yield f"{indent}{name}:"
            yield from _lines(found, f"{indent}  ")
        else:
            yield f"{indent}{name}: {found}"
