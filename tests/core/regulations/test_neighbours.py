"""A regulation that no ente has chosen is not even imported."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from merito.testing import Regulations

PROGRAM = """
import sys
sys.path.insert(0, {site!r})
from merito.testing import installed_regulations
regulations = installed_regulations()
assert "vicina" in regulations.names()
regulations.stack("bergamo")
print(sorted(name for name in sys.modules if name.startswith("merito_")))
"""


def test_a_second_regulation_installed_beside_is_not_imported(
    install: Callable[..., Regulations], tmp_path: Path
) -> None:
    install("vicina")
    program = PROGRAM.format(site=str(tmp_path / "site"))
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "merito_vicina" not in ran.stdout
    assert "merito_bergamo.regulation" in ran.stdout
