"""Ways to alter the tables of a register by SQL, after dropping its triggers."""

import json
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

from harm.registers_kept import COLUMNS, CONTENTS, ENTRIES, KEY, Kept, rows_of
from harm.scenes import REGISTER
from registers import behind_its_back

from merito.register.canonical import canonical, compressed
from merito.register.store import ADOPTION, RUN, Place, content_hash, open_register

STORED = "stored under the old hash"
NAMED, ANEW = "named by the entry", "named by the entry, whose hash is made anew"
ODD: tuple[Any, ...] = ("", "x", b"", b"\xff\x00", 0, -1, 7, 1.5, 2**62, "{}", "[]", "null", "a" * 70)


def cell(draw: Random, kept: Kept, root: Path) -> str:
    """Any cell of any table: other bytes, another kind of value, or the value of another row."""
    table = draw.choice([*COLUMNS])
    column, row = draw.choice(COLUMNS[table]), draw.choice(kept.rows[table])
    value = row[column]
    if column == "number":  # SQLite refuses anything but a number here, and a number that exists already
        put: Any = draw.choice((0, -1, row[column] + 1000, 2**40))
    elif draw.random() < 0.6:
        put = _flipped(draw, value)
    else:
        others = [one[column] for one in kept.rows[table] if one[column] != value and column != "hash"]
        put = draw.choice([*ODD, *others[:4]])
    _set(root, table, column, put, row[KEY[table]])
    return f"{table}.{column} of {row[KEY[table]]!r}"


def body(draw: Random, kept: Kept, root: Path) -> str:
    """The text of an entry becomes another valid one, with or without its hash."""
    row, other = draw.sample(kept.rows[ENTRIES], 2)
    known = json.loads(row["body"])
    part = draw.choice([*known])
    changed = {**known, part: _other(draw, known[part])}
    text = other["body"] if draw.random() < 0.3 else canonical(changed).decode()
    _set(root, ENTRIES, "body", text, row["number"])
    if text != other["body"] and draw.random() < 0.5:
        _set(root, ENTRIES, "hash", content_hash(text.encode()), row["number"])
    return f"the text of entry {row['number']}: {part}"


def rows_gone(draw: Random, kept: Kept, root: Path) -> str:
    """Some rows are removed: at the end, at the beginning, or in between."""
    table = draw.choice([*COLUMNS])
    keys = [row[KEY[table]] for row in kept.rows[table]]
    begin = draw.randrange(len(keys))
    chosen = keys[begin:] if draw.random() < 0.4 else draw.sample(keys, draw.randint(1, 3))
    _done(root, *(f"DELETE FROM {table} WHERE {KEY[table]} = {_literal(key)}" for key in chosen))
    return f"{table}: {len(chosen)} rows gone"


def rows_put_in(draw: Random, kept: Kept, root: Path) -> str:
    """An extra row: an entry repeated under another number, or a content that no entry names."""
    if draw.random() < 0.3:
        row = {"hash": content_hash(draw.randbytes(8)), "data": draw.choice(kept.rows[CONTENTS])["data"]}
        _done(root, _insert(CONTENTS, row))
        return "a content that nobody names"
    numbers = [row["number"] for row in kept.rows[ENTRIES]]
    row = {**draw.choice(kept.rows[ENTRIES]), "number": draw.choice((0, -3, max(numbers) + 1, max(numbers) + 7, 2**40))}
    row["hash"] = draw.choice((content_hash(row["body"].encode() + b" "), "0" * 64))
    _done(root, _insert(ENTRIES, row))
    return f"an entry put in as {row['number']}"


