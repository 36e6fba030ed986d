"""What undoing a push would do to one of its records: pure, so that review and push come to the same."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from app.push.before import in_shape
from app.push.undo_words import Words, shown_value
from app.records.change import MISSING, Edits, JsonObject, is_same, opened, value_at, with_edit
from app.records.reversal import Fields, Irreversible, Place, Standing, reversal, standing
from app.store.journal_values import Frozen
from app.store.undos import Applied
from app.values import BaseState, Change, Record
from app.vendors.assess import assessed
from app.vendors.declaration import Action, Kind, Options

_TO_BE_DELETED = "It is to be deleted, which was not pushed yet."


@dataclass(frozen=True)
class Done:
    """What a push did to one record: how it was frozen, what was carried out, and what came later.

    `later_push` is the last push that did something to it since, 0 for none. With `was_tried` an earlier undo
    was about to delete it: that it is to be deleted is its doing.
    """

    frozen: Frozen
    effects: tuple[Applied, ...]
    later_push: int = 0
    was_tried: bool = False


@dataclass(frozen=True)
class Rules:
    """Under which declaration a push is undone, and which records a person named for deletion."""

    kind: Kind
    vendor_title: str
    options: Options
    confirmed: frozenset[str] = frozenset()

    @property
    def fields(self) -> Fields:
        return Fields(self.kind.column_by_path, self.kind.list_keys, self.kind.masked)

    def action(self, name: str) -> Action | None:
        return next((one for one in self.kind.actions if one.name == name), None)


@dataclass(frozen=True)
class Weighed:
    """What an undo would send of one record: `proposed` is the record with that and nothing else pending.

    It is None where nothing is to be sent; `words` say what is not reversed. Where `action` is given, that
    is run instead of sending edits. `needs_number` waits for a person to name the record.
    """

    done: Done
    record: Record | None
    proposed: Record | None = None
    action: Action | None = None
    words: Words = field(default_factory=Words)
    needs_number: bool = False

    @property
    def key(self) -> str:
        """What the record is called, or was while the vendor had it."""
        return (self.record.key if self.record is not None else "") or self.done.frozen.key


def weigh(rules: Rules, done: Done, record: Record | None) -> Weighed:
    """Compare what the push left of a record with what is known of it now."""
    if record is None:
        return _impossible(done, None, "It is no longer in this workspace.")
    if record.busy:
        return _kept(done, record, "Its last request was sent, and its outcome is not known yet.")
    return _weigh_done(rules, done, record)


def _weigh_done(rules: Rules, done: Done, record: Record) -> Weighed:
    if any(one.deletes for one in done.effects):
        return _impossible(done, record, "A deletion cannot be undone.")
    if action := rules.action(done.effects[-1].operation):
        return _weigh_action(rules, done, record, action)
    if done.frozen.before_seen is not None:
        return _weigh_fields(rules, done, record)
    if done.frozen.change is Change.ADDED:
        return _weigh_add(rules, done, record)
    words = f"{rules.vendor_title} cannot be read, so what stood there before is not known."
    return _impossible(done, record, words)


def left_by(done: Done) -> JsonObject:
    """What the vendor held of a record after the push, of the fields that it wrote."""
    held = dict(_sent(done))
    for effect in done.effects:
        held |= effect.after_seen or {}
    return held


def with_proposed(record: Record, weighed: Weighed) -> Record:
    """Put what an undo proposes into the working copy, beside what a person has pending elsewhere."""
    assert weighed.proposed is not None  # noqa: S101  the caller looked
    if weighed.proposed.is_deleting:
        return replace(record, edits={}, is_deleting=True)
    edits = record.edits
    for path, value in weighed.proposed.edits.items():
        edits = with_edit(record.base, edits, path, value)
    return replace(record, edits=edits, directives={**record.directives, **weighed.proposed.directives})


def _weigh_fields(rules: Rules, done: Done, record: Record) -> Weighed:
    if not rules.kind.can_be_read:
        unread = f"{rules.vendor_title} cannot be read now, so whether somebody touched it since is not known."
        return _impossible(done, record, unread)
    if record.base_state is not BaseState.KNOWN:
        return _impossible(done, record, f"{rules.vendor_title} no longer has it.")
    if record.is_deleting:
        return _kept(done, record, _TO_BE_DELETED)
    words, edits = _sorted_out(rules, done, record)
    if not edits:
        return Weighed(done, record, words=words)
    bare = replace(
        record, edits=edits, directives=dict(done.frozen.sent_directives), is_deleting=False, conflicts=()
    )
    proposed = assessed(rules.kind, in_shape(rules.kind, bare), rules.options)
    error = next((one.message for one in proposed.problems if one.is_error), "")
    if error:
        return Weighed(done, record, words=words.impossible(error))
    return Weighed(done, record, proposed, words=words)


def _sorted_out(rules: Rules, done: Done, record: Record) -> tuple[Words, Edits]:
    """Sort the places that the push changed: what is put back, and what is not and why."""
    words, fields, edits = _already(done), rules.fields, Edits()
    places = reversal(fields, before=done.frozen.before_seen or {}, sent=_sent(done), after=left_by(done))
    for place in places:
        if isinstance(place, Irreversible):
            words = words.impossible(place.why)
            continue
        how = standing(fields, place, record.base)
        if how is Standing.TOUCHED:
            now = shown_value(value_at(record.base, place.path))
            words = words.kept(f"{fields.title(place.path)} was changed since: it is {now} now.")
        elif how is Standing.AS_LEFT and _is_pending(record, place):
            words = words.kept(f"{fields.title(place.path)} has a change of yours that was not pushed yet.")
        elif how is Standing.AS_LEFT:
            edits |= place.edits
            words = _noted(rules, words, place)
    return words, edits


def _noted(rules: Rules, words: Words, place: Place) -> Words:
    """Say that an element which the vendor numbers comes back as another one."""
    if not place.nameless or not rules.fields.names_itself(place.path.partition("[")[0]):
        return words
    name = place.path.partition("[")[0]
    return words.impossible(f"What was removed from {name} comes back as new: its old number is gone.")


def _weigh_add(rules: Rules, done: Done, record: Record) -> Weighed:
    """Undo the making of a record by deleting it, where nobody has had to do with it since."""
    if record.base_state is not BaseState.KNOWN:
        return Weighed(done, record)
    if waits := _waits(done, record):
        return _kept(done, record, waits)
    if done.later_push or _is_touched(done, record):
        by = f" by push {done.later_push}" if done.later_push else ""
        return _kept(done, record, f"It was changed since{by}.")
    if not rules.kind.delete_column:
        return _impossible(done, record, f"{rules.kind.title} cannot be deleted.")
    if rules.kind.confirms_undone_adds and record.key not in rules.confirmed:
        is_new = done.frozen.before_state is BaseState.ABSENT
        doubt = "" if is_new else f"{rules.vendor_title} may have had it before this push. "
        words = f"{doubt}It is deleted only after a person named it: {record.key}."
        return replace(_impossible(done, record, words), needs_number=True)
    bare = replace(record, is_deleting=True, edits={}, conflicts=())
    proposed = assessed(rules.kind, bare, rules.options)
    error = next((one.message for one in proposed.problems if one.is_error), "")
    return _impossible(done, record, error) if error else Weighed(done, record, proposed)


def _waits(done: Done, record: Record) -> str:
    """Say what a person has pending of a record, so that it is not the undo's to delete it."""
    if record.edits:
        return "It has changes of yours that were not pushed yet."
    return _TO_BE_DELETED if record.is_deleting and not done.was_tried else ""


