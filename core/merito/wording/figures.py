"""Figures and states in Italian format."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from merito.contract.declared_parameters import DayOfYear
from merito.model.basis import Reading
from merito.model.figures import Figure, Range
from merito.model.record import CHECKED, NOTHING_COMPUTED, PhaseState
from merito.model.rows import Rows
from merito.numbers import day_text, decimal_text, number_text
from merito.numbers.italian import yearly_text
from merito.wording.coded import SUBJECTS
from merito.workspace.common import common_inputs
from merito.workspace.heads import plain

PHASE_STATES = {
    "done": "calcolata",
    "waiting": "in attesa dei dati",
    "partial": "calcolata in parte",
    "blocked": "bloccata",
    "provisional": "provvisoria",
}
ALSO = {"persona": "person", "persone": "person", "personale": "person", "unita": "unit"}
KINDS = {plain(word): kind for kind, words in SUBJECTS.items() for word in words} | ALSO
WITH_REFUSALS, WITH_HELD = "con rifiuti", "con somme sospese"
PHASE_WORDS = {
    "verified": "verificata",
    "with_lacks": "verificata, con mancanze",
    "nothing": "nulla di calcolato",
    "refusals": WITH_REFUSALS,
    "held": WITH_HELD,
    "refusals_and_held": "con rifiuti e somme sospese",
    "awaiting": "in attesa di",
}
WITH_TITLE = re.compile(r"(?<= )«.*» (?=\([^()]+\)$)")
NOT_WHOLE, TABLE = "partial", "table"
NO_WORDS: Mapping[str, str] = {}


def phase_text(state: PhaseState, worded: Callable[[str], str] = str) -> str:
    """The state of a phase: `calcolata, con rifiuti e somme sospese`; empty if it had nothing to compute.

    A phase that only checks acts and deadlines is `verificata`. `worded` gives the words in another language.
    """
    told = PHASE_STATES.get(state.state, "")
    if state.state == CHECKED:
        told = PHASE_WORDS["with_lacks" if state.lacking else "verified"]
    if state.state == "blocked" or not (beside := _beside(state, worded)):
        return worded(told)
    return f"{worded(told or PHASE_WORDS['nothing'])}, {beside}"


def phase_mark(state: PhaseState) -> str:
    """The mark of a phase; one with problems is not marked as done."""
    if state.state in ("done", *NOTHING_COMPUTED, "waiting") and (_beside(state) or state.lacking):
        return NOT_WHOLE
    return "done" if state.state == CHECKED else state.state


def _beside(state: PhaseState, worded: Callable[[str], str] = str) -> str:
    beside = "_and_".join(word for word, is_so in (("refusals", state.refused), ("held", state.held)) if is_so)
    told = worded(PHASE_WORDS[beside]) if beside else ""
    awaited = ", ".join(f"«{title}»" for title in state.awaits) if state.state not in NOTHING_COMPUTED else ""
    return ", ".join(filter(None, (told, awaited and f"{worded(PHASE_WORDS['awaiting'])} {awaited}")))


def value_text(value: object, words: Mapping[str, str] = NO_WORDS) -> str:
    """Any value of an input row or of a parameter in Italian format; empty if there is none.

    `words` are the words for the codes of a choice or list.
    """
    if value is None or value == "" or isinstance(value, Rows):
        return ""
    if isinstance(value, Figure):
        return value.text
    if isinstance(value, bool):
        return "SI" if value else "NO"
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, Range):
        return f"da {decimal_text(value.lowest)} a {decimal_text(value.highest)}"
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, Fraction):
        return number_text(value)
    if isinstance(value, DayOfYear):
        return yearly_text(value.month, value.day)
    if isinstance(value, tuple):
        return "; ".join(value_text(item, words) for item in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {value_text(item)}" for key, item in value.items())
    return words.get(str(value), str(value))


def subject_text(subject: str) -> str:
    """`posizione PO01` for `position:PO01`, `tabella organi` for `table:bodies`; other texts unchanged."""
    kind, _, identifier = subject.partition(":")
    if kind == TABLE:
        identifier = table_text(identifier)
    return f"{SUBJECTS.get(kind, (kind,))[0]} {identifier}".rstrip()


def reference_text(subject: str) -> str:
    """A subject as it may be asked for in Italian: `dipendente:E1` for `person:E1`, `tabella:organi/2`."""
    kind, mark, identifier = subject.partition(":")
    return f"{SUBJECTS.get(kind, (kind,))[0]}{mark}{table_text(identifier) if kind == TABLE else identifier}"


def table_text(name: str) -> str:
    """A table by the name of its file: `organi` for `bodies`, with what follows its name."""
    table, slash, row = name.partition("/")
    known = common_inputs().tables.get(table)
    return f"{known.label if known else table}{slash}{row}"


def subject_of(text: str) -> str:
    """A subject in the program's form: `position:PO01` for `posizione PO01`, or for `posizione «Studi» (PO01)`."""
    bare = WITH_TITLE.sub("", text.strip())
    kind, _, identifier = bare.partition(":" if ":" in bare.partition(" ")[0] else " ")
    identifier = identifier[1:-1] if bare != text.strip() else identifier
    known = KINDS.get(plain(kind))
    if known is None:
        return text
    if known == TABLE:
        identifier = _named_table(identifier.strip())
    return f"{known}:{identifier.strip()}" if identifier else known


def _named_table(label: str) -> str:
    """A table by the program's name: `bodies` for `organi`."""
    return next((name for name, table in common_inputs().tables.items() if table.label == label), label)


def adopted_text(reading: Reading) -> str:
    """How an ente adopted a reading: `adottata con l'atto L1 e l'accordo L2`; without an act, by choice."""
    if reading.act is None:
        return "scelta dall'ente"
    return f"adottata con l'atto {reading.act}" + (f" e l'accordo {reading.agreed}" if reading.agreed else "")
