"""Figures and states as an Italian reader writes them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from merito.model.figures import Figure, Range
from merito.model.record import PhaseState
from merito.model.rows import Rows
from merito.numbers import counted, day_text, decimal_text, number_text
from merito.outputs.coded import SUBJECTS
from merito.parameters import DayOfYear
from merito.publication.counts import Apart
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
WITH_REFUSALS = "con rifiuti"


def phase_text(state: PhaseState) -> str:
    """How far a phase went: `calcolata, con rifiuti`; empty where it had nothing to compute."""
    told = PHASE_STATES.get(state.state, "")
    if not state.refused or state.state == "blocked":
        return told
    return f"{told or 'nulla di calcolato'}, {WITH_REFUSALS}"


def apart_text(apart: Apart, one: str, many: str) -> str:
    """`4 rilievi su persone`; without the number where it would tell of too few, empty where there are none."""
    if not apart.any:
        return ""
    return many if apart.number is None else counted(apart.number, one, many)


def value_text(value: object) -> str:
    """Any value of an input row or of a parameter, as a person writes it; empty where there is none."""
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
        return str(value)
    if isinstance(value, tuple):
        return "; ".join(map(value_text, value))
    if isinstance(value, dict):
        return "; ".join(f"{key}: {value_text(item)}" for key, item in value.items())
    return str(value)


def subject_text(subject: str) -> str:
    """`posizione PO01` of `position:PO01`; what is not written so stands as it is."""
    kind, _, identifier = subject.partition(":")
    return f"{SUBJECTS.get(kind, (kind,))[0]} {identifier}".rstrip()


def subjects_text(subjects: Sequence[str], most: int | None = None) -> str:
    """`posizione PO01`; of several of one kind `3 posizioni (PO01, PO02, PO03)`, the first `most` of them."""
    kind = subjects[0].partition(":")[0]
    if len(subjects) == 1 or kind not in SUBJECTS:
        return ", ".join(map(subject_text, subjects))
    ids = [one.partition(":")[2] for one in subjects[:most]]
    more = ", ..." if len(ids) < len(subjects) else ""
    return f"{len(subjects)} {SUBJECTS[kind][1]} ({', '.join(ids)}{more})"


def subject_of(text: str) -> str:
    """A subject as the program writes it, of Italian words: `position:PO01` of `posizione PO01`."""
    kind, _, identifier = text.strip().partition(":" if ":" in text else " ")
    known = KINDS.get(plain(kind))
    if known is None:
        return text
    return f"{known}:{identifier.strip()}" if identifier else known
