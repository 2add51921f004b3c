"""The OIV's judgement and attestation, which reduces the funds of performance, never position pay (par. 3, 3.2.1)."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from attrs import evolve

from merito import Act, Basis, ExtraRow, Finding, FundLine, Grade, Made, ResultRows, Step, kit, rule
from merito.numbers import HUNDRED, cents_down, day_text, fraction, percent_text, point_text, product, quotient
from merito_brescia import telling
from merito_brescia.evaluation.people import OIV
from merito_brescia.planning.acts import REPORT_VALIDATION
from merito_brescia.posts.position_pay import FUND, RESULT
from merito_brescia.resources.areas import AREA, ENTE

TABLE, READING, SLIGHT, SLIGHT_GAP = "oiv_attestation", "I-BS-30", "I-BS-29", "slight_gap"
JUDGEMENTS = {"below": "inferiore", "in_line": "in linea", "above": "superiore"}
CUT = ((FUND, RESULT), ("managers", "fondo"), ("staff", "fondo"))
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
    return act is not None and act.kind == REPORT_VALIDATION and act.of_body(OIV)


def judged(step: Step, row: ExtraRow, measured: Fraction | None) -> str:
    """By which act the OIV attested, its judgement, and why its grade may differ from the measured one (Italian)."""
    act = step.acts.get(str(row["act"]))
    by = f"con l'atto {act.id} del {day_text(act.date)}" if act else "senza l'indicazione di un atto"
    said = f", giudizio «{JUDGEMENTS[str(row['judgement'])]}»" if row["judgement"] else ""
    why = f", motivazione «{row['reason']}»" if row["reason"] else ""
    told = f"l'OIV {by} (tabella attestazione_oiv){said}{why}"
    if measured is None or row["grade"] is None or measured == _written(row):
        return told
    return f"{told}; l'altra cifra è la misura degli obiettivi, che il giudizio dell'OIV affianca e non cambia"


def _written(row: ExtraRow) -> Fraction:
    return fraction(row["grade"])  # type: ignore[arg-type]


def grade_of(row: ExtraRow | None) -> Fraction | None:
    """The grade that an attestation gives, in percent; None unless it is from 0 to 100."""
    grade = _written(row) if row is not None and row["grade"] is not None else None
    return grade if grade is not None and 0 <= grade <= HUNDRED else None


def by_area(step: Step) -> bool:
    """Whether each managerial area has its own reduction."""
    return step.readings[READING].choice == "area"


def waiting(step: Step) -> bool:
    """Whether a part of the posts' result fund waits for its attestation."""
    return step.once(_waiting)


def _waiting(step: Step) -> bool:
    return any(line.fund == FUND and line.item.startswith(WAITING) for line in step.so_far.fund_lines)


@rule("BS-SM-3.OIV1", "BS-SM-3.OIV2", "BS-SM-3.OIV4", "BS-SM-3.2.1c", hook="merito_check_plan")
def attestations(step: Step) -> ResultRows:
    """A judgement needs reasons, an attestation is from 0 to 100, and both need an act."""
    areas, whose = (_areas(step), "delle aree dirigenziali") if by_area(step) else ((), "dell'ente")
    for row in step.dossier.tables.get(TABLE, ()):
        what, found = row["what"], f"attestazione {row['what']}"
        if row["grade"] is not None and not 0 <= _written(row) <= HUNDRED:
            why, subject = f"{found}: {percent_text(_written(row))}", "" if what == ENTE else f"unit:{what}"
            yield telling.rewards("error", "BS-SM-3.OIV2", f"{why}, mentre va da 0% a 100%", subject, row)
        if row["grade"] is not None and what not in (ENTE, *areas):
            why = f"{found}: si mostra accanto al grado; i fondi li riduce quella {whose} ({READING})"
            yield telling.evaluation("info", "BS-SM-3.OIV4", why, "", row)
        if not row["judgement"] or not row["reason"]:
            missing = "il giudizio" if not row["judgement"] else "la motivazione"
            yield telling.evaluation("warning", "BS-SM-3.OIV1", f"{found}: manca {missing} dell'OIV", "", row)
        if not row["act"]:
            why = f"{found}: non è indicato l'atto dell'OIV (rapporto di validazione)"
            yield telling.evaluation("warning", "BS-SM-3.2.1c", why, "", row)
        act = step.acts.get(str(row["act"])) if row["act"] else None
        if act is not None and not _its_report(act):
            given = f"«{step.act_kinds[act.kind].title}», {act.body or 'senza organo'}"
            why = (
                f"{found}: l'atto {act.id} ({given}) non è il Report di validazione dell'OIV (atto "
                "validazione_relazione), che attesta il grado: non conta"
            )
            yield telling.evaluation("warning", "BS-SM-3.2.1c", why, "", row)


