"""Faults that a person could plausibly type, and the oracle of what may come of each.

A fault is refused with its file, told by a new finding, or read as typed. What is read as typed changes its own row alone,
and of the results only what depends on it, in the way that it says: more points are never a lower score. Each fault says
which of these it may be; a sum that changes in any other way is silently wrong, and the case fails.
"""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from attrs import fields
from faults.sound_bases import Base
from harm.cases import Ended, counted
from harm.misread_faults import AS_TYPED, REFUSED, TOLD, Fault, drawn
from harm.tables import limited

from merito import BadDataError, Band, Dossier, Figure, Finding, Made, Placement, Rows, State, WorkspaceError, plain
from merito.testing import Record, out_of_bounds, unconserved
from merito.testing.conformance import compared

IN_DOUBT = "IT-PL.24"
NOT_READ = ("source", "extra")
Changed = set[tuple[str, ...]]


def misreading(draw: Random, root: Path) -> Ended:
    """One fault, and how it ended."""
    fault = drawn(draw)
    (root / "fault.txt").write_text(f"{fault.base.title}\n{fault.path}\n{fault.told}\n", encoding="utf-8")
    with limited():
        ended = ended_by(fault, root)
    return counted("misreadings", f"{fault.name}: {ended}")


def ended_by(fault: Fault, root: Path) -> str:
    """What came of a fault, in a folder that is empty. Raises AssertionError if it is nothing that may come of it."""
    before = _sound(fault.base)
    fault.base.write(root, fault.files)
    try:
        record = fault.base.record(root)
    except (BadDataError, WorkspaceError) as error:
        _may(fault, REFUSED, str(error))
        assert _named(fault, str(error)), f"{fault.told}: refused without its file or what stood there: {error}"
        return "refused"
    wrong = [*unconserved(record), *out_of_bounds(record)]
    assert not wrong, f"{fault.told}\n" + "\n".join(wrong)
    changed = _changed(before, record)
    if not changed:
        return "no figure is another"
    told = _told_anew(fault, before, record)
    if AS_TYPED in fault.may:
        if told:
            changed -= _only_held(before, record, changed)
        left_out = _left_out(before, record)
        wrong = [
            *_misread(fault, before.dossier, record.dossier, left_out),
            *_not_its_own(fault, before, record, changed),
        ]
        wrong += [*_still_final(left_out, record, changed), *fault.otherwise(before, record)]
        assert not wrong, f"{fault.told}: silently wrong\n" + "\n".join(wrong)
        return "told, and as typed" if told else "as typed"
    assert TOLD in fault.may and told, f"{fault.told}: {sorted(changed)[:5]} are others, and nothing is told"
    wrong = [*fault.otherwise(before, record)]
    assert not wrong, f"{fault.told}: told, and silently wrong\n" + "\n".join(wrong)
    return "told"


def _may(fault: Fault, outcome: str, why: str) -> None:
    assert outcome in fault.may, f"{fault.told}: {outcome}, which it may not be: {why}"


_SOUND: dict[int, tuple[Base, Record]] = {}


def _sound(base: Base) -> Record:
    if id(base) not in _SOUND:
        with TemporaryDirectory() as place:
            base.write(Path(place))
            _SOUND[id(base)] = base, base.record(Path(place))
    return _SOUND[id(base)][1]


def _changed(before: Record, now: Record) -> Changed:
    """The keys of the figures that are others."""
    old, new = compared(before), compared(now)
    return {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}


def _only_held(before: Record, now: Record, changed: Changed) -> Changed:
    """The sums of which no more changes than what is held of them, for a reason that is told."""
    due = {"rewards": "due", "fund_lines": "amount"}
    old, new = compared(before), compared(now)
    return {
        key
        for key in changed
        if key[0] in due and key in old and key in new and old[key][due[key[0]]] == new[key][due[key[0]]]
    }


def _named(fault: Fault, text: str) -> bool:
    """Whether an error names the file, or an id that stood in the row and is referred to elsewhere, perhaps in a key."""
    return fault.path in text or any(f"«{cell}»" in text or f"«{cell} + " in text for cell in fault.cells)


