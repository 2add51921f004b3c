"""The output of the examples at fixed dates, as text: result tables, terminal output, every explanation."""

import json
import os
import shutil
from datetime import date
from pathlib import Path

from attrs import evolve, frozen
from click.testing import CliRunner

from merito.cli import app
from merito.testing import Explanation, explanation_data, explanations, open_folder

EXAMPLES = Path(__file__).parents[2] / "examples"
KEPT = Path(__file__).parent / "kept"
RENEW = "python tests/snapshots/renew.py"
WIDE = "240"


@frozen
class Taken:
    """A run of one example at a date."""

    example: str
    year: int
    as_of: date

    @property
    def name(self) -> str:
        return f"{self.example}-{self.year}-{self.as_of}"


TAKEN = (
    Taken("bergamo", 2020, date(2021, 7, 5)),
    Taken("bergamo", 2021, date(2021, 2, 10)),
    Taken("brescia", 2021, date(2022, 4, 30)),
    Taken("camera-di-prova", 2021, date(2022, 1, 31)),
    Taken("camera-di-prova", 2021, date(2022, 7, 31)),
    Taken("camera-di-prova", 2021, date(2022, 10, 31)),
    Taken("comunita-montane", 2021, date(2022, 6, 1)),
    Taken("comune-di-prova", 2025, date(2026, 7, 15)),
)


def given(taken: Taken, scratch: Path) -> dict[str, str]:
    """The files of a snapshot by their path in it; the example is run in a copy under `scratch`."""
    root = scratch / taken.example
    shutil.copytree(EXAMPLES / taken.example, root, ignore=shutil.ignore_patterns("out", "registro.sqlite*"))
    day = ["--year", str(taken.year), "--as-of", taken.as_of.isoformat()]
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = WIDE
    try:
        told = CliRunner().invoke(app, ["run", str(root), *day], catch_exceptions=False).output
    finally:
        os.environ.pop("COLUMNS") if before is None else os.environ.update(COLUMNS=before)
    files = {"terminal.txt": "\n".join(line.rstrip() for line in told.replace(str(scratch), "").splitlines()) + "\n"}
    for table in sorted((root / "out").rglob("*.csv")):
        files[str(table.relative_to(root / "out"))] = table.read_text(encoding="utf-8")
    for summary in sorted((root / "out").rglob("summary.json")):
        ente = summary.parents[1].name
        files[f"{ente}/{taken.year}/explain.jsonl"] = _explained(root, ente, taken)
    return files


def kept(taken: Taken) -> dict[str, str]:
    """The stored files of a snapshot."""
    folder = KEPT / taken.name
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in sorted(paths)}


def _explained(root: Path, ente: str, taken: Taken) -> str:
    told = explanations(open_folder(root, ente, year=taken.year, as_of=taken.as_of), adopted=True)
    lines = (json.dumps(_short(one), ensure_ascii=False) for own in told.values() for one in own)
    return "\n".join(lines) + "\n"


def _short(one: Explanation) -> dict[str, object]:
    """An explanation as `explain --json` gives it; anything with a line of its own is named and not repeated.

    What it supports is left out: it appears there under `rests_on`.
    """
    (data,) = explanation_data((evolve(one, rests_on=(), supports=()),))["explanations"]  # type: ignore[misc]
    data["rests_on"] = list(dict.fromkeys(earlier.subject for earlier in one.rests_on))
    if one.kind != "rule":
        data["rules"] = [rule["id"] for rule in data["rules"]]
    if one.kind != "reading":
        data["readings"] = [f"{read['id']}={read['choice']}" for read in data["readings"]]
    if one.kind != "parameter":
        data["parameters"] = [f"{value['key']}={value['value']}" for value in data["parameters"]]
    return {key: value for key, value in data.items() if value not in ("", [], {}, None, False)}
