"""Writes one large ente of each regulation by copying an example: its units, posts, people and plan, many times.

The ids of a copy are the example's with a higher number; what exists once (the secretary) stays single. Weights under a
node that stays single are divided among the copies; funds and figures are multiplied. All readings are adopted, with
the example's choice or the default, or none is.

    python bench/grown.py FOLDER brescia --copies 20
"""

import argparse
import csv
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from merito.contract.rulebook import Interpretation
from merito.testing.enti import installed

EXAMPLES = Path(__file__).parents[1] / "examples"
ENTE = "grown"
WITH_IDS = ("personale", "unita", "posizioni", "indicatori", "obiettivi", "progetti", "cruscotti")
NAMING = frozenset(
    [
        "id",
        "persona",
        "unita",
        "superiore",
        "responsabile",
        "valutatore",
        "proponente",
        "posizione",
        "indicatore",
        "obiettivo",
        "cruscotto",
        "titolare",
        "nodo",
        "figlio",
        "oggetto",
        "gruppo",
        "area_dirigenziale",
        "componente",
    ]
)
TITLES = ("titolo", "nome")
LISTS = ("partecipanti",)
TOKEN = re.compile(r"[^,:\s]+")
COPY, CLONE = 1000, 50  # added to the number of an id
LETTURA = "adozione_lettura"
PAYMENTS = "pagamenti"
Row = dict[str, str]
Tables = Mapping[str, list[Row]]


def _as_it_is(_: str, row: Row, __: int) -> Iterator[Row]:
    yield row


def _chamber(table: str, row: Row, copy: int) -> Iterator[Row]:
    """In a copy the manager of the second area also heads the secretary's. Managers have no levels."""
    if copy and table == "unita" and row["responsabile"] == "SG1":
        row = row | {"responsabile": numbered("M2", copy)}
    if copy and table == "valutazioni" and row["persona"].startswith("D") and row["proponente"].startswith("P"):
        row = row | {"valutatore": numbered("M2", copy) if row["valutatore"] == "SG1" else row["valutatore"]}
    yield row
    if table == "riparto_contrattazione" and row["livello"] == "Eccellente":
        yield row | {"fondo": "fondo_dirigenti", "criterio": "punteggio", "livello": "", "coefficiente": ""}


@dataclass(frozen=True)
class Example:
    """What an ente is grown from: its place, what exists once, how many times its staff are in each copy.

    The tables in `once` are not copied. Every example is valid with `smallest` copies and 2, 4, 5, 8, ... times as
    many.
    """

    regulation: str
    folder: str
    ente: str
    year: int
    as_of: str
    singles: frozenset[str]
    groups: frozenset[str] = frozenset()
    staff: int = 1
    smallest: int = 1
    settings: Callable[[str, int], str] = lambda text, copies: text
    once: frozenset[str] = frozenset()
    adjusted: Callable[[str, Row, int], Iterator[Row]] = _as_it_is


def _strategy_map(text: str, copies: int) -> str:
    return text.replace("strategy_map = [2, 2]", f"strategy_map = [{2 * copies}, {2 * copies}]")


GROWN = {
    "bergamo": Example(
        regulation="bergamo",
        folder="camera-di-prova",
        ente="camera-di-prova",
        year=2021,
        as_of="2022-07-31",
        singles=frozenset({"SG1", "SEG", "strategico"}),
        staff=16,
        smallest=2,
        settings=_strategy_map,
    ),
    "brescia": Example(
        regulation="brescia",
        folder="brescia",
        ente="brescia",
        year=2021,
        as_of="2022-12-31",
        singles=frozenset({"SG1", "DIR1"}),
        once=frozenset({"progetti"}),
        adjusted=_chamber,
    ),
    "comunita_montane": Example(
        regulation="comunita_montane",
        folder="comunita-montane",
        ente="borgo-lungo",
        year=2021,
        as_of="2022-12-31",
        singles=frozenset({"SEG", "DIR", "P-DIR", "S1"}),
        groups=frozenset({"SPORTELLO"}),
    ),
}


