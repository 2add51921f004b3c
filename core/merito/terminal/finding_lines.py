"""Findings as terminal lines: severity, subject, message, the rule with its article, and the rows it rests on."""

import re
from collections.abc import Callable, Iterable

from attrs import frozen

from merito.contract.rulebook import Rulebook
from merito.model.messages import plain
from merito.model.results import Finding
from merito.model.source import NOWHERE, Source
from merito.wording.coded import SEVERITIES
from merito.wording.figures import subject_text, subjects_text

NAMED = 2
PARAMETER = "parameter:"


@frozen
class FindingLine:
    """One line, and its findings: those of one rule with the same message for several subjects or tools."""

    text: str
    findings: tuple[Finding, ...]


def finding_lines(
    findings: Iterable[Finding], rulebook: Rulebook, most: int | None = None, named: Callable[[str], str] = str
) -> tuple[FindingLine, ...]:
    """The lines of findings, each at the position of its first finding; of many subjects only the first `most`.

    `named` replaces ids of acts and objects of the plan by names.
    """
    together: dict[tuple[object, ...], list[Finding]] = {}
    for one in findings:
        alike = (one.severity, one.rule, one.message, _about(one).partition(":")[0])
        together.setdefault(alike, []).append(one)
    return tuple(FindingLine(_text(own, rulebook, most, named), tuple(own)) for own in together.values())


def _text(alike: list[Finding], rulebook: Rulebook, most: int | None, named: Callable[[str], str]) -> str:
    first = alike[0]
    subjects = list(dict.fromkeys(filter(None, map(_about, alike))))
    told = f" su {subjects_text(subjects, most)}" if subjects else ""
    about = "" if len(subjects) == 1 and _tells(plain(first.message), subjects[0]) else told
    source = f" [{_source(first.rule, rulebook)}]" if first.rule else ""
    return f"{named(f'{SEVERITIES[first.severity]}{about}: {plain(first.message)}')}{source}{_places(alike)}"


def _tells(message: str, subject: str) -> bool:
    """Whether a message names its subject itself."""
    return re.search(rf"\b{re.escape(subject_text(subject))}(?![\w-])", message) is not None


def _places(alike: list[Finding]) -> str:
    """The rows that the findings rest on, the first of them named, without those named in the message."""
    message = plain(alike[0].message)
    rows = dict.fromkeys(getattr(row, "source", NOWHERE) for one in alike for row in one.basis.inputs)
    places = [one for one in rows if one.file and not _names(message, one)]
    if not places:
        return ""
    named, left = "; ".join(map(str, places[:NAMED])), len(places) - NAMED
    more = " e un'altra riga" if left == 1 else f" e altre {left} righe" if left > 0 else ""
    return f" ← {named}{more}"


def _names(message: str, place: Source) -> bool:
    """Whether a message names a row: its file, and its number if it has one."""
    said = place.file.rpartition("/")[2] in message
    return said and (not place.row or re.search(rf"\brig[ah]e? {place.row}\b", message) is not None)


def _source(rule: str, rulebook: Rulebook) -> str:
    article = rulebook.cite(rule)
    return rule if article == rule else f"{rule}, {article}"


def _about(finding: Finding) -> str:
    """The subject; blank for a parameter, which the message names."""
    return "" if finding.subject.startswith(PARAMETER) else finding.subject
