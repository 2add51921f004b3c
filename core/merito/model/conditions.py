"""Gates and deadlines that `rules.toml` declares with their rule: constant, except for parameters."""

from attrs import frozen

from merito.model.acts import Phase

EACH = {"amendments": "amendment", "dashboards": "dashboard", "staff_positions": "position"}
AMENDED = ("plan", "sheets")
YEARS = {"previous": -1, "cycle": 0, "next": 1}


@frozen(kw_only=True)
class DeclaredNeed:
    """An act that a gate needs; on an amendment, the one that the amendment names if it `adopts`.

    With `any_order`, the kind that it must follow has to exist too, and only a finding is due to their order. With
    `until`, a parameter of kind day, it is given by that day of a `year` (one of YEARS).
    """

    act: str
    by: str = ""
    after: str = ""
    any_order: bool = False
    until: str = ""
    year: int = 0
    published: bool = False
    adopts: bool = False


@frozen(kw_only=True)
class DeclaredGate:
    """The acts that a phase, some tools, or `each` row of a table (of these `kinds`) needs to go on.

    `of` limits those on amendments to rows of the plan, or to sheets of groups and people.

    With `funds` or `tables` it applies only if the ente has one of these funds, or rows in one of these tables (of its
    tool, if rows name one). `bears` are further rules and readings.
    """

    phase: Phase
    needs: tuple[DeclaredNeed, ...]
    tools: tuple[str, ...] = ()
    each: str = ""
    kinds: tuple[str, ...] = ()
    of: str = ""
    funds: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    bears: tuple[str, ...] = ()


@frozen(kw_only=True)
class DeclaredDeadline:
    """A deadline: the `day` that a parameter gives in a `year` (one of YEARS), or so many `days` after the act `after`.

    Without `days` it is the day of that act; while there is none, `until_then` says why it is not counted yet. `what`
    may contain `{year}`, that of the cycle, and `{days}`. `published` and `optional` are those of the deadline.
    """

    phase: Phase
    what: str
    met_by: str
    day: str = ""
    year: int = 0
    after: str = ""
    days: str = ""
    until_then: str = ""
    published: bool = False
    optional: bool = False
    bears: tuple[str, ...] = ()
