"""How the straight line divides every ranking (only with polars).

The sums that are due depend on the borders of the bands, on the place of each person and on the number of people among
whom a pool is divided. The pools do not.
"""

from collections.abc import Mapping, Sequence

import polars as pl

PEOPLE = (1, 2, 2)  # fifths of the admitted
MONEY = (5, 4, 1)  # tenths of the fund
CAP, CAP_OF = 3, 10
RATIO = 2
Columns = list[pl.Expr]


def last_places(count: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The last place of the first band and of the second, by cumulative floor."""
    return count // 5, count * 3 // 5


def _parts(total: pl.Expr, shares: Sequence[int]) -> Columns:
    """A whole divided by shares to the last unit: by largest remainder; ties to the larger share, then to the first."""
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
    """A row for each ente: sums per head, and which limits are broken."""
    service = personale.group_by("ente").agg(cap=pl.len().cast(pl.Int64) * CAP // CAP_OF)
    heads = people.group_by("ente").agg(
        count=pl.col("inside").count().cast(pl.Int64),
    )
    fund = pl.col("ente").replace_strict(dict(funds), return_dtype=pl.Int64)
    enti = heads.join(service, on="ente").with_columns(fund=fund).with_columns(*_borders(), *_pools())
    enti = enti.join(_counted(people, enti), on="ente")
    enti = enti.with_columns(*_each())
    return enti.with_columns(*_limits())


def _borders() -> Columns:
    """The last place of the first band (0) and of the second (1)."""
    return [border.alias(f"border{band}") for band, border in enumerate(last_places(pl.col("count")))]


def _counted(people: pl.DataFrame, enti: pl.DataFrame) -> pl.DataFrame:
    """The counts of every band (0, 1 or 2) of each ente; people without a place are in none."""
    known = people.join(enti.select("ente", "border0", "border1"), on="ente", how="left", maintain_order="left")
    banded = known.select("ente", "short", _beyond(pl.col("last")).alias("now"))
    return banded.group_by("ente").agg(
        *(expression.alias(f"now_{what}{band}") for band in range(3) for what, expression in _counts(band).items())
    )


def _beyond(place: pl.Expr) -> pl.Expr:
    return sum(((place > pl.col(f"border{band}")).cast(pl.Int8) for band in range(2)), pl.lit(0, dtype=pl.Int8))


def _counts(band: int) -> Mapping[str, pl.Expr]:
    """The counts of one band: its people, and those who may be paid."""
    own = pl.col("now") == band
    return {"people": own.sum().cast(pl.Int64), "paid": (own & ~pl.col("short")).sum().cast(pl.Int64)}


def _pools() -> Columns:
    """The cents of each band: 50, 40 and 10 per cent of the fund."""
    return [pool.alias(f"pool{band}") for band, pool in enumerate(_parts(pl.col("fund"), MONEY))]


def _heads(band: int) -> pl.Expr:
    """The number of people among whom a band's pool is divided."""
    return pl.col(f"now_people{band}")


def _each() -> Columns:
    return [
        (pl.when(_heads(band) > 0).then(pl.col(f"pool{band}") // _heads(band)).otherwise(0)).alias(f"now_each{band}")
        for band in range(3)
    ]


def _limits() -> Columns:
    """Whether the ratio between two bands is broken (by the first such pair), and whether everything is refused."""
    paid = [pl.col(f"now_paid{band}") > 0 for band in range(3)]
    heads = [_heads(band) for band in range(3)]

    def less(better: int, worse: int) -> pl.Expr:
        both = paid[better] & paid[worse]
        return both & (MONEY[better] * heads[worse] < RATIO * MONEY[worse] * heads[better])

    broken = (
        pl.when(less(0, 1)).then(pl.lit("01"))
        .when(less(1, 2)).then(pl.lit("12"))
        .when(~paid[1] & less(0, 2)).then(pl.lit("02"))
        .otherwise(pl.lit(""))
    )  # fmt: skip
    over = pl.col("now_people0") > pl.col("cap")
    refused = pl.when(over).then(pl.lit("cap")).otherwise(pl.lit(""))
    return [broken.alias("now_broken"), refused.alias("now_refused")]
