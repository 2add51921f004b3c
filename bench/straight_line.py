"""The prizes of the nation straight from its files, in polars, without merito: the same figures in rewards.csv.

It covers what `nation.py` writes and no more, and stops if it finds anything else: one ranking for each ente, of the
staff only; the bands of the first application; the weights of `merito.toml`; points out of 100 with at most one
decimal; every reading that holds money adopted at its default, every value decided; one evaluator, a whole year for
everybody, no absences, no posts, one fund; units with their degree of PEG. Scores and sums are whole numbers: hundred
thousandths of the maximum, and cents. The division itself is in `straight_bands.py`. It writes the columns of figures
and no prose: words change, and sums do not.

With `xlsx` among the formats it also writes a workbook of that table, with `html` a page of what each band is paid.

    python bench/straight_line.py WORKSPACE OUT [--formats csv,xlsx,html]
"""

import argparse
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

import polars as pl

from straight_bands import divided, last_places

BANDS = ("alta", "intermedia", "bassa")
ADMISSION = 70_000  # of 100,000
PEG = 70
PEOPLE_AT_ONCE = 200_000
BYTES_A_PERSON = 51  # in a file of ratings
ADOPTED = {
    "I-BL-02": "admitted",
    "I-BL-03": "cumulative_floor",
    "I-BL-05": "last",
    "I-BL-06": "people",
    "I-BL-07": "realised",
    "I-BL-13": "stays_unpaid",
}
HEADS = "person,tool,fund,subject,band,due,payable,withheld,state"
TABLES = ("unita", "personale", "valutazioni", "valutazioni_fattori", "atti")
ACTS = ("adozione_lettura", "decisione_valori", "relazione_performance", "validazione_relazione")
STRANGE = "{}: not a nation that this program knows"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--formats", default="csv", help="csv alone, or xlsx and html too")
    chosen = parser.parse_args()
    formats = chosen.formats.split(",")
    settings = tomllib.loads((chosen.workspace / "merito.toml").read_text(encoding="utf-8"))
    year, weights = str(settings["workspace"]["year"]), _weights(settings["defaults"]["comunita_montane"])
    for tables, funds in _associations(chosen.workspace, year):
        for ente, text in rewards(tables, funds, weights):
            folder = chosen.out / ente / year
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "rewards.csv").write_text(text, encoding="utf-8")
            if "xlsx" in formats:
                _table(text).write_excel(folder / "results.xlsx")
            if "html" in formats:
                (folder / "index.html").write_text(_page(ente, _table(text)), encoding="utf-8")


def _table(text: str) -> pl.DataFrame:
    """The rewards with their sums as numbers."""
    table = pl.read_csv(text.encode(), infer_schema=False)
    return table.with_columns(pl.col("due", "payable", "withheld").cast(pl.Decimal(18, 2)))


def _page(ente: str, table: pl.DataFrame) -> str:
    """What each band is due, paid and held: a table, with as little around it as a browser needs."""
    sums = table.group_by("band", maintain_order=True).agg(pl.len(), pl.col("due", "payable", "withheld").sum())
    heads = "".join(f"<th>{head}</th>" for head in sums.columns)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(str(one))}</td>' for one in row)}</tr>" for row in sums.iter_rows())
    title = f"<title>{escape(ente)}</title>"
    return f'<!doctype html>\n<html lang="it"><meta charset="utf-8">{title}<table><tr>{heads}</tr>{rows}</table>\n'


def _weights(settings: Mapping[str, Mapping[str, object]]) -> Mapping[str, int]:
    readings = settings["readings"]
    if any(readings[reading]["choice"] != choice for reading, choice in ADOPTED.items()):  # type: ignore[index]
        sys.exit(STRANGE.format("a reading of another choice"))
    return settings["staff_factors"]["value"]  # type: ignore[return-value]


def _associations(root: Path, year: str) -> Iterator[tuple[Mapping[str, pl.DataFrame], Mapping[str, int]]]:
    """The tables and the funds (cents) of some enti at a time, or of all enti that keep shared tables."""
    folders = sorted((root / "enti").iterdir())
    if (root / "personale.csv").is_file():
        yield {name: _read((root / f"{name}.csv").read_bytes()) for name in TABLES}, _funds(folders, year)
        return
    some: list[Path] = []
    people = 0
    for folder in folders:
        some.append(folder)
        people += (folder / year / "valutazioni_fattori.csv").stat().st_size // BYTES_A_PERSON
        if people >= PEOPLE_AT_ONCE:
            yield _tables(some, year), _funds(some, year)
            some, people = [], 0
    if some:
        yield _tables(some, year), _funds(some, year)


def _tables(folders: Sequence[Path], year: str) -> Mapping[str, pl.DataFrame]:
    """The tables of several enti, each read at once: the rows of all its files one after the other."""
    found = {}
    for name in TABLES:
        contents = [
            (one / "atti.csv" if name == "atti" else one / year / f"{name}.csv").read_bytes() for one in folders
        ]
        heads, _, _ = contents[0].partition(b"\n")
        rows = [content.removeprefix(heads + b"\n") for content in contents]
        table = _read(b"\n".join((heads, b"".join(rows))))
        owners = pl.DataFrame({"ente": [one.name for one in folders], "rows": [own.count(b"\n") for own in rows]})
        found[name] = table.insert_column(0, owners.select(pl.col("ente").repeat_by("rows").explode()).to_series())
    return found


def _read(content: bytes) -> pl.DataFrame:
    return pl.read_csv(content, separator=";", infer_schema=False)


def _funds(folders: Iterable[Path], year: str) -> Mapping[str, int]:
    texts = ((folder.name, (folder / year / "cycle.toml").read_text(encoding="utf-8")) for folder in folders)
    given = ((ente, tomllib.loads(text, parse_float=str)["funds"]["premi_annuali"]) for ente, text in texts)
    return {ente: _cents(amount) for ente, amount in given}


