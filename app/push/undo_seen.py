"""A record read right before an undo writes it: what somebody touched since is left as it is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from app.push.before import Seen, in_shape, seen
from app.push.undo_words import Words, shown_value
from app.records.change import MISSING, JsonObject, is_same, value_at
from app.records.checks import is_blank
from app.records.images import root_of
from app.records.paths import column_of
from app.records.reversal import Fields
from app.store.journal_values import Frozen, Verdict
from app.values import Change, Outcome, Record, SkipReason
from app.vendors.assess import assessed
from app.vendors.declaration import Kind, Options

_TOUCHED = "Somebody has changed it since."
_AS_BEFORE = "The vendor holds it as it was before."


@dataclass(frozen=True)
class SeenToUndo:
    """A record after it was looked at: as for any push, and what of the undo was dropped, in words."""

    seen: Seen
    words: Words = field(default_factory=Words)

    @property
    def verdict(self) -> Verdict | None:
        """Say why nothing is to be sent; None where something is."""
        frozen = self.seen.frozen
        if frozen.sent_edits or (frozen.change is Change.DELETED and not self.words):
            return None
        if self.words.why_kept:
            return Verdict(frozen.record_id, Outcome.SKIPPED, "", SkipReason.CONFLICT.value)
        if self.words.why_impossible:
            return Verdict(frozen.record_id, Outcome.SKIPPED, "", SkipReason.HELD_BACK.value)
        return Verdict(frozen.record_id, Outcome.SKIPPED, _AS_BEFORE, SkipReason.NO_CHANGE.value)


def seen_to_undo(
    kind: Kind, record: Record, frozen: Frozen, theirs: JsonObject, options: Options, *, vendor_title: str
) -> SeenToUndo:
    """Merge what the vendor holds, and drop from the undo what is not as the undone push left it.

    Dropped edits leave the working copy too: they were the undo's, and the vendor's value counts.
    """
    after = seen(kind, in_shape(kind, record), frozen, theirs, options)
    if frozen.change is Change.DELETED:
        return _deletion(kind, after, options)
    words, dropped = Words(), set[str]()
    mine_now = in_shape(kind, record).edits
    for path, mine in frozen.sent_edits.items():
        if not is_same(mine_now.get(path, MISSING), mine):
            words = words.kept(f"{_title(kind, path)} was edited here meanwhile.")
            continue
        left, held = value_at(frozen.before_base, path), value_at(theirs, path)
        if _is_touched(kind, path, left, held) and not is_same(held, mine):
            dropped.add(path)
            words = _explained(kind, words, frozen, theirs, path, vendor_title=vendor_title)
    return SeenToUndo(_without(kind, after, frozen, dropped, options), words)


def withdrawn(kind: Kind, record: Record, frozen: Frozen, options: Options) -> Record:
    """Take back what an undo had put into the working copy; what a person has pending stays."""
    shaped = in_shape(kind, record)
    ours = frozen.sent_edits
    edits = {path: value for path, value in shaped.edits.items() if not is_same(value, ours.get(path, MISSING))}
    conflicts = tuple(one for one in record.conflicts if one.path not in ours)
    is_deleting = record.is_deleting and frozen.change is not Change.DELETED
    bare = replace(record, edits=edits, conflicts=conflicts, is_deleting=is_deleting)
    return assessed(kind, bare, options)


def _is_touched(kind: Kind, path: str, left: object, held: object) -> bool:
    """Compare what the vendor holds with what the push left there."""
    if is_same(held, left) or (_is_empty(held) and _is_empty(left)):
        return False
    if path.endswith("]") and isinstance(left, dict) and isinstance(held, dict):
        fields = Fields(kind.column_by_path, kind.list_keys)
        return fields.leaves(column_of(path), left) != fields.leaves(column_of(path), held)
    return True


def _explained(
    kind: Kind, words: Words, frozen: Frozen, theirs: JsonObject, path: str, *, vendor_title: str
) -> Words:
    """Say why a field is left alone; one that is empty already needs no words where it is to be emptied."""
    title, held = _title(kind, path), value_at(theirs, path)
    if held is MISSING and not _is_shown(kind, frozen, theirs, path):
        return words.impossible(f"{vendor_title} does not show {title}, so what stood there is not known.")
    if _is_empty(held) and is_blank(frozen.sent_edits[path]):
        return words
    return words.kept(f"{title} was changed since: it is {shown_value(held)} now.")


def _title(kind: Kind, path: str) -> str:
    return Fields(kind.column_by_path, kind.list_keys).title(path)


def _is_shown(kind: Kind, frozen: Frozen, theirs: JsonObject, path: str) -> bool:
    """Tell an empty field from one that the vendor shows to nobody: of that it cannot say that it is gone."""
    if path.endswith("]"):
        return value_at(theirs, path[: path.rindex("[")]) is not MISSING
    if kind.holds is None:
        return root_of(path) in theirs
    left = value_at(frozen.before_base, path)
    as_left = replace(frozen, change=Change.CHANGED, sent_edits={path: left}).as_pending()
    return kind.holds(as_left, theirs) is False


def _without(kind: Kind, after: Seen, frozen: Frozen, dropped: set[str], options: Options) -> Seen:
    """Take the dropped edits back; what is left of the undo is no conflict, it was looked at here."""
    ours = set(frozen.sent_edits)
    edits = {path: value for path, value in after.record.edits.items() if path not in dropped}
    conflicts = tuple(one for one in after.record.conflicts if one.path not in ours)
    record = assessed(kind, replace(after.record, edits=edits, conflicts=conflicts), options)
    sent = {path: value for path, value in after.frozen.sent_edits.items() if path not in dropped}
    return Seen(record, replace(after.frozen, sent_edits=sent))


def _deletion(kind: Kind, after: Seen, options: Options) -> SeenToUndo:
    """A record that somebody changed since it was made is not deleted."""
    if not after.record.is_in_conflict:
        return SeenToUndo(after)
    record = assessed(kind, replace(after.record, is_deleting=False, conflicts=()), options)
    return SeenToUndo(Seen(record, after.frozen), Words().kept(_TOUCHED))


def _is_empty(value: object) -> bool:
    return value is MISSING or value is None
