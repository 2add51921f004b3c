"""The OIV's judgement and attestation, which reduces the funds of performance but never position pay (par. 3)."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from merito import Act, Basis, ExtraRow, Finding, FundLine, Grade, Made, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import saved, told
from merito.numbers import HUNDRED, cents_down, day_text, fraction, percent_text, point_text, product, quotient
from merito_brescia.evaluation.people import OIV
from merito_brescia.posts.position_pay import FUND, RESULT
from merito_brescia.variable_areas import AREA

TABLE, ENTE, READING, SLIGHT = "oiv_attestation", "ente", "I-BS-30", "I-BS-29"
SLIGHT_GAP, REPORT = "slight_gap", "report_validation"
JUDGEMENTS = {"below": "inferiore", "in_line": "in linea", "above": "superiore"}
CUT = (("po", RESULT), ("managers", "fondo"), ("staff", "fondo"))
AVAILABLE, REDUCED, WAITING = "disponibile", "riduzione per attestazione", "in attesa di attestazione"
BY_CONTRACT = (
    "i due testi non dicono come si divide tra le persone: lo stabilisce la contrattazione integrativa (atto "
    "accordo_integrativo, tabella riparto_contrattazione)"
)


def attested(step: Step, what: str = ENTE) -> ExtraRow | None:
    """The OIV's attestation for the ente or an area, if it has a grade and its act, if any, is the OIV's report."""
    rows = (row for row in step.dossier.table(TABLE).of(what=what) if row["grade"] is not None)
    return next((row for row in rows if row["act"] is None or _its_report(step.acts.get(str(row["act"])))), None)


def _its_report(act: Act | None) -> bool:
    """Whether an act is the OIV's own report, in which the grade is attested (par. 3.2.1)."""
    return act is not None and act.kind == REPORT and act.of_body(OIV)


def judged(step: Step, row: ExtraRow, measured: Fraction | None) -> str:
    """By which act the OIV attested, its judgement, and why its grade may differ from the measured one (Italian)."""
    act = step.acts.get(str(row["act"]))
    by = f"con l'atto {act.id} del {day_text(act.date)}" if act else "senza l'indicazione di un atto"
    said = f", giudizio «{JUDGEMENTS[str(row['judgement'])]}»" if row["judgement"] else ""
    why = f", motivazione «{row['reason']}»" if row["reason"] else ""
    told = f"l'OIV {by} (tabella attestazione_oiv){said}{why}"
    if measured is None or row["grade"] is None or measured == fraction(row["grade"]):  # type: ignore[arg-type]
        return told
    return f"{told}; l'altra cifra è la misura degli obiettivi, che il giudizio dell'OIV affianca e non cambia"


def grade_of(row: ExtraRow | None) -> Fraction | None:
    """The grade that an attestation gives, in percent; None unless it is from 0 to 100."""
    grade = fraction(row["grade"]) if row is not None and row["grade"] is not None else None  # type: ignore[arg-type]
    return grade if grade is not None and 0 <= grade <= HUNDRED else None


def by_area(step: Step) -> bool:
    """Whether each managerial area has its own reduction."""
    return step.readings[READING].choice == "area"


def waiting(step: Step) -> bool:
    """Whether a part of the posts' result fund waits for its attestation."""
    return step.once(_waiting)


def _waiting(step: Step) -> bool:
    return any(line.fund == FUND and line.item.startswith(WAITING) for line in step.so_far.fund_lines)


@hookimpl
@rule("BS-SM-3.OIV1", "BS-SM-3.OIV2", "BS-SM-3.OIV4", "BS-SM-3.2.1c")
def merito_check_plan(step: Step) -> ResultRows:
    """A judgement needs reasons, an attestation is from 0 to 100, and both need an act."""
    areas, whose = _areas(step) if by_area(step) else (), "delle aree dirigenziali" if by_area(step) else "dell'ente"
    for row in step.dossier.tables.get(TABLE, ()):
        grade, what = row["grade"], row["what"]
        if grade is not None and not 0 <= fraction(grade) <= HUNDRED:  # type: ignore[arg-type]
            why = f"attestazione {what}: {percent_text(fraction(grade))}, mentre va da 0% a 100%"  # type: ignore[arg-type]
            subject = "" if what == ENTE else f"unit:{what}"
            yield told("error", "BS-SM-3.OIV2", why, subject, phase=Phase.REWARDS, inputs=(row,))
        if grade is not None and what not in (ENTE, *areas):
            why = f"attestazione {what}: si mostra accanto al grado; i fondi li riduce quella {whose} ({READING})"
            yield _finding("info", "BS-SM-3.OIV4", why, row)
        if not row["judgement"] or not row["reason"]:
            missing = "il giudizio" if not row["judgement"] else "la motivazione"
            yield _finding("warning", "BS-SM-3.OIV1", f"attestazione {what}: manca {missing} dell'OIV", row)
        if not row["act"]:
            why = f"attestazione {what}: non è indicato l'atto dell'OIV (rapporto di validazione)"
            yield _finding("warning", "BS-SM-3.2.1c", why, row)
        act = step.acts.get(str(row["act"])) if row["act"] else None
        if act is not None and not _its_report(act):
            whose = f"«{step.act_kinds[act.kind].title}», {act.body or 'senza organo'}"
            why = (
                f"attestazione {what}: l'atto {act.id} ({whose}) non è il Report di validazione dell'OIV (atto "
                "validazione_relazione), che attesta il grado: non conta"
            )
            yield _finding("warning", "BS-SM-3.2.1c", why, row)