def _cents(amount: str | int) -> int:
    euro, _, cents = str(amount).partition(".")
    return int(euro) * 100 + int(cents.ljust(2, "0"))


def rewards(
    tables: Mapping[str, pl.DataFrame], funds: Mapping[str, int], weights: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    """The text of `rewards.csv` of every ente in which somebody is in a band."""
    _check(tables)
    people = _ranked(tables, weights)
    enti = divided(people, tables["personale"], funds)
    if enti.select((pl.col("now_refused") == "cap").any()).item():
        sys.exit(STRANGE.format("more people in the first band than the text allows"))
    rows = _rows(people, enti)
    texts = rows.group_by("ente", maintain_order=True).agg(pl.col("line").str.join("\n"))
    for ente, text in texts.iter_rows():
        yield ente, f"{HEADS}\n{text}\n"


def _check(tables: Mapping[str, pl.DataFrame]) -> None:
    evaluators = tables["valutazioni"].group_by("ente").agg(pl.col("valutatore").n_unique())
    acts = tables["atti"].filter(pl.col("tipo").is_in(ACTS)).group_by("ente").agg(pl.col("tipo").n_unique())
    enti = tables["personale"]["ente"].n_unique()
    if evaluators["valutatore"].max() != 1 or acts.filter(pl.col("tipo") == len(ACTS)).height != enti:
        sys.exit(STRANGE.format("more than one evaluator, or an act that is not there"))


def _ranked(tables: Mapping[str, pl.DataFrame], weights: Mapping[str, int]) -> pl.DataFrame:
    """The staff in file order: the score, whether the unit falls short, first and last place among equals."""
    short = tables["unita"].select("ente", unita="id", short=pl.col("peg_raggiunto").cast(pl.Int64) < PEG)
    staff = tables["personale"].filter(pl.col("ruolo") == "dipendente").select("ente", "id", "unita")
    points = pl.col("punti").str
    tenths = points.replace(",", "", literal=True).cast(pl.Int64) * pl.when(points.contains(",")).then(1).otherwise(10)
    weight = pl.col("fattore").replace_strict(dict(weights), default=None, return_dtype=pl.Int64)
    ratings = tables["valutazioni_fattori"]
    if ratings.select((pl.col("massimo") != "100").any() | points.contains(r",..").any()).item():
        sys.exit(STRANGE.format("points of another maximum, or with two decimals"))
    scores = ratings.group_by("ente", id="persona").agg(score=(tenths * weight).sum(), factors=pl.len())
    people = staff.join(scores, on=["ente", "id"], how="left", maintain_order="left")
    people = people.join(short, on=["ente", "unita"], how="left", maintain_order="left")
    unknown = (pl.col("factors") != len(weights)) | pl.col("score").is_null() | pl.col("short").is_null()
    if people.select(unknown.any()).item():
        sys.exit(STRANGE.format("somebody without a rating or a unit"))
    admitted = pl.col("score") >= ADMISSION
    people = people.with_columns(
        inside=pl.when(admitted).then("score"), staying=pl.when(admitted & ~pl.col("short")).then("score")
    )
    return people.with_columns(
        first=pl.col("inside").rank("min", descending=True).over("ente").cast(pl.Int64),
        last=pl.col("inside").rank("max", descending=True).over("ente").cast(pl.Int64),
    )


def _rows(people: pl.DataFrame, enti: pl.DataFrame) -> pl.DataFrame:
    """The lines of every file, in order: by band, then from the best; equal ones in the order of the people."""
    bands = pl.concat([_band(enti, band) for band in range(3)])
    borders = enti.select("ente", one=last_places(pl.col("count"))[0], two=last_places(pl.col("count"))[1])
    inside = people.filter(pl.col("inside").is_not_null()).join(borders, on="ente", how="left", maintain_order="left")
    inside = inside.with_columns(
        band=(pl.col("last") > pl.col("one")).cast(pl.Int64) + (pl.col("last") > pl.col("two")).cast(pl.Int64)
    ).join(bands, on=["ente", "band"], how="left", maintain_order="left")
    inside = inside.with_row_index("order").sort("ente", "band", "first", "order")
    return inside.select("ente", line=pl.concat_str(pl.col("id"), pl.when("short").then("unpaid").otherwise("paid")))


def _band(enti: pl.DataFrame, band: int) -> pl.DataFrame:
    """What the lines of a band have in common: for a person who is paid, and for one whose unit falls short."""
    own = enti.filter(pl.col(f"now_people{band}") > 0)
    refused, broken = pl.col("now_refused") != "", pl.col("now_broken") != ""
    state = pl.when(refused).then(pl.lit("refused")).when(broken).then(pl.lit("withheld")).otherwise(pl.lit("final"))
    start, nothing, comma = pl.lit(f",annual,annual,,{BANDS[band]},"), pl.lit("0.00"), pl.lit(",")
    sums = _euro(pl.col(f"now_each{band}"))
    paid = pl.when(refused | broken).then(nothing).otherwise(sums)
    waiting = pl.when(refused | broken).then(sums).otherwise(nothing)
    return own.select(
        "ente",
        band=pl.lit(band, dtype=pl.Int64),
        paid=pl.concat_str(start, sums, comma, paid, comma, waiting, comma, state),
        unpaid=pl.concat_str(start, pl.lit("0.00,0.00,0.00,final")),
    )


def _euro(cents: pl.Expr) -> pl.Expr:
    """`1234.50`."""
    return pl.concat_str(cents // 100, pl.lit("."), (cents % 100).cast(pl.String).str.zfill(2))


if __name__ == "__main__":
    main()