def _told_anew(fault: Fault, before: Record, now: Record) -> list[str]:
    """The new errors and warnings that concern the row: they rest on it, or name something that stands in it."""
    known = {(one.rule, one.subject, plain(one.message)) for one in before.results.findings}
    found = [one for one in now.results.findings if (one.rule, one.subject, plain(one.message)) not in known]
    return [plain(one.message) for one in found if one.severity in ("error", "warning") and _concerns(fault, one)]


def _concerns(fault: Fault, one: Finding) -> bool:
    sources = [getattr(row, "source", None) for row in one.basis.inputs]
    if any(source is not None and source.file == fault.path for source in sources):
        return True
    return one.subject.partition(":")[2] in fault.cells or any(cell in plain(one.message) for cell in fault.cells)


def _left_out(before: Record, now: Record) -> frozenset[str]:
    """The people of whom a new error says that rows are in doubt and do not count."""
    known = {plain(one.message) for one in before.results.findings}
    subjects = (
        one.subject
        for one in now.results.findings
        if (one.rule, one.severity) == (IN_DOUBT, "error") and plain(one.message) not in known
    )
    return frozenset(one.partition(":")[2] for one in subjects)


def _still_final(people: Collection[str], now: Record, changed: Changed) -> Iterator[str]:
    """Scores of people whose rows do not count, that are others and final all the same; no score is none of these."""
    for one in now.results.scores:
        if one.score is None:
            continue
        if one.person in people and one.state is State.FINAL and ("scores", one.person) in {key[:2] for key in changed}:
            yield f"the score of {one.person} is final, and rows of this person do not count"


def _misread(fault: Fault, before: Dossier, now: Dossier, left_out: Collection[str]) -> Iterator[str]:
    """Rows that are read as others though nobody changed them, and cells that are read as something else than typed.

    A row that is not read at all is none of them if it is of a person whose rows are `left_out`.
    """
    old, new = _read(before), _read(now)
    own = {(fault.path, row) for row in fault.typed}
    for place in old.keys() | new.keys():
        if place in old and place not in new and old[place].get("person") in left_out:
            continue
        if old.get(place) != new.get(place) and place not in own:
            yield f"{place} is read as another row, and was not changed: {old.get(place)} was, {new.get(place)} is"
    for row, cells in fault.typed.items():
        read = new.get((fault.path, row))
        if read is None and old.get((fault.path, row), {}).get("person") in left_out:
            continue
        read = read or {}
        for name, value in cells.items():
            found = read.get(name)
            found = found.value if isinstance(found, Figure) else found
            if found != value:
                yield f"row {row}, {name}: {value!r} was typed, {found!r} is read"


def _read(dossier: Dossier) -> dict[tuple[str, int], Mapping[str, Any]]:
    """Every row of the tables as it is read, by its file and row."""
    tables = [table for one in fields(Dossier) if isinstance(table := getattr(dossier, one.name), Rows)]
    return {
        (row.source.file, row.source.row): {
            one.name: getattr(row, one.name) for one in fields(type(row)) if one.name not in NOT_READ
        }
        for table in tables
        for row in table
        if hasattr(row, "source") and row.source.row
    }


def _not_its_own(fault: Fault, before: Record, now: Record, changed: Changed) -> Iterator[str]:
    """Figures that are others and do not depend on the people of whom something else was typed.

    What their tools pay depends on them all, and so does what rests on a ranking in which they stand.
    """
    if fault.people is None:
        return
    both = [one for record in (before, now) for one in record.results.rewards]
    placed = any(one.person in fault.people for record in (before, now) for one in record.results.placements)
    tools = {one.tool for one in both if one.person in fault.people or (placed and _by_ranking(one))}
    funds = {one.fund for one in both if one.tool in tools}
    for table, *key in sorted(changed):
        apart = {
            "grades": True,
            "scores": key[0] not in fault.people,
            "rewards": key[0] not in fault.people and key[1:2] not in [[tool] for tool in tools],
            "fund_lines": bool(tools) and key[0] not in funds,
        }
        if apart.get(table, False):
            yield f"{table} {' '.join(key)} is another, and does not depend on {', '.join(sorted(fault.people))}"


def _by_ranking(reward: Made) -> bool:
    """Whether it rests on a place in a ranking, or on one of its bands."""
    return any(isinstance(one, Band | Placement) or _by_ranking(one) for one in reward.rests_on)