def numbered(name: str, copy: int, step: int = COPY) -> str:
    """The id of a copy, as if the example had gone on counting: PO01, PO1001, PO2001."""
    if not copy:
        return name
    start, number = re.fullmatch(r"(.*?)(\d*)", name).groups()  # type: ignore[union-attr]
    return f"{start}{int(number or 0) + step * copy}"


def write_grown(root: Path, of: Example, copies: int, adopted: bool = True, enti: int = 1) -> int:
    """Writes a new workspace with so many copies of an example in each ente; returns the number of people in each."""
    shutil.rmtree(root, ignore_errors=True)
    year = root / "enti" / ENTE / str(of.year)
    year.mkdir(parents=True)
    tables = grown(_with_staff(_read(of), of.staff), of, copies)
    readings, acts = _readings(of) if adopted else ("", [])
    tables["atti"].extend(acts)
    for name, rows in tables.items():
        if not rows:
            continue
        heads = dict.fromkeys(head for row in rows for head in row)
        with (year / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, heads, restval="", delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
    settings = (EXAMPLES / of.folder / "merito.toml").read_text(encoding="utf-8")
    (root / "merito.toml").write_text(_without_readings(settings), encoding="utf-8")
    ente = (EXAMPLES / of.folder / "enti" / of.ente / "ente.toml").read_text(encoding="utf-8")
    config = _without_readings(of.settings(ente, copies)).replace(f'id = "{of.ente}"', f'id = "{ENTE}"', 1)
    (year.parent / "ente.toml").write_text(config + readings, encoding="utf-8")
    cycle = (EXAMPLES / of.folder / "enti" / of.ente / str(of.year) / "cycle.toml").read_text(encoding="utf-8")
    (year / "cycle.toml").write_text(_multiplied(cycle, copies), encoding="utf-8")
    for number in range(1, enti):
        other = shutil.copytree(year.parent, root / "enti" / f"{ENTE}-{number}")
        (other / "ente.toml").write_text((config + readings).replace(ENTE, other.name, 1), encoding="utf-8")
    return len(tables["personale"])


def _read(of: Example) -> dict[str, list[Row]]:
    """The tables of the example's ente: its own, and its rows in the shared ones."""
    root = EXAMPLES / of.folder
    own = root / "enti" / of.ente
    found: dict[str, list[Row]] = {}
    for path in (*root.glob("*.csv"), *own.glob("*.csv"), *own.glob(f"{of.year}/*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file, delimiter=";") if row.pop("ente", of.ente) == of.ente]
        kept = [row for row in rows if row.get("tipo") != LETTURA]
        found.setdefault(path.stem, []).extend(kept)
    return dict(sorted(found.items()))


def _with_staff(tables: Tables, times: int) -> dict[str, list[Row]]:
    """The tables with so many copies of all staff, each with the dashboards and rows that name them.

    Half of what was paid to one of them is paid to all copies together, in advance: they share the same fund.
    """
    staff = {row["id"] for row in tables["personale"] if row["ruolo"] == "dipendente"}
    staff |= {row["id"] for row in tables.get("cruscotti", ()) if row["titolare"] in staff}
    return {
        name: [
            one
            for row in rows
            for one in _copies(_advance(row, times) if name == PAYMENTS else row, staff, times, CLONE)
        ]
        for name, rows in tables.items()
    }


def _advance(row: Row, times: int) -> Row:
    """Half of a payment divided among so many, in whole euros."""
    whole = Decimal(row["importo"].replace(",", "."))
    return row | {"importo": str(int(whole / times / 2))}


def grown(tables: Tables, of: Example, copies: int) -> dict[str, list[Row]]:
    """The tables with so many copies."""
    many = {row["id"] for table in WITH_IDS for row in tables.get(table, ())} | of.groups
    many -= of.singles
    made: dict[str, list[Row]] = {}
    for table, rows in tables.items():
        each = 1 if table in of.once else copies
        copied = (_copies(_shared_weight(row, many, each), many, each, COPY, of.singles) for row in rows)
        made[table] = [
            one for every in copied for copy, row in enumerate(every) for one in of.adjusted(table, row, copy)
        ]
    return made


def _copies(row: Row, many: Set[str], copies: int, step: int, singles: Set[str] = frozenset()) -> Iterator[Row]:
    """A row once for each copy if it names something copied, otherwise once. Its lists name all copies."""
    row = row | {head: _listed(row[head], many, copies, step) for head in LISTS if row.get(head)}
    if row.get("id") in singles or not any(many.intersection(TOKEN.findall(row[head])) for head in NAMING & row.keys()):
        yield row
        return
    own = many | {row["id"]} if "id" in row else many
    for copy in range(copies):
        told = {head: f"{row[head]} {copy}" for head in TITLES if copy and row.get(head)}
        yield row | told | {head: _renamed(row[head], own, copy, step) for head in NAMING if row.get(head)}


def _renamed(value: str, many: Set[str], copy: int, step: int) -> str:
    return TOKEN.sub(lambda found: numbered(found[0], copy, step) if found[0] in many else found[0], value)


def _listed(value: str, many: Set[str], copies: int, step: int) -> str:
    return ", ".join(dict.fromkeys(_renamed(value, many, copy, step) for copy in range(copies)))


def _shared_weight(row: Row, many: Set[str], copies: int) -> Row:
    """Divides a weight under a node or an area that stays single among the copies."""
    node, child = ("nodo", "figlio") if "nodo" in row else ("area", "id")
    if not row.get("peso") or not row.get(node) or many.intersection(TOKEN.findall(row[node])):
        return row
    if not many.intersection(TOKEN.findall(row[child])):
        return row
    return row | {"peso": str(Decimal(row["peso"].replace(",", ".")) / copies).replace(".", ",") + "%"}


def _multiplied(cycle: str, copies: int) -> str:
    return re.sub(r"= (\d+)", lambda found: f"= {int(found[1]) * copies}", cycle)


def _without_readings(text: str) -> str:
    return re.sub(r"^\[[\w.]*readings\]\n(.+\n?)*", "", text, flags=re.MULTILINE)


def _chosen(of: Example) -> dict[str, str]:
    """The choices of the example."""
    files = (EXAMPLES / of.folder / "merito.toml", EXAMPLES / of.folder / "enti" / of.ente / "ente.toml")
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    return dict(re.findall(r'^"(I-[^"]+)" = \{ choice = "([^"]+)"', text, flags=re.MULTILINE))


def _readings(of: Example) -> tuple[str, list[Row]]:
    """Every reading that must be adopted, with the acts of the bodies that decide them."""
    stack = installed().stack(of.regulation)
    chosen, acts = _chosen(of), dict[str, Row]()
    lines = ["\n[readings]\n"]
    for identifier, one in stack.rulebook.interpretations.items():
        if one.must_adopt:
            act = _act(acts, LETTURA, _body(one))
            kind = stack.inputs.acts[one.competence.agreed_by[0]] if one.competence.agreed_by else None
            agreed = f', agreed = "{_act(acts, kind.label, "")}"' if kind else ""
            choice = chosen.get(identifier, one.default)
            lines.append(f'"{identifier}" = {{ choice = "{choice}", act = "{act}"{agreed} }}\n')
    return "".join(lines), list(acts.values())


def _body(one: Interpretation) -> str:
    return (*one.competence.bodies, "Giunta")[0]


def _act(acts: dict[str, Row], kind: str, body: str) -> str:
    """The id of an act of this kind and body, which is added if it is missing."""
    identifier = f"{kind}-{body.replace(' ', '-')}".rstrip("-")
    acts.setdefault(identifier, {"id": identifier, "tipo": kind, "data": "14/12/2020", "organo": body})
    return identifier


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("regulation", choices=tuple(GROWN))
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--enti", type=int, default=1, help="how many such enti")
    parser.add_argument("--open", action="store_true", help="no reading is adopted")
    chosen = parser.parse_args()
    of = GROWN[chosen.regulation]
    print(write_grown(chosen.folder, of, chosen.copies, not chosen.open, chosen.enti), "people")


if __name__ == "__main__":
    main()
