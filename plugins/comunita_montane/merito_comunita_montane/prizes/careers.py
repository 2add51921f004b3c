"""Economic progressions (art. 20), and the tools that are not money: careers, appointments, training (arts. 22-25).

Progressions are permanent rises for at most a quarter of the staff, by a plan of three years: for people of the first
two bands with the minimum scores of factors. An appeal gives access to the band of its score; it does not say what the
factors become.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

import merito
from merito import (
    NOTHING,
    Basis,
    ExtraRow,
    FundLine,
    Intermediate,
    Message,
    Money,
    Percent,
    Phase,
    Ref,
    ResultRows,
    Reward,
    State,
    Step,
    TableRow,
    cited,
    kit,
    rule,
    say,
    several,
)
from merito.numbers import HUNDRED, fraction, product, whole_down
from merito_comunita_montane.bands.appeals import bands_won
from merito_comunita_montane.bands.decisions import by_conferenza, in_its_years, scheme_of
from merito_comunita_montane.bands.division import UNPAID
from merito_comunita_montane.evaluation.factors import OF_HEADS, degrees
from merito_comunita_montane.evaluation.scores import APPEAL, higher_by_appeal
from merito_comunita_montane.organisation import employees, in_service
from merito_comunita_montane.prizes import bonus

TOOL, FUND, MINIMUMS, CAP, STAFF = "progression", "progression", "progression_minimums", "progression_cap", "I-BL-22"
CAREER, COMPETITIONS, PERIOD = "career", "competitions", "period"
KINDS = {"career": "progressione di carriera", "appointment": "incarico o responsabilità", "training": "formazione"}
PATHS = {"high": "alta formazione", "growth": "crescita professionale", "period": "periodo di lavoro"}
RULES = {"career": ("BL-22.1", "BL-23.2"), "appointment": ("BL-22.1",), "training": ("BL-22.1", "BL-25.1")}


@rule("BL-20.3", hook="merito_check_parameters")
def minimum_scores(step: Step) -> ResultRows:
    """Minimum scores are for factors of the text, from 0 to 100 percent of each one's maximum."""
    if not step.parameters.has(MINIMUMS):
        return
    given = step.parameters.table(MINIMUMS).value
    good = [isinstance(least, Fraction) and 0 <= least <= HUNDRED and name in OF_HEADS for name, least in given.items()]
    if not given or not all(good):
        why = say(
            "parametro {parameter} rifiutato: per ogni fattore ({factors}) un minimo da 0 a 100",
            parameter=Ref("parameter", MINIMUMS),
            factors=OF_HEADS,
        )
        yield kit.told("error", "BL-20.3", why, phase=Phase.REWARDS, tool=TOOL)


@rule("BL-20.2p", hook="merito_check_plan")
def plan_of_progressions(step: Step) -> ResultRows:
    """A plan is for three years from that of its effect; one that does not cover the cycle does not count."""
    plans = tuple(act for act in step.acts_of("progression_plan") if by_conferenza(act))
    covers = any(in_its_years(step, act, "progression_plan_years") for act in plans)
    if plans and bonus.in_use(step, TOOL) and not covers:
        last = plans[-1]
        why = say(
            "il piano {act} del {day} vale {years} anni dal {first} e non copre il {year} (se decorre dopo la sua "
            "data, lo dice la colonna efficace dell'atto)",
            act=Ref("act", last.id),
            day=last.date,
            years=int(step.parameters.number("progression_plan_years").value),
            first=(last.effective or last.date).year,
            year=step.dossier.year,
        )
        yield kit.told("error", "BL-20.2p", why, phase=Phase.REWARDS, tool=TOOL, inputs=plans)
    yield from bonus.one_by_one(step, TOOL, "BL-20.3")


