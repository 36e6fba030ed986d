"""Every deliberate exception of Counterfoil.

    CounterfoilError
    ├── UsageError             what was asked for cannot be done as said; nothing changed
    │   ├── NotFound           no such connection, record, proposal, push or kind
    │   ├── NotAllowed         it would break a promise (locked key, record in flight, open journal)
    │   └── UnusableFile       the file cannot be read as a table of that kind
    │       └── Misread        it may be one: another encoding, delimiter, row or sheet could help
    ├── StoreError             the workspace could not be opened or written
    │   ├── WorkspaceBusy      another process writes to it
    │   ├── WorkspaceTooNew    a newer Counterfoil made it; left untouched
    │   ├── WorkspaceDamaged   the file is no sound workspace
    │   └── StoreFull          no space, or the folder is read-only
    ├── CredentialError        secrets could not be kept or read
    │   ├── NoKeyring          there is no credential store, or it refused
    │   ├── KeyringLocked      it is locked and nobody unlocked it
    │   ├── KeyringTimeout     it did not answer in time
    │   └── CredentialsMissing this connection has no credentials stored
    ├── VendorError            the run had to stop; every change stays pending
    │   ├── SignInRefused      the vendor does not take these credentials
    │   ├── Offline            the vendor cannot be reached
    │   ├── WrongAddress       something answers there, but not this vendor's API
    │   └── TooManyFailures    a run of failures in a row
    ├── NoWayToRead            the vendor documents no way to read these records
    ├── ConfirmationNeeded     an unusual push wants an answer first (promise P14)
    ├── NotNow                 a pause or a wait came first: nothing was sent, and it goes out later
    └── Cancelled              the person pressed Stop; what was done stays done

A message says what happened; `remedy` says what to do. Neither ever holds a secret or the query of
an address. Errors about single rows or records are values (`Problem`, outcomes), not exceptions.
"""

from __future__ import annotations


class CounterfoilError(Exception):
    """Base of all deliberate errors: `str()` is the message and the remedy, fit to be shown."""

    exit_code = 5

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class UsageError(CounterfoilError):
    exit_code = 2


class NotFound(UsageError):
    pass


class NotAllowed(UsageError):
    pass


class UnusableFile(UsageError):
    pass


class Misread(UnusableFile):
    """`reading` is how it was tried, an `app.intake.values.Reading`."""

    def __init__(self, message: str, *, remedy: str, reading: object) -> None:
        super().__init__(message, remedy=remedy)
        self.reading = reading


class StoreError(CounterfoilError):
    pass


class WorkspaceBusy(StoreError):
    pass


class WorkspaceTooNew(StoreError):
    pass


class WorkspaceDamaged(StoreError):
    pass


class StoreFull(StoreError):
    pass


class CredentialError(CounterfoilError):
    pass


class NoKeyring(CredentialError):
    pass


class KeyringLocked(CredentialError):
    pass


class KeyringTimeout(CredentialError):
    pass


class CredentialsMissing(CredentialError):
    pass


class VendorError(CounterfoilError):
    pass


class SignInRefused(VendorError):
    pass


class Offline(VendorError):
    pass


class WrongAddress(VendorError):
    pass


class TooManyFailures(VendorError):
    pass


class NoWayToRead(CounterfoilError):
    pass


class ConfirmationNeeded(CounterfoilError):
    pass


class NotNow(CounterfoilError):
    pass


class Cancelled(CounterfoilError):
    pass
