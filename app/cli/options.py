"""Arguments and options that several commands share, each declared once."""

from __future__ import annotations

from typing import Annotated

import typer

KindName = Annotated[str, typer.Argument(metavar="KIND", help="A record kind, such as traede.customers.")]
ConnectionName = Annotated[
    str, typer.Option("--connection", metavar="NAME", help="The connection by its name.")
]
AnyConnectionName = Annotated[
    str | None, typer.Option("--connection", metavar="NAME", help="Only this connection.")
]
Key = Annotated[str, typer.Option("--key", metavar="KEY", help="A record's key, or # and its local number.")]
Keys = Annotated[
    list[str], typer.Option("--key", metavar="KEY…", help="A record's key, or # and its local number.")
]
MoreKeys = Annotated[list[str] | None, typer.Argument(metavar="[KEY]…", help="More keys.")]
SessionCredentials = Annotated[
    str | None,
    typer.Option(
        "--session-credentials",
        metavar="FILE",
        help="Credentials for this run alone, as a JSON object in a file or on stdin (-). Nothing is stored.",
    ),
]
