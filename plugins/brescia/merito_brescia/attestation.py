"""The OIV's judgement and attestation, which cuts the funds of the performance but never the position pay (par. 3)."""

from collections.abc import Iterator
from fractions import Fraction

from merito import Basis, ExtraRow, Finding, FundLine, Phase, Results, Step, hookimpl, rule, told
from merito.numbers import HUNDRED, cents_down, fraction, percent_text, product, quotient
from merito_brescia.funds import FUND, RESULT

TABLE, ENTE, READING, SLIGHT = "oiv_attestation", "ente", "I-BS-30", "I-BS-29"
CUT = (("po", RESULT), ("managers", "fondo"), ("staff", "fondo"))
AVAILABLE, REDUCED = "disponibile", "riduzione per attestazione"
BY_CONTRACT = "i due testi non dicono come si divide tra le persone: lo stabilisce la contrattazione integrativa"


def attested(step: Step, what: str = ENTE) -> ExtraRow | None:
    """The row of the OIV's attestation for the whole ente, or for an area, where it gives a grade by an act seen."""
    seen = {None, *(act.id for act in step.acts)}
    rows = (row for row in step.dossier.tables.get(TABLE, ()) if row["act"] in seen)
    return next((row for row in rows if row["what"] == what and row["grade"] is not None), None)


@hookimpl
@rule("BS-SM-3.OIV1", "BS-SM-3.OIV2", "BS-SM-3.OIV4", "BS-SM-3.2.1c")
def merito_check_plan(step: Step) -> Results | None:
    """The judgement has its reasons, the attestation lies between 0 and 100, and an act bears them."""
    return Results(findings=tuple(_wrong(step)))


def _wrong(step: Step) -> Iterator[Finding]:
    for row in step.dossier.tables.get(TABLE, ()):
        grade, what = row["grade"], row["what"]
        if grade is not None and not 0 <= fraction(grade) <= HUNDRED:  # type: ignore[arg-type]
            why = f"attestazione {what}: {percent_text(fraction(grade))}, mentre va da 0% a 100%"  # type: ignore[arg-type]
            subject = "" if what == ENTE else f"unit:{what}"
            yield told("error", "BS-SM-3.OIV2", why, subject, phase=Phase.REWARDS, inputs=(row,))
        if what != ENTE and grade is not None:
            why = f"attestazione {what}: si mostra accanto al grado; i fondi li riduce quella dell'ente ({READING})"
            yield _told("info", "BS-SM-3.OIV4", why, row)
        if not row["judgement"] or not row["reason"]:
            missing = "il giudizio" if not row["judgement"] else "la motivazione"
            yield _told("warning", "BS-SM-3.OIV1", f"attestazione {what}: manca {missing} dell'OIV", row)
        if not row["act"]:
            why = f"attestazione {what}: non è indicato l'atto dell'OIV (rapporto di validazione)"
            yield _told("warning", "BS-SM-3.2.1c", why, row)


def _told(severity: str, rule_id: str, why: str, row: ExtraRow, subject: str = "") -> Finding:
    return told(severity, rule_id, why, subject, phase=Phase.EVALUATION, inputs=(row,))  # type: ignore[arg-type]


@hookimpl
@rule("BS-SM-3.OIV3", "BS-SM-3.OIV4", "I-BS-29", "I-BS-30", "I-BS-31")
def merito_available(step: Step) -> Results | None:
    """What the attestation leaves of each fund, and what it takes away, which is not shared again."""
    row = attested(step)
    if row is None:
        why = "manca l'attestazione dell'OIV (tabella attestazione_oiv): non si sa quanto dei fondi è disponibile"
        return Results(findings=(told("warning", "BS-SM-3.OIV4", why, phase=Phase.REWARDS),))
    grade = fraction(row["grade"])  # type: ignore[arg-type]
    if not 0 <= grade <= HUNDRED:
        return Results()
    lines = tuple(line for fund, item in CUT for line in _parts(step, fund, item, row, grade))
    return Results(fund_lines=lines, findings=tuple(_gap(step, row, grade)))


def _parts(step: Step, fund: str, item: str, row: ExtraRow, grade: Fraction) -> Iterator[FundLine]:
    whole = step.so_far.line(fund, item)
    if whole is None:
        return
    left = cents_down(product(whole.amount, quotient(grade, HUNDRED)))
    basis = Basis(inputs=(row,), results=(whole,), formula=f"{item} × {percent_text(grade)}, per difetto al centesimo")
    name, why = (f"{item} {AVAILABLE}", "") if fund == FUND else (AVAILABLE, BY_CONTRACT)
    yield FundLine(fund=fund, item=name, of=item, amount=left, reason=why, rules=("BS-SM-3.OIV4",), basis=basis)
    if left != whole.amount:
        cut = whole.amount - left
        yield FundLine(
            fund=fund,
            item=REDUCED,
            of=item,
            amount=cut,
            savings=cut,
            reason=f"attestazione dell'OIV al {percent_text(grade)}",
            rules=("BS-SM-3.OIV4", READING),
            basis=basis,
        )


def _gap(step: Step, row: ExtraRow, grade: Fraction) -> Iterator[Finding]:
    """An attestation above what was measured needs its reasons."""
    measured = step.so_far.grade("ente", step.dossier.ente.id)
    if measured is not None and measured.value is not None and measured.value < grade and not row["reason"]:
        why = (
            f"l'OIV attesta il {percent_text(grade)}, la misura è {percent_text(measured.value)}: occorrono i motivi, "
            f"cause e contesto ({SLIGHT})"
        )
        yield _told("warning", "BS-SM-3.OIV3", why, row)