@rule("BL-20.2", "BL-20.3", "BL-16.2", STAFF, APPEAL, tool=TOOL, hook="merito_rewards")
def progressions(step: Step) -> ResultRows:
    """What each progression costs; people outside the first two bands, or below a minimum, are refused.

    If all together exceed the fund, that of a refused person counts as nothing. Those whose cost is not written wait,
    with what the others leave of the fund.
    """
    line = step.so_far.line(FUND, bonus.WHOLE)
    if line is None:
        return ()
    minimums, scheme, people = step.parameters.table(MINIMUMS), step.once(scheme_of), bonus.named_once(step, TOOL)
    costs = {row.person: cost for row in people if isinstance(cost := row.extra.get("amount"), Decimal)}
    if scheme is None or not step.so_far.bands:
        return (kit.of_tool(step, "warning", say("non diviso: le fasce di merito non ci sono ancora"), "BL-20.3"),)
    if not people:
        why = say("non diviso: nessuno è indicato tra i candidati alle progressioni")
        return (kit.of_tool(step, "warning", why),)
    lacking = [row for row in people if row.person not in costs]
    if not costs:
        why = say(
            "non diviso: manca l'importo di {count} progressione",
            many="non diviso: manca l'importo di {count} progressioni",
            number="count",
            count=len(lacking),
        )
        return (kit.of_tool(step, "warning", why),)
    refused = {row.person: why for row in people if (why := _refusal(step, row.person, scheme.names[:2]))}
    findings = [
        kit.told("error", "BL-20.3", why, f"person:{person}", phase=Phase.REWARDS, tool=TOOL)
        for person, why in refused.items()
    ]
    findings += [kit.of_tool(step, "warning", bonus.NO_AMOUNT, subject=f"person:{row.person}") for row in lacking]
    if sum(costs.values(), bonus.ZERO) > line.amount:
        costs |= dict.fromkeys(refused.keys() & costs.keys(), bonus.ZERO)
    total = sum(costs.values(), bonus.ZERO)
    if total > line.amount:
        why = say(
            "le progressioni costano {total}: {over} oltre il fondo di {fund} ({rule})",
            total=Money(total),
            over=Money(total - line.amount),
            fund=Money(line.amount),
            rule=Ref("rule", "BL-16.2"),
        )
        return (kit.of_tool(step, "error", why), *findings)
    nothing = {person: why for person, why in refused.items() if not costs.get(person)}
    known = (row for row in people if row.person in costs)
    rewards = tuple(_reward(step, row, costs[row.person], nothing.get(row.person, NOTHING)) for row in known)
    own = FundLine(
        fund=FUND,
        item="progressioni",
        of=bonus.WHOLE,
        amount=line.amount,
        savings=line.amount - total,
        reason=say("risorse che le progressioni non prendono") if total < line.amount else NOTHING,
        rules=("BL-20.2", STAFF),
        rests_on=(line,),
        basis=Basis(parameters=(minimums,)),
    )
    lines, winners = bonus.leaving_out(own, len(lacking), TOOL), len(people) - len(refused)
    return (*rewards, *lines, *findings, *_too_many(step, winners))


def _refusal(step: Step, person: str, bands: Sequence[str]) -> Message:
    """Why somebody may not take part, or nothing."""
    if bonus.outside(step, person, bands):
        return say("concorre alle progressioni chi è nelle prime due fasce di merito ({bands})", bands=tuple(bands))
    below = [told for degree, told in _below(step, person) if degree is not None]
    if not below or higher_by_appeal(step, person) is not None:
        return NOTHING
    return say("sotto i punteggi minimi dei fattori: {factors}", factors=several(*below))


def _below(step: Step, person: str) -> Iterator[tuple[Fraction | None, Message]]:
    """The factors of the evaluation that are below their minimum, or not rated: the degree, and what is told of it."""
    known = degrees(step, step.dossier.people[person])
    for name, least in step.parameters.table(MINIMUMS).value.items():
        if name not in known:
            continue
        degree = known[name]
        if degree is None:
            yield degree, say("{factor} non valutato", factor=name)
        elif degree < least:  # type: ignore[operator]
            told = say(
                "{factor} {degree}, meno di {least}",
                factor=name,
                degree=Percent(degree),
                least=Percent(fraction(least)),  # type: ignore[arg-type]
            )
            yield degree, told


def _most(step: Step, people: Sequence[merito.Person]) -> int:
    return whole_down(product(step.parameters.share(CAP).value, len(people)))


def _base(step: Step) -> tuple[merito.Person, ...]:
    """The people of whom a quarter may have a progression: all staff in service, or all except managers (I-BL-22)."""
    return step.choose(STAFF, staff_in_service=step.once(in_service), without_managers=step.once(employees))


def _too_many(step: Step, winners: int) -> ResultRows:
    base, without = _base(step), _most(step, step.once(employees))
    most = _most(step, base)
    if winners > most:
        why = say(
            "progressioni: {winners}, {over} di troppo: il {share} di {people} persone in servizio è {most}, per "
            "difetto ({reading})",
            winners=winners,
            over=winners - most,
            share=Percent(step.parameters.share(CAP).value * HUNDRED),
            people=len(base),
            most=most,
            reading=Ref("reading", STAFF),
        )
        yield kit.told("error", "BL-20.2", why, phase=Phase.REWARDS, tool=TOOL)
    elif winners > without:
        why = say(
            "progressioni: {winners}; senza i dirigenti nella base sarebbero al massimo {most} ({reading})",
            winners=winners,
            most=without,
            reading=Ref("reading", STAFF),
        )
        yield kit.told("info", "BL-20.2", why, phase=Phase.REWARDS, tool=TOOL)


