"""How the straight line divides every ranking: under the choices in force, and under each other one (polars alone).

The sums that are due rest on where the borders of the bands fall, on who stands at which place and on the heads among
whom a pool is divided; the pools themselves are the same under all of them.
"""

from collections.abc import Mapping, Sequence

import polars as pl

LETTERS = "abc"
PEOPLE = (1, 2, 2)  # fifths of the admitted
MONEY = (5, 4, 1)  # tenths of the fund
CAP, CAP_OF = 3, 10
RATIO = 2
OTHERS = {
    "everyone": "I-BL-02",
    "half_up": "I-BL-03",
    "largest": "I-BL-03",
    "first": "I-BL-05",
    "mean": "I-BL-05",
    "places": "I-BL-06",
    "decided": "I-BL-07",
    "leaves": "I-BL-13",
}
PARTED = ("now", "everyone", "half_up", "largest", "first", "mean", "leaves")  # the rest have the people of now

Columns = list[pl.Expr]


def last_places(count: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The last place of the first band and of the second, by cumulative floor."""
    return count // 5, count * 3 // 5


def _parts(total: pl.Expr, shares: Sequence[int]) -> Columns:
    """A whole divided by shares, to the last unit: by largest remainder, ties to the larger share, then the first."""
    rests = [total * share % sum(shares) for share in shares]
    wholes = [total * share // sum(shares) for share in shares]
    left = total - sum(wholes, pl.lit(0))
    numbers = range(len(shares))
    after = [
        [(rests[other] > rests[one]) | (_first(shares, other, one) & (rests[other] == rests[one])) for other in numbers]
        for one in numbers
    ]
    return [wholes[one] + (pl.sum_horizontal(after[one]) < left).cast(pl.Int64) for one in numbers]


def _first(shares: Sequence[int], one: int, other: int) -> bool:
    return (-shares[one], one) < (-shares[other], other)


def divided(people: pl.DataFrame, personale: pl.DataFrame, funds: Mapping[str, int]) -> pl.DataFrame:
    """A row for each ente: sums a head, what is broken, and the readings on which each band rests."""
    service = personale.group_by("ente").agg(cap=pl.len().cast(pl.Int64) * CAP // CAP_OF)
    heads = people.group_by("ente").agg(
        all=pl.len().cast(pl.Int64),
        count=pl.col("inside").count().cast(pl.Int64),
        stay=pl.col("staying").count().cast(pl.Int64),
        alike=pl.col("score").n_unique() == 1,
    )
    fund = pl.col("ente").replace_strict(dict(funds), return_dtype=pl.Int64)
    enti = heads.join(service, on="ente").with_columns(fund=fund).with_columns(*_borders(), *_pools())
    enti = enti.join(_counted(people, enti), on="ente")
    every = ("now", *OTHERS)
    enti = enti.with_columns(*(one for name in every for one in _each(name)))
    enti = enti.with_columns(*(one for name in every for one in _limits(name)))
    return enti.with_columns(*(_rests_on(band) for band in range(3)))


def _borders() -> Columns:
    """The last place of the first band (0) and of the second (1), under each choice that parts people otherwise."""
    count, everyone = pl.col("count"), pl.col("all")
    largest = _parts(count, PEOPLE)
    borders = dict.fromkeys(PARTED, last_places(count)) | {
        "everyone": tuple(pl.min_horizontal(border, count) for border in last_places(everyone)),
        "half_up": ((2 * count + 5) // 10, (6 * count + 5) // 10),
        "largest": (largest[0], largest[0] + largest[1]),
        "leaves": last_places(pl.col("stay")),
    }
    return [border.alias(f"{name}{band}") for name, both in borders.items() for band, border in enumerate(both)]


def _counted(people: pl.DataFrame, enti: pl.DataFrame) -> pl.DataFrame:
    """By ente, what is counted of every band: 0, 1 or 2; nobody without a place is in one."""
    over = (pl.col("first") <= pl.col("first0")) & (pl.col("last") > pl.col("cap"))
    place = dict.fromkeys(PARTED, pl.col("last")) | {
        "first": pl.when(over).then("last").otherwise("first"),
        "mean": (pl.col("first") + pl.col("last") + 1) // 2,
        "leaves": pl.col("staying"),
    }
    borders = [f"{name}{band}" for name in PARTED for band in range(2)]
    known = people.join(enti.select("ente", "cap", *borders), on="ente", how="left", maintain_order="left")
    banded = known.select("ente", "short", *(_beyond(place[name], name).alias(name) for name in PARTED))
    return banded.group_by("ente").agg(
        *(
            expression.alias(f"{name}_{what}{band}")
            for name in PARTED
            for band in range(3)
            for what, expression in _counts(name, band).items()
        )
    )


def _beyond(place: pl.Expr, name: str) -> pl.Expr:
    return sum(((place > pl.col(f"{name}{border}")).cast(pl.Int8) for border in range(2)), pl.lit(0, dtype=pl.Int8))


def _counts(name: str, band: int) -> Mapping[str, pl.Expr]:
    """Of one band: its people, those who may be paid, and whether anybody comes or goes under another choice."""
    own = pl.col(name) == band
    counts = {"people": own.sum().cast(pl.Int64), "paid": (own & ~pl.col("short")).sum().cast(pl.Int64)}
    if name == "now":
        return counts
    return counts | {"moved": (own.fill_null(False) != (pl.col("now") == band).fill_null(False)).any()}


def _pools() -> Columns:
    """The cents of each band: 50, 40 and 10 per cent of the fund."""
    return [pool.alias(f"pool{band}") for band, pool in enumerate(_parts(pl.col("fund"), MONEY))]


def _members(name: str) -> str:
    return "now" if name not in PARTED else name


def _shared_by(name: str, band: int) -> pl.Expr:
    """The heads among which a band's pool is divided: its people or, by places, the places where those are more."""
    people = pl.col(f"{_members(name)}_people{band}")
    if name != "places":
        return people
    first, second = last_places(pl.col("count"))
    places = (first, second - first, pl.col("count") - second)[band]
    return pl.when(people > 0).then(pl.max_horizontal(people, places)).otherwise(0)


def _each(name: str) -> Columns:
    return [
        (pl.when(_shared_by(name, band) > 0).then(pl.col(f"pool{band}") // _shared_by(name, band)).otherwise(0)).alias(
            f"{name}_each{band}"
        )
        for band in range(3)
    ]


def _limits(name: str) -> Columns:
    """Whether the ratio between two bands is broken (the better of the first such two), and whether all is refused."""
    members, least = _members(name), 1 if name == "decided" else RATIO
    paid = [pl.col(f"{members}_paid{band}") > 0 for band in range(3)]
    heads = [_shared_by(name, band) for band in range(3)]

    def less(better: int, worse: int) -> pl.Expr:
        both = paid[better] & paid[worse]
        return both & (MONEY[better] * heads[worse] < least * MONEY[worse] * heads[better])

    broken = (
        pl.when(less(0, 1)).then(pl.lit("01"))
        .when(less(1, 2)).then(pl.lit("12"))
        .when(~paid[1] & less(0, 2)).then(pl.lit("02"))
        .otherwise(pl.lit(""))
    )  # fmt: skip
    paid_people = sum((pl.col(f"{members}_paid{band}") for band in range(3)), pl.lit(0))
    # of everybody, by the sums that occur: all paid, and all the same
    sums = [pl.when(paid[band]).then(pl.col(f"{name}_each{band}")) for band in range(3)]
    same = (pl.max_horizontal(*sums) == pl.min_horizontal(*sums)) & (pl.max_horizontal(*sums) > 0)
    alike = (pl.col("all") > 1) & (paid_people == pl.col("all")) & same.fill_null(False) & ~pl.col("alike")
    over = pl.col(f"{members}_people0") > pl.col("cap")
    refused = pl.when(over).then(pl.lit("cap")).when(alike).then(pl.lit("alike")).otherwise(pl.lit(""))
    return [broken.alias(f"{name}_broken"), refused.alias(f"{name}_refused")]


def _rests_on(band: int) -> pl.Expr:
    """The readings under another choice of which somebody of a band would be due something else."""
    found: dict[str, pl.Expr] = {}
    for name, reading in OTHERS.items():
        whole = (pl.col("now_refused") != pl.col(f"{name}_refused")) | (
            (pl.col("now_broken") != "") != (pl.col(f"{name}_broken") != "")
        )
        other = (pl.col(f"now_each{band}") != pl.col(f"{name}_each{band}")) & (pl.col(f"now_paid{band}") > 0)
        moved = pl.lit(False) if name not in PARTED else pl.col(f"{name}_moved{band}")
        found[reading] = found.get(reading, pl.lit(False)) | whole | other | moved
    told = [pl.when(rests).then(pl.lit(f" {reading}")).otherwise(pl.lit("")) for reading, rests in found.items()]
    return pl.concat_str(pl.lit(f"BL-17.D BL-17.D{LETTERS[band]} BL-17.2p"), *told).alias(f"rules{band}")
