"""Makes the records of a proposal pending changes, in short chunks that are seen all at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from heapq import merge
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from app.intake.merge import Target
from app.intake.resolve import Lookup, Resolved, resolve
from app.intake.staged_groups import Group
from app.intake.staging import Staging
from app.intake.staging_parts import Part
from app.intake.table import FileTable
from app.intake.values import Kept, RowProblem
from app.jobs import JobContext
from app.services.keep_again import KeepAgain
from app.services.keep_step import KeepStep
from app.values import Changed, Record

if TYPE_CHECKING:
    from sqlalchemy import Connection as Transaction

    from app.store.again_copy import AgainCopied
    from app.workspace import Workspace

_CHUNK_GROUPS = 100  # records per transaction, so that an edit never waits long
_CHUNK_NUMBERS = 1500  # finished records take less: about 10 ms
_NAMED_IDS = 1000  # beyond it a write says "many"


def lookup_in(workspace: Workspace, target: Target, *, within: Transaction | None = None) -> Lookup:
    """How rows find their records in this workspace."""
    records = workspace.store.records
    return Lookup(
        by_names=partial(records.existing_keys, target.kind.id, target.connection_id, within=within),
        by_ids=partial(records.many, target.kind.id, within=within),
    )


class Keeping:
    """One operation, from its first chunk to its publication."""

    def __init__(  # noqa: PLR0913  what keeping is about
        self,
        workspace: Workspace,
        context: JobContext,
        *,
        target: Target,
        table: FileTable,
        staging: Staging,
        total: int,
        title: str,
    ) -> None:
        self._workspace = workspace
        self._context = context
        self._target = target
        self._table = table
        self._staging = staging
        self._total = total
        self._counts: Counter[str] = Counter()
        self._claimed: dict[int, int] = {}
        self._again: KeepAgain | None = None
        self._ids: list[int] = []
        self._not_kept: list[RowProblem] = []
        self._shift = 0
        self._title = title
        self._step: KeepStep | None = None

    def keep_all(self, file: Path) -> Kept:
        """Keep what is open; finished records are copied from the staging's file as they are."""
        first, last = self._staging.open_numbers()
        with self._operation(first, last) as operation_id:
            again = self._again = KeepAgain(self._workspace, self._target, self._staging)
            overtaken = again.copy(operation_id, file, self._copied_again)
            groups = (
                self._staging.groups(state="open"),
                self._staging.plain_groups(overtaken, self._table),
            )
            self._keep_groups(operation_id, merge(*groups, key=attrgetter("number")))
            self._copy(operation_id, file)
            self._context.checkpoint()
        return self._published(operation_id)

    def keep_some(self, numbers: Sequence[int]) -> Kept:
        """Keep some records, in the order of the file."""
        groups = [
            *self._staging.groups(state="open", numbers=numbers),
            *self._staging.plain_groups(numbers, self._table),
        ]
        groups.sort(key=lambda group: group.number)
        first, last = (groups[0].number, groups[-1].number) if groups else (0, 0)
        with self._operation(first, last) as operation_id:
            self._keep_groups(operation_id, iter(groups))
            self._context.checkpoint()
        return self._published(operation_id)

    @contextmanager
    def _operation(self, first: int, last: int) -> Iterator[int]:
        """Ids follow the order of the file, whichever way its records take."""
        operations = self._workspace.store.operations
        kind_id, connection_id = self._target.kind.id, self._target.connection_id
        operation_id = operations.begin(kind_id, connection_id)
        step = KeepStep(self._workspace, kind=kind_id, connection_id=connection_id, title=self._title)
        self._step = step
        try:
            self._shift = operations.reserve_ids(operation_id, last - first + 1) - first
            step.hold(operation_id, first_id=first + self._shift, last_id=last + self._shift)
            yield operation_id
        except BaseException:
            operations.discard(operation_id)
            step.discard()
            raise

    def _copied_again(self, copied: AgainCopied) -> None:
        self._context.checkpoint()
        self._counts.update(copied.counts)
        self._name(copied.record_ids)
        self._report()

    def _name(self, record_ids: Sequence[int]) -> None:
        if len(self._ids) <= _NAMED_IDS:
            self._ids += record_ids

    def _claimer(self, record_id: int) -> int:
        """Tell which record of the file has an existing one by now; 0 where none does."""
        claimed = self._claimed.get(record_id, 0)
        return claimed or (self._again.claimer(record_id) if self._again is not None else 0)

    def _copy(self, operation_id: int, file: Path) -> None:
        taken: list[int] = []
        for part in self._staging.plain.parts.all():
            taken += self._copy_part(operation_id, file, part)
        self._keep_groups(operation_id, self._staging.plain_groups(taken, self._table))

    def _copy_part(self, operation_id: int, file: Path, part: Part) -> list[int]:
        """Copy finished records; returns the numbers of those whose keys are taken by now."""
        taken: list[int] = []
        copying = self._workspace.store.operations.copying(
            operation_id, file, part.file, connection_id=self._target.connection_id, shift=self._shift
        )
        with copying as copy:
            for start in range(part.first, part.last + 1, _CHUNK_NUMBERS):
                self._context.checkpoint()
                end = min(start + _CHUNK_NUMBERS - 1, part.last)
                copied = copy(start, end)
                self._counts["added"] += copied.added
                taken += copied.taken
                self._report()
        return taken

    def _keep_groups(self, operation_id: int, groups: Iterator[Group]) -> None:
        while chunk := list(islice(groups, _CHUNK_GROUPS)):
            self._context.checkpoint()
            self._keep_chunk(operation_id, chunk)
            self._report()

    def _report(self) -> None:
        done = sum(self._counts.values())
        self._context.report(done, self._total, f"{done:,} of {self._total:,} records")

    def _keep_chunk(self, operation_id: int, chunk: Sequence[Group]) -> None:
        store, target = self._workspace.store, self._target
        with store.database.write(urgent=False) as transaction:
            lookup = lookup_in(self._workspace, target, within=transaction)
            found = resolve(
                self._table,
                target,
                chunk,
                lookup,
                claimed_by=self._claimer,
                left_out=self._staging.left_out.paths,
            )
            written = [one for one in found if one.merged.record is not None]
            records: list[Record] = [one.merged.record for one in written if one.merged.record is not None]
            new_ids = [one.group.number + self._shift for one in written]
            ids = store.operations.save_many(operation_id, records, new_ids=new_ids, within=transaction)
            ids_by_number = {one.group.number: id_ for one, id_ in zip(written, ids, strict=True)}
            names = list(_names(found, ids_by_number))
            store.records.remember_keys(target.kind.id, target.connection_id, names, within=transaction)
        self._name(ids)
        for one in found:
            self._note(one)

    def _note(self, resolved: Resolved) -> None:
        refusal = resolved.merged.refusal
        if refusal is not None:
            self._not_kept.append(refusal)
        else:
            change = resolved.merged.change
            self._counts["changed" if change == "deleted" else change] += 1
        if resolved.record_id:
            self._claimed.setdefault(resolved.record_id, resolved.group.number)

    def _published(self, operation_id: int) -> Kept:
        overtaken = self._workspace.store.operations.publish(operation_id)
        if self._step is not None:
            self._step.finish()
        message = "This record was edited or sent meanwhile; it stays as it is."
        left = tuple(RowProblem(self._claimer(one), 0, "", "", message) for one in overtaken)
        return Kept(
            records=sum(self._counts.values()),
            added=self._counts["added"],
            changed=self._counts["changed"] - len(left),
            unchanged=self._counts["unchanged"],
            not_kept=(*self._not_kept, *left),
            changed_records=Changed(self._target.connection_id, self._target.kind.id, self._changed_ids()),
        )

    def _changed_ids(self) -> tuple[int, ...]:
        is_all = sum(self._counts.values()) - self._counts["unchanged"] == len(self._ids)
        return tuple(self._ids) if is_all and len(self._ids) <= _NAMED_IDS else ()


def _names(found: Iterable[Resolved], ids_by_number: dict[int, int]) -> Iterator[tuple[str, int]]:
    for one in found:
        if one.merged.refusal is None:
            for name in one.names:
                yield name, ids_by_number.get(one.group.number, one.record_id)
