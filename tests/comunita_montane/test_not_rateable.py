"""Somebody away all year is not rateable (art. 17 c. 2 b), and nobody is asked who evaluated them."""

import shutil
from datetime import date
from pathlib import Path

from merito.testing import installed_regulations, run_folder

EXAMPLE = Path(__file__).parents[2] / "examples" / "comunita-montane"
ENTE, PERSON = "pian-dei-larici", "UNI07"


def test_nobody_is_asked_who_evaluated_somebody_away_all_year(tmp_path: Path) -> None:
    root = shutil.copytree(EXAMPLE, tmp_path / "spazio", ignore=shutil.ignore_patterns("out", "registro*"))
    for name in ("valutazioni.csv", "valutazioni_fattori.csv"):
        rows = (root / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (root / name).write_text(
            "".join(one for one in rows if not one.startswith(f"{ENTE};{PERSON};")), encoding="utf-8"
        )
    heads = (root / "assenze.csv").read_text(encoding="utf-8").splitlines()[0].split(";")
    away = {"ente": ENTE, "persona": PERSON, "dal": "1/1/2021", "al": "31/12/2021", "conta": "SI"}
    with (root / "assenze.csv").open("a", encoding="utf-8") as file:
        file.write(";".join(away.get(head, "") for head in heads) + "\n")
    record = run_folder(root, ENTE, as_of=date(2022, 6, 1), regulations=installed_regulations())
    [score] = [one for one in record.results.scores if one.person == PERSON]
    assert score.level == "non valutabile"
    assert [one for one in record.results.findings if one.rule == "BL-12.2bis"] == []
