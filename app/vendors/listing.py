"""What a list that is read page by page shows of itself: that it leads on, ends, or is not there at all."""

from __future__ import annotations

from collections.abc import Sequence

from app.errors import CounterfoilError, NoWayToRead, VendorError
from app.vendors.declaration import Kind, Vendor

MOST_PAGES = 100_000
_IDLE_PAGES = 3  # pages drift while records are added; so many without anything new are no drift
_NOT_THERE = (404, 405, 410, 501)


class Progress:
    """Notices a list that goes in circles or has no end. *Raises* VendorError then."""

    def __init__(self, vendor_title: str) -> None:
        self._vendor_title = vendor_title
        self._cursors: set[str] = set()
        self._keys: set[str] = set()
        self._last: Sequence[str] = ()
        self._idle = 0

    def note(self, cursor: str, keys: Sequence[str]) -> None:
        """Take note of the keys on one page."""
        self._idle = 0 if not self._keys.issuperset(keys) else self._idle + 1
        is_repeated = bool(keys) and keys == self._last
        if is_repeated or cursor in self._cursors or self._idle >= _IDLE_PAGES:
            words = f"{self._vendor_title} keeps giving the same page of its list."
            raise VendorError(words, remedy=_REMEDY)
        if len(self._cursors) >= MOST_PAGES:
            raise VendorError(f"The list of {self._vendor_title} does not end.", remedy=_REMEDY)
        self._cursors.add(cursor)
        self._keys.update(keys)
        self._last = keys


def refusal(vendor: Vendor, kind: Kind, status: int, said: str) -> CounterfoilError:
    """Say that a vendor does not give a list; where none is documented, that it could be expected."""
    if kind.read_switch and status in _NOT_THERE:
        title = next(option.title for option in vendor.options if option.name == kind.read_switch)
        words = f"{vendor.title} has no such list here (status {status}), and documents none."
        remedy = f"Switch off “{title}” for this connection; changes can be made and pushed without reading."
        return NoWayToRead(words, remedy=remedy)
    words = said or f"It answered with status {status}."
    return VendorError(f"{vendor.title} refused to list its records: {words}", remedy=_OPTIONS)


def no_list(vendor: Vendor) -> VendorError:
    """Say that an answer in place of a list holds none."""
    return VendorError(f"What came back is no list of {vendor.title}'s records.", remedy=_OPTIONS)


_REMEDY = "What was read is kept, and nothing counts as gone. Try again later."
_OPTIONS = "What was read before is kept. Look at the connection's options."
