"""Search all pushes at once: by connection, time and outcome, and by any text of their records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.history_values import FoundOutcome, HistoryQuery
from app.values import PushSummary

if TYPE_CHECKING:
    from app.workspace import Workspace

MOST_RECORDS = 10_000  # nobody reads on behind them: a search that finds more is to be narrowed


def find_pushes(workspace: Workspace, query: HistoryQuery) -> tuple[int, ...]:
    """Give the numbers of the pushes that fit, the newest first."""
    return workspace.store.history_search.push_ids(query)


def read_pushes(workspace: Workspace, push_ids: tuple[int, ...]) -> tuple[PushSummary, ...]:
    """Read pushes that were found, the newest first."""
    return workspace.store.history.these_pushes(push_ids)


def find_records(
    workspace: Workspace, query: HistoryQuery, *, offset: int = 0, limit: int = 100
) -> tuple[FoundOutcome, ...]:
    """Read the records of pushes that fit, those of the newest push first; at most `MOST_RECORDS` in all."""
    left = max(0, min(limit, MOST_RECORDS - offset))
    return workspace.store.history_search.records(query, offset=offset, limit=left)


def count_records(workspace: Workspace, query: HistoryQuery) -> int:
    """Count the records that fit, one beyond `MOST_RECORDS` where there are more."""
    return workspace.store.history_search.count_records(query, most=MOST_RECORDS + 1)
