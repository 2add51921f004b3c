"""Questions about implausible but well-formed data, for all regulations, and their confirmation (table `conferme`)."""

from collections import defaultdict
from collections.abc import Iterable

from attrs import frozen

from merito import Basis, Confirmation, Finding, Phase, Step
from merito.numbers import day_text

PERSON = "person:"


@frozen(kw_only=True)
class Question:
    """A value that is implausible. `found` are the ways of writing it; the first is shown.

    `held`: what is due to its subject, and what others are due from the same tools, waits for the answer; with `alone`,
    nothing of the others, who could only get more. Without `found` nothing can be confirmed: the data must be
    corrected. `doubt` is the text for a person whose money waits
    (Italian): which data are in doubt, not what the ente has to do.
    """

    rule: str
    subject: str
    message: str
    found: tuple[str, ...] = ()
    held: bool = False
    alone: bool = False
    doubt: str = "un dato"
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
        return _open(question, f" La conferma ({meant.source}) non vale: {why}.")
    act = f", atto {meant.act}" if meant.act else ""
    who = meant.by.removeprefix(PERSON)
    return Finding(
        severity="info",
        phase=question.phase,
        rule=question.rule,
        subject=question.subject,
        message=f"{question.message}. Confermato da {who} il {day_text(meant.date)}{act}",
        basis=Basis(inputs=(*question.inputs, meant)),
    )


def _open(question: Question, remedy: str) -> Finding:
    """A question without a valid answer, and for a person whose money waits what is in doubt."""
    answer = "corretto o confermato" if question.found else "corretto"
    waits = f"{question.doubt} è da controllare: finché non è {answer} la somma è sospesa"
    return Finding(
        severity="error" if question.held else "warning",
        phase=question.phase,
        rule=question.rule,
        subject=question.subject,
        message=f"{question.message}.{remedy}",
        shared=question.held and not question.alone,
        to_person=waits if question.held else "",
        basis=Basis(inputs=question.inputs),
    )


def _remedy(question: Question) -> str:
    if not question.found:
        return " Correggere i dati."
    return (
        f" Correggere, o confermare nella tabella «conferme»: regola {question.rule}, oggetto {question.subject}, "
        f"trovato {question.found[0]}"
    )


def _not_yet(step: Step, meant: Confirmation) -> str:
    """Why a confirmation is not effective at the date of the run (Italian)."""
    if meant.by == meant.subject.strip():
        return "nessuno conferma un dato che riguarda sé"
    if meant.date > step.as_of:
        return f"è del {day_text(meant.date)}"
    if meant.act is not None and step.acts.get(meant.act) is None:
        return f"l'atto {meant.act} non è in vigore"
    return ""


def _idle(meant: Confirmation) -> Finding:
    subject = meant.subject.strip()
    return Finding(
        severity="warning",
        phase=Phase.OBJECTIVES,
        rule="IT-PL.11",
        subject=subject if subject.startswith(PERSON) else "table:confirmations",
        message=f"{meant.source}: nessun rilievo {meant.rule} con questo oggetto ha trovato «{meant.found}». "
        "Togliere la conferma, o guardare di nuovo i dati",
        basis=Basis(inputs=(meant,)),
    )
