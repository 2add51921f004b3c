"""Questions about implausible but well-formed data, for all regulations, and their confirmation (table `conferme`)."""

from collections import defaultdict
from collections.abc import Iterable

from attrs import frozen

from merito import NOTHING, Basis, Confirmation, Finding, Message, Phase, Ref, Step, say

PERSON, CONFIRMATIONS = "person:", "conferme"
A_FIGURE = say("un dato")


@frozen(kw_only=True)
class Question:
    """A value that is implausible. `found` are the ways of writing it; the first is shown.

    `held`: what is due to its subject, and what others are due from the same tools, waits for the answer; with `alone`,
    nothing of the others, who could only get more. Without `found` nothing can be confirmed: the data must be
    corrected; if the message has `said` who does it, nothing is added. `doubt` is for a person whose money waits: which
    data are in doubt, not what the ente has to do.
    """

    rule: str
    subject: str
    message: Message
    found: tuple[str, ...] = ()
    held: bool = False
    alone: bool = False
    said: bool = False
    doubt: Message = A_FIGURE
    phase: Phase = Phase.OBJECTIVES
    inputs: tuple[object, ...] = ()


def written_as(names: Iterable[str], values: Iterable[str]) -> tuple[str, ...]:
    """Every way of writing the value: `colloquio: 31/12/2020`, then with other names and notations."""
    known = tuple(names)
    return tuple(dict.fromkeys(f"{name}: {value}" for value in values for name in known))


def answered(step: Step, questions: Iterable[Question]) -> list[Finding]:
    """The findings of all questions; a confirmed one is reported as such and holds nothing.

    A confirmation that matches none is reported too: the data have changed since, or it was written differently.
    """
    known: dict[tuple[str, str], list[Confirmation]] = defaultdict(list)
    for one in step.dossier.confirmations:
        known[one.rule.strip(), one.subject.strip()].append(one)
    used: set[int] = set()
    findings = []
    for question in questions:
        same = known.get((question.rule, question.subject), [])
        meant = next((one for one in same if one.found.strip() in question.found), None)
        used.add(id(meant))
        findings.append(_finding(step, question, meant))
    return findings + [_idle(one) for one in step.dossier.confirmations if id(one) not in used]


def _finding(step: Step, question: Question, meant: Confirmation | None) -> Finding:
    if meant is None:
        return _open(question, _remedy(question))
    if why := _not_yet(step, meant):
        return _open(question, say("La conferma di {who} non vale: {why}.", who=_who(meant), why=why))
    confirmed = say("{what}. Confermato da {who} il {day}", what=question.message, who=_who(meant), day=meant.date)
    if meant.act:
        confirmed = say(
            "{what}. Confermato da {who} il {day}, atto {act}",
            what=question.message,
            who=_who(meant),
            day=meant.date,
            act=Ref("act", meant.act),
        )
    return Finding(
        severity="info",
        phase=question.phase,
        rule=question.rule,
        subject=question.subject,
        message=confirmed,
        basis=Basis(inputs=(*question.inputs, meant)),
    )


def _who(meant: Confirmation) -> Ref | str:
    """Who confirms: a person, or a body by its name."""
    return Ref.to(meant.by) if meant.by.startswith(PERSON) else meant.by


def _open(question: Question, remedy: Message) -> Finding:
    """A question without a valid answer, and for a person whose money waits what is in doubt."""
    return Finding(
        severity="error" if question.held else "warning",
        phase=question.phase,
        rule=question.rule,
        subject=question.subject,
        message=say("{what}. {remedy}", what=question.message, remedy=remedy) if remedy else question.message,
        shared=question.held and not question.alone,
        to_person=_waits(question) if question.held else NOTHING,
        basis=Basis(inputs=question.inputs),
    )


def _waits(question: Question) -> Message:
    """What the person whose money waits is told."""
    if question.found:
        return say(
            "{doubt} è da controllare: finché non è corretto o confermato la somma è sospesa", doubt=question.doubt
        )
    return say("{doubt} è da controllare: finché non è corretto la somma è sospesa", doubt=question.doubt)


def _remedy(question: Question) -> Message:
    if not question.found:
        return NOTHING if question.said else say("Chi tiene i dati li corregge.")
    return say(
        "Chi tiene i dati lo corregge, o lo conferma nella tabella {table}: regola {rule}, oggetto {subject}, trovato "
        "{found}",
        table=Ref("table", CONFIRMATIONS),
        rule=question.rule,
        subject=question.subject,
        found=question.found[0],
    )


def _not_yet(step: Step, meant: Confirmation) -> Message:
    """Why a confirmation is not effective at the date of the run; nothing for one that is."""
    if meant.by == meant.subject.strip():
        return say("nessuno conferma un dato che riguarda sé")
    if meant.date > step.as_of:
        return say("è del {day}", day=meant.date)
    if meant.act is not None and step.acts.get(meant.act) is None:
        return say("l'atto {act} non è in vigore", act=Ref("act", meant.act))
    return NOTHING


def _idle(meant: Confirmation) -> Finding:
    subject = meant.subject.strip()
    return Finding(
        severity="warning",
        phase=Phase.OBJECTIVES,
        rule="IT-PL.11",
        subject=subject if subject.startswith(PERSON) else "table:confirmations",
        message=say(
            "tabella {table}: nessun rilievo {rule} con questo oggetto ha trovato «{found}». Chi tiene i dati toglie "
            "la conferma, o li guarda di nuovo",
            table=Ref("table", CONFIRMATIONS),
            rule=meant.rule,
            found=meant.found,
        ),
        basis=Basis(inputs=(meant,)),
    )
