"""Individual scores (arts. 11, 12): one exact score of 100 each, and the higher one of an appeal (art. 17; I-BL-38).

Before the prizes were paid, nobody has been paid on the old score: the ranking is made with that of the appeal.
Afterwards the reading says whose prize changes. So it is with ratings corrected by an act. Without payments on file, an
act before the gate of the prizes opened came before the payment; about a later one its row must say it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial

from attrs import evolve, frozen

from merito import (
    NOTHING,
    Act,
    AmendmentState,
    Basis,
    ExtraRow,
    Finding,
    Intermediate,
    Message,
    Percent,
    PersonScore,
    Phase,
    Ref,
    ResultRows,
    State,
    Step,
    kit,
    rule,
    say,
)
from merito.numbers import HUNDRED, fraction, product, quotient
from merito_comunita_montane.evaluation import factors
from merito_comunita_montane.evaluation.evaluators import not_rated
from merito_comunita_montane.organisation import MANAGER, POSITION, STAFF, evaluator_of, role_of, structure_of

APPEALS, UPHELD, APPEAL, RAISED = "appeals", "appeal_upheld", "I-BL-38", "BL-17.1"
POINTS = ("points", "max")
Won = Mapping[str, ExtraRow]


@rule(
    *("BL-12.1", "BL-12.2", "BL-17.2a", "BL-17.2b", "BL-17.2c"),
    *(factors.GIVEN, APPEAL, "I-IT-40"),
    hook="merito_person_scores",
)
def scores_of_staff(step: Step) -> ResultRows:
    """The staff on three factors. Holders and managers are scored separately: their weights do not block the staff."""
    yield from _scores_of(step, STAFF)


@rule("BL-11.2", "BL-11.4", factors.GIVEN, APPEAL, "I-IT-40", hook="merito_person_scores")
def scores_of_holders(step: Step) -> ResultRows:
    """Holders of a post on four factors, by the weights that the ente has set (art. 11 c. 2)."""
    yield from _scores_of(step, POSITION)


@rule("BL-11.2", "BL-11.3", factors.GIVEN, APPEAL, "I-IT-40", hook="merito_person_scores")
def scores_of_managers(step: Step) -> ResultRows:
    """Managers on four factors, by weights of their own (art. 11 c. 2)."""
    yield from _scores_of(step, MANAGER)


def _scores_of(step: Step, role: str) -> ResultRows:
    """Everybody in a role by its factors. Raises MissingParameterError until the ente sets their weights."""
    own = step.once(factors.RatedOf(role))
    if not own.axis.ids:
        return
    away, score = step.dossier.absences, own.weighed(step.parameters.table(factors.KEYS[role]))
    for row in kit.scores(step, score, rules=(factors.RULES[role], factors.GIVEN)):
        final, told_too = factors.levelled(step, row, role, away.of(row.person))
        appeal = step.once(ranked_anew).get(row.person)
        raised = with_score(step, row, appeal) if appeal is not None and final.state is not State.REFUSED else None
        if raised:
            final, told_too = factors.levelled(step, raised, role, away.of(row.person))
        if final.state is not State.REFUSED and final.lacks:
            final = evolve(final, most=factors.most_reached(step, step.dossier.people[row.person]))
        yield kit.not_by_oneself(step, final, factors.RULES[role], _evaluator(step, row.person))
        yield from (*told_too, *_no_higher(step, row), *_against_an_act(step, row))
        if final.score is None:
            yield from not_rated(step, row.person)


def _evaluator(step: Step, person: str) -> str:
    return evaluator_of(step.dossier, step.dossier.people[person], step.dossier.evaluations.first(person))


def with_score(step: Step, row: PersonScore, appeal: ExtraRow) -> PersonScore | None:
    """An evaluation with the score of an appeal, or None if this is not higher than the contested one is or can be."""
    reached = new_score(appeal) * (row.maximum or HUNDRED)
    contested = factors.most_reached(step, step.dossier.people[row.person]) if row.lacks else row.score
    if contested is not None and reached <= contested:
        return None
    basis = partial(_basis, row, appeal, reached)
    rules = (*row.rules, RAISED)
    return evolve(row, score=reached, state=State.FINAL, lacks=(), reason=NOTHING, rules=rules, basis=basis)


def _basis(row: PersonScore, appeal: ExtraRow, reached: Fraction) -> Basis:
    before = () if row.score is None else (Intermediate("punteggio contestato", row.score),)
    return evolve(
        row.basis,
        inputs=(*row.basis.inputs, appeal),
        steps=(*row.basis.steps, *before),
        formula=say("ricorso accolto con l'atto {act}: punteggio {score}", act=_act_of(appeal), score=Percent(reached)),
    )


def _act_of(appeal: ExtraRow) -> Ref:
    return Ref("act", str(appeal["act"]))


def higher_by_appeal(step: Step, person: str) -> ExtraRow | None:
    """The appeal that gave somebody a higher score than the factors give, before or after the payment."""
    score = step.so_far.score(person)
    if score is None:
        return None
    before, later = step.once(ranked_anew).get(person), step.once(raised_later).get(person)
    if before is not None and RAISED in score.rules:
        return before
    return later if later is not None and with_score(step, score, later) else None


def score_in_force(step: Step, person: str) -> PersonScore | None:
    """Somebody's evaluation with the score of an appeal, even after the payment: for sums on which no other depends."""
    score, later = step.so_far.score(person), step.once(raised_later).get(person)
    return score if score is None or later is None else with_score(step, score, later) or score