def _reward(step: Step, row: merito.Candidate, due: Decimal, nothing: Message) -> Reward:
    """It rests on the band alone, and not on the place, if the structure's results leave that unchanged (I-BL-13).

    It waits if an appeal raised the score without new factors, some of which were below their minimum.
    """
    placement, base = step.once(bonus.placements).get(row.person), _base(step)
    band = step.so_far.band(placement.ranking, placement.band) if placement else None
    stands = band if band is not None and step.readings[UNPAID].choice == "stays_unpaid" else placement
    score, appeal = step.so_far.score(row.person), higher_by_appeal(step, row.person)
    short, waits = [told for _, told in _below(step, row.person)] if appeal is not None else [], NOTHING
    if appeal is not None and short:
        waits = say(
            "il ricorso accolto con l'atto {act} alza il punteggio e non dice i fattori: prima non avevano i minimi "
            "({factors}); scrivere le valutazioni dei fattori dopo il ricorso",
            act=Ref("act", str(appeal["act"])),
            factors=several(*short),
        )
    found = placement.band if placement and placement.state is not State.NOT_MEASURED else ""
    return Reward(
        person=row.person,
        tool=TOOL,
        fund=FUND,
        item="progressioni",
        due=due,
        band=step.once(bands_won).get(row.person, found),
        state=State.REFUSED if nothing else State.PROVISIONAL if waits else State.FINAL,
        reason=nothing or waits,
        rules=("BL-20.2", "BL-20.3", STAFF),
        rests_on=tuple(one for one in (stands, score) if one),
        basis=Basis(
            inputs=(row, *((appeal,) if appeal else ())),
            parameters=(step.parameters.table(MINIMUMS), step.parameters.share(CAP)),
            steps=(
                Intermediate("persone in servizio", len(base)),
                Intermediate("progressioni al massimo", _most(step, base)),
            ),
            formula=say("aumento irreversibile, nella misura scritta tra i candidati"),
        ),
    )


@rule("BL-23.2", "BL-25.1", hook="merito_check_plan")
def reserved_posts_and_training(step: Step) -> ResultRows:
    """At most half of the posts are reserved, for people with the required title; training stays within its budget."""
    rows = step.dossier.tables.get(bonus.OTHERS, ())
    careers = [row for row in rows if row["kind"] == CAREER]
    training = [row for row in rows if row["kind"] == bonus.TRAINING]
    yield from (*_reserved(step, careers), *_titles(step, careers), *_budget(step, training))


def _reserved(step: Step, careers: Sequence[ExtraRow]) -> ResultRows:
    share = step.parameters.share("reserve_cap")
    for row in step.dossier.tables.get(COMPETITIONS, ()):
        posts = fraction(row["posts"])  # type: ignore[arg-type]
        reserved = None if row["reserved"] is None else fraction(row["reserved"])  # type: ignore[arg-type]
        won = [one for one in careers if one["competition"] == row["id"]]
        most, told = whole_down(product(share.value, posts)), list[tuple[merito.Severity, Message]]()
        part = Percent(product(share.value, HUNDRED))
        if reserved is None and len(won) > most:
            why = say(
                "posti dati con la riserva {given} su {posts}, mentre il massimo è {most} ({share}, per difetto)",
                given=len(won),
                posts=posts,
                most=most,
                share=part,
            )
            told.append(("error", why))
        if reserved is not None and reserved > most:
            why = say(
                "posti riservati {reserved} su {posts}, mentre il massimo è {most} ({share}, per difetto)",
                reserved=reserved,
                posts=posts,
                most=most,
                share=part,
            )
            told.append(("error", why))
        if reserved is None and won:
            why = say("posti dati con la riserva {given}, e non risulta quanti sono i riservati", given=len(won))
            told.append(("info", why))
        elif reserved is not None and len(won) > reserved:
            why = say(
                "posti dati con la riserva {given}, posti riservati {reserved}", given=len(won), reserved=reserved
            )
            told.append(("error", why))
        for severity, why in told:
            said = say("concorso {competition}: {why}", competition=str(row["id"]), why=why)
            yield kit.told(severity, "BL-23.2", said, "ente", phase=Phase.REWARDS, inputs=(row, *won))