def _finding(severity: str, rule_id: str, why: str, row: ExtraRow, subject: str = "") -> Finding:
    return told(severity, rule_id, why, subject, phase=Phase.EVALUATION, inputs=(row,))  # type: ignore[arg-type]


def _areas(step: Step) -> tuple[str, ...]:
    return tuple(unit.id for unit in step.dossier.units if unit.kind == AREA)


@hookimpl
@rule("BS-SM-3.OIV3", "BS-SM-3.OIV4", "I-BS-29", "I-BS-30", "I-BS-31")
def merito_available(step: Step) -> ResultRows:
    """What the ente's attestation leaves of each fund. What it takes away is saved, not shared again."""
    if by_area(step):
        return
    row, own = attested(step), [grade_of(attested(step, area)) for area in _areas(step)]
    if row is None:
        why = "manca l'attestazione dell'OIV (tabella attestazione_oiv): non si sa quanto dei fondi è disponibile"
        if any(one is not None for one in own):
            why += f"; quelle delle aree valgono se l'ente adotta la scelta «area» ({READING})"
        yield from _not_attested(step)
        yield told("warning", "BS-SM-3.OIV4", why, phase=Phase.REWARDS)
        return
    grade = grade_of(row)
    if grade is None:
        return
    why = f"grado attestato dall'OIV: {percent_text(grade)}"
    for fund, item in CUT:
        whole = step.so_far.line(fund, item)
        if whole is not None:
            left = part_left(whole.amount, grade)
            formula = f"{item} × {percent_text(grade)}, per difetto al centesimo"
            yield from divided(whole, left, whole.amount - left, why, Basis(inputs=(row,), formula=formula))
    measured = step.so_far.grade("ente", step.dossier.ente.id)
    yield from gap(step, row, grade, measured)


def _not_attested(step: Step) -> Iterator[FundLine]:
    """Each fund whole, since it is unknown how much of it is available."""
    for fund, item in CUT:
        whole = step.so_far.line(fund, item)
        if whole is not None:
            yield FundLine(
                fund=fund,
                item=WAITING,
                of=item,
                amount=whole.amount,
                reason="BS-SM-3.OIV4: manca l'attestazione dell'OIV sull'ente, tra 0% e 100%",
                rules=("BS-SM-3.OIV4",),
                rests_on=(whole,),
            )


def part_left(amount: Decimal, grade: Fraction) -> Decimal:
    """What a grade (percent) leaves of a sum, down to the cent."""
    return cents_down(product(amount, quotient(grade, HUNDRED)))


def divided(
    whole: FundLine, left: Decimal, cut: Decimal, why: str, basis: Basis, by: tuple[Made, ...] = ()
) -> Iterator[FundLine]:
    """What is left of a line, and what is taken from it and saved; `by` are the results that the parts rest on."""
    name, unshared = (f"{whole.item} {AVAILABLE}", "") if whole.fund == FUND else (AVAILABLE, BY_CONTRACT)
    rules, rests_on = ("BS-SM-3.OIV4",), (whole, *by)
    yield FundLine(
        fund=whole.fund,
        item=name,
        of=whole.item,
        amount=left,
        reason=unshared,
        rules=rules,
        rests_on=rests_on,
        basis=basis,
    )
    if cut:
        yield saved(whole, REDUCED, cut, why, rules, rests_on, basis=basis)


def gap(step: Step, row: ExtraRow, grade: Fraction, measured: Grade | None) -> Iterator[Finding]:
    """An attestation above the measured grade needs reasons, and is reported if it exceeds the ente's limit.

    One below the measured grade is a note: it may be a wrong cell, and it reduces the funds.
    """
    if measured is None or measured.value is None or measured.value == grade:
        return
    apart = f"attestazione {row['what']}: grado attestato {percent_text(grade)}, misura {percent_text(measured.value)}"
    if measured.value > grade:
        yield _finding("info", "BS-SM-3.OIV2", f"{apart}: i fondi li riduce il grado attestato", row)
        return
    if not row["reason"]:
        yield _finding("warning", "BS-SM-3.OIV3", f"{apart}: occorrono i motivi, cause e contesto ({SLIGHT})", row)
    if step.parameters.has(SLIGHT_GAP):
        most = step.parameters.number(SLIGHT_GAP).value
        if grade - measured.value > most:
            beyond = f"lo scostamento passa i {point_text(most)} punti che l'ente ha fissato"
            yield _finding("warning", "BS-SM-3.OIV3", f"{apart}: {beyond} ({SLIGHT}, slight_gap)", row)