def _areas(step: Step) -> tuple[str, ...]:
    return tuple(unit.id for unit in step.dossier.units.of(kind=AREA))


@rule("BS-SM-3.OIV3", "BS-SM-3.OIV4", SLIGHT, READING, "I-BS-31", hook="merito_available")
def left_by_the_ente(step: Step) -> ResultRows:
    """What the ente's attestation leaves of each fund, the rest being saved; without one each fund waits whole."""
    if by_area(step):
        return
    row = attested(step)
    lines = (step.so_far.line(fund, item) for fund, item in CUT)
    wholes = [line for line in lines if line is not None]
    if row is None:
        reason = "BS-SM-3.OIV4: manca l'attestazione dell'OIV sull'ente, tra 0% e 100%"
        yield from (awaited(whole, WAITING, whole.amount, reason) for whole in wholes)
        why = "manca l'attestazione dell'OIV (tabella attestazione_oiv): non si sa quanto dei fondi è disponibile"
        if any(grade_of(attested(step, area)) is not None for area in _areas(step)):
            why = f"{why}; quelle delle aree valgono se l'ente adotta la scelta «area» ({READING})"
        yield telling.rewards("warning", "BS-SM-3.OIV4", why)
        return
    grade = grade_of(row)
    if grade is None:
        return
    for whole in wholes:
        left = part_left(whole.amount, grade)
        formula = f"{whole.item} × {percent_text(grade)}, per difetto al centesimo"
        why, basis = f"grado attestato dall'OIV: {percent_text(grade)}", Basis(inputs=(row,), formula=formula)
        yield from reduced(whole, left, whole.amount - left, why, basis)
    yield from gap(step, row, grade, step.so_far.grade("ente", step.dossier.ente.id))


def part_left(amount: Decimal, grade: Fraction) -> Decimal:
    """What a grade (percent) leaves of a sum, down to the cent."""
    return cents_down(product(amount, quotient(grade, HUNDRED)))


def awaited(whole: FundLine, item: str, amount: Decimal, reason: str) -> FundLine:
    """A part of a line whose attestation is missing."""
    return evolve(kit.drawn(whole, item, amount, ("BS-SM-3.OIV4",), (whole,)), reason=reason)


def reduced(
    whole: FundLine, left: Decimal, cut: Decimal, why: str, basis: Basis, by: tuple[Made, ...] = ()
) -> Iterator[FundLine]:
    """What is left of a line, and what is taken from it and saved; `by` are the results that the parts rest on."""
    rules, rests_on = ("BS-SM-3.OIV4",), (whole, *by)
    item = f"{whole.item} {AVAILABLE}" if whole.fund == FUND else AVAILABLE
    told = "" if whole.fund == FUND else BY_CONTRACT
    yield evolve(kit.drawn(whole, item, left, rules, rests_on), reason=told, basis=basis)
    if cut:
        yield kit.saved(whole, REDUCED, cut, why, rules, rests_on, basis=basis)


def gap(step: Step, row: ExtraRow, grade: Fraction, measured: Grade | None) -> Iterator[Finding]:
    """Above the measured grade it needs reasons and respects the ente's limit; below it is a note, since it cuts."""
    if measured is None or measured.value is None or measured.value == grade:
        return
    apart = f"attestazione {row['what']}: grado attestato {percent_text(grade)}, misura {percent_text(measured.value)}"
    if measured.value > grade:
        yield telling.evaluation("info", "BS-SM-3.OIV2", f"{apart}: i fondi li riduce il grado attestato", "", row)
        return
    if not row["reason"]:
        why = f"{apart}: occorrono i motivi, cause e contesto ({SLIGHT})"
        yield telling.evaluation("warning", "BS-SM-3.OIV3", why, "", row)
    most = step.parameters.number(SLIGHT_GAP).value if step.parameters.has(SLIGHT_GAP) else None
    if most is not None and grade - measured.value > most:
        beyond = f"lo scostamento passa i {point_text(most)} punti che l'ente ha fissato"
        yield telling.evaluation("warning", "BS-SM-3.OIV3", f"{apart}: {beyond} ({SLIGHT}, slight_gap)", "", row)
