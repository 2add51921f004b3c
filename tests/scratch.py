"""A fresh environment for a plugin: its own site-packages on top of those that run the tests, made in a moment."""

import os
import subprocess
import sysconfig
import venv
from collections.abc import Sequence
from pathlib import Path

PROGRAMS = {
    "merito": "from merito.__main__ import main; main()",
    "pytest": "import sys, pytest; sys.exit(pytest.main())",
    "pip": "import sys; from pip._internal.cli.main import main; sys.exit(main())",
    "python": "",
}
OFFLINE = ("--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check")


class Scratch:
    """Runs programs in an environment that sees merito as installed here, and in which plugins may be installed."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder, with_pip=False, symlinks=True)
        self.python = folder / "bin" / "python"
        [site] = folder.glob("lib/python*/site-packages")
        below = sysconfig.get_path("purelib")
        (site / "below.pth").write_text(f"import site; site.addsitedir({below!r})\n", encoding="utf-8")

    def run(self, words: Sequence[str], cwd: Path) -> subprocess.CompletedProcess[str]:
        """One command line; `pip install` needs no network. Standard error goes with the output."""
        program, *rest = words
        code = PROGRAMS[program]
        command = [str(self.python), *(["-c", code] if code else []), *rest]
        if program == "pip":
            command += OFFLINE
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "COV_", "PYTEST_"))}
        environment = {**kept, "COLUMNS": "120", "PYTHONPATH": "", "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        environment.pop("MERITO_REGISTER", None)
        return subprocess.run(
            command, cwd=cwd, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
