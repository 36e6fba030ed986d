from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["requests", "classify", "address", "headers", "redact", "wait", "texts"])
def test_values_and_rules_of_the_network_cost_no_import_of_httpx(module: str) -> None:
    program = f"import sys, app.net.{module}; sys.exit('httpx' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
