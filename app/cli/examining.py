"""The self-check: doctor."""

from __future__ import annotations

import typer

from app.cli.exit_codes import STOPPED, WELL
from app.cli.session import Session


def add_to(cli: typer.Typer) -> None:
    """Add the command to the program."""
    cli.command()(doctor)


def doctor(context: typer.Context) -> int:
    """Check the installation and the workspace; the text is what a support person needs, redacted."""
    from app.services.doctor import examine, lines_of  # noqa: PLC0415  commands load what they use

    session: Session = context.obj
    report = examine(session.folder)
    session.console.result(report.as_json(), lines_of(report.as_json()))
    return WELL if report.is_well else STOPPED
