from __future__ import annotations

import pytest

from app.sandbox.softwareone.multipart import read_parts
from app.vendors.softwareone import multipart
from app.vendors.softwareone.multipart import Part, written

LOGO = Part("logo", "image/png", b"\x89PNG\r\n--x\r\n", "logo.png")
BUYER = Part("buyer", "application/json", '{"name":"Åse"}'.encode())


def test_parts_are_written_in_order_and_only_a_file_has_a_name() -> None:
    content_type, body = written([LOGO, BUYER])
    boundary = content_type.partition("boundary=")[2].encode()
    assert body == (
        b"--" + boundary + b'\r\nContent-Disposition: form-data; name="logo"; filename="logo.png"\r\n'
        b"Content-Type: image/png\r\n\r\n\x89PNG\r\n--x\r\n\r\n"
        b"--" + boundary + b'\r\nContent-Disposition: form-data; name="buyer"\r\n'
        b'Content-Type: application/json\r\n\r\n{"name":"\xc3\x85se"}\r\n'
        b"--" + boundary + b"--\r\n"
    )


def test_equal_parts_make_equal_bytes_and_others_do_not() -> None:
    assert written([LOGO, BUYER]) == written([LOGO, BUYER])
    assert written([BUYER])[0] != written([LOGO, BUYER])[0]


def test_a_boundary_that_stands_in_the_content_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multipart, "_candidates", lambda parts: iter(["name", "free"]))
    content_type, body = written([BUYER])
    assert content_type == "multipart/form-data; boundary=free"
    assert body.endswith(b"--free--\r\n")


def test_a_file_name_cannot_break_out_of_its_header() -> None:
    nasty = Part("logo", "image/png", b"x", 'a"\r\nX-Evil: 1.png')
    content_type, body = written([nasty])
    assert b"\r\nX-Evil" not in body
    (part,) = read_parts(content_type, body)
    assert part.data == b"x"


def test_a_reader_finds_the_parts_again() -> None:
    content_type, body = written([LOGO, BUYER])
    logo, buyer = read_parts(content_type, body)
    assert (logo.name, logo.file_name, logo.media_type, logo.data) == (
        "logo",
        "logo.png",
        "image/png",
        LOGO.data,
    )
    assert (buyer.name, buyer.file_name, buyer.data) == ("buyer", None, BUYER.data)
