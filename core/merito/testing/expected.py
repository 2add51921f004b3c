"""Compares the rows of a record with those that a worked case expects."""

from collections.abc import Iterator, Mapping

HELD = {"rewards": ("reasons", 4), "funds": ("fund_holds", 3)}  # where a row says why, and its withheld sum


def uncited(rule: str, rows: Mapping[str, list[list[str]]]) -> str:
    """That no result cites a rule."""
    tried = any(row[1] == rule for row in rows["tried"])
    return f"no result cites {rule}" + (": it was tried and did not apply, which `tried` expects" if tried else "")


def unmet(name: str, wanted: list[list[str]], rows: Mapping[str, list[list[str]]]) -> Iterator[str]:
    """The expected rows of a name that are not there; for `no_<name>`, those that are."""
    there = rows[name.removeprefix("no_")]
    for row in wanted:
        if name.startswith("no_"):
            over = [one for one in there if among(row, one)]
            if over:
                yield f"{name}: nothing may hold {row}:\n{shown(over)}"
        elif not any(matches(row, one) for one in there):
            lacks = rows.get("missing", [])
            why = f", as the run waits:\n{shown(lacks)}" if lacks and not there else _held(name, row, rows)
            yield f"{name}: expected {row}, found:\n{shown(there)}{why}"


def _held(name: str, wanted: list[str], rows: Mapping[str, list[list[str]]]) -> str:
    """Why money of a row's person or line is withheld; blank if none is."""
    table, column = HELD.get(name, ("", 0))
    about = [one for one in rows.get(name, ()) if table and one[0] in (wanted[0], "*") and one[column] != "0.00"]
    why = [row for row in rows.get(table, ()) if row[0] in {one[0] for one in about}]
    return f"\n  withheld, as:\n{shown(why)}" if why else ""


def shown(rows: list[list[str]]) -> str:
    """Rows, one a line."""
    return "\n".join(f"    {row}" for row in rows) or "    nothing"


def matches(expected: list[str], row: list[str]) -> bool:
    """Whether a row is as expected: `*` matches anything, `~text` anything that contains that text."""
    return len(expected) == len(row) and all(map(_fits, expected, row))


def among(row: list[str], one: list[str]) -> bool:
    """Whether every text of a row occurs in another; if both have the same length, `*` and `~` are used by position."""
    if len(row) >= len(one):
        return matches(row, one) or set(row) <= set(one)
    return all(any(_fits(text, cell) for cell in one) for text in row)


def _fits(expected: str, text: str) -> bool:
    return expected in ("*", text) or (expected.startswith("~") and expected[1:] in text)
