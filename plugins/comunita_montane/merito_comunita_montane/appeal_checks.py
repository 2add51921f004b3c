"""Warnings of recorded appeals that count for nothing (art. 17)."""

from collections.abc import Collection, Iterable

from merito import Act, ExtraRow, Finding, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told
from merito.numbers import number_text
from merito_comunita_montane.upheld import APPEAL, APPEALS, UPHELD, new_score


@hookimpl
@rule("BL-17.1")
def merito_check_plan(step: Step) -> ResultRows:
    """Appeals that count for nothing: not upheld, about somebody else, or with an impossible score."""
    seen = {act.id for act in step.acts_of(UPHELD)}
    found = ((row, _uncounted(row, step.dossier.acts[str(row["act"])], seen)) for row in _rows(step))
    yield from (doubtful(row, why) for row, why in found if why)


def _rows(step: Step) -> Iterable[ExtraRow]:
    return step.dossier.tables.get(APPEALS, ())


def _uncounted(row: ExtraRow, act: Act, seen: Collection[str]) -> str:
    """Why an appeal does not count (Italian), or nothing; one that is not upheld yet is not reported."""
    if act.kind != UPHELD:
        return f"l'atto {act.id} non accoglie un ricorso: il nuovo punteggio non conta"
    if act.id in seen and act.subject != f"person:{row['person']}":
        return f"l'atto {act.id} accoglie il ricorso di un altro ({act.subject}): il nuovo punteggio non conta"
    if act.id in seen and new_score(row) > 1:
        return f"il punteggio dopo il ricorso è {number_text(new_score(row) * 100)}, oltre 100: non conta"
    return ""


def doubtful(row: ExtraRow, why: str) -> Finding:
    """A finding about an appeal (`why`, Italian)."""
    subject = f"person:{row['person']}"
    return told("warning", "BL-17.1", f"{why} ({APPEAL})", subject, phase=Phase.REWARDS, inputs=(row,))
