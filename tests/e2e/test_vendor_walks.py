"""Whole walks by keyboard with vendors that can be read: sign in, decide a conflict, push, run an action."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.desktop.accessibility import Accessibility
from tests.desktop.screen import Desktop
from tests.e2e.command_line import Sandbox, running_sandbox
from tests.e2e.window import Window, connected, counterfoil

pytestmark = [pytest.mark.desktop, pytest.mark.e2e, pytest.mark.timeout(240)]

MINE, THEIRS = "Renamed here", "Renamed by the office"


def sign_in_by_keyboard(window: Window, sandbox: Sandbox) -> None:
    """Fill the form of SoftwareOne from the empty state on, without the mouse."""
    there = sandbox.address["softwareone"]
    window.come_forward()
    window.desktop.key("ctrl+3")
    window.wait_for_focus("push button", "Connect SoftwareOne")
    window.desktop.key("Return")
    window.desktop.find_window("Connect SoftwareOne")
    window.wait_for_focus("text", "Name")
    window.desktop.type("Office test")
    window.desktop.key("Tab", "Tab", "ctrl+a")
    window.desktop.type(there["url"])
    window.desktop.key("Tab")
    window.desktop.type(there["credentials"]["api_token"])
    window.desktop.key("Return")
    window.wait_for_focus("push button", "Read from the vendor")


def rename_there(sandbox: Sandbox, buyer: dict[str, object], name: str) -> None:
    """Change a buyer as a colleague does in the portal."""
    there = sandbox.address["softwareone"]
    kept = ("externalIds", "address", "taxId", "contact", "account")
    body = {"name": name, **{part: buyer[part] for part in kept}}
    headers = {"Authorization": f"Bearer {there['credentials']['api_token']}"}
    url = f"{there['url']}/public/v1/accounts/buyers/{buyer['id']}"
    with httpx.Client(trust_env=False) as colleague:
        colleague.put(url, json=body, headers=headers).raise_for_status()


def test_a_conflict_is_read_decided_and_pushed_by_keyboard(
    desktop: Desktop, accessibility: Accessibility, tmp_path: Path
) -> None:
    with running_sandbox(records=12) as sandbox:
        buyers = sandbox.held("softwareone")
        key = next(key for key, buyer in buyers.items() if buyer["status"] == "Enabled")
        with counterfoil(desktop, accessibility, tmp_path / "ws", ready="Connect Flxpoint") as window:
            sign_in_by_keyboard(window, sandbox)
            desktop.key("Return")
            window.says("Read 12 buyers: 12 new.")
            desktop.key("ctrl+f")
            desktop.type(key)
            window.table("SoftwareOne buyers table", rows=1)
            desktop.key("F6", "Home", "Right", "Right")
            desktop.type(MINE)
            desktop.key("Return")
            window.button("Review 1 change")
            rename_there(sandbox, buyers[key], THEIRS)
            desktop.key("F5")
            window.says("1 conflict")
            window.button("Decide in Review").press()
            window.wait_for_focus("table", "Conflicts of the record")
            desktop.key("Left", "Return")
            window.button("Push 1 change to Office test")
            desktop.key("ctrl+Return")
            window.says("1 applied")
        assert sandbox.held("softwareone")[key]["name"] == MINE


def test_an_action_runs_from_the_menu_and_is_in_the_history(
    desktop: Desktop, accessibility: Accessibility, tmp_path: Path
) -> None:
    with connected(desktop, tmp_path / "ws", "kibo", name="Trade test", records=12) as sandbox:
        accounts = sandbox.held("kibo")
        row, key = next((row, key) for row, key in enumerate(accounts) if accounts[key]["isActive"])
        with counterfoil(desktop, accessibility, tmp_path / "ws") as window:
            window.come_forward()
            window.wait_for_focus("push button", "Read from the vendor")
            desktop.key("F5")
            window.says("Read 12 accounts: 12 new.")
            window.table("Kibo accounts table", rows=12)
            window.wait_for_focus("table", "Kibo accounts table")
            desktop.key(*("Down",) * row)
            window.says(accounts[key]["companyOrOrganization"])  # the details follow the cursor
            desktop.key("alt+a", "Up", "Return")  # the last of the menu
            window.wait_for_focus("push button", "Disable 1 account")
            desktop.key("Return")
            window.says("Disable in Trade test: 1 applied.")
            window.wait_for_focus("table", "Kibo accounts table")
            desktop.key("ctrl+shift+h", "Return")
            window.says("Trade test: 1 applied")
        assert sandbox.held("kibo")[key]["isActive"] is False
