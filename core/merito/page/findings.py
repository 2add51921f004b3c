"""The findings, by severity, one group per message; and the missing inputs."""

from collections import defaultdict

from attrs import frozen

from merito.model.messages import NOTHING, Message
from merito.model.results import Finding
from merito.model.source import NOWHERE, Source
from merito.page.material import Material
from merito.page.names import Link

SEVERITIES = {
    "error": ("Errori", "errore", "errori"),
    "warning": ("Avvisi", "avviso", "avvisi"),
    "info": ("Note", "nota", "note"),
}

MOST_APART = 3
PARAMETER = "parameter:"


@frozen
class About:
    """The subject of a finding; with its own message, if the group is that of a rule."""

    link: Link
    message: str = ""
    at: Source = NOWHERE


@frozen(kw_only=True)
class Found:
    """One message under one rule, or one rule with several messages, and all its subjects.

    `at` is the first row that a finding without a subject rests on, `parameter` the key of one that is about a value.
    """

    message: str
    rule: str
    cites: str
    tool: str
    about: tuple[About, ...]
    at: Source = NOWHERE
    parameter: str = ""


@frozen
class Severity:
    """The findings of one severity."""

    mark: str
    title: str
    count: int
    found: tuple[Found, ...]


@frozen(kw_only=True)
class Lacking:
    """An indicator without its input: why, and the dashboards whose grade lacks it."""

    indicator: Link
    reason: str
    boards: tuple[Link, ...]


def findings(material: Material) -> tuple[Severity, ...]:
    """The findings, errors first."""
    severities = []
    for mark, (title, *_) in SEVERITIES.items():
        own = [one for one in material.record.results.findings if one.severity == mark]
        if own:
            severities.append(Severity(mark, title, len(own), _groups(own, material)))
    return tuple(severities)


def _groups(found: list[Finding], material: Material) -> tuple[Found, ...]:
    """One group per message; a rule with many messages, one per subject, is one group."""
    messages: dict[str, set[Message]] = defaultdict(set)
    for one in found:
        messages[one.rule].add(one.message if _subject(one) else NOTHING)
    many = {rule for rule, told in messages.items() if rule and len(told) > MOST_APART and NOTHING not in told}
    groups: dict[tuple[str, str, str], list[About]] = defaultdict(list)
    first: dict[tuple[str, str, str], Finding] = {}
    for one in found:
        together = one.rule in many
        message = material.named(one.message)
        key = (one.rule, material.rulebook.rules[one.rule].text if together else message, one.tool or "")
        about = groups[key]
        first.setdefault(key, one)
        if _subject(one):
            about.append(About(material.names.subject(one.subject), message if together else "", _at(one)))
    return tuple(
        Found(
            message=message,
            rule=rule,
            cites=material.cited((rule,)),
            tool=material.names.tool(tool) if tool else "",
            about=tuple(about),
            at=_at(first[rule, message, tool]),
            parameter=_parameter(first[rule, message, tool]),
        )
        for (rule, message, tool), about in groups.items()
    )


def _at(finding: Finding) -> Source:
    """The first row of the ente that a finding rests on."""
    sources = (getattr(row, "source", NOWHERE) for row in finding.basis.inputs)
    return next((one for one in sources if one.file), NOWHERE)


def _parameter(finding: Finding) -> str:
    return finding.subject.removeprefix(PARAMETER) if finding.subject.startswith(PARAMETER) else ""


def _subject(finding: Finding) -> bool:
    return bool(finding.subject) and not _parameter(finding)


def missing(material: Material) -> tuple[Lacking, ...]:
    """Indicators that a grade lacks, in the order of the plan; none for a plan, before anything is measured."""
    if material.planning:
        return ()
    boards: dict[str, list[Link]] = defaultdict(list)
    lacked: dict[str, None] = {}
    for grade in material.grades.values():
        lacked.update(dict.fromkeys(grade.lacks))
        if grade.scope == "dashboard":
            for one in grade.lacks:
                boards[one].append(material.names.board(grade.id))
    return tuple(
        Lacking(indicator=material.names.indicator(one.id), reason=_why(one.id, material), boards=tuple(boards[one.id]))
        for one in material.dossier.indicators
        if one.id in lacked
    )


def _why(indicator: str, material: Material) -> str:
    grade = material.grade("indicator", indicator)
    return material.named(grade.reason) if grade else ""
