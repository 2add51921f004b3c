"""Checks a register for consistency, and against hashes kept outside, to detect changes made directly in it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from attrs import frozen

from merito.register.canonical import TooLargeError, opened
from merito.register.entries import ADOPTION, BEFORE_THE_FIRST, CAUSES, GIVEN, INPUTS, PARAMETERS, READINGS, RUN
from merito.register.shape import lacking
from merito.workspace.files import content_hash

if TYPE_CHECKING:
    from merito.register.store import Reader

HELD_TWICE = ("number", "kind", "ente", "year")


@frozen(kw_only=True)
class Verified:
    """The numbers of entries and contents, the head, the position of each anchor, and the problems (Italian).

    `remarks` may be harmless but need an explanation: a clock set back.
    """

    entries: int
    contents: int
    head: str
    anchored: Mapping[str, int]
    problems: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def verify(reader: "Reader", anchors: Iterable[str] = ()) -> Verified:
    """Every entry, link, content and adoption of a register; an anchor must be the hash of one of its entries.

    Only an anchor reveals that the end was cut off, or that the register was made anew.
    """
    numbers: dict[str, int] = {}
    runs: dict[int, tuple[str, object, object]] = {}
    named: dict[str, int] = {}
    problems: list[str] = []
    remarks: list[str] = []
    latest: tuple[datetime, int] | None = None
    before, previous = 0, BEFORE_THE_FIRST
    for row in reader.rows():
        body = _body(row["body"])
        problems += [f"voce {row['number']}: {told}" for told in _wrong(row, body, before, previous)]
        lacks = lacking(body)
        if lacks:
            problems.append(f"voce {row['number']}: mancano, o non sono ciò che devono, {', '.join(lacks)}")
        elif body["kind"] == RUN:
            runs[row["number"]] = (row["hash"], body["ente"], body["year"])
        elif body["kind"] == ADOPTION and (body["run_hash"], body["ente"], body["year"]) != runs.get(body["run"]):
            problems.append(f"voce {row['number']}: adotta un'esecuzione che non è quella che sta nel registro")
        at = None if lacks else (datetime.fromisoformat(body["at"]), row["number"])
        if at and latest and at[0] < latest[0]:
            remarks.append(f"voce {at[1]}: la sua ora viene prima di quella della voce {latest[1]}")
        latest = at or latest
        for known in _named(body):
            named.setdefault(known, row["number"])
        before, previous = row["number"], row["hash"]
        numbers[previous] = before
    count = 0
    for known, data in reader.stored_contents():
        count += 1
        try:
            content = opened(data)
        except TooLargeError as error:
            problems.append(f"contenuto {known[:12]}{_of(named.get(known))}: {error}")
        else:
            if content is None or content_hash(content) != known:
                problems.append(f"contenuto {known[:12]}{_of(named.get(known))}: è stato alterato")
        if named.pop(known, None) is None:
            problems.append(f"contenuto {known[:12]}: nessuna voce lo nomina")
    problems += [f"contenuto {known[:12]}{_of(number)}: manca" for known, number in named.items()]
    wanted = [anchor.strip().lower() for anchor in anchors]
    problems += [
        f"l'impronta {anchor} non è di nessuna voce: sono state tolte voci, o il registro è stato rifatto"
        for anchor in wanted
        if anchor not in numbers
    ]
    return Verified(
        entries=len(numbers),
        contents=count,
        head=previous,
        anchored={anchor: numbers[anchor] for anchor in wanted if anchor in numbers},
        problems=tuple(problems),
        remarks=tuple(remarks),
    )


def _wrong(row: Mapping[str, Any], body: Mapping[str, Any], before: int, previous: str) -> Iterator[str]:
    """The problems of one entry, given the number and the hash of the previous one."""
    if content_hash(row["body"].encode("utf-8")) != row["hash"]:
        yield "non corrisponde alla sua impronta: il testo o l'impronta sono stati cambiati"
    if row["number"] != before + 1:
        yield f"mancano voci dopo la {before}" if before else "mancano le voci prima"
    elif body.get("previous") != previous:
        yield "non segue la voce che le sta prima: una delle due è stata cambiata, spostata o messa dopo"
    odd = [name for name in HELD_TWICE if body.get(name) != row[name]]
    if odd:
        yield f"le colonne {', '.join(odd)} non dicono ciò che dice il testo"


def _body(text: str) -> Mapping[str, Any]:
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _named(body: Mapping[str, Any]) -> Iterator[str]:
    """The hashes of the contents that an entry names."""
    yield from (str(body[part]) for part in (INPUTS, PARAMETERS, READINGS, GIVEN, CAUSES) if part in body)
    files = body.get("files", {})
    yield from map(str, files.values()) if isinstance(files, dict) else ()


def _of(number: int | None) -> str:
    return f" della voce {number}" if number else ""
