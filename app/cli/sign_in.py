"""Another sign-in in the middle of a run: asked for at a terminal without an echo, kept as the window does."""

from __future__ import annotations

import getpass
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.cli.console import Console
from app.cli.work import stoppable
from app.errors import CredentialError, SignInRefused, UsageError
from app.jobs import JobContext
from app.vendors.registry import vendor_named

if TYPE_CHECKING:
    from app.values import Connection
    from app.workspace import Workspace

WAY_ON = "Here: run it at a terminal, which asks for others, or give them with --session-credentials FILE."
_HOW = "Nothing typed is shown. Enter alone keeps what is stored; Ctrl+C stops, and the rest stays as it is."


@contextmanager
def signed_in(console: Console, workspace: Workspace, connection: Connection) -> Iterator[JobContext]:
    """Give a context for a run at a vendor; at a terminal it asks for another sign-in and goes on.

    *Raises* what the run does; where nobody can be asked, a refused sign-in says how to go on.
    """
    question = SignInQuestion(console, workspace, connection) if console.is_asking else None
    try:
        with stoppable(console, ask_sign_in=question.ask if question else None) as job:
            yield job
    except SignInRefused as error:
        error.remedy = f"{error.remedy} {way_on(console)}".strip()
        raise


def way_on(console: Console) -> str:
    """Say how a refused sign-in is mended where nobody could be asked."""
    return "" if console.is_asking else WAY_ON


class SignInQuestion:
    """Asks for the secrets of one connection."""

    def __init__(self, console: Console, workspace: Workspace, connection: Connection) -> None:
        self._console = console
        self._workspace = workspace
        self._connection = connection
        self._fields = [one for one in vendor_named(connection.vendor).credentials if one.is_secret]

    def ask(self, words: str) -> bool:
        """Ask until something can be sent; False where the person would rather stop."""
        self._console.hint(f"{words}\n{_HOW}")
        with _interruptible():
            try:
                while not self._is_kept(self._typed()):
                    pass
            except (KeyboardInterrupt, EOFError, OSError):  # the last: the terminal is gone
                self._console.hint("")  # the prompt's line ends here
                return False
        self._console.hint("Going on.")
        return True

    def _typed(self) -> dict[str, str]:
        """Read every secret from the terminal; what was left empty is not in it."""
        asked = {
            one.name: getpass.getpass(f"{one.title} of {self._connection.name}: ", sys.stderr)
            for one in self._fields
        }
        return {name: text for name, text in asked.items() if text.strip()}

    def _is_kept(self, secrets: dict[str, str]) -> bool:
        try:
            if secrets:
                self._keep(secrets)
        except UsageError as error:
            self._console.hint(str(error))
            return False
        return True

    def _keep(self, secrets: dict[str, str]) -> None:
        """In the keyring, unless this run signs in with what is not stored, or there is no keyring."""
        credential_id = self._workspace.store.connections.get(self._connection.id).credential_id
        is_for_session = self._workspace.credentials.is_for_session(credential_id)
        try:
            self._edit(secrets, for_session_only=is_for_session)
        except CredentialError as error:
            self._edit(secrets, for_session_only=True)
            self._console.hint(f"{error.message} They are used for this run alone.")

    def _edit(self, secrets: dict[str, str], *, for_session_only: bool) -> None:
        from app.services.connections import edit_connection  # noqa: PLC0415  commands load what they use

        edit_connection(
            self._workspace, self._connection.id, secrets=secrets, for_session_only=for_session_only
        )


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let a signal end the waiting for keys: a handler that returns would leave it waiting."""
    wanted = (signal.SIGINT, signal.SIGTERM)
    before = {each: signal.signal(each, signal.default_int_handler) for each in wanted}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
