"""What a row of results says, in one line: the figure, what is exact of it, and the other figures beside it."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from merito.model.acts import GateState
from merito.model.measured import Carried, Grade, Monitored, PersonScore, Placement
from merito.model.money import Band, FundLine, PositionValue, Reward
from merito.model.record import DeadlineAt
from merito.model.results import Finding
from merito.numbers import counted, day_text, euro_text, percent_text, point_text
from merito.outputs.coded import BOUNDS, SEVERITIES, STATES, SUBJECTS, words_of
from merito.report.explanation.kinds import Ranking, Written
from merito.report.words import parts_text, subject_text, value_text

NO_VALUE = "—"
MET, NOT_MET = "verificata", "non verificata"
DEADLINES = {"met": "rispettato", "late": "in ritardo", "open": "aperto", "overdue": "scaduto"}


def figure(row: Any) -> str:
    """The figure of a row of results; blank where it has none."""
    told = FIGURES.get(type(row))
    return told(row) if told else ""


def state(row: Any) -> str:
    """How firm or how grave a row is, in Italian."""
    if isinstance(row, Finding):
        return SEVERITIES[row.severity]
    if isinstance(row, DeadlineAt):
        return DEADLINES[row.state.value]
    return STATES[row.state.value] if hasattr(row, "state") else ""


def exact(row: Any) -> str:
    """The exact value of a grade or of a score."""
    value: Fraction | None = getattr(row, "value", None) if isinstance(row, Grade) else getattr(row, "score", None)
    return value_text(value)


def if_zero(row: Any) -> str:
    """What zeros would give, beside a figure that there is."""
    told = isinstance(row, Grade) and row.value is not None and row.if_zero is not None
    return percent_text(row.if_zero) if told else ""


def beside(row: Any) -> dict[str, str]:
    """The other figures of a row: how the pay of a post falls due and what no limit has touched, what was attested."""
    if isinstance(row, Grade):
        if row.attested is None:
            return {}
        by = f" ({row.attestation})" if row.attestation else ""
        return {"attestato": f"{percent_text(row.attested)}{by}"}
    if not isinstance(row, PositionValue):
        return {}
    sums = {
        "al mese": row.monthly,
        "tredicesima": row.thirteenth,
        "quota proporzionale, senza limiti": row.proportional,
    }
    told = {name: euro_text(amount) for name, amount in sums.items() if amount is not None}
    limit = BOUNDS.get(row.bound, row.bound)
    return told | ({"limite": limit} if limit else {})


def _grade(row: Grade) -> str:
    return NO_VALUE if row.value is None else percent_text(row.value)


def _carried(row: Carried) -> str:
    board = words_of("cascade", "kind").get(row.kind, row.kind).replace("_", " ")
    link = words_of("cascade", "link").get(row.link, row.link)
    return ", ".join(filter(None, (f"cruscotto {board}" if board else "", f"legame {link}" if link else "")))


def _monitored(row: Monitored) -> str:
    parts = {"atteso": row.target, "rilevato": row.measured, "nuova previsione": row.forecast}
    told = [f"{name} {text}" for name, text in parts.items() if text]
    if row.deviation is not None:
        told.insert(2, f"scostamento {percent_text(row.deviation)}")
    return ", ".join(told)


def _reward(row: Reward) -> str:
    return f"spettano {euro_text(row.due)}: liquidabili {euro_text(row.paid)}, sospesi {euro_text(row.withheld)}"


def _fund_line(row: FundLine) -> str:
    if not row.paid + row.withheld + row.savings:
        return euro_text(row.amount)
    return f"{euro_text(row.amount)}: {parts_text(row.paid, row.withheld, row.savings)}"


def _position(row: PositionValue) -> str:
    points = "" if row.score is None else f", {point_text(row.score)} punti"
    return (NO_VALUE if row.amount is None else f"{euro_text(row.amount)} l'anno") + points


def _score(row: PersonScore) -> str:
    score = NO_VALUE if row.score is None else point_text(row.score)
    level = f", {row.level}" if row.level.startswith("in ") else f": {row.level}" if row.level else ""
    return f"{score} su {value_text(row.maximum)}{level}"


def _placement(row: Placement) -> str:
    score = "" if row.score is None else f", punteggio {point_text(row.score)}"
    return f"posto {row.place}, fascia «{row.band}»{score}" if row.place else f"{row.band or 'nessun posto'}{score}"


def _band(row: Band) -> str:
    each = "" if row.per_head is None else f", {euro_text(row.per_head)} a testa"
    people = counted(row.people, "persona", "persone")
    pool = "" if row.pool is None else f", quota {euro_text(row.pool)}"
    saved = f", economie {euro_text(row.savings)}" if row.savings else ""
    return f"{people} in {counted(row.places, 'posto', 'posti')}{pool}{each}{saved}"


def _ranking(row: Ranking) -> str:
    placed = sum(one.place is not None for one in row.placements)
    return f"{counted(placed, 'persona', 'persone')} nelle fasce su {len(row.placements)} in graduatoria"


def _deadline(row: DeadlineAt) -> str:
    return NO_VALUE if row.deadline.due is None else f"entro il {day_text(row.deadline.due)}"


def _written(row: Written) -> str:
    return ", ".join(f"{head} «{_cell(value)}»" for head, value in row.row.columns if value not in (None, ""))


def _cell(value: object) -> str:
    kind, mark, _ = str(value).partition(":")
    return subject_text(str(value)) if mark and kind in SUBJECTS else value_text(value)


FIGURES: Mapping[type, Callable[[Any], str]] = {
    Grade: _grade,
    Carried: _carried,
    Monitored: _monitored,
    Reward: _reward,
    FundLine: _fund_line,
    PositionValue: _position,
    PersonScore: _score,
    Placement: _placement,
    Band: _band,
    Ranking: _ranking,
    Finding: lambda row: row.message,
    GateState: lambda row: MET if row.open else NOT_MET,
    DeadlineAt: _deadline,
    Written: _written,
}
