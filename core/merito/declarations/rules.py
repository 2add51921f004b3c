"""Reads `rules.toml` and `interpretations.toml`."""

from pathlib import Path

from merito.contract.faults import Fault
from merito.contract.rulebook import (
    CLAIMED,
    KINDS,
    KNOWN,
    LESS,
    PARTS,
    PHASES,
    STATUSES,
    SUBJECT,
    Interpretation,
    Rule,
    Rulebook,
)
from merito.declarations.competences import read_competence
from merito.declarations.conditions import read_deadline, read_gate
from merito.declarations.sections import Readable, Section, sections
from merito.model.messages import Code, say

WORDS = {"phase": PHASES, "kind": KINDS, "status": STATUSES}


def read_rulebook(
    rules: Readable | Path, interpretations: Readable | Path, owner: str, problems: list[Fault]
) -> Rulebook:
    """The rules and interpretations of one layer; errors go to `problems`."""
    known = {section.key: _rule(section) for section in sections(rules, owner, problems)}
    readings: dict[str, Interpretation] = {}
    retired: dict[str, tuple[str, ...]] = {}
    for section in sections(interpretations, owner, problems):
        if replacing := section.texts("replaced_by"):
            retired[section.key] = replacing
            section.close()
        else:
            readings[section.key] = _interpretation(section)
    return Rulebook(known, readings, retired)


def _rule(section: Section) -> Rule:
    known = {name: section.one_of(name, words) for name, words in WORDS.items()}
    gate = read_gate(section.inner("gate"), known["phase"])
    deadline = read_deadline(section.inner("deadline"), known["phase"])
    since, until = section.year("since"), section.year("until")
    rule = section.fill(Rule, id=section.key, gate=gate, deadline=deadline, since=since, until=until, **known)
    if since and until and until < since:
        section.problem(say("«until» è {until}, prima di «since», {since}", until=until, since=since))
    if (rule.gate or rule.deadline) and rule.status not in CLAIMED:
        section.problem(
            say(
                "una regola con una condizione o un termine è attuata: «status» è uno tra {claimed}",
                claimed=tuple(CLAIMED),
            )
        )
    if rule.status == "not modelled" and not rule.reason:
        section.problem(say("una regola non modellata dice perché: manca «reason»"))
    if rule.tools and not rule.implements:
        section.problem(
            say("«tools» dice per quali strumenti un controllo sta al posto di un altro: manca «implements»")
        )
    section.close()
    return rule


def _interpretation(section: Section) -> Interpretation:
    reading = section.fill(Interpretation, id=section.key, competence=read_competence(section))
    narrowed = section.text("decides_why")
    if bool(narrowed) is not bool(reading.decides):
        section.problem(
            say("«decides» e «decides_why» stanno insieme: su quali premi la lettura decide, e perché su nessun altro")
        )
    of_subject = reading.decides.startswith(SUBJECT) and reading.decides != SUBJECT
    if reading.decides and reading.decides not in (LESS, KNOWN) and not of_subject:
        section.problem(
            say(
                "«decides» è {decides}, non «{less}», «{known}» o «{subject}» con un oggetto",
                decides=Code(reading.decides),
                less=LESS,
                known=KNOWN,
                subject=SUBJECT,
            )
        )
    some = {"lifts": reading.lifts, "by_savings": reading.by_savings, "only_corrected": reading.only_corrected}
    for key, named in some.items():
        if unknown := [choice for choice in named if choice not in reading.choices]:
            section.problem(
                say(
                    "{key} nomina {unknown}, che non è tra le scelte {choices}",
                    key=Code(key),
                    unknown=tuple(unknown),
                    choices=Code(sorted(reading.choices)),
                )
            )
    if reading.only_corrected and not of_subject:
        section.problem(say("accanto a «only_corrected», «decides» è «{subject}» con un oggetto", subject=SUBJECT))
    if reading.savings_of not in ("", PARTS) or (reading.savings_of and not reading.by_savings):
        section.problem(say("«savings_of» è «{parts}», accanto a «by_savings», o manca", parts=PARTS))
    if reading.default not in reading.choices:
        section.problem(
            say(
                "la scelta predefinita {default} non è tra le scelte {choices}",
                default=Code(reading.default),
                choices=Code(sorted(reading.choices)),
            )
        )
    section.close()
    return reading
