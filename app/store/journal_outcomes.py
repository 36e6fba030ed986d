"""The outcome of a record that several requests of a push are about: the worst of theirs."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection as Sql
from sqlalchemy import TextClause, bindparam, text

from app.records.refusals import load_of_record
from app.store.journal_values import Verdict
from app.values import Outcome, SkipReason

_OPEN = ("planned", "sent")
_OUTCOMES = {
    "applied": Outcome.APPLIED,
    "aborted": Outcome.SKIPPED,
    "dropped": Outcome.SKIPPED,
    "refused": Outcome.REFUSED,
    "failed": Outcome.FAILED,
    "unknown": Outcome.UNKNOWN,
}
_BEST_FIRST = tuple(Outcome)

State = tuple[str, str, str]
"""*Shape*: (state of a request, its message, what it was refused for)."""


def final_verdicts(sql: Sql, push_id: int, verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Weigh each verdict against the record's other requests; leave out records that still have an open one."""
    several = _in_several(sql, push_id, [one.record_id for one in verdicts])
    if not several:
        return list(verdicts)
    merged = (_merged(one, several.get(one.record_id, ())) for one in verdicts)
    return [one for one in merged if one is not None]


def _in_several(sql: Sql, push_id: int, record_ids: Sequence[int]) -> dict[int, list[State]]:
    """*Shape*: record id → its requests in this push and in those that left it unknown, if more than one."""
    pushes = [*_left_unknown(sql, push_id, record_ids), push_id]
    # Most records are in one request only, which the index alone tells.
    candidates = text(
        "SELECT record_id FROM effects WHERE record_id IN :ids AND request_id >="
        " (SELECT min(id) FROM requests WHERE push_id = :push) GROUP BY record_id HAVING count(*) > 1"
    )
    wanted = {"ids": list(record_ids), "push": min(pushes)}
    found = sql.execute(_with_ids(candidates), wanted).scalars().all()
    states: dict[int, list[State]] = {}
    if found:
        requests = text(
            "SELECT e.record_id, r.state, r.message, r.refusals"
            " FROM effects e JOIN requests r ON r.id = e.request_id"
            " JOIN push_records p ON p.push_id = r.push_id AND p.record_id = e.record_id"
            " WHERE e.record_id IN :ids AND (r.push_id = :push OR p.outcome = 'unknown')"
            " AND r.state NOT IN ('split', 'superseded')"
        )
        for record_id, *state in sql.execute(_with_ids(requests), {"ids": list(found), "push": push_id}):
            states.setdefault(record_id, []).append((state[0], state[1], state[2]))
    return {record_id: each for record_id, each in states.items() if len(each) > 1}


def _left_unknown(sql: Sql, push_id: int, record_ids: Sequence[int]) -> list[int]:
    """List earlier pushes that this one settles: what else they were to do to a record counts as well."""
    statement = text(
        "SELECT DISTINCT push_id FROM push_records WHERE record_id IN :ids AND push_id < :push"
        " AND outcome = 'unknown' AND kind = (SELECT kind FROM push_records WHERE push_id = :push LIMIT 1)"
    )
    return list(sql.execute(_with_ids(statement), {"ids": list(record_ids), "push": push_id}).scalars())


def _with_ids(statement: TextClause) -> TextClause:
    return statement.bindparams(bindparam("ids", expanding=True))


def _merged(verdict: Verdict, states: Sequence[State]) -> Verdict | None:
    if not states:
        return verdict
    if any(state in _OPEN for state, _, _ in states):
        return None
    found = [(_OUTCOMES[state], message) for state, message, _ in states]
    worst, words = max(found, key=lambda one: _BEST_FIRST.index(one[0]))
    if worst is Outcome.APPLIED:
        return Verdict(verdict.record_id, worst)
    applied = sum(outcome is Outcome.APPLIED for outcome, _ in found)
    were = "was" if applied == 1 else "were"
    message = f"{applied} of {len(found)} requests {were} applied. {words or verdict.message}".strip()
    # The rest was kept back because nobody knew of the others.
    reason = verdict.reason or SkipReason.UNKNOWN_BEFORE.value
    refusals = tuple(one for *_, kept in states for one in load_of_record(kept, verdict.record_id))
    kept_reason = reason if worst is Outcome.SKIPPED else ""
    return Verdict(verdict.record_id, worst, message, kept_reason, tuple(dict.fromkeys(refusals)))
