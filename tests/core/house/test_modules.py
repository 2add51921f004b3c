"""Every module can be imported first, before any other, with warnings as errors."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from plugins_here import plugin_packages

import merito

PACKAGES = (merito, *plugin_packages())
ALONE = """
import gc, importlib, os, sys, traceback
gc.disable()
for library in sys.argv[1].split():
    importlib.import_module(library)
asked_for, names = sys.argv[2].split(), sys.argv[3].split()

def imported(module):
    sys.stdout.flush()
    if os.fork():
        os.wait()
        return
    try:
        importlib.import_module(module)
    except BaseException as error:
        print(f"{module}: {traceback.format_exception_only(error)[-1].strip()}")
    else:
        for one in names:
            if one.rpartition(".")[0] == module:
                imported(one)
    sys.stdout.flush()
    os._exit(0)

for root in sorted({one.partition(".")[0] for one in names}):
    if root != "merito":
        for one in asked_for:
            importlib.import_module(one)
    imported(root)
print("done")
"""
LIBRARIES = ("jinja2", "openpyxl", "rich.console", "click")
ASKED_FOR = ("merito", "merito.kit", "merito.numbers")  # everything that a plugin may import


def modules() -> list[str]:
    found = []
    for package in PACKAGES:
        root = Path(str(package.__file__)).parent
        for path in sorted(root.rglob("*.py")):
            parts = (package.__name__, *path.relative_to(root).with_suffix("").parts)
            found.append(".".join(parts).removesuffix(".__init__"))
    return found


def imported_alone(names: Sequence[str]) -> list[str]:
    """The errors of importing each module in a process of its own, which has the libraries loaded.

    Python imports a package before any module in it: the process of a module is a copy of that of its package. Those of
    plugins begin with what a plugin imports.
    """
    command = [sys.executable, "-W", "error", "-c", ALONE, *map(" ".join, (LIBRARIES, ASKED_FOR, names))]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert told.pop() == "done"
    return told


@pytest.mark.long
def test_every_module_is_imported_alone_without_a_warning() -> None:
    assert imported_alone(modules()) == []


def test_a_module_that_is_not_there_is_told() -> None:
    assert imported_alone(["merito", "merito.nowhere", "merito.numbers"]) == [
        "merito.nowhere: ModuleNotFoundError: No module named 'merito.nowhere'"
    ]
