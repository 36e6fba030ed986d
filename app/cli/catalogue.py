"""Commands that need no workspace: kinds, template, sandbox."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli import shapes
from app.cli.exit_codes import WELL
from app.cli.options import KindName
from app.cli.session import Session
from app.vendors.registry import all_kinds, kind_named


def add_to(cli: typer.Typer) -> None:
    """Add the commands to the program."""
    cli.command()(kinds)
    cli.command()(template)
    cli.command()(sandbox)


def kinds(context: typer.Context) -> int:
    """List the record kinds and their columns."""
    session: Session = context.obj
    known = all_kinds()
    lines = [line for name, kind in known.items() for line in _lines(name, shapes.kind(kind))]
    session.console.result({name: shapes.kind(kind) for name, kind in known.items()}, lines)
    return WELL


def _lines(name: str, shape: shapes.Shape) -> list[str]:
    width = max(len(field["column"]) for field in shape["fields"])
    columns = [
        f"  {field['column']:<{width}}  {field['type']:<8}  {field['title']}" for field in shape["fields"]
    ]
    return [f"{name}  {shape['title']}", *columns]


def template(context: typer.Context, kind: KindName) -> int:
    """Print an example CSV of a record kind."""
    from app.services.template import template as template_of  # noqa: PLC0415  commands load what they use

    session: Session = context.obj
    text = template_of(kind_named(kind))
    if session.console.is_json:
        session.console.result({"kind": kind, "csv": text}, ())
    else:
        session.console.text(text)
    return WELL


def sandbox(
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 0,
    records: Annotated[int, typer.Option(min=0, help="Records per vendor.")] = 200,
    seed: Annotated[int, typer.Option(help="The same seed gives the same records.")] = 1,
) -> int:
    """Run the vendors' simulators on 127.0.0.1 until it is stopped."""
    from app.sandbox.server import serve  # noqa: PLC0415  brings the web server

    serve(port, records, seed=seed)
    return WELL
