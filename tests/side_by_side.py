"""Enti side by side: a workspace of summaries as runs have written them, and the page of all that a run makes of them."""

import csv
import json
from atexit import register
from functools import lru_cache
from io import StringIO
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import mkdtemp
from typing import Any

from attrs import frozen
from core.markup import Element, read
from printed import merito

RUNS = "alba"
AS_OF = ("--as-of", "2022-06-30")
Summary = dict[str, Any]
PHASES = [
    {"phase": one, "state": "done", "refused": False, "held": False, "awaits": [], "lacking": False, "missing": []}
    for one in "abcdef"
]
WHOLE: Summary = {
    "people_in_service": 20,
    "people_evaluated": 10,
    "scores_state": "final",
    "mean_score": "72.73",
    "mean_score_exact": "800/11",
    "score_classes": [{"start": None, "end": "90", "people": 4}, {"start": "90", "end": None, "people": 6}],
    "people_admitted": 9,
    "people_paid": 8,
    "allocated": "10000.00",
    "net_paid": "0.00",
    "payable": "7500.10",
    "withheld": "2000.00",
    "savings": "499.90",
    "money_held": True,
    "released_share": "75.00",
    "released_share_exact": "75001/1000",
    "prizes_paid": "7500.10",
    "average_prize": "937.51",
    "average_prize_exact": "75001/80",
    "rankings": 1,
    "bands": 3,
    "first_band_share": "22.22",
    "first_band_share_exact": "200/9",
    "per_head_highest": "2000.00",
    "per_head_lowest": "500.00",
    "per_head_ratio": "4.00",
    "per_head_ratio_exact": "4",
    "deadlines_late": 1,
    "deadlines_overdue": 2,
    "gates_closed": 3,
    "maximum_missing": False,
}
FEW = "alcuni non hanno un massimo"
SMALL: Summary = {
    "allocated": "0.07",
    "net_paid": "0.00",
    "payable": "0.07",
    "withheld": "0.00",
    "savings": "0.00",
    "released_share": "100.00",
    "released_share_exact": "100",
    "maximum_missing": True,
}


@frozen
class Written:
    """An ente of the workspace. Without a summary it never ran; with `broken` its `ente.toml` cannot be read."""

    ente: str
    summary: Summary | None = None
    page: bool = True
    broken: bool = False
    name: str = ""


def ran(ente: str = RUNS, measures: Summary = WHOLE, page: bool = True, **others: Any) -> Written:
    """An ente whose last run gave results: what `summary.json` says of them, save for `others`."""
    summary: Summary = {
        "regulation": "prova",
        "regulation_title": "Regolamento di prova",
        "edition": "prima",
        "as_of": "2022-06-30",
        "phases": PHASES,
        "figures": {"ente": {"grade": "72.73", "exact": "800/11", "if_zero": "", "state": "final"}},
        "findings": {"warning": 2, "info": 4},
        "readings_not_adopted": [],
        "measures": measures,
    }
    return Written(ente, summary | others, page, name=others.get("name", ""))


def never(ente: str = "cima") -> Written:
    return Written(ente)


def phases(**of: Summary) -> list[Summary]:
    """The phases of a summary: all computed, save for what is said of one: `e={"state": "blocked"}`."""
    return [{**one, **of.get(one["phase"], {})} for one in PHASES]


@frozen
class SideBySide:
    """The page of all enti, as text and as read, and the rows of `comparison.csv`."""

    text: str
    rows: list[dict[str, str]]

    @property
    def page(self) -> Element:
        return read(self.text)


def side_by_side(*enti: Written) -> SideBySide:
    """All enti, compared by a run of the first, whose results are those of its last run."""
    place = Path(mkdtemp())
    try:
        root = copytree(_ran_once(enti[0].ente), place / "spazio")
        for one in enti:
            _write(root, one)
        first = root / "out" / enti[0].ente / "2021" / "summary.json"
        told = first.read_bytes()
        merito("run", root, "--ente", enti[0].ente, "--only-changed", *AS_OF)
        assert first.read_bytes() == told
        return _read(root / "out")
    finally:
        rmtree(place)


def failing(files: dict[str, str], *others: Written) -> SideBySide:
    """All enti, compared by a run of one whose tables cannot be read."""
    place = Path(mkdtemp())
    try:
        root = place / "spazio"
        _workspace(root, RUNS, name=RUNS)
        for name, text in files.items():
            (root / "enti" / RUNS / "2021" / name).write_text(text, encoding="utf-8")
        for one in others:
            _write(root, one)
        assert merito("run", root, "--ente", RUNS, *AS_OF).exit_code == 1
        return _read(root / "out")
    finally:
        rmtree(place)


@lru_cache
def _ran_once(ente: str) -> Path:
    """A workspace of one ente that has run as one of several."""
    place = Path(mkdtemp())
    register(rmtree, place)
    root = place / "una"
    _workspace(root, ente, _name(ente))
    _ente(root, "altra", "Altra")
    assert merito("run", root, "--ente", ente, *AS_OF).exit_code == 0
    rmtree(root / "enti" / "altra")
    return root


def _workspace(root: Path, ente: str, name: str) -> None:
    root.mkdir()
    text = '[workspace]\nyear = 2021\nlocale = "it"\nregister = false\n'
    (root / "merito.toml").write_text(text, encoding="utf-8")
    (root / "enti" / ente / "2021").mkdir(parents=True)
    _ente(root, ente, name)


def _name(ente: str) -> str:
    return f"Comune di {ente}"


def _ente(root: Path, ente: str, name: str) -> None:
    text = f'id = {json.dumps(ente)}\nname = {json.dumps(name)}\nregulation = "bergamo"\n'
    (root / "enti" / ente).mkdir(parents=True, exist_ok=True)
    (root / "enti" / ente / "ente.toml").write_text(text, encoding="utf-8")


def _write(root: Path, one: Written) -> None:
    if one.broken:
        (root / "enti" / one.ente).mkdir()
        (root / "enti" / one.ente / "ente.toml").write_text("id = ", encoding="utf-8")
        return
    first = (root / "out" / one.ente).is_dir()
    if not first:
        _ente(root, one.ente, one.name or _name(one.ente))
    if one.summary is None:
        return
    folder = root / "out" / one.ente / "2021"
    folder.mkdir(parents=True, exist_ok=True)
    plain = {"ente": one.ente, "name": one.ente, "year": 2021, "provisional": False, "simulation": None, "stale": None}
    known = json.loads((folder / "summary.json").read_text(encoding="utf-8")) if first else plain
    (folder / "summary.json").write_text(json.dumps(known | one.summary), encoding="utf-8")
    if one.page and not first:
        (folder / "index.html").write_text("<!DOCTYPE html>", encoding="utf-8")


def _read(out: Path) -> SideBySide:
    rows = list(csv.DictReader(StringIO((out / "comparison.csv").read_text(encoding="utf-8"))))
    return SideBySide((out / "index.html").read_text(encoding="utf-8"), rows)