def _titles(step: Step, careers: Sequence[ExtraRow]) -> ResultRows:
    known = {str(row["id"]) for row in step.dossier.tables.get(COMPETITIONS, ())}
    strange = sorted({str(row["competition"]) for row in careers if row["competition"]} - known)
    if strange:
        why = say(
            "progressioni di carriera per concorsi che non sono nella tabella concorsi: {competitions}",
            competitions=kit.listed(strange),
        )
        yield kit.told("warning", "BL-23.2", why, phase=Phase.REWARDS)
    nowhere = tuple(row for row in careers if not row["competition"])
    if nowhere:
        why = say("progressioni di carriera di cui non risulta il concorso: {careers}", careers=len(nowhere))
        yield kit.told("info", "BL-23.2", why, "ente", phase=Phase.REWARDS, inputs=nowhere)
    if without := tuple(row for row in careers if row["study_title"] is False):
        why = say(
            "posti con la riserva a {people} dipendente senza il titolo di studio per la categoria",
            many="posti con la riserva a {people} dipendenti senza il titolo di studio per la categoria",
            number="people",
            people=len(without),
        )
        yield kit.told("error", "BL-23.2", why, "ente", phase=Phase.REWARDS, inputs=without)
    if unsaid := tuple(row for row in careers if row["study_title"] is None):
        why = say(
            "posti con la riserva a {people} dipendente di cui non risulta il titolo di studio per la categoria",
            many="posti con la riserva a {people} dipendenti di cui non risulta il titolo di studio per la categoria",
            number="people",
            people=len(unsaid),
        )
        yield kit.told("warning", "BL-23.2", why, "ente", phase=Phase.REWARDS, inputs=unsaid)


def _budget(step: Step, training: Sequence[ExtraRow]) -> ResultRows:
    """Training within its budget; a cost or a budget that is missing is reported, and is not zero."""
    spent = sum((Decimal(str(row["cost"])) for row in training if row["cost"] is not None), bonus.ZERO)
    budget = step.dossier.figures.get("training_budget")
    if budget is None:
        if spent:
            why = say(
                "la formazione costa {spent}, e non risultano le risorse assegnate (risorse_formazione)",
                spent=Money(spent),
            )
            yield kit.told("info", "BL-25.1", why, "ente", phase=Phase.RESOURCES)
        return
    if spent > budget.euro:
        why = say(
            "la formazione costa {spent}: {over} oltre le risorse assegnate ({budget})",
            spent=Money(spent),
            over=Money(spent - budget.euro),
            budget=Money(budget.euro),
        )
        yield kit.told("error", "BL-25.1", why, "ente", phase=Phase.RESOURCES, inputs=(budget,))
    unpriced = [row for row in training if row["cost"] is None and row["path"] != PERIOD]
    if unpriced:
        why = say(
            "percorsi di formazione di cui non risulta il costo: {paths}; se restano nelle risorse assegnate "
            "({budget}) non si sa",
            paths=len(unpriced),
            budget=Money(budget.euro),
        )
        yield kit.told("info", "BL-25.1", why, "ente", phase=Phase.RESOURCES, inputs=(budget, *unpriced))


@rule("BL-22.1", "BL-18.4", "BL-25.2", hook="merito_documents")
def rewards_that_are_not_money(step: Step) -> ResultRows:
    """Their list, with the reasons against them."""
    for row in step.dossier.tables.get(bonus.OTHERS, ()):
        person, kind, path, why = str(row["person"]), str(row["kind"]), str(row["path"] or ""), NOTHING
        rules = RULES[kind] + (("BL-25.2",) if path == PERIOD else ())
        high = kind == bonus.TRAINING and row["path"] in (None, bonus.HIGH)
        if high and person in bonus.holding_back(step) and not bonus.renounced(step, person):
            why = cited("BL-18.4", say("non ammesso, ha il bonus delle eccellenze e non vi rinuncia"))
            rules = (*rules, "BL-18.4")
        elif kind == CAREER and row["study_title"] is False:
            why = cited("BL-23.2", say("non ammesso alla riserva, non ha il titolo di studio"))
        columns = (
            ("persona", person),
            ("tipo", KINDS[kind]),
            ("descrizione", str(row["what"] or "")),
            ("percorso", PATHS.get(path, "")),
            ("concorso", str(row["competition"] or "")),
            ("istituzione", str(row["host"] or "")),
            ("atto", str(row["act"] or "")),
            ("esito", why or say("registrato")),
        )
        yield TableRow(table="altri_premi", columns=columns, rules=rules, public=False, basis=Basis(inputs=(row,)))
