"""The rules of the house that no other gate checks: layout, sizes, layers by name, light imports."""

from __future__ import annotations

import ast
import importlib.util
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOP_LEVEL = {"pyproject.toml", "README.md", "LICENSE", "app", "ui", "resources", "tests", "packaging"}
# Their formats record where each package is downloaded from.
ADDRESS_LOCKS = {"uv.lock", "pylock.toml", "poetry.lock", "pdm.lock", "Pipfile.lock"}
# In pieces: the names themselves stand in no file of the project.
INDEX_HOSTS = ["pypi" + ".org", "python" + "hosted"]
MOST_LINES = 400
VENDORS = tuple(sorted(file.parent.name for file in (ROOT / "app" / "vendors").glob("*/__init__.py")))
HEAVY = ("sqlalchemy", "sqlmodel", "httpx", "keyring")
THREADS = {"Thread", "Timer", "ThreadPoolExecutor", "QThread", "QThreadPool"}
# Jobs, the push engine, keyring calls with a deadline, and the server of the sandbox.
MAY_START_THREADS = ("ui/jobs.py", "app/push/", "app/credentials", "app/keyring_call.py", "app/sandbox/")
SANDBOX_MAY_IMPORT = ("app.sandbox", "app.errors", "app.jobs", "app.log")


def tracked_files() -> list[Path]:
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    return [ROOT / name for name in listing.stdout.split("\0") if name and (ROOT / name).exists()]


def python_files(*folders: str) -> list[Path]:
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))


def imported_names(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def belongs(name: str, modules: tuple[str, ...]) -> bool:
    return any(name == module or name.startswith(f"{module}.") for module in modules)


def relative(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def test_top_level_names_are_the_given_ones() -> None:
    names = {file.relative_to(ROOT).parts[0] for file in tracked_files()}
    assert {name for name in names if not name.startswith(".")} <= TOP_LEVEL


def test_packaging_does_not_shadow_the_library_of_that_name() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()
    found = importlib.util.find_spec("packaging.version")
    assert found is not None
    assert found.origin is not None
    assert not Path(found.origin).is_relative_to(ROOT / "packaging")


def test_no_lock_file_records_addresses() -> None:
    assert not [relative(file) for file in tracked_files() if file.name in ADDRESS_LOCKS]


@pytest.mark.parametrize("host", INDEX_HOSTS)
def test_no_file_names_a_package_index(host: str) -> None:
    holders = [relative(file) for file in tracked_files() if host.encode() in file.read_bytes()]
    assert not holders


def test_no_source_file_is_too_long() -> None:
    sizes = {
        relative(file): len(file.read_text(encoding="utf-8").splitlines())
        for file in python_files("app", "ui", "packaging")
    }
    assert not {name: lines for name, lines in sizes.items() if lines > MOST_LINES}


def vendor_comparisons(tree: ast.AST) -> Iterator[int]:
    """Lines that compare something with the id of a vendor or of one of its record kinds."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare | ast.MatchValue):
            texts = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant)]
            if any(isinstance(text, str) and text.split(".")[0] in VENDORS for text in texts):
                yield node.lineno


def test_vendor_comparisons_are_found() -> None:
    assert list(vendor_comparisons(ast.parse("if vendor.id == 'traede': pass"))) == [1]
    assert list(vendor_comparisons(ast.parse("kind in ('kibo.accounts',)"))) == [1]
    assert list(vendor_comparisons(ast.parse("find('traede')"))) == []


def test_nothing_outside_vendors_and_sandbox_asks_which_vendor_it_is() -> None:
    their_own = (ROOT / "app" / "vendors", ROOT / "app" / "sandbox")
    found = [
        f"{relative(file)}:{line}"
        for file in python_files("app", "ui")
        if not any(file.is_relative_to(folder) for folder in their_own)
        for line in vendor_comparisons(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert not found


def test_nothing_outside_its_folder_imports_one_vendor() -> None:
    folders = tuple(f"app.vendors.{vendor}" for vendor in VENDORS)
    found = [
        f"{relative(file)} imports {name}"
        for file in python_files("app", "ui")
        if not file.is_relative_to(ROOT / "app" / "vendors")
        for name in imported_names(file)
        if belongs(name, folders)
    ]
    assert not found


def test_the_sandbox_shares_almost_nothing_with_the_app() -> None:
    found = [
        f"{relative(file)} imports {name}"
        for file in python_files("app/sandbox")
        for name in imported_names(file)
        if belongs(name, ("app", "ui")) and name != "app" and not belongs(name, SANDBOX_MAY_IMPORT)
    ]
    assert not found


def calls_of(file: Path, names: set[str]) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in names:
                yield f"{relative(file)}:{node.lineno} {name}"


def test_threads_live_in_few_places() -> None:
    found = [
        call
        for file in python_files("app", "ui")
        if not relative(file).startswith(MAY_START_THREADS)
        for call in calls_of(file, THREADS)
    ]
    assert not found


IMPORT_AND_TELL = """
import importlib, sys
heavy = sys.argv[1].split(",")
for name in sys.argv[2:]:
    importlib.import_module(name)
    loaded = [module for module in heavy if module in sys.modules]
    if loaded:
        sys.exit(f"importing {name} loads {loaded}")
"""


def light_modules() -> list[str]:
    """What the window imports before its first paint."""
    packages = ["app.records", "app.services", "app.vendors"]
    names = ["app.errors", "app.jobs", "app.values", *packages]
    for package in packages:
        folder = ROOT / Path(*package.split("."))
        names += [found.name for found in pkgutil.walk_packages([str(folder)], f"{package}.")]
    if importlib.util.find_spec("ui.main_window"):
        names.append("ui.main_window")
    return names


def test_what_the_window_imports_first_is_light() -> None:
    command = [sys.executable, "-c", IMPORT_AND_TELL, ",".join(HEAVY), *light_modules()]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
