"""The pinned requirements: complete, hashed, and without addresses."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
FILES = ["requirements.txt", "requirements-dev.txt"]
EXTRAS = [("build",), ("build", "bundle", "dev")]


def pins(name: str) -> dict[str, str]:
    """Name → version of every pinned package."""
    text = (ROOT / "packaging" / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("name", FILES)
def test_every_pin_has_a_hash_and_no_line_an_address(name: str) -> None:
    text = (ROOT / "packaging" / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\w)", text.split("\n", 1)[1])
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text
    assert "--index" not in text


def test_development_uses_the_versions_that_people_run() -> None:
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


@pytest.mark.parametrize(("name", "extras"), list(zip(FILES, EXTRAS, strict=True)))
def test_the_pins_are_what_the_project_asks_for(name: str, extras: tuple[str, ...]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = list(project["dependencies"])
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    pinned = pins(name)
    for requirement in map(Requirement, wanted):
        version = pinned[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{requirement} is pinned to {version}"


@pytest.mark.parametrize("name", FILES)
def test_the_pins_hold_all_that_their_packages_need(name: str) -> None:
    """They are installed one by one, without looking for anything else."""
    pinned = pins(name)
    missing = [
        f"{package} needs {requirement}"
        for package, version in pinned.items()
        for requirement in needs_of(package, version)
        if not requirement.specifier.contains(pinned.get(canonicalize_name(requirement.name), "0.dev0"))
    ]
    assert missing == []


def needs_of(package: str, version: str) -> list[Requirement]:
    """What an installed package asks for on this system; nothing of one that is for another system."""
    try:
        found = metadata.distribution(package)
    except metadata.PackageNotFoundError:
        return []
    assert found.version == version
    wanted = map(Requirement, found.requires or ())
    return [one for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})]
