"""What collective bargaining decided about the managers' and the staff's funds: one agreement for each (par. 5).

The two texts provide the funds and leave their division among people to bargaining. A table records its decision:
criteria that make the weights of people, criteria that reduce their shares, or a sum for each person. An agreement that
cannot be carried out as written refuses its tool.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import cast

from attrs import frozen

from merito import (
    Act,
    ExtraRow,
    Finding,
    Message,
    Phase,
    Ref,
    ResultRows,
    Rows,
    Severity,
    Step,
    kit,
    rule,
    say,
    several,
)
from merito.numbers import apart_from, fraction, number_text
from merito_brescia import telling
from merito_brescia.evaluation.factors import LEVELS
from merito_brescia.evaluation.people import (
    MANAGER,
    POSITION,
    SECRETARY,
    STAFF,
    Evaluee,
    evaluees,
    without_doubtful_days,
)
from merito_brescia.resources.areas import own_service, served_as

TABLE, KIND, RULE = "bargained_division", "integrative_agreement", "BS-SM-5.5"
IN_PART = "I-BS-66"
LEVEL, CATEGORY, SCORE, BAND = "level", "category", "score", "score_band"
SERVICE, WEIGHT, AMOUNT = "service", "weight", "amount"
EVALUATED = (LEVEL, SCORE, BAND)
REDUCES, DIVIDES = "reduces", "divides"
HEADS = {
    "level": "livello",
    "category": "categoria",
    "from_score": "da_punteggio",
    "person": "persona",
    "coefficient": "coefficiente",
    "amount": "importo",
}


@frozen
class Criterion:
    """A criterion of the table (Italian), and the columns that its rows fill: whom they are about, and the value."""

    name: str
    whose: str = ""
    value: str = "coefficient"


CRITERIA = {
    LEVEL: Criterion("livello", "level"),
    CATEGORY: Criterion("categoria", "category"),
    SCORE: Criterion("punteggio", value=""),
    BAND: Criterion("fascia_punteggio", "from_score"),
    SERVICE: Criterion("servizio", value=""),
    WEIGHT: Criterion("peso", "person"),
    AMOUNT: Criterion("importo", "person", "amount"),
}


@frozen(kw_only=True)
class BargainedFund:
    """A fund that bargaining divides: the tool that pays it, the name of its line of prizes, the roles that share."""

    fund: str
    tool: str
    prizes: str
    roles: tuple[str, ...]


MANAGERS = BargainedFund(
    fund="managers", tool="managers_result", prizes="risultato dei dirigenti", roles=(MANAGER, SECRETARY)
)
PERSONNEL = BargainedFund(fund="staff", tool="staff_prizes", prizes="premi del personale", roles=(STAFF,))
FUNDS = (MANAGERS, PERSONNEL)


@frozen(kw_only=True, eq=False)
class Agreement:
    """An agreement on one fund: its act, and its rows by criterion."""

    of: BargainedFund
    act: Act
    rows: Mapping[str, Rows[ExtraRow]]

    @property
    def inputs(self) -> tuple[ExtraRow, ...]:
        return tuple(row for own in self.rows.values() for row in own)

    @property
    def evaluated(self) -> bool:
        """Whether a criterion depends on the evaluations."""
        return any(name in EVALUATED for name in self.rows)

    @property
    def by_evaluation(self) -> bool | None:
        """The same, or None if weights or sums by person do not say on what they rest."""
        return True if self.evaluated else None if {WEIGHT, AMOUNT} & {*self.rows} else False

    @property
    def weighs_evaluations(self) -> bool:
        """Whether somebody's weight depends on an evaluation, so that the others' shares do too."""
        return any(name in EVALUATED for name in self.criteria(DIVIDES))

    @property
    def by_sums(self) -> bool:
        return AMOUNT in self.rows

    def names(self, person: str) -> bool:
        """Whether it gives somebody a weight or a sum of their own."""
        return any(row["person"] == person for row in self.inputs)

    def criteria(self, effect: str) -> tuple[str, ...]:
        """The criteria that make the weights, or that reduce the shares."""
        return tuple(name for name, rows in self.rows.items() if name != AMOUNT and _effect_of(rows[0]) == effect)


def _effect_of(row: ExtraRow) -> str:
    """Whether a row makes the weight (also if nothing is written) or reduces the share."""
    return str(row["effect"] or DIVIDES)


def rows_of(step: Step, of: BargainedFund) -> tuple[ExtraRow, ...]:
    """The rows about a fund, whichever act they name."""
    return step.dossier.table(TABLE).of(fund=of.fund)


def act_of(step: Step, row: ExtraRow) -> Act:
    """The act that a row names."""
    return step.dossier.acts[str(row["act"])]


def class_of(row: ExtraRow) -> str:
    """The level, or the band of scores, that a row is about (Italian); empty if it is about neither."""
    if row["criterion"] == LEVEL:
        return str(row["level"]).casefold()
    return f"da {number_text(fraction(cast(Decimal, row['from_score'])))}" if row["criterion"] == BAND else ""


def amount(row: ExtraRow) -> Decimal:
    """The sum (euro) of a valid row."""
    return cast(Decimal, row["amount"])


def agreement_of(step: Step, of: BargainedFund) -> Agreement | None:
    """The agreement on a fund, if its act is known; None if its rows cannot be carried out as they are written."""
    rows = rows_of(step, of)
    if not rows or any(problems(step, of)) or act_of(step, rows[0]) not in step.acts_of(KIND):
        return None
    by_criterion = {name: Rows(row for row in rows if row["criterion"] == name) for name in _criteria_of(rows)}
    return Agreement(of=of, act=act_of(step, rows[0]), rows=by_criterion)


def why_none(step: Step, of: BargainedFund) -> Message:
    """Why the rows of a fund are no agreement."""
    act = act_of(step, rows_of(step, of)[0])
    return several(*problems(step, of)) or say(
        "l'accordo integrativo {act} del {day} non c'è ancora", act=Ref("act", act.id), day=act.date
    )


def _criteria_of(rows: Iterable[ExtraRow]) -> tuple[str, ...]:
    """The criteria that some rows name, in the order in which they are shown."""
    named = {row["criterion"] for row in rows}
    return tuple(name for name in CRITERIA if name in named)


def problems(step: Step, of: BargainedFund) -> Iterator[Message]:
    """What is wrong with the rows of a fund, without names of people."""
    rows = rows_of(step, of)
    acts = dict.fromkeys(act_of(step, row).id for row in rows)
    if len(acts) > 1:
        named = tuple(Ref("act", act) for act in acts)
        yield say("il riparto di un fondo sta in un solo accordo: risultano {acts}", acts=named)
    for act in acts:
        if step.dossier.acts[act].kind != KIND:
            yield say("l'atto {act} non è un accordo integrativo (tipo accordo_integrativo)", act=Ref("act", act))
    names = _criteria_of(rows)
    if AMOUNT in names and len(names) > 1:
        told = tuple(CRITERIA[one].name for one in names)
        yield say("un fondo si divide per importi oppure per coefficienti: risultano {criteria}", criteria=told)
    if LEVEL in names and STAFF not in of.roles:
        yield say("i dirigenti non hanno livelli: si usa il punteggio, o una fascia_punteggio")
    for name in names:
        own = [row for row in rows if row["criterion"] == name]
        for why in _of_criterion(step, name, own):
            yield say("criterio {criterion}: {why}", criterion=CRITERIA[name].name, why=why)


def _of_criterion(step: Step, name: str, rows: list[ExtraRow]) -> Iterator[Message]:
    whose = CRITERIA[name].whose
    if len({_effect_of(row) for row in rows}) > 1:
        yield say("le righe o ripartiscono o riducono, tutte allo stesso modo")
    if whose and len({str(row[whose]).casefold() for row in rows}) < len(rows):
        yield say("«{column}» ripetuto", column=HEADS[whose])
    levels = {level.casefold() for level in step.parameters.table(LEVELS).value}
    for row in rows:
        if name == LEVEL and row["level"] and str(row["level"]).casefold() not in levels:
            yield say("«{level}» non è un livello della scheda", level=str(row["level"]))
        yield from _of_row(row, name)


def _of_row(row: ExtraRow, name: str) -> Iterator[Message]:
    criterion = CRITERIA[name]
    for column, head in HEADS.items():
        wanted, empty = column in (criterion.whose, criterion.value), row[column] in (None, "")
        if wanted and empty:
            yield say("manca «{column}»", column=head)
        if not wanted and not empty:
            yield say("«{column}» non serve", column=head)
    written = row[criterion.value] if criterion.value else None
    number = Fraction(0) if written is None else fraction(cast(Decimal, written))
    if number < 0:
        yield say("{found} è sotto zero", found=number)
    if _effect_of(row) == REDUCES and (name == AMOUNT or number > 1):
        yield say("ciò che riduce una quota va da 0 a 1")


def taking_part(step: Step, of: BargainedFund) -> tuple[Evaluee, ...]:
    """Everybody in a fund's roles who serves in the ente; who held a post for part of the year, if named or by days.

    Who was a manager for a part of the year takes part in both funds, in the other one unless its rows name people.
    """
    rows = rows_of(step, of)
    named = {row["person"] for row in rows}
    by_person = bool({WEIGHT, AMOUNT} & {*_criteria_of(rows)})
    holders = map(without_doubtful_days, evaluees(step, POSITION)) if STAFF in of.roles else ()
    found = (
        *(one for one in evaluees(step, *of.roles)),
        *(one for one in holders if shares_as_staff(step, of, one, named)),
        *(one for one in _from_the_other_fund(step, of) if not by_person or one.person.id in named),
    )
    return tuple(one for one in found if own_service(step, one))


def shares_as_staff(step: Step, of: BargainedFund, one: Evaluee, named: Collection[object]) -> bool:
    """Whether the holder of a post shares in the staff's fund: for a part of the year, named or by days (I-BS-66)."""
    return (one.person.id in named and _for_a_part(step, one)) or by_days(step, of, one)


