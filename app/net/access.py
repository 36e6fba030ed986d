"""How a client signs in: the secret headers, a token that ends, and the limit that comes with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from app.jobs import JobContext
from app.net.limits import Limiter, NoLimit
from app.net.requests import Pairs

SecretHeaders = Callable[[], Pairs]


class TokenSource(Protocol):
    """Gives the secret headers of a sign-in that ends, and another one after it was refused."""

    def headers(self, context: JobContext) -> Pairs: ...

    def accepted(self) -> None: ...

    def renew(self) -> bool: ...

    def forget(self) -> None: ...


def no_secrets() -> Pairs:
    """Give no secret headers, for a server that asks for none."""
    return ()


@dataclass(frozen=True)
class Access:
    """One sign-in; a client exchanges it whole, so that no request goes out under half of it.

    `headers` are asked for at each sending, and never kept in a request, an answer, an error or a repr.
    `token` gives more of them where a token must be asked for first.
    """

    headers: SecretHeaders = field(default=no_secrets, repr=False)
    token: TokenSource | None = field(default=None, repr=False)
    limiter: Limiter = field(default_factory=NoLimit, repr=False)
