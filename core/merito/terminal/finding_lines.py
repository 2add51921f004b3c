"""Findings as terminal lines: severity, subject, message, the rule with its article, and the rows it rests on."""

from collections.abc import Iterable

from attrs import frozen

from merito.contract.rulebook import Rulebook
from merito.model.language import in_words, worded
from merito.model.messages import Reader, Ref, plain, say
from merito.model.results import Finding
from merito.model.source import NOWHERE
from merito.wording.coded import SEVERITIES
from merito.wording.subjects import about

NAMED = 2
PARAMETER = "parameter:"


@frozen
class FindingLine:
    """One line, and its findings: those of one rule with the same message for several subjects or tools."""

    text: str
    findings: tuple[Finding, ...]


def finding_lines(
    findings: Iterable[Finding], rulebook: Rulebook, most: int | None = None, read: Reader = plain
) -> tuple[FindingLine, ...]:
    """The lines of findings, each at the position of its first finding; of many subjects only the first `most`.

    `read` writes them for the office of an ente.
    """
    together: dict[tuple[object, ...], list[Finding]] = {}
    for one in findings:
        alike = (one.severity, one.rule, one.message, _about(one).partition(":")[0])
        together.setdefault(alike, []).append(one)
    return tuple(FindingLine(_text(own, rulebook, most, read), tuple(own)) for own in together.values())


def _text(alike: list[Finding], rulebook: Rulebook, most: int | None, read: Reader) -> str:
    first = alike[0]
    subjects = list(dict.fromkeys(filter(None, map(_about, alike))))
    told = say("{severity}: {what}", severity=worded(SEVERITIES[first.severity]), what=first.message)
    if subjects and not (len(subjects) == 1 and Ref.to(subjects[0]) in first.message.refs()):
        told = say(
            "{severity} su {subjects}: {what}",
            severity=worded(SEVERITIES[first.severity]),
            subjects=about(subjects, most),
            what=first.message,
        )
    source = f" [{_source(first.rule, rulebook)}]" if first.rule else ""
    return f"{read(told)}{source}{_places(alike)}"


def _places(alike: list[Finding]) -> str:
    """The rows that the findings rest on, the first of them named, without those named in the message."""
    said = frozenset(map(str, alike[0].message.leaves()))
    rows = dict.fromkeys(getattr(row, "source", NOWHERE) for one in alike for row in one.basis.inputs)
    places = [one for one in rows if one.file and str(one) not in said]
    if not places:
        return ""
    named, left = "; ".join(map(str, places[:NAMED])), len(places) - NAMED
    more = say(" e un'altra riga", many=" e altre {n} righe", number="n", n=left)
    return f" ← {named}{in_words(more) if left > 0 else ''}"


def _source(rule: str, rulebook: Rulebook) -> str:
    article = rulebook.cite(rule)
    return rule if article == rule else f"{rule}, {article}"


def _about(finding: Finding) -> str:
    """The subject; blank for a parameter, which the message names."""
    return "" if finding.subject.startswith(PARAMETER) else finding.subject
