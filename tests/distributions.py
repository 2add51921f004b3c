"""Small distributions of a regulation with one module of code, as pip would leave them in a folder."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

REGULATION = """from merito import Edition, Regulation
regulation = Regulation(
    name="{name}", title="Prova", package="{package}", acts=("Atto",),
    editions=(Edition(name="prova", since=2010),), modules=({modules}), ente_kind="municipality",
    governing_body="Giunta",
)
"""
RULES = """
["X-1"]
article = "art. 1"
phase = "d"
kind = "computation"
text = "Una regola di prova."
status = "computed"
"""
HEAD = """from decimal import Decimal
from merito import *
from merito.kit import *
"""


def write_distribution(
    site: Path,
    name: str,
    code: str = "",
    *,
    package: str = "",
    distribution: str = "",
    rules: str = RULES,
    files: dict[str, str] | None = None,
    entry_point: str = "",
    regulation: str = "",
    requires: tuple[str, ...] = (),
) -> None:
    """Writes a regulation with this name; `files` are written next to its module. `requires` is what pip would ask."""
    package = package or f"merito_{name}"
    folder, info = site / package, site / f"{distribution or package}-0.1.dist-info"
    folder.mkdir(parents=True)
    info.mkdir()
    module = f"'{package}.only',"
    text = regulation or REGULATION.format(name=name, package=package, modules=module)
    written = {"__init__.py": "", "regulation.py": text, "only.py": HEAD + code, "rules.toml": rules}
    for file, content in {**written, **(files or {})}.items():
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_text(content, encoding="utf-8")
    asked = "".join(f"Requires-Dist: {one}\n" for one in requires)
    told = f"Metadata-Version: 2.1\nName: {distribution or package}\nVersion: 0.1\n{asked}"
    (info / "METADATA").write_text(told)
    point = entry_point or f"{package}.regulation:regulation"
    (info / "entry_points.txt").write_text(f"[merito.regulations]\n{name} = {point}\n")


@contextmanager
def importable(site: Path) -> Iterator[None]:
    """While this lasts, the distributions of a folder are installed."""
    before = set(sys.modules)
    sys.path.insert(0, str(site))
    yield
    sys.path.remove(str(site))
    for name in set(sys.modules) - before:
        if name.startswith("merito_"):
            del sys.modules[name]
