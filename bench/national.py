"""The national stress test: a synthetic nation, run by merito and by the straight line, with exactly equal results.

    python bench/national.py --folder NATION            # 10,000 enti; an existing nation is used again
    python bench/national.py --enti 50                  # a small one, in a temporary folder
    python bench/national.py --enti 300 --formats csv   # without workbooks and pages

The exit code is 1 if an ente has no results, if a fund is not conserved to the cent, or if a `rewards.csv` differs by a
figure from that of the straight line.
"""

import argparse
import csv
import json
import os
import re
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from measure import NOTHING, Spent, machine, merito_run, straight_line, takes_jobs
from nation import READINGS, YEAR, nation_at, options, sizes, workspaces, write_nation

CENTS = re.compile(r"(\d+)\.(\d\d)")
REWARDS = f"{YEAR}/rewards.csv"
FIGURES = ("person", "tool", "fund", "subject", "band", "due", "payable", "withheld", "state")
MOST_TOLD = 20
EVERYTHING = "csv,xlsx,html"
RAN = (0, 1)  # 1: something was refused, and everything else computed


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, parents=[options()], formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=Path, help="where the nation lies, or is written; it stays there")
    parser.add_argument("--jobs", type=int, help="processes of merito run; default: one for each core, where it can")
    parser.add_argument("--formats", default=EVERYTHING, help=f"what both write; default: {EVERYTHING}")
    chosen = parser.parse_args()
    if chosen.jobs is None:
        chosen.jobs = (os.cpu_count() or 1) if takes_jobs() else 0
    if chosen.folder:
        sys.exit(_national(chosen.folder, chosen))
    with tempfile.TemporaryDirectory() as place:
        sys.exit(_national(Path(place) / "nation", chosen))


def _national(folder: Path, chosen: argparse.Namespace) -> int:
    staff = sizes(chosen.enti, chosen.seed)
    wanted = {"seed": chosen.seed, "enti": len(staff), "together": chosen.together, "readings": len(READINGS)}
    told = nation_at(folder) or {}
    if {key: told.get(key) for key in wanted} != wanted:
        write_nation(folder, staff, chosen.seed, chosen.together)
    people = sum(staff)
    print(f"machine          {machine(('merito', 'polars'))}")
    print(f"nation           {len(staff):,} enti, {people:,} people, the largest of {max(staff):,}; seed {chosen.seed}")
    roots, log = workspaces(folder), folder / "bench.log"
    log.unlink(missing_ok=True)
    merito = straight = NOTHING
    for root in roots:
        merito = merito.plus(merito_run(root, log, chosen.jobs, chosen.formats))
        straight = straight.plus(straight_line(root, root / "straight", log, chosen.formats))
    print(f"processes        {chosen.jobs or 1}")
    print(f"formats          {chosen.formats}")
    _print("merito run", merito, people)
    _print("straight line", straight, people)
    for what, took in (("read as text", _read(roots)), ("written again", _written_again(roots))):
        print(f"{what:16} {took}")
    print(f"ratio            {merito.wall / straight.wall:9.2f}   {merito.cpu / straight.cpu:9.2f} of processor")
    wrong = [] if straight.code == 0 else [f"the straight line ended with {straight.code}: see its output"]
    wrong += [f"merito run ended with {merito.code}"] if merito.code not in RAN else []
    wrong += [fault for root in roots for fault in faults(root)]
    compared = sum(len(list((root / "straight").glob(f"*/{REWARDS}"))) for root in roots)
    for fault in wrong[:MOST_TOLD]:
        print(f"wrong            {fault}")
    if wrong:
        sys.stdout.writelines(log.read_text(encoding="utf-8").splitlines(keepends=True)[-MOST_TOLD:])
    passed = f"{len(wrong)} failed" if wrong else "passed"
    print(f"checks           {passed}: {len(staff):,} funds to the cent, {compared:,} rewards.csv figure by figure")
    return 1 if wrong else 0


