"""Reads files of worked cases, and tells everything that is wrong in one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import tomli
from attrs import evolve

from merito.model.messages import Code, Message, say
from merito.testing.cases import Case, CaseError, Origin
from merito.testing.enti import AS_OF, YEAR
from merito.testing.inherited import Inheritance, edited
from merito.testing.rows import KINDS

SHORTHAND = "shorthand.py"
KNOWN = frozenset(
    (
        *("title", "rules", "tables", "cycle", "parameters", "readings", "year", "as_of", "expect", "whole"),
        *("refused", "ente", "files", "undecided"),
    )
)
Spelling = Callable[[dict[str, Any]], dict[str, Any]]


def cases_in(folder: Path, of_own_rules: Origin | None = None) -> list[Case]:
    """The cases of every file of a folder, sorted by name."""
    return [case for path in sorted(folder.glob("*.toml")) for case in read_cases(path, of_own_rules)]


def read_cases(path: Path, of_own_rules: Origin | None = None) -> list[Case]:
    """The cases of one file. Raises CaseError with all that is wrong in it."""
    try:
        known = tomli.loads(path.read_text(encoding="utf-8"), parse_float=str)
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CaseError(_in(path, str(error))) from None
    regulation, common, listed = known.get("regulation"), known.get("common", {}), known.get("case", [])
    if of_own_rules is not None:
        if regulation is not None:
            what = say(
                "i casi delle regole di un ente non nominano un regolamento: togliere {name}", name=Code(regulation)
            )
            raise CaseError(_in(path, what))
        regulation = of_own_rules.regulation
    if not isinstance(regulation, str) or not isinstance(listed, list) or not listed:
        what = say('un file di casi ha regulation = "..." e almeno un [[case]]')
        raise CaseError(_in(path, what))
    spell, inheritance = shorthand(path.parent), Inheritance(path, common, listed)
    cases = []
    for number, one in enumerate(listed, start=1):
        where = say(
            "{path}: caso {place} ({title})",
            path=str(path),
            place=number,
            title=one.get("title") or say("senza titolo"),
        )
        try:
            case, wrong = edited(spell(inheritance.whole(one)))
        except ValueError as error:
            raise CaseError(_in(where, error.args[0])) from None
        cases.append(_case(path, regulation, case, where, wrong))
    return [_with_own(case, of_own_rules) for case in cases] if of_own_rules else cases


def _with_own(case: Case, own: Origin) -> Case:
    return evolve(case, ente=f"{own.ente}\n{case.ente}", files={**own.files, **case.files})


def _case(path: Path, regulation: str, case: Mapping[str, Any], where: Message, of_edits: Sequence[Message]) -> Case:
    wrong = [*of_edits, *(say("{key} non è una chiave di un caso", key=Code(key)) for key in case if key not in KNOWN)]
    wrong += [say("manca {key}", key=Code(key)) for key in ("title", "rules") if key not in case]
    wrong += [say("manca «expect», o «refused» al suo posto")] if ("expect" in case) == ("refused" in case) else []
    wrong += [
        say("expect.{name}: non ci sono queste righe; ci sono {kinds}", name=name, kinds=tuple(KINDS))
        for name in case.get("expect", {})
        if name.removeprefix("no_") not in KINDS
    ]
    wrong += [
        say("whole: {name} non è atteso", name=Code(name))
        for name in case.get("whole", ())
        if name not in case.get("expect", {})
    ]
    year = case.get("year", YEAR)
    if not isinstance(year, int):
        wrong.append(say("year è {year}, che non è un anno", year=Code(year)))
    cycle = _cycle(case)
    undecided = tuple(case.get("undecided", ()))
    wrong += [] if "refused" in case else list(_unread(cycle, undecided))
    if wrong:
        raise CaseError(_lines([_in(where, one) for one in wrong]))
    return Case(
        file=path,
        regulation=regulation,
        title=case["title"],
        rules=tuple(case["rules"]),
        tables=case["tables"],
        cycle=cycle,
        year=year,
        as_of=date.fromisoformat(str(case.get("as_of", AS_OF.replace(year=year + 1)))),
        expect=case.get("expect", {}),
        whole=tuple(case.get("whole", ())),
        refused=tuple(case.get("refused", ())),
        ente=case.get("ente", ""),
        files=case.get("files", {}),
        undecided=undecided,
    )


def _in(place: Message | Path, what: Message | str) -> Message:
    where = place if isinstance(place, Message) else str(place)
    return say("{where}: {what}", where=where, what=what)


def _lines(told: Sequence[Message]) -> Message:
    """Several messages, one a line."""
    first, *others = told
    for one in others:
        first = say("{first}\n{second}", first=first, second=one)
    return first


def _cycle(case: Mapping[str, Any]) -> str:
    """The text of `cycle.toml`, from its three keys."""
    parts = (case.get("cycle", ""), "[parameters]", case.get("parameters", ""), "[readings]", case.get("readings", ""))
    return "\n".join(map(str, parts))


def _unread(cycle: str, undecided: Sequence[str]) -> Iterator[Message]:
    try:
        known = tomli.loads(cycle).get("parameters", {})
    except tomli.TOMLDecodeError as error:
        yield say(
            "cycle, parameters e readings, ognuno una chiave sua senza il suo [titolo], insieme non sono TOML: {error}",
            error=str(error),
        )
        return
    yield from (
        say("undecided: {key} non è un parametro che il caso stabilisce", key=Code(key))
        for key in undecided
        if key not in known
    )


def shorthand(folder: Path) -> Spelling:
    """The function that expands the cases of a folder: `spelled_out` of its `shorthand.py`, by default none."""
    path = folder / SHORTHAND
    if not path.is_file():
        return dict
    spec = spec_from_file_location(f"shorthand_of_{folder.parent.name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    spell: Spelling = module.spelled_out
    return spell