def score_before(step: Step, person: str, tool: str) -> PersonScore | None:
    """Somebody's evaluation as it stood before the corrections that followed the first payment of a tool.

    These are appeals and corrected ratings. Where a correction does not say what it replaces, that is the score of now.
    """
    score = step.so_far.score(person)
    paid = [one.date for one in step.dossier.payments if one.tool == tool and one.kind == "payment"]
    first = min((day for day in paid if day <= step.as_of), default=None)
    if score is None or score.score is None or first is None:
        return score
    late = [one for one in _corrections(step, person) if one.act is not None and one.act.takes_effect >= first]
    appeal = step.once(upheld).get(person)
    if not late and not (appeal is not None and step.dossier.acts[str(appeal["act"])].takes_effect >= first):
        return score
    stood = _score_without(step, person, late)
    return score if stood is None else evolve(score, score=stood)


def _corrections(step: Step, person: str) -> tuple[AmendmentState, ...]:
    """The corrected points of somebody, in the order of their acts."""
    own = (one for one in step.once(_corrected_points) if one.amendment.row[0] == person)
    return tuple(own)


def _corrected_points(step: Step) -> tuple[AmendmentState, ...]:
    of_ratings = (one for one in step.corrections if one.amendment.table == "ratings")
    return tuple(one for one in of_ratings if one.amendment.attribute in POINTS)


def _score_without(step: Step, person: str, late: Sequence[AmendmentState]) -> Fraction | None:
    """The score (of 100) of somebody by the factors as some corrections found them; None if it was not known then."""
    who = step.dossier.people[person]
    stood, cells = dict(factors.degrees(step, who)), dict[str, dict[str, object]]()
    for one in reversed(late):
        factor = str(one.amendment.row[1])
        rows = [row for row in step.dossier.ratings.of(person) if row.factor == factor]
        if len(rows) != 1:
            return None
        known = cells.setdefault(factor, {name: getattr(rows[0], name) for name in POINTS})
        known[one.amendment.attribute] = one.before
    for factor, cell in cells.items():
        points, most = cell["points"], cell["max"]
        if not isinstance(points, Decimal) or not isinstance(most, Decimal) or not most:
            return None
        stood[factor] = quotient(product(points, HUNDRED), most)
    return factors.most(step, who, stood)


@frozen(kw_only=True)
class Corrected:
    """Somebody whose ratings were corrected after the payment: the acts, and the score before, as a fraction."""

    acts: tuple[Act, ...]
    before: Fraction
    known: bool


def corrected_later(step: Step) -> Mapping[str, Corrected]:
    """The people whose ratings were corrected after the payment, or not known to be before it, by person.

    Nobody, where all is ranked again: then everybody stands by the score of now.
    """
    found: dict[str, Corrected] = {}
    for person in dict.fromkeys(str(one.amendment.row[0]) for one in step.once(_corrected_points)):
        after = {one: _paid_before(step, one.act, person, _said(one)) for one in _corrections(step, person) if one.act}
        late = [one for one, said in after.items() if said is not False]
        before = _score_without(step, person, late) if late else None
        if before is not None:
            acts = tuple(dict.fromkeys(one.act for one in late if one.act))
            known = None not in after.values()
            found[person] = Corrected(acts=acts, before=quotient(before, HUNDRED), known=known)
    return {} if found and step.readings[APPEAL].choice == "rank_again" else found


