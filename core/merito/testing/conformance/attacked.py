"""Attacks what the worked cases of a plugin would publish: no reader may know a figure that is hidden."""

from collections.abc import Iterator
from decimal import Decimal

from merito.model.messages import Code, Listed, Message, Money, say
from merito.publication import told
from merito.testing.adversary import Solved, attack, solver_installed
from merito.testing.adversary.known import EURO
from merito.testing.cases import Case
from merito.testing.conformance.faults import Found, NotTried
from merito.testing.conformance.subject import Subject

LOOKED_AT = 4  # how many cases are run for each that is attacked: most publish nothing about people


def nothing_solved(subject: Subject) -> Iterator[Found]:
    """No hidden figure of the public tables of the worked cases can be told from what is published."""
    if not solver_installed():
        yield NotTried(say("l'attacco alla cartella da pubblicare non è stato fatto: manca highspy (merito[author])"))
        return
    attacked = 0
    for case in subject.readable[: LOOKED_AT * subject.examples]:
        _, record = case.judged(subject.regulations) if attacked < subject.examples else ([], None)
        if record is None:
            continue  # its errors are reported by `cases`
        rows = told(record, subject.stack.inputs)
        attacked += any(one.row.tells for own in rows.values() for one in own)
        for one in attack(record, subject.stack.inputs, rows):
            if not one.by_law:
                yield _solved(case, one)
    if not attacked:
        yield NotTried(say("nessun caso svolto pubblica qualcosa di persone"))


def _solved(case: Case, one: Solved) -> Message:
    """What a reader knows of a hidden figure."""
    least, most = (Money(Decimal(each) / 100) if one.unit == EURO else each for each in (one.least, one.most))
    file, title = case.file.name, Code(case.title)
    if not one.readers:
        return say(
            "{file} {title}: chi legge sa {what}: da {least} a {most}",
            file=file,
            title=title,
            what=one.what,
            least=least,
            most=most,
        )
    return say(
        "{file} {title}: chi ha il premio di {readers} sa {what}: da {least} a {most}",
        file=file,
        title=title,
        readers=Listed(one.readers),
        what=one.what,
        least=least,
        most=most,
    )
