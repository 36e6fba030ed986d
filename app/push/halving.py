"""Finding the refused records in a refused batch by halving it, and noticing when that leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.errors import ConfirmationNeeded
from app.store.journal_values import Entry, Frozen
from app.vendors.declaration import Kind, Options, Step

_SAME_WORDS_RUNNING = 2


@dataclass(frozen=True)
class RefusedBatch:
    """A batch the vendor refused as a whole, with its words."""

    entry: Entry
    words: str


@dataclass
class Family:
    """The halves of one batch, compared once all of them were answered.

    `same_words` counts how many times running both halves were refused in the same words.
    """

    size: int = 1
    answers: int = 0
    same_words: int = 0
    has_batches: bool = True
    words: list[str] = field(default_factory=list)
    refused: list[RefusedBatch] = field(default_factory=list)

    def answered(self, words: str = "") -> bool:
        """Note one answer, with the words of a refusal; tells whether it was the last one."""
        self.answers += 1
        if words:
            self.words.append(words)
        return self.answers == self.size

    def following(self, size: int) -> Family:
        """Begin the next generation: the parts of one of the refused batches."""
        is_same = self.size > 1 and len(self.words) == self.size and len(set(self.words)) == 1
        running = self.same_words + 1 if is_same else 0
        return Family(size, same_words=running, has_batches=bool(self.refused))

    @property
    def leads_nowhere(self) -> bool:
        """Say whether single records were reached and every half on the way was refused in the same words.

        A batch with a few bad rows of one kind has refused halves too, but soon one that is accepted; so
        the question waits for the bottom, some fourteen requests into a batch of a hundred.
        """
        return self.same_words >= _SAME_WORDS_RUNNING and not self.has_batches


def halves_of(kind: Kind, frozen: list[Frozen], options: Options) -> list[Step]:
    """Plan the halves of a batch from its records as they were frozen, under the switches of then."""
    middle = (len(frozen) + 1) // 2
    return [step for part in (frozen[:middle], frozen[middle:]) for step in _planned(kind, part, options)]


def _planned(kind: Kind, part: list[Frozen], options: Options) -> Iterator[Step]:
    return kind.plan((item.as_pending() for item in part), options)


def asks_to_go_on(vendor_title: str, words: str) -> ConfirmationNeeded:
    """The question when each part of a batch is refused in the same words."""
    return ConfirmationNeeded(
        f"{vendor_title} refuses every part of a batch in the same words, "
        f"so the cause may not be single records: {words}",
        remedy="Look at the history. Push again and confirm to try every record on its own.",
    )