def _read(roots: Sequence[Path]) -> str:
    """The time that Python takes to split the cells of the same files, without using them."""
    cells, began = 0, time.process_time()
    for path in (path for root in roots for path in (root / "enti").rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            cells += sum(map(len, csv.reader(file, delimiter=";")))
    return f"{time.process_time() - began:9.2f} s of processor: {cells:,} cells through Python's own csv"


def _written_again(roots: Sequence[Path]) -> str:
    """The time that the system takes to write the bytes of the results once more, file by file."""
    files = [path for root in roots for path in (root / "out").rglob("*") if path.is_file()]
    size, wall, cpu = 0, 0.0, 0.0
    with tempfile.TemporaryDirectory(dir=roots[0]) as place:
        for number, path in enumerate(files):
            content = path.read_bytes()
            began, cpu_began = time.perf_counter(), time.process_time()
            Path(place, str(number)).write_bytes(content)
            wall, cpu = wall + time.perf_counter() - began, cpu + time.process_time() - cpu_began
            size += len(content)
    return f"{wall:9.2f} s {cpu:9.2f} s of processor: {len(files):,} files, {size / 1e6:,.1f} MB"


def _print(what: str, spent: Spent, people: int) -> None:
    each = f"{spent.wall * 1e6 / people:9.1f} µs a person {spent.cpu * 1e6 / people:9.1f} of processor"
    print(f"{what:16} {spent}  {each}")


def faults(root: Path) -> Iterator[str]:
    """Errors in the results of a workspace: those of merito in `out`, and those of the straight line next to it."""
    enti = sorted(path.name for path in (root / "enti").iterdir())
    for ente in enti:
        results = root / "out" / ente / str(YEAR)
        if not (results / "summary.json").is_file():
            yield f"{ente}: no results"
            continue
        if json.loads((results / "summary.json").read_text(encoding="utf-8"))["stale"]:
            yield f"{ente}: the results are stale"
        yield from (f"{ente}: {fault}" for fault in _unbalanced(root, ente))
        ours, theirs = root / "out" / ente / REWARDS, root / "straight" / ente / REWARDS
        if _figures(ours) != _figures(theirs):
            yield f"{ours} has other figures than {theirs}"


def _unbalanced(root: Path, ente: str) -> Iterator[str]:
    """Compares the fund, its lines and the rewards of an ente, in whole cents."""
    results = root / "out" / ente / str(YEAR)
    cycle = (root / "enti" / ente / str(YEAR) / "cycle.toml").read_text(encoding="utf-8")
    fund = _cents(tomllib.loads(cycle, parse_float=str)["funds"]["premi_annuali"])
    lines, rewards = list(_money(results / "funds.csv")), list(_money(root / "out" / ente / REWARDS))
    for whole, *parts in (*lines, *rewards):
        if whole != sum(parts):
            yield f"a line or a prize of {whole} cents is not paid + withheld + savings"
    (amount, paid, withheld, _), (_, to_people, from_people, _) = map(_summed, (lines, rewards))
    if amount != fund:
        yield f"the lines sum to {amount} cents, the fund is {fund}"
    if paid != to_people:
        yield f"{paid} cents paid by the lines, {to_people} to people"
    if withheld < from_people:
        yield f"{withheld} cents withheld on the lines, {from_people} from people"


def _money(path: Path) -> Iterator[tuple[int, int, int, int]]:
    """For each row of a file its sum, and what is paid, withheld and saved of it (cents)."""
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                whole, saved = row.get("amount") or row["due"], row.get("savings") or "0.00"
                yield _cents(whole), _cents(row["payable"]), _cents(row["withheld"]), _cents(saved)


def _summed(rows: Sequence[tuple[int, int, int, int]]) -> Sequence[int]:
    return [sum(column) for column in zip(*rows, strict=True)] or [0] * 4


def _cents(amount: object) -> int:
    found = CENTS.fullmatch(str(amount))
    if not found:
        raise SystemExit(f"{amount!r} is no sum to the cent")
    return int(found[1]) * 100 + int(found[2])


def _figures(path: Path) -> list[tuple[str, ...]]:
    """The columns of figures of a table of prizes, row by row: what the straight line writes, and no prose."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [tuple(row[head] for head in FIGURES) for row in csv.DictReader(file)]


if __name__ == "__main__":
    main()
