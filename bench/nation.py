"""Writes a synthetic nation: invented enti under `comunita_montane`, of log-normal sizes, the same for the same seed.

Every ente has staff with three ratings each, in units of which some fall short of their PEG, one dirigente who
evaluates everybody, one fund, and the acts without which nothing is paid. Scores are out of 100, some with a half; one
evaluator in eight rounds to tens, so that equal scores are frequent there. Every reading is adopted, and
every value decided.

    python bench/nation.py FOLDER --enti 300
    python bench/nation.py FOLDER --enti 300 --mixed
"""

import argparse
import json
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log, sqrt
from pathlib import Path
from typing import NamedTuple

YEAR, AS_OF = 2021, "2022-06-01"
MEDIAN, MEAN = 90, 320
SIGMA = sqrt(2 * log(MEAN / MEDIAN))  # the mean of a log-normal is its median times exp(sigma²/2)
MARK = "nation.json"
CHIEF = "DIR"
UNIT_OF_STAFF, MOST_UNITS = 60, 12
EVALUATOR_BY_TENS = 8

SETTINGS = f"""# Una nazione inventata: scritta da bench/nation.py, la stessa per lo stesso seme.
[workspace]
enti = ["enti/*"]
year = {YEAR}
out = "out"
locale = "it"

[defaults.comunita_montane]
staff_factors = {{ value = {{ a = 40, b = 20, c = 40 }}, act = "SMV" }}
manager_factors = {{ value = {{ a = 30, b = 30, c = 20, d = 20 }}, act = "SMV" }}

[defaults.comunita_montane.readings]
"""
READINGS = {
    "I-BL-01": "accepted",
    "I-BL-02": "admitted",
    "I-BL-03": "cumulative_floor",
    "I-BL-04": "savings",
    "I-BL-05": "last",
    "I-BL-06": "people",
    "I-BL-07": "realised",
    "I-BL-08": "everyone_in_service",
    "I-BL-11": "score",
    "I-BL-13": "stays_unpaid",
    "I-BL-14": "weighted_mean",
    "I-BL-15": "assigned",
    "I-BL-22": "staff_in_service",
    "I-BL-31": "bound",
    "I-BL-34": "heads",
    "I-BL-38": "appellant_only",
    "I-BL-40": "equal",
    "I-BL-41": "savings",
    "I-BL-42": "equal",
    "I-BL-43": "individual_only",
    "I-BL-44": "minimum",
    "I-BL-45": "days",
    "I-BL-47": "annual_only",
    "I-BL-48": "largest",
    "I-BL-51": "takes_band",
    "I-BL-52": "year_of_effect",
    "I-BL-53": "stands",
    "I-BL-54": "first_application",
    "I-BL-55": "of_the_year",
    "I-BL-56": "not_counted",
    "I-BL-60": "given",
    "I-BL-70": "by_method",
    "I-BL-76": "levels",
    "I-BL-77": "warning",
    "I-BL-80": "condition",
    "I-IT-02": "binding",
    "I-IT-06": "included",
    "I-IT-08": "piao",
    "I-IT-10": "binding",
    "I-IT-11": "suspended",
    "I-IT-12": "like_managers",
    "I-IT-13": "within_year",
    "I-IT-14": "is_plan",
    "I-IT-15": "withheld",
    "I-IT-16": "like_managers",
    "I-IT-32": "held",
    "I-IT-46": "levels",
    "I-IT-47": "warning",
}
OF_THE_CONFERENZA = frozenset(
    {
        "I-BL-01",
        "I-BL-02",
        "I-BL-03",
        "I-BL-04",
        "I-BL-05",
        "I-BL-06",
        "I-BL-13",
        "I-BL-15",
        "I-BL-22",
        "I-BL-34",
        "I-BL-42",
        "I-BL-60",
    }
)
AGREED = frozenset({"I-BL-04", "I-BL-05", "I-BL-06", "I-BL-42", "I-BL-60"})
TABLES = {
    "unita": "id;nome;tipo;peg_raggiunto",
    "personale": "id;unita;ruolo;categoria;di_ruolo",
    "valutazioni": "persona;valutatore;colloquio;comunicata;motivazione",
    "valutazioni_fattori": "persona;fattore;punti;massimo",
    "atti": "id;tipo;data;organo;oggetto;anno",
}
ACTS = (
    "LET;adozione_lettura;14/12/2020;Giunta;;",
    "SMV;decisione_valori;14/12/2020;Giunta;;",
    "LEC;adozione_lettura;14/12/2020;Conferenza dei dirigenti e delle posizioni organizzative;;",
    "CIN;contratto_integrativo;10/12/2020;;;",
    f"REL;relazione_performance;10/5/2022;Giunta;;{YEAR}",
    f"VAL;validazione_relazione;20/5/2022;OIV;;{YEAR}",
    f"OV-DIR;proposta_oiv;1/3/2022;OIV;person:{CHIEF};{YEAR}",
    f"SI-DIR;valutazione_sindaco;15/3/2022;Sindaco;person:{CHIEF};{YEAR}",
)