def _said(one: AmendmentState) -> object:
    return one.amendment.extra.get("after_payment")


def _no_higher(step: Step, row: PersonScore) -> ResultRows:
    """Warns of an upheld appeal without a higher score, or not surely higher: it changes nothing."""
    appeal = step.once(upheld).get(row.person)
    if appeal is None or row.state is State.REFUSED or with_score(step, row, appeal) is not None:
        return
    if row.score is not None:
        yield _doubtful(appeal, say("il punteggio dopo il ricorso non è più alto di quello contestato: nulla cambia"))
    elif row.lacks:
        why = say(
            "il punteggio contestato, che non è completo ({why}), può essere più alto di quello dopo il ricorso: nulla "
            "cambia finché manca",
            why=row.reason,
        )
        yield _doubtful(appeal, why)


def _against_an_act(step: Step, row: PersonScore) -> ResultRows:
    """An error: an act of insufficient performance excludes an appeal upheld after the payment, which gives nothing."""
    appeal = step.once(upheld).get(row.person)
    acts = _contradicted(step, appeal) if appeal is not None and row.person not in step.once(ranked_anew) else ()
    if appeal is not None and acts:
        why = say(
            "l'atto {act} lo valuta di insufficiente rendimento, ma il ricorso accolto con l'atto {appeal} gli dà "
            "{score}: finché il primo non è revocato il ricorso non dà premi ({reading}); {revoked}",
            act=Ref("act", acts[0].id),
            appeal=_act_of(appeal),
            score=Percent(new_score(appeal) * HUNDRED),
            reading=Ref("reading", factors.FLAG),
            revoked=factors.REVOKED,
        )
        inputs = (*acts, appeal)
        yield kit.told("error", "BL-17.2c", why, f"person:{row.person}", phase=Phase.EVALUATION, inputs=inputs)


@rule("BL-17.1", hook="merito_check_plan")
def uncounted_appeals(step: Step) -> ResultRows:
    """Appeals that count for nothing: against nothing upheld, about somebody else, or with an impossible score.

    One that is not upheld yet is not reported.
    """
    seen = {act.id for act in step.acts_of(UPHELD)}
    for row in step.dossier.tables.get(APPEALS, ()):
        act = step.dossier.acts[str(row["act"])]
        if act.kind != UPHELD:
            why = say(
                "l'atto {act} è «{found}» e non accoglie un ricorso: il nuovo punteggio non conta. Se l'accoglie, "
                "correggere il tipo in «{wanted}» (tabella atti, colonna tipo); se no, nominare in ricorsi (colonna "
                "atto) quello che l'accoglie",
                act=Ref("act", act.id),
                found=step.act_kinds[act.kind].title,
                wanted=step.act_kinds[UPHELD].label,
            )
            yield _doubtful(row, why)
        elif act.id in seen and not act.subject:
            why = say(
                "l'atto {act} accoglie un ricorso, e non dice di chi: il nuovo punteggio non conta",
                act=Ref("act", act.id),
            )
            yield _doubtful(row, why)
        elif act.id in seen and act.subject != f"person:{row['person']}":
            why = say(
                "l'atto {act} accoglie il ricorso di un altro ({other}): il nuovo punteggio non conta",
                act=Ref("act", act.id),
                other=Ref.to(act.subject or ""),
            )
            yield _doubtful(row, why)
        elif act.id in seen and new_score(row) > 1:
            score = new_score(row) * HUNDRED
            yield _doubtful(row, say("il punteggio dopo il ricorso è {score}, oltre 100: non conta", score=score))


def _doubtful(row: ExtraRow, why: Message) -> Finding:
    subject, said = f"person:{row['person']}", say("{why} ({reading})", why=why, reading=Ref("reading", APPEAL))
    return kit.told("warning", RAISED, said, subject, phase=Phase.REWARDS, inputs=(row,))


def upheld(step: Step) -> Won:
    """The appeals won, by person: those with a known act about that person, and a possible score."""
    seen = {(act.id, act.subject) for act in step.acts_of(UPHELD)}
    rows = {str(row["person"]): row for row in step.dossier.tables.get(APPEALS, ()) if new_score(row) <= 1}
    return {person: row for person, row in rows.items() if (row["act"], f"person:{person}") in seen}


def ranked_anew(step: Step) -> Won:
    """The appeals whose scores the ranking uses: those before the payment, or all if the ente ranks again."""
    return _parted(step)[0]


