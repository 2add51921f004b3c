"""Every module stands alone: a fresh interpreter imports it with warnings as errors."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from plugins_here import plugin_packages

import merito

PACKAGES = (merito, *plugin_packages())


def modules() -> list[str]:
    found = []
    for package in PACKAGES:
        root = Path(str(package.__file__)).parent
        for path in sorted(root.rglob("*.py")):
            parts = (package.__name__, *path.relative_to(root).with_suffix("").parts)
            found.append(".".join(parts).removesuffix(".__init__"))
    return found


def failure(module: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"import {module}"], capture_output=True, text=True, check=False
    )
    return f"{module}: {ran.stderr.strip().splitlines()[-1]}" if ran.returncode else ""


def test_every_module_is_imported_alone_without_a_warning() -> None:
    with ThreadPoolExecutor(max_workers=4) as pool:
        failures = [told for told in pool.map(failure, modules()) if told]
    assert failures == []
