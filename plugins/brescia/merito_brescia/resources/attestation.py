"""The OIV's judgement and attestation, which reduces the funds of performance, never position pay (par. 3, 3.2.1)."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from attrs import evolve

from merito import (
    NOTHING,
    Act,
    Aside,
    Basis,
    ExtraRow,
    Finding,
    FundLine,
    Grade,
    Made,
    Message,
    Percent,
    Points,
    Ref,
    ResultRows,
    Step,
    cited,
    kit,
    rule,
    say,
)
from merito.numbers import HUNDRED, cents_down, fraction, product, quotient
from merito_brescia import telling
from merito_brescia.evaluation.people import OIV
from merito_brescia.planning.acts import REPORT_VALIDATION
from merito_brescia.posts.position_pay import FUND, RESULT
from merito_brescia.resources.agreements import TABLE as AGREED
from merito_brescia.resources.areas import AREA, ENTE

TABLE, READING, SLIGHT, SLIGHT_GAP = "oiv_attestation", "I-BS-30", "I-BS-29", "slight_gap"
JUDGEMENTS = {"below": "inferiore", "in_line": "in linea", "above": "superiore"}
CUT = ((FUND, RESULT), ("managers", "fondo"), ("staff", "fondo"))
AVAILABLE, REDUCED, WAITING = "disponibile", "riduzione per attestazione", "in attesa di attestazione"
BY_CONTRACT = say(
    "i due testi non dicono come si divide tra le persone: lo stabilisce la contrattazione integrativa{where}",
    where=Aside(say("atto accordo_integrativo, tabella riparto_contrattazione")),
)


def attested(step: Step, what: str = ENTE) -> ExtraRow | None:
    """The OIV's attestation for the ente or an area, if it has a grade and its act, if any, is the OIV's report."""
    rows = (row for row in step.dossier.table(TABLE).of(what=what) if row["grade"] is not None)
    return next((row for row in rows if row["act"] is None or _its_report(step.acts.get(str(row["act"])))), None)


def _its_report(act: Act | None) -> bool:
    """Whether an act is the OIV's own report, in which the grade is attested (par. 3.2.1)."""
    return act is not None and act.kind == REPORT_VALIDATION and act.of_body(OIV)


def judged(step: Step, row: ExtraRow, measured: Fraction | None) -> Message:
    """By which act the OIV attested, its judgement, and why its grade may differ from the measured one."""
    act = step.acts.get(str(row["act"]))
    told = say("l'OIV senza l'indicazione di un atto (tabella attestazione_oiv)")
    if act:
        told = say("l'OIV con l'atto {act} (tabella attestazione_oiv)", act=Ref("act", act.id))
    if row["judgement"]:
        told = say("{told}, giudizio «{judgement}»", told=told, judgement=JUDGEMENTS[str(row["judgement"])])
    if row["reason"]:
        told = say("{told}, motivazione «{reason}»", told=told, reason=str(row["reason"]))
    if measured is None or row["grade"] is None or measured == _written(row):
        return told
    return say(
        "{told}; l'altra cifra è la misura degli obiettivi, che il giudizio dell'OIV affianca e non cambia", told=told
    )


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
    each_area = by_area(step)
    areas = _areas(step) if each_area else ()
    for row in step.dossier.tables.get(TABLE, ()):
        what = str(row["what"])
        of = _named(what)
        if row["grade"] is not None and not 0 <= _written(row) <= HUNDRED:
            why = say(
                "attestazione {what}: {grade}, mentre va da {least} a {most}",
                what=of,
                grade=Percent(_written(row)),
                least=Percent(0),
                most=Percent(HUNDRED),
            )
            yield telling.rewards("error", "BS-SM-3.OIV2", why, "" if what == ENTE else f"unit:{what}", row)
        if row["grade"] is not None and what not in (ENTE, *areas):
            reading = Ref("reading", READING)
            if each_area:
                why = say(
                    "attestazione {what}: si mostra accanto al grado; i fondi li riduce quella delle aree dirigenziali "
                    "({reading})",
                    what=of,
                    reading=reading,
                )
            else:
                why = say(
                    "attestazione {what}: si mostra accanto al grado; i fondi li riduce quella dell'ente ({reading})",
                    what=of,
                    reading=reading,
                )
            yield telling.evaluation("info", "BS-SM-3.OIV4", why, "", row)
        if not row["judgement"] or not row["reason"]:
            if row["judgement"]:
                why = say("attestazione {what}: manca la motivazione dell'OIV", what=of)
            else:
                why = say("attestazione {what}: manca il giudizio dell'OIV", what=of)
            yield telling.evaluation("warning", "BS-SM-3.OIV1", why, "", row)
        if not row["act"]:
            why = say(
                "attestazione {what}: non è indicato l'atto dell'OIV (rapporto di validazione): chi la tiene lo "
                "scrive (colonna atto)",
                what=of,
            )
            yield telling.evaluation("warning", "BS-SM-3.2.1c", why, "", row)
        act = step.acts.get(str(row["act"])) if row["act"] else None
        if act is not None and not _its_report(act):
            why = say(
                "attestazione {what}: l'atto {act} («{kind}», {body}) non è il Report di validazione dell'OIV (atto "
                "validazione_relazione), che attesta il grado: non conta",
                what=of,
                act=Ref("act", act.id),
                kind=step.act_kinds[act.kind].title,
                body=act.body or say("senza organo"),
            )
            yield telling.evaluation("warning", "BS-SM-3.2.1c", why, "", row)