def _weigh_action(rules: Rules, done: Done, record: Record, action: Action) -> Weighed:
    reverse = rules.action(action.reverse)
    if reverse is None:
        return _impossible(done, record, f"“{action.title}” cannot be undone.")
    before = done.frozen.before_base if done.frozen.before_seen is None else done.frozen.before_seen
    if record.change is not Change.NONE:
        return _kept(done, record, "It has changes of yours. Push or revert them first.")
    if record.base_state is not BaseState.KNOWN:
        return _impossible(done, record, f"{rules.vendor_title} no longer has it.")
    if action.makes is not None and (action.makes.is_met(before) or not action.makes.is_met(record.base)):
        return Weighed(done, record)  # it was so before, or is no longer so
    return Weighed(done, record, record, action=reverse)


def _sent(done: Done) -> JsonObject:
    """How the record was sent, as far as that was carried out and was our doing."""
    frozen = done.frozen
    paths = {path for one in done.effects if not one.was_already for path in one.paths}
    edits = {path: value for path, value in frozen.sent_edits.items() if path in paths}
    return opened(frozen.before_seen or {}, edits).record


def _already(done: Done) -> Words:
    was = [path for one in done.effects if one.was_already for path in one.paths]
    return Words().kept("Some of it was so already when it was sent, and is left alone.") if was else Words()


def _is_touched(done: Done, record: Record) -> bool:
    """Tell whether any field that the push wrote is another one by now."""
    left = left_by(done)
    return any(_differs(value_at(left, path), value_at(record.base, path)) for path in done.frozen.sent_edits)


def _differs(left: object, now: object) -> bool:
    return not (is_same(left, now) or (left is MISSING and now is MISSING))


def _is_pending(record: Record, place: Place) -> bool:
    """Tell whether a person has something else pending at a place; the very same is no contradiction."""
    if all(path in record.edits and is_same(record.edits[path], new) for path, new in place.edits.items()):
        return False
    return any(_meets(path, mine) for path in (place.path, *place.edits) for mine in record.edits)


def _meets(one: str, other: str) -> bool:
    return any(
        low == high or low.startswith((f"{high}.", f"{high}[")) for low, high in ((one, other), (other, one))
    )


def _kept(done: Done, record: Record, words: str) -> Weighed:
    return Weighed(done, record, words=Words().kept(words))


def _impossible(done: Done, record: Record | None, words: str) -> Weighed:
    return Weighed(done, record, words=Words().impossible(words))