def as_written(step: Step, of: BargainedFund, one: Evaluee) -> Evaluee | None:
    """Somebody with all the days of their posts, those in doubt too; None if they do not share in the fund then."""
    held = next(each for each in evaluees(step, one.role) if each.person.id == one.person.id)
    named = {row["person"] for row in rows_of(step, of)}
    return held if not one.doubts or shares_as_staff(step, of, held, named) else None


def _from_the_other_fund(step: Step, of: BargainedFund) -> Iterator[Evaluee]:
    """People evaluated in a role of the other fund who served in this one's, too, on some days."""
    for one in evaluees(step, *(MANAGERS.roles if STAFF in of.roles else (STAFF, POSITION))):
        if parts_of_two(step, one) and served_as(step, one, of.roles):
            yield one


def parts_of_two(step: Step, one: Evaluee) -> bool:
    """Whether somebody was a manager, or the Segretario Generale, for a part of the year, and of the staff for another.

    Each part counts in its own fund; days on a posizione organizzativa are of the staff, and in neither.
    """
    roles = {row.role or one.person.role for row in own_service(step, one)}
    return bool(roles & {*MANAGERS.roles}) and bool(roles - {*MANAGERS.roles})


def by_days(step: Step, of: BargainedFund, one: Evaluee) -> bool:
    """Whether somebody who held a post for part of the year shares, unnamed, for the days written as staff (I-BS-66).

    Where the agreement gives weights or sums to people, whom it does not name has none.
    """
    by_person = bool({WEIGHT, AMOUNT} & {*_criteria_of(rows_of(step, of))})
    if one.role != POSITION or STAFF not in of.roles or by_person or not days_as_staff(step, one):
        return False
    return step.readings[IN_PART].choice == "by_days"