def _named(what: str) -> Ref | str:
    """What an attestation is about: an area, or the ente in its word."""
    return what if what == ENTE else Ref("unit", what)


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
        reason = cited(
            "BS-SM-3.OIV4",
            say(
                "manca l'attestazione dell'OIV sull'ente, tra {least} e {most}", least=Percent(0), most=Percent(HUNDRED)
            ),
        )
        yield from (awaited(whole, WAITING, whole.amount, reason) for whole in wholes)
        why = say("manca l'attestazione dell'OIV (tabella attestazione_oiv): non si sa quanto dei fondi è disponibile")
        if any(grade_of(attested(step, area)) is not None for area in _areas(step)):
            why = say(
                "{why}; quelle delle aree valgono se l'ente adotta la scelta «area» ({reading})",
                why=why,
                reading=Ref("reading", READING),
            )
        yield telling.rewards("warning", "BS-SM-3.OIV4", why)
        return
    grade = grade_of(row)
    if grade is None:
        return
    for whole in wholes:
        left = part_left(whole.amount, grade)
        formula = say("{item} × {grade}, per difetto al centesimo", item=whole.item, grade=Percent(grade))
        why = say("grado attestato dall'OIV: {grade}", grade=Percent(grade))
        basis = Basis(inputs=(row,), formula=formula)
        yield from reduced(step, whole, left, whole.amount - left, why, basis)
    yield from gap(step, row, grade, step.so_far.grade("ente", step.dossier.ente.id))


def part_left(amount: Decimal, grade: Fraction) -> Decimal:
    """What a grade (percent) leaves of a sum, down to the cent."""
    return cents_down(product(amount, quotient(grade, HUNDRED)))


def awaited(whole: FundLine, item: str, amount: Decimal, reason: Message) -> FundLine:
    """A part of a line whose attestation is missing."""
    return evolve(kit.drawn(whole, item, amount, ("BS-SM-3.OIV4",), (whole,)), reason=reason)


def reduced(
    step: Step, whole: FundLine, left: Decimal, cut: Decimal, why: Message, basis: Basis, by: tuple[Made, ...] = ()
) -> Iterator[FundLine]:
    """What is left of a line, and what is taken from it and saved; `by` are the results that the parts rest on.

    Of a fund without rows of an agreement the rest says that bargaining divides it.
    """
    rules, rests_on = ("BS-SM-3.OIV4",), (whole, *by)
    item = f"{whole.item} {AVAILABLE}" if whole.fund == FUND else AVAILABLE
    bargained = step.dossier.table(AGREED).of(fund=whole.fund)
    told = NOTHING if whole.fund == FUND or bargained else BY_CONTRACT
    yield evolve(kit.drawn(whole, item, left, rules, rests_on), reason=told, basis=basis)
    if cut:
        yield kit.saved(whole, REDUCED, cut, why, rules, rests_on, basis=basis)


def gap(step: Step, row: ExtraRow, grade: Fraction, measured: Grade | None) -> Iterator[Finding]:
    """Above the measured grade it needs reasons and respects the ente's limit; below it is a note, since it cuts."""
    if measured is None or measured.value is None or measured.value == grade:
        return
    apart = say(
        "attestazione {what}: grado attestato {grade}, misura {measured}",
        what=_named(str(row["what"])),
        grade=Percent(grade),
        measured=Percent(measured.value),
    )
    slight = Ref("reading", SLIGHT)
    if measured.value > grade:
        why = say("{apart}: i fondi li riduce il grado attestato", apart=apart)
        yield telling.evaluation("info", "BS-SM-3.OIV2", why, "", row)
        return
    if not row["reason"]:
        why = say("{apart}: occorrono i motivi, cause e contesto ({reading})", apart=apart, reading=slight)
        yield telling.evaluation("warning", "BS-SM-3.OIV3", why, "", row)
    most = step.parameters.number(SLIGHT_GAP).value if step.parameters.has(SLIGHT_GAP) else None
    if most is not None and grade - measured.value > most:
        why = say(
            "{apart}: lo scostamento passa i {most} punti che l'ente ha fissato ({reading}, {parameter})",
            apart=apart,
            most=Points(most),
            reading=slight,
            parameter=Ref("parameter", SLIGHT_GAP),
        )
        yield telling.evaluation("warning", "BS-SM-3.OIV3", why, "", row)
