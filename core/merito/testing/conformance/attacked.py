"""Attacks what the worked cases of a plugin would publish: no reader may know a figure that is hidden."""

from collections.abc import Iterator

from merito.model.messages import Code, say
from merito.numbers import decimal_text, together_text
from merito.publication import told
from merito.testing.adversary import Solved, attack, solver_installed
from merito.testing.adversary.known import EURO
from merito.testing.conformance.faults import Found, NotTried
from merito.testing.conformance.subject import Subject


def nothing_solved(subject: Subject) -> Iterator[Found]:
    """No hidden figure of the public tables of the worked cases can be told from what is published."""
    if not solver_installed():
        yield NotTried(say("l'attacco alla cartella da pubblicare non è stato fatto: manca highspy (merito[author])"))
        return
    attacked = False
    for case in subject.readable[: subject.examples]:
        _, record = case.judged(subject.regulations)
        if record is None:
            continue  # its errors are reported by `cases`
        rows = told(record, subject.stack.inputs)
        attacked |= any(one.row.tells for own in rows.values() for one in own)
        for one in attack(record, subject.stack.inputs, rows):
            if not one.by_law:
                yield say(
                    "{file} {title}: {reader} sa «{what}», che non si pubblica: tra {least} e {most}",
                    file=case.file.name,
                    title=Code(case.title),
                    reader=_reader(one),
                    what=one.what,
                    least=_figure(one, one.least),
                    most=_figure(one, one.most),
                )
    if not attacked:
        yield NotTried(say("nessun caso svolto pubblica qualcosa di persone"))


def _reader(one: Solved) -> str:
    return f"chi ha il premio di {together_text(one.readers)}" if one.readers else "chi legge"


def _figure(one: Solved, value: int) -> str:
    return decimal_text(value, 2) if one.unit != EURO else f"{value // 100},{value % 100:02d}"
