"""The figures of every worked case under several choices, by key: written before a change and compared after it.

    python bench/figures_by_key.py write before.jsonl bergamo brescia comunita_montane
    python bench/figures_by_key.py compare before.jsonl after.jsonl

A figure is a score, a grade, a sum, a place, a state of a gate: what a worked case can expect and that is no sentence.
Words, places in files, the order of rows and new columns at the end of a row change nothing; a cent does. Each case
runs as written, and with the first, the second and the third choice of every reading.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from attrs import evolve

from merito.cycle import run
from merito.testing import Case, cases_in
from merito.testing.enti import installed
from merito.testing.rows import rows_of

TESTS = Path(__file__).parents[1] / "tests"
SENTENCES = (
    "tried",
    "fund_reasons",
    "fund_holds",
    "reasons",
    "messages",
    "missing",
    "alternatives",
    "line_alternatives",
)
KEY_OF = {"grades": 3, "tree": 3, "funds": 1, "gates": 2, "rewards": 2, "balances": 2, "bands": 2, "deadlines": 1}
WHOLE = ("findings", "cascade", "documents", "tables", "appointments", "proceedings", "values", "monitoring")
TURNS = ("as written", "first", "second", "third")
MOST_SHOWN = 20

Figures = dict[str, dict[str, list[list[str]]]]


def figures(case: Case, choices: Mapping[str, str]) -> Figures:
    """By kind of row and key, the other cells of each row; of rows that are all key, as many as there are."""
    opened = case.opened(installed())
    course = evolve(opened.course, readings=opened.course.readings.with_choices(choices))
    found: Figures = {}
    for kind, rows in rows_of(run(course, opened.hashes)).items():
        if kind in SENTENCES:
            continue
        for row in sorted(rows):
            length = len(row) if kind in WHOLE else KEY_OF.get(kind, 1)
            found.setdefault(kind, {}).setdefault(" | ".join(row[:length]), []).append(row[length:])
    return found


def written(regulation: str) -> Iterator[dict[str, object]]:
    rulebook = installed().stack(regulation).rulebook
    known = {name: list(one.choices) for name, one in rulebook.interpretations.items()}
    for case in cases_in(TESTS / regulation / "cases"):
        for turn, told in enumerate(TURNS):
            choices = {name: own[(turn - 1) % len(own)] for name, own in known.items()} if turn else {}
            place = {"case": f"{case.file.name}: {case.title}", "choices": told}
            try:
                yield {**place, "figures": figures(case, choices)}
            except Exception as error:  # what is refused or raised is a result too
                yield {**place, "figures": {"refused": {type(error).__name__: [[]]}}}


def differences(before: Figures, after: Figures) -> Iterator[str]:
    """Every key that only one side has, and every cell that differs; cells added at the end of a row do not."""
    for kind in sorted(before.keys() | after.keys()):
        old, new = before.get(kind, {}), after.get(kind, {})
        for key in sorted(old.keys() | new.keys()):
            left, right = old.get(key, []), new.get(key, [])
            shortest = min((len(row) for row in (*left, *right)), default=0)
            cut = [sorted(tuple(row[:shortest]) for row in rows) for rows in (left, right)]
            if cut[0] != cut[1]:
                yield f"{kind} {key}: {left} was, {right} is"


def compared(before: Path, after: Path) -> Iterator[str]:
    """What differs between two files, with its case; cases that only one of them has."""
    known = [
        {
            (one["case"], one["choices"]): one["figures"]
            for one in map(json.loads, path.read_text(encoding="utf-8").splitlines())
        }
        for path in (before, after)
    ]
    for place in known[0].keys() | known[1].keys():
        where = f"{place[0]} ({place[1]})"
        if place not in known[0] or place not in known[1]:
            yield f"{where}: is only in {(before if place in known[0] else after).name}"
            continue
        yield from (f"{where}: {told}" for told in differences(known[0][place], known[1][place]))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("does", choices=("write", "compare"))
    parser.add_argument("file", type=Path)
    parser.add_argument("others", nargs="+", help="regulations to write, or the file to compare with")
    chosen = parser.parse_args(arguments)
    if chosen.does == "compare":
        found = sorted(compared(chosen.file, Path(chosen.others[0])))
        by_kind = Counter(told.partition("): ")[2].partition(" ")[0] for told in found)
        print(*found[:MOST_SHOWN], f"{len(found)} differences {dict(by_kind)}", sep="\n")
        return int(bool(found))
    with chosen.file.open("w", encoding="utf-8") as file:
        runs = [json.dumps(one, ensure_ascii=False) for name in chosen.others for one in written(name)]
        print(*runs, sep="\n", file=file)
    print(f"{len(runs)} runs of {', '.join(chosen.others)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
