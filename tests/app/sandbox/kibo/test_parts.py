from __future__ import annotations

import pytest

from app.sandbox.kibo.forms import Refused
from app.sandbox.kibo.parts import cut, read_fields

VALUE = {"id": 1, "name": "A", "reps": [{"id": "x", "n": 1}, {"id": "y", "n": 2}], "audit": {"at": 1, "by": 2}}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", VALUE),
        ("id", {"id": 1}),
        (" id , name ", {"id": 1, "name": "A"}),
        ("reps(id)", {"reps": [{"id": "x"}, {"id": "y"}]}),
        ("reps(id),audit(by)", {"reps": [{"id": "x"}, {"id": "y"}], "audit": {"by": 2}}),
        ("audit.at,id", {"id": 1, "audit": {"at": 1}}),
        ("nothing", {}),
        ("id(deeper)", {"id": 1}),
    ],
)
def test_only_the_wanted_fields_are_left(text: str, expected: object) -> None:
    assert cut(VALUE, read_fields(text)) == expected


@pytest.mark.parametrize("text", ["id(", "id)", "id,;", "a" + "(a" * 20 + ")" * 20])
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_fields(text)