class Rated(NamedTuple):
    """One of the staff: the unit, and the points of the three factors as written in the file."""

    id: str
    unit: str
    points: tuple[str, str, str]


@dataclass(frozen=True)
class Ente:
    """An invented ente: its fund in cents, the degree of PEG of each unit in percent, its staff."""

    id: str
    fund: int
    units: dict[str, int]
    staff: Sequence[Rated]


def sizes(enti: int, seed: int) -> list[int]:
    """The number of staff of each ente; more enti do not change the first ones."""
    rng = random.Random(f"{seed}: sizes")
    return [max(1, round(rng.lognormvariate(log(MEDIAN), SIGMA))) for _ in range(enti)]


def ente_of(number: int, staff: int, seed: int) -> Ente:
    """The ente with this number, with so many staff."""
    rng = random.Random(f"{seed}: ente {number}")
    names = [f"U{unit:02d}" for unit in range(1, min(MOST_UNITS, 1 + staff // UNIT_OF_STAFF) + 1)]
    units = {name: rng.randint(40, 69) if rng.random() < 1 / 12 else rng.randint(70, 100) for name in names}
    by_tens = rng.randrange(EVALUATOR_BY_TENS) == 0
    people = (Rated(f"P{person:06d}", rng.choice(names), _points(rng, by_tens)) for person in range(1, staff + 1))
    fund = staff * rng.randint(300_00, 900_00) + rng.randrange(100)
    return Ente(id=f"e{number:05d}", fund=fund, units=units, staff=tuple(people))


def _points(rng: random.Random, by_tens: bool) -> tuple[str, str, str]:
    level = 60 + rng.randrange(41) if rng.randrange(16) else 40 + rng.randrange(30)
    if by_tens:
        level = level // 10 * 10
        return tuple(str(min(100, level + 10 * (rng.randrange(3) - 1))) for _ in "abc")  # type: ignore[return-value]
    points = (min(100, level + rng.randrange(-10, 11)) for _ in "abc")
    return tuple(f"{one},5" if one < 100 and rng.randrange(4) == 0 else str(one) for one in points)  # type: ignore[return-value]


def rows_of(ente: Ente) -> dict[str, list[str]]:
    """The rows of every table of an ente, as written in the files."""
    chief = next(iter(ente.units))
    return {
        "unita": [f"{name};Area {name};area;{peg}" for name, peg in ente.units.items()],
        "personale": [
            f"{CHIEF};{chief};dirigente;;SI",
            *(f"{one.id};{one.unit};dipendente;C;SI" for one in ente.staff),
        ],
        "valutazioni": [f"{one.id};person:{CHIEF};10/2/2022;20/2/2022;nella scheda" for one in ente.staff],
        "valutazioni_fattori": [
            *(f"{CHIEF};{factor};85;100" for factor in "abcd"),
            *(
                f"{one.id};{factor};{points};100"
                for one in ente.staff
                for factor, points in zip("abc", one.points, strict=True)
            ),
        ],
        "atti": list(ACTS),
    }


def write_nation(folder: Path, staff: Sequence[int], seed: int, together: int = 0) -> list[Path]:
    """Writes a new nation of enti with these numbers of staff; returns its workspaces.

    With `together`, so many enti at a time form an association: a workspace with shared tables and a column `ente`.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise SystemExit(f"{folder}: it is there and is not a nation; it is left alone")
    shutil.rmtree(folder, ignore_errors=True)
    numbered = list(enumerate(staff, start=1))
    parts = (
        [numbered[first : first + together] for first in range(0, len(numbered), together)] if together else [numbered]
    )
    roots = [folder / f"association-{part:04d}" for part, _ in enumerate(parts, start=1)] if together else [folder]
    for root, part in zip(roots, parts, strict=True):
        write_workspace(root, (ente_of(number, heads, seed) for number, heads in part), bool(together))
    told = {"seed": seed, "enti": len(staff), "staff": sum(staff), "largest": max(staff), "together": together}
    told["readings"] = len(READINGS)
    (folder / MARK).write_text(json.dumps(told) + "\n", encoding="utf-8")
    return roots


def write_workspace(root: Path, enti: Iterator[Ente], shared: bool) -> None:
    root.mkdir(parents=True)
    adopted = "".join(f'"{name}" = {{ choice = "{choice}", {_acts_of(name)} }}\n' for name, choice in READINGS.items())
    (root / "merito.toml").write_text(SETTINGS + adopted, encoding="utf-8")
    if not shared:
        for ente in enti:
            year = _write_ente(root, ente)
            for name, rows in rows_of(ente).items():
                path = (year.parent if name == "atti" else year) / f"{name}.csv"
                path.write_text("\n".join((TABLES[name], *rows, "")), encoding="utf-8")
        return
    files = {name: (root / f"{name}.csv").open("w", encoding="utf-8") for name in TABLES}
    for name, file in files.items():
        file.write(f"ente;{TABLES[name]}\n")
    for ente in enti:
        _write_ente(root, ente)
        for name, rows in rows_of(ente).items():
            files[name].writelines(f"{ente.id};{row}\n" for row in rows)
    for file in files.values():
        file.close()


def _acts_of(reading: str) -> str:
    """The act of the body that decides a reading, and the agreement if bargaining must agree."""
    agreed = ', agreed = "CIN"' if reading in AGREED else ""
    return f'act = "{"LEC" if reading in OF_THE_CONFERENZA else "LET"}"{agreed}'


def _write_ente(root: Path, ente: Ente) -> Path:
    """The config of an ente; returns the folder of its year."""
    year = root / "enti" / ente.id / str(YEAR)
    year.mkdir(parents=True)
    config = f'id = "{ente.id}"\nname = "Comune di {ente.id}"\nregulation = "comunita_montane"\n'
    (year.parent / "ente.toml").write_text(config, encoding="utf-8")
    fund = f"[funds]\npremi_annuali = {ente.fund // 100}.{ente.fund % 100:02d}\n"
    (year / "cycle.toml").write_text(fund, encoding="utf-8")
    return year


def nation_at(folder: Path) -> dict[str, int] | None:
    """What the nation in a folder was made from, if there is one."""
    mark = folder / MARK
    return json.loads(mark.read_text(encoding="utf-8")) if mark.is_file() else None


def workspaces(folder: Path) -> list[Path]:
    """The workspaces of a nation: one, or one for each association."""
    return sorted(path.parent for path in (*folder.glob("merito.toml"), *folder.glob("association-*/merito.toml")))


def options() -> argparse.ArgumentParser:
    """The options that choose a nation."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--enti", type=int, default=10_000, help="number of enti (10,000: some 3.2 million people)")
    parser.add_argument("--seed", type=int, default=2009)
    parser.add_argument("--together", type=int, default=0, help="enti that keep shared tables together; 0: none do")
    return parser


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, parents=[options()], formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mixed", action="store_true", help="as many enti of each regulation, grown from the examples")
    chosen = parser.parse_args()
    if chosen.mixed:
        from mixed import write_mixed  # noqa: PLC0415 (it needs merito, and this module)

        write_mixed(chosen.folder, chosen.enti, chosen.seed)
    else:
        write_nation(chosen.folder, sizes(chosen.enti, chosen.seed), chosen.seed, chosen.together)
    print((chosen.folder / MARK).read_text(encoding="utf-8").strip())


if __name__ == "__main__":
    main()