def reordered(draw: Random, kept: Kept, root: Path) -> str:
    """Two entries swap their numbers, or everything but their numbers."""
    one, other = draw.sample(kept.rows[ENTRIES], 2)
    away = 10**6
    if draw.random() < 0.5:
        moves = ((one["number"], away), (other["number"], one["number"]), (away, other["number"]))
        _done(root, *(f"UPDATE {ENTRIES} SET number = {new} WHERE number = {old}" for old, new in moves))
    else:
        rows = ({**one, "number": other["number"]}, {**other, "number": one["number"]})
        _done(
            root,
            *(f"DELETE FROM {ENTRIES} WHERE number = {row['number']}" for row in rows),
            *(_insert(ENTRIES, row) for row in rows),
        )
    return f"entries {one['number']} and {other['number']} change places"


def chain_rewritten(draw: Random, kept: Kept, root: Path) -> str:
    """An entry is changed, and every later one is rewritten to follow it: the chain is valid in itself."""
    rows = kept.rows[ENTRIES]
    first = draw.randrange(len(rows))
    bodies = [json.loads(row["body"]) for row in rows]
    bodies[first]["at"] = f"2021-01-01T00:00:0{draw.randrange(10)}+00:00"
    if draw.random() < 0.5:
        bodies[first]["ente"] = draw.choice(("alfa", "beta", "gamma"))
    hashes = {number: row["hash"] for number, row in enumerate(rows)}
    statements = []
    for number, told in enumerate(bodies[first:], first):
        if number > first:
            told["previous"] = hashes[number - 1]
        if told["kind"] == ADOPTION:
            told["run_hash"] = hashes[told["run"] - 1]
        text = canonical(told)
        hashes[number] = content_hash(text)
        row = {**rows[number], "hash": hashes[number], "body": text.decode(), "ente": told["ente"]}
        statements.append(_insert(ENTRIES, row))
    _done(root, f"DELETE FROM {ENTRIES} WHERE number > {first}", *statements)
    return f"the chain rewritten from entry {first + 1}"


def _flipped(draw: Random, value: Any) -> Any:
    if isinstance(value, int):
        return value ^ (1 << draw.randrange(8))
    content = bytearray(value if isinstance(value, bytes) else value.encode())
    content[draw.randrange(len(content))] ^= 1 << draw.randrange(7)
    return bytes(content) if isinstance(value, bytes) else content.decode("utf-8", "replace")


def _other(draw: Random, value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + draw.choice((-1, 1, 1000))
    return draw.choice((None, 7, "", "x", [], {}, [value], f"{value}x"))


def _literal(value: Any) -> str:
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    if isinstance(value, str):
        return f"CAST(x'{value.encode().hex()}' AS TEXT)"
    return repr(value)


def _set(root: Path, table: str, column: str, value: Any, key: Any) -> None:
    _done(root, f"UPDATE {table} SET {column} = {_literal(value)} WHERE {KEY[table]} = {_literal(key)}")


def _insert(table: str, row: Mapping[str, Any]) -> str:
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(map(_literal, row.values()))})"


def _done(root: Path, *statements: str) -> None:
    with open_register(Place(shown=REGISTER, file=root / REGISTER)) as register:
        behind_its_back(register.database, *statements)


def altered_with_its_row(draw: Random, root: Path, ente: str, year: int, name: str, content: bytes) -> tuple[str, int]:
    """Puts another content of a result file into the register; how it was done, and in which entry."""
    own = [row for row in rows_of(root)[ENTRIES] if (row["ente"], row["year"]) == (ente, year)]
    row = next(one for one in reversed(own) if one["kind"] == RUN)
    body, new = json.loads(row["body"]), content_hash(content)
    how = draw.choice((STORED, NAMED, ANEW))
    if how == STORED:
        _set(root, CONTENTS, "data", compressed(content), body["files"][name])
        return how, row["number"]
    text = canonical({**body, "files": {**body["files"], name: new}})
    _done(root, _insert(CONTENTS, {"hash": new, "data": compressed(content)}))
    _set(root, ENTRIES, "body", text.decode(), row["number"])
    if how == ANEW:
        _set(root, ENTRIES, "hash", content_hash(text), row["number"])
    return how, row["number"]