def raised_later(step: Step) -> Won:
    """The appeals that raise only the appellant: those after the payment, or not known to be before it."""
    return _parted(step)[1]


def undated(step: Step) -> Mapping[str, tuple[date, ...]]:
    """The days of the appeals and corrections that may have come before the payment or after it, by person."""
    found: dict[str, list[date]] = defaultdict(list)
    for person, row in step.once(raised_later).items():
        if _after_payment(step, row) is None:
            found[person].append(step.dossier.acts[str(row["act"])].takes_effect)
    for person in step.once(corrected_later):
        for one in _corrections(step, person):
            if one.act and _paid_before(step, one.act, person, _said(one)) is None:
                found[person].append(one.act.takes_effect)
    return {person: tuple(days) for person, days in found.items()}


def appeal_by(step: Step, person: str, day: date) -> ExtraRow | None:
    """The appeal that the ranking would use if the prizes were paid after a day, and not before it."""
    row = step.once(raised_later).get(person)
    if row is None or _after_payment(step, row) is not None:
        return None
    return row if step.dossier.acts[str(row["act"])].takes_effect <= day else None


def corrected_by(step: Step, person: str, day: date) -> Fraction | None:
    """The score, as a fraction, of ratings as corrected up to a day, if the prizes were paid after it; None: as of now.

    Corrections that are known to follow the payment do not count.
    """
    after = {one: _paid_before(step, one.act, person, _said(one)) for one in _corrections(step, person) if one.act}
    late = [one for one, said in after.items() if said or (said is None and one.act and one.act.takes_effect > day)]
    stood = _score_without(step, person, late) if late else None
    return None if stood is None else quotient(stood, HUNDRED)


def new_score(row: ExtraRow) -> Fraction:
    """The score of an appeal, as a fraction of the maximum."""
    return fraction(row["score"]) / 100  # type: ignore[arg-type]


def _parted(step: Step) -> tuple[Won, Won]:
    """The appeals that the ranking uses, and those that raise only the appellant, without any that an act contradicts.

    Before the payment, a score that an act contradicts is refused like any other (`levelled`).
    """
    won = upheld(step)
    before = {person: row for person, row in won.items() if _after_payment(step, row) is False}
    rest = ((person, row) for person, row in won.items() if person not in before)
    after = {person: row for person, row in rest if not _contradicted(step, row)}
    ranks_again = bool(after) and step.readings[APPEAL].choice == "rank_again"
    return ({**before, **after}, {}) if ranks_again else (before, after)


def _contradicted(step: Step, row: ExtraRow) -> tuple[Act, ...]:
    """The acts of insufficient performance against an appeal with a score that admits (I-BL-12)."""
    admits = new_score(row) >= step.parameters.share("admission").value
    return factors.poor_performance(step, str(row["person"])) if admits else ()


def _after_payment(step: Step, row: ExtraRow) -> bool | None:
    """Whether an appeal was upheld after the first payment on file of its ranking; None if it is unknown."""
    return _paid_before(step, step.dossier.acts[str(row["act"])], str(row["person"]), row["after_payment"])


def _paid_before(step: Step, act: Act, person: str, said: object) -> bool | None:
    """Whether the first payment on file of somebody's ranking came before an act, or on its day; None if it is unknown.

    A structure's quota is its own (art. 17 c. 2): if only others were paid, or only other prizes, the act comes before
    the payment. `said` is what the row of the act says of it.
    """
    day = act.takes_effect
    rows = [one for one in step.dossier.payments if one.kind == "payment" and one.date <= step.as_of]
    own = [one.date for one in rows if one.tool == "annual" and _ranked_together(step, one.person, person)]
    if own:
        return day >= min(own)
    if rows:
        return said is True
    gate = step.gate("IT-14.6")
    if gate is not None and (gate.since is None or day < gate.since):
        return False
    return said if isinstance(said, bool) else None


def _ranked_together(step: Step, paid: str, person: str) -> bool:
    """Whether a payment to somebody came from a person's ranking: that of the ente, or that of the same structure.

    Of whoever is in no ranking it is unknown from which one the money came: it counts for each.
    """
    who, other = step.dossier.people.get(paid), step.dossier.people[person]
    if step.parameters.choice("rankings").value != "structures" or who is None:
        return True
    own = structure_of(step.dossier, who)
    ranked = bool(own) and role_of(step.dossier, who) in factors.ranked_roles(step)
    return not ranked or own == structure_of(step.dossier, other)
