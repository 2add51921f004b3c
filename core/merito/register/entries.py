"""The content of register entries: for a run everything behind its figures, for an adoption the run and its act.

An ente that could not run has an entry too, with the causes. An entry names its contents (result tables, inputs,
parameters, readings, given sums, causes) by their hashes; content shared by two runs is stored once.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from attrs import frozen

from merito.contract.parameters import MissingParameterError, Parameters
from merito.cycle.course import Course
from merito.model.acts import Act
from merito.model.record import Record
from merito.outputs.writer import WrittenResults
from merito.register.canonical import canonical
from merito.register.problems import SimulationError
from merito.regulations import fingerprint
from merito.workspace.files import content_hash

FORMAT = 1
RUN, ADOPTION, FAILURE = "run", "adoption", "failure"
BEFORE_THE_FIRST = "0" * 64
INPUTS, PARAMETERS, READINGS, GIVEN = "inputs", "parameters", "readings", "given"
CAUSES = "causes"
FOLDER, ASKED, SUPPOSED = "folder", "asked", "supposed"  # only for a simulation, which is in no chain


@frozen(kw_only=True)
class DraftEntry:
    """An entry before it has its place in the chain, and the contents that it names, by hash."""

    body: Mapping[str, object]
    contents: Mapping[str, bytes]


@frozen(kw_only=True)
class Entry:
    """An entry of the chain; `body` is its JSON, `hash` that of the body's bytes, which contain the previous hash."""

    number: int
    hash: str
    body: Mapping[str, Any]

    @property
    def kind(self) -> str:
        return str(self.body["kind"])

    @property
    def ente(self) -> str:
        return str(self.body["ente"])

    @property
    def year(self) -> int:
        return int(self.body["year"])

    @property
    def files(self) -> Mapping[str, str]:
        """Hashes of the result files of a run, by their path in its folder; an adoption has none."""
        return self.body.get("files", {})  # type: ignore[no-any-return]

    @property
    def beside(self) -> Mapping[str, str] | None:
        """Hashes of other files, whose contents are not stored; None if the entry has none."""
        return self.body.get("beside")

    @property
    def every_file(self) -> Mapping[str, str]:
        """Hashes of all that a run wrote, as far as its entry records them."""
        return {**self.files, **(self.beside or {})}


def run_draft(
    record: Record, course: Course, written: WrittenResults, inputs: Mapping[str, str], at: datetime
) -> DraftEntry:
    """The entry of a run: the files `written`, hashes of its `inputs` by file, when it ended.

    Texts are stored; of workbooks, pages and the like only the hash.

    Raises SimulationError on the record of a simulation.
    """
    if record.simulated:
        raise SimulationError(record.dossier.ente.id)
    contents: dict[str, bytes] = {}

    def kept(content: bytes) -> str:
        known = content_hash(content)
        contents[known] = content
        return known

    body = {
        "at": moment(at),
        **told_of(record, course),
        **{part: kept(canonical(one)) for part, one in parts_of(record, course, inputs).items()},
        "files": {name: kept(text.encode("utf-8")) for name, text in written.texts.items()},
        "beside": {name: known for name, known in written.hashes.items() if name not in written.texts},
    }
    return DraftEntry(body=body, contents=contents)


def parts_of(record: Record, course: Course, inputs: Mapping[str, str]) -> dict[str, object]:
    """What determines the figures of a run: hashes of its files, parameters, readings, and given sums."""
    dossier = record.dossier
    given = {section: {one.id: one.value for one in getattr(dossier, section)} for section in ("funds", "figures")}
    readings = {
        reading.id: {"choice": reading.choice, "adopted": reading.adopted, "act": reading.act, "open": reading.open}
        | ({"agreed": reading.agreed} if reading.agreed else {})
        | ({"supposed": True} if reading.supposed else {})
        for reading in record.readings
    }
    return {INPUTS: inputs, PARAMETERS: _in_force(course.parameters), READINGS: readings, GIVEN: given}


def told_of(record: Record, course: Course) -> dict[str, object]:
    """The ente, year and date of a run, and the versions that made it."""
    dossier = record.dossier
    return {
        "format": FORMAT,
        "kind": RUN,
        "ente": dossier.ente.id,
        "name": dossier.ente.name,
        "year": dossier.year,
        "as_of": record.as_of.isoformat(),
        "provisional": record.provisional,
        "regulation": dossier.ente.regulation,
        "edition": record.edition,
        "engine": engine(),
        "plugins": [
            {"layer": layer.name, "version": layer.version, "files": layer.fingerprint} for layer in course.stack.layers
        ],
    }


def adoption_draft(
    run: Entry, act: Act, as_of: date, at: datetime, replaces: int | None, suspended: Mapping[str, Decimal]
) -> DraftEntry:
    """The entry that makes a run the official one of its ente and year; `replaces` an earlier adoption.

    `suspended` is what it withholds, in euro by fund, if it was adopted nevertheless.
    """
    body = {
        "format": FORMAT,
        "kind": ADOPTION,
        "at": moment(at),
        "ente": run.ente,
        "year": run.year,
        "as_of": as_of.isoformat(),
        "run": run.number,
        "run_hash": run.hash,
        "act": {"id": act.id, "kind": act.kind, "date": act.date.isoformat(), "body": act.body, "number": act.number},
        "replaces": replaces,
    }
    if suspended:
        body["suspended"] = {fund: str(amount) for fund, amount in suspended.items()}
    return DraftEntry(body=body, contents={})


def failure_draft(
    of: tuple[str, int], name: str, regulation: str, state: str, causes: Sequence[Mapping[str, str]], as_of: date
) -> DraftEntry:
    """The entry of an ente and year that could not run: its state, and every cause with its code and its message.

    An ente whose config cannot be read has neither name nor regulation.
    """
    content = canonical(list(causes))
    known = content_hash(content)
    body = {
        "format": FORMAT,
        "kind": FAILURE,
        "at": moment(datetime.now().astimezone()),
        "ente": of[0],
        "name": name,
        "year": of[1],
        "as_of": as_of.isoformat(),
        "regulation": regulation,
        "state": state,
        "codes": list(dict.fromkeys(cause["code"] for cause in causes)),
        "why": causes[0]["message"] if causes else "",
        CAUSES: known,
        "engine": engine(),
    }
    return DraftEntry(body=body, contents={known: content})


def chained(draft: DraftEntry, number: int, previous: str) -> tuple[Entry, bytes]:
    """A draft in its place, after the entry with the hash `previous`, and the bytes of which it has the hash."""
    body = {**draft.body, "number": number, "previous": previous}
    content = canonical(body)
    return Entry(number=number, hash=content_hash(content), body=body), content


def moment(at: datetime) -> str:
    """A time in seconds, with its UTC offset."""
    if at.tzinfo is None:
        raise ValueError("a moment without its time zone says nothing")
    return at.isoformat(timespec="seconds")


@cache
def engine() -> dict[str, str]:
    """The version of the engine, and the hash of its files."""
    spec = find_spec("merito")
    assert spec is not None and spec.origin is not None
    folder = Path(spec.origin).parent
    return {"version": version("merito"), "files": fingerprint(folder)}


def _in_force(parameters: Parameters) -> dict[str, dict[str, object]]:
    """Every parameter with its value on 1 January of the year and its layer; those without a value are left out."""
    found: dict[str, dict[str, object]] = {}
    for key in parameters.declared:
        try:
            value = parameters.in_force(key)
        except MissingParameterError:
            continue
        found[key] = {"value": value.value, "layer": value.layer, "since": value.since}
    return found
