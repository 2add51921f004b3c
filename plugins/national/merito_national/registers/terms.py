"""What is told of an appointment that lasts too long, or whose end nobody wrote though its text has a longest term."""

from collections.abc import Iterator

from merito import Message, Ref, Severity, Step, as_message, kit, say


def of_its_end(step: Step, term: kit.Term) -> Iterator[tuple[Severity, Message]]:
    """That a term is beyond its last lawful day; one whose end nobody wrote is told from its first day on."""
    over, last = as_message(term.too_long(step.as_of)), term.last_day
    if term.row.end is None and last is not None and not term.followed:
        why = say(
            "{over}. Per i giorni dopo ciò che spetta resta sospeso: scrivere la fine (tabella incarichi, colonna al), "
            "o una riga per il rinnovo con il suo atto",
            over=over or say("la fine non è scritta: dura al massimo fino al {last}", last=last),
        )
        yield ("warning" if last < step.as_of else "info"), why
    elif over and kit.written_beyond(step, term):
        why = say(
            "{over}. Per i giorni dopo ciò che spetta resta sospeso: scrivere una riga per il rinnovo con il suo atto, "
            "o correggere la fine (tabella incarichi, colonna al)",
            over=over,
        )
        if term.office.beyond_term:
            why = say(
                "{why}. La lettura {reading} dice se l'atto vale anche per quei giorni",
                why=why,
                reading=Ref("reading", term.office.beyond_term),
            )
        yield "warning", why
    elif over:
        yield "warning", over