def days_as_staff(step: Step, one: Evaluee) -> int:
    """The days of service written as staff, without those on a post."""
    held = [days for post in one.posts for days in post.periods]
    rows = [kit.period_of(row) for row in own_service(step, one) if (row.role or one.person.role) == STAFF]
    return sum(days.days for days in apart_from(rows, held))


def _for_a_part(step: Step, one: Evaluee) -> bool:
    """Whether somebody held a posizione organizzativa for a part of their service: for the rest they are staff."""
    days = sum(kit.period_of(row).days for row in step.dossier.service_of(one.person.id))
    return sum(held.days for held in one.posts) < days


def strangers(step: Step, of: BargainedFund) -> tuple[ExtraRow, ...]:
    """Rows about people who do not share in the fund."""
    people = {one.person.id for one in taking_part(step, of)}
    return tuple(row for row in rows_of(step, of) if row["person"] and row["person"] not in people)


@rule(RULE, IN_PART, hook="merito_check_plan")
def agreements(step: Step) -> ResultRows:
    """Errors in the rows; people named who do not share; people who might share and are not named."""
    for of in FUNDS:
        rows = rows_of(step, of)
        for why in dict.fromkeys(problems(step, of)):
            yield _told("error", of, why, "", rows)
        for row in strangers(step, of):
            why = say(
                "il riparto dell'accordo nomina chi non partecipa a questo fondo (altro ruolo, o Azienda Speciale)"
            )
            yield _told("error", of, why, f"person:{row['person']}", (row,))
        named = {row["person"] for row in rows}
        everybody = taking_part(step, of) if AMOUNT in _criteria_of(rows) else ()
        holders = evaluees(step, POSITION) if rows and STAFF in of.roles else ()
        in_part = [one for one in holders if _for_a_part(step, one)]
        if {WEIGHT, AMOUNT} & {*_criteria_of(rows)}:
            in_part += [one for one in _from_the_other_fund(step, of) if one not in in_part]
        for one in (*everybody, *in_part):
            if one.person.id not in named:
                why = say("l'accordo non nomina questa persona, che potrebbe avere una quota del fondo")
                if by_days(step, of, one):
                    why = say(
                        "ha tenuto una posizione organizzativa per parte dell'anno, e l'accordo non la nomina: per il "
                        "giorno in cui è tra il personale partecipa al fondo ({reading})",
                        many="ha tenuto una posizione organizzativa per parte dell'anno, e l'accordo non la nomina: "
                        "per i {n} giorni in cui è tra il personale partecipa al fondo ({reading})",
                        number="n",
                        n=days_as_staff(step, one),
                        reading=Ref("reading", IN_PART),
                    )
                yield _told("warning", of, why, one.subject, (one.person,))
        if rows and of.fund not in step.dossier.funds.by_id:
            why = say(
                "l'accordo divide un fondo che non è tra i valori dell'anno: chi costituisce i fondi ne scrive la somma"
            )
            yield _told("warning", of, why, "", rows)


def _told(severity: Severity, of: BargainedFund, why: Message, subject: str, inputs: tuple[object, ...]) -> Finding:
    return kit.told(severity, RULE, why, subject, phase=Phase.REWARDS, tool=of.tool, inputs=inputs)


@rule("BS-SM-4.a", RULE, hook="merito_check_plan")
def days_in_the_agency(step: Step) -> ResultRows:
    """People with some days in the special agency, if the agreement gives a share whatever the days."""
    for of in FUNDS:
        rows = rows_of(step, of)
        for one in taking_part(step, of) if rows and SERVICE not in _criteria_of(rows) else ():
            served = step.dossier.service_of(one.person.id)
            if len(own_service(step, one)) < len(served):
                why = say(
                    "ha servito anche nell'Azienda Speciale, e l'accordo non ha il criterio servizio: la quota è intera"
                )
                yield telling.evaluation("warning", RULE, why, one.subject, one.person, *served)
