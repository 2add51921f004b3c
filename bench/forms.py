"""How long forms take: `python bench/forms.py` prints 120 evaluation sheets of Brescia's example and reports the time.

The run before it is not counted. The time is that of the whole command, with its start and the rebuilt record.
"""

import csv
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

EXAMPLE = Path(__file__).parents[1] / "examples" / "brescia"
SHEETS, MOST = 120, 20
PROGRAM = (sys.executable, "-c", "from merito.__main__ import main; main()")
FORM = "scheda_valutazione"


def grown(root: Path) -> None:
    """Adds copies of one of the staff, with the same ratings, until there are enough sheets."""
    year = root / "enti/brescia/2021"
    for name, column in (
        ("personale.csv", "id"),
        ("valutazioni_fattori.csv", "persona"),
        ("valutazioni.csv", "persona"),
    ):
        path = year / name
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter=";"))
        own = [row for row in rows if row[column] == "D001"]
        rows += [row | {column: f"X{number:03}"} for number in range(SHEETS) for row in own]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], delimiter=";", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def seconds(*words: object) -> float:
    """How long a command takes."""
    before = perf_counter()
    subprocess.run([*PROGRAM, *map(str, words)], check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - before


def main() -> int:
    """0 if the sheets took less time than promised."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "brescia"
        shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("out", "registro.sqlite*"))
        grown(root)
        ran = seconds("run", root, "--as-of", "2022-04-30")
        people = [word for number in range(SHEETS) for word in ("--subject", f"X{number:03}")]
        took = seconds("forms", root, FORM, *people)
        files = list((root / "out/brescia/2021-moduli" / FORM).glob("*.docx"))
    print(
        f"{len(files)} sheets in {took:.1f} s, {1000 * took / SHEETS:.0f} ms each; the run before them took {ran:.1f} s"
    )
    return 0 if len(files) == SHEETS and took < MOST else 1


if __name__ == "__main__":
    sys.exit(main())
