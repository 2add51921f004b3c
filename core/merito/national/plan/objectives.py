"""What laws and guidelines ask of objectives and indicators: payment times, accessibility, training, quality.

The ente names its objectives on payment times (art. 4-bis c. 2 D.L. 13/2023, `payment_objectives`). No table says to
which managers they apply, those responsible for payments and the apical ones. The share of result pay that depends on
an objective that is missed, or not measured yet, is held: the law does not say whose money it becomes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from attrs import evolve

from merito import Dashboard, Finding, Indicator, Objective, Phase, ResultRows, Reward, Said, State, Step, kit, rule
from merito.national import noted, unknown_named
from merito.national.contracts import under_text
from merito.national.people import PERSON, answering, bound_as_managers, posts_of_managers
from merito.national.plan import drafted
from merito.numbers import (
    HUNDRED,
    cents_up,
    day_text,
    euro_text,
    fraction,
    least_percent_text,
    number_text,
    percent_text,
    product,
    quotient,
    together_text,
)

ON_TIMES, LEAST, NAMED = "IT-PAG.30", "payment_objective_least", "payment_objectives"
ACCESSIBILITY = "accessibility_objectives"
REPORT, REPORT_TERM, OF_THE_LAW = "performance_report", "report_deadline", "IT-10.1b"
OF_MEASURERS = {"unit": "la struttura ", "position": "la posizione "}
GROWING = ("number", "percent", "ratio", "days")
Weights = list[tuple[str | None, Fraction]]


@rule(ON_TIMES, hook="merito_check_plan")
def objectives_on_times(step: Step) -> ResultRows:
    """A plan without such objectives, those of nobody whom the law names, and those that together weigh too little."""
    if not step.dossier.objectives:
        return
    yield from unknown_named(step, NAMED, step.dossier.objectives.by_id, "un obiettivo")
    marked, of_managers = _marked(step), list[Objective]()
    if not marked:
        why = (
            "nessun obiettivo è indicato tra quelli sui tempi di pagamento (parametro payment_objectives): ai "
            "dirigenti che pagano le fatture e a quelli apicali se ne assegna uno ogni anno"
        )
        yield kit.told("info", ON_TIMES, why)
    for one in marked:
        if not _people(step, one) or _liable(step, one):
            of_managers.append(one)
        else:
            why = (
                "l'obiettivo è tra quelli sui tempi di pagamento, e chi ne risponde non è un dirigente: dove ci sono "
                "dirigenti la legge lo assegna a loro"
            )
            yield kit.told("info", ON_TIMES, why, f"objective:{one.id}", inputs=(one,))
    yield from _light_on_boards(step, of_managers)
    yield from _light_alone(step, of_managers)


def _marked(step: Step) -> list[Objective]:
    named = step.parameters.list(NAMED).value
    return [one for one in step.dossier.objectives if one.id in named]


def _people(step: Step, one: Objective) -> frozenset[str]:
    return frozenset(who for who in answering(step, one.responsible) if who.startswith(PERSON))


def _liable(step: Step, one: Objective) -> frozenset[str]:
    """Who is responsible for an objective, of those whom the law names: managers, or heads where there are none."""
    bound = step.once(bound_as_managers)
    return frozenset(who for who in _people(step, one) if who.removeprefix(PERSON) in bound)


def _light_on_boards(step: Step, marked: list[Objective]) -> Iterator[Finding]:
    """Objectives that together weigh too little on a dashboard of somebody responsible for them."""
    for board, own, weight in _weighed_on_boards(step, marked):
        where = f"{_together(own)} sui tempi di pagamento, nel cruscotto {board.id} di chi ne risponde,"
        yield from _too_light(step, where, own, weight, board.holder or "", board)


def _weighed_on_boards(step: Step, marked: list[Objective]) -> Iterator[tuple[Dashboard, list[Objective], Fraction]]:
    """What objectives weigh together (percent) on each dashboard of somebody responsible for them."""
    on_board: dict[str, list[Objective]] = defaultdict(list)
    for one in marked:
        for board in _boards(step, one):
            on_board[board.id].append(one)
    for board_id, own in on_board.items():
        board, ids = step.dossier.dashboards[board_id], {one.id for one in own}
        weights = _weights(step, board)
        yield board, own, HUNDRED * _sum(each for of, each in weights if of in ids) / _sum(each for _, each in weights)


def _light_alone(step: Step, marked: list[Objective]) -> Iterator[Finding]:
    """Objectives of the same people, on none of their dashboards, that together weigh too little."""
    for own, weight in _weighed_alone(step, marked):
        named = _together(own) if len(own) > 1 else "l'obiettivo"
        among = "" if _whole(step, own) == HUNDRED else ", tra quelli di chi ne risponde,"
        yield from _too_light(step, f"{named} sui tempi di pagamento{among}", own, weight, f"objective:{own[0].id}")


def _weighed_alone(step: Step, marked: list[Objective]) -> Iterator[tuple[list[Objective], Fraction]]:
    """What objectives of the same people, on none of their dashboards, weigh by their own weights (percent)."""
    together: dict[object, list[Objective]] = defaultdict(list)
    for one in marked:
        if not any(_boards(step, one)):
            together[_liable(step, one) or one.id].append(one)
    for own in together.values():
        if all(one.weight is not None for one in own):
            yield own, HUNDRED * _sum(fraction(one.weight or 0) for one in own) / _whole(step, own)


def _too_light(
    step: Step, where: str, own: list[Objective], weight: Fraction, subject: str, *boards: Dashboard
) -> Iterator[Finding]:
    least = step.parameters.share(LEAST)
    if weight < HUNDRED * least.value:
        weighs = f"{'pesano insieme' if len(own) > 1 else 'pesa'} {percent_text(weight)}"
        wanted = f"almeno il {least_percent_text(HUNDRED * least.value)} della retribuzione di risultato ne dipende"
        why = f"{where} {weighs}: {wanted}"
        yield noted(step, "warning", why, subject, inputs=(*own, *boards), parameters=(least,))


def _sum(parts: Iterable[Fraction]) -> Fraction:
    return sum(parts, Fraction(0))


def _whole(step: Step, own: list[Objective]) -> Fraction:
    """What the objectives of those responsible weigh in all: 100, unless several people share 100."""
    liable, places = _liable(step, own[0]), {(one.area, one.parent) for one in own}
    beside = [one for one in step.dossier.objectives if (one.area, one.parent) in places and one.weight is not None]
    others = [one for one in beside if _people(step, one) and not _people(step, one) & liable]
    whole, theirs = (_sum(fraction(one.weight or 0) for one in some) for some in (beside, others))
    return whole - theirs if theirs and whole == HUNDRED and whole > theirs else HUNDRED


def _together(some: list[Objective]) -> str:
    """Some objectives by their ids (Italian)."""
    ids = together_text([one.id for one in some])
    return f"gli obiettivi {ids}" if len(some) > 1 else f"l'obiettivo {ids}"


def _boards(step: Step, one: Objective) -> Iterator[Dashboard]:
    """The dashboards of the people responsible for an objective on which its indicators have a weight."""
    liable = _liable(step, one)
    for board in step.dossier.dashboards:
        if (board.holder or "").startswith(PERSON) and board.holder in liable:
            weights = _weights(step, board)
            if any(of == one.id for of, _ in weights) and _sum(weight for _, weight in weights) > 0:
                yield board


def _weights(step: Step, board: Dashboard) -> Weights:
    """Objective and weight of what counts on a dashboard: equal if none has a weight, empty if only some have."""
    rows = [(row, step.dossier.indicators[row.indicator]) for row in step.dossier.dashboard_rows.of(dashboard=board.id)]
    counting = [(row, of) for row, of in rows if not of.watched]
    given = [row.weight for row, _ in counting if row.weight is not None]
    if given and len(given) < len(counting):
        return []
    return [(of.objective, Fraction(1) if row.weight is None else fraction(row.weight)) for row, of in counting]


@rule(ON_TIMES, hook="merito_check_rewards")
def missed_objectives_on_times(step: Step) -> ResultRows:
    """The share of a result pay that is not paid while an objective of its person is missed, or not measured yet.

    It is that of all such objectives of the person together: what they weigh, and at least 30%. A missed one is so on a
    dashboard of its owner; if it is on none of them, all its grades count.
    """
    marked = _marked(step)
    stands = {one.id: _reached(step, one) for one in marked}
    if all(stands.values()):
        return
    of_managers = posts_of_managers(step)
    for reward in step.so_far.rewards:
        posts = of_managers.get(reward.person, ())
        if step.tools[reward.tool].pays != "result" or not reward.due or not reward.of_posts(posts):
            continue
        own = [one for one in marked if f"{PERSON}{reward.person}" in _liable(step, one)]
        if not all(stands[one.id] for one in own):
            yield _held(step, reward, own, stands)


def _reached(step: Step, one: Objective) -> bool | None:
    """Whether an objective is reached; None if its grade is missing, or not final."""
    own = {board.id for board in _boards(step, one)}
    grades = [row for row in step.so_far.grades if (row.scope, row.id) == ("objective", one.id)]
    of_them = [row for row in grades if row.view in own] or grades
    if any(row.value is not None and row.value < HUNDRED and row.state is State.FINAL for row in of_them):
        return False
    known = bool(of_them) and all(row.value is not None and row.state is State.FINAL for row in of_them)
    return True if known else None


def _held(step: Step, reward: Reward, own: list[Objective], stands: Mapping[str, bool | None]) -> Finding:
    """The part of a result pay that depends on the objectives of its person, held."""
    least, weight = step.parameters.share(LEAST), _weight_of(step, reward.person, own)
    share = max(least.value, weight)
    lost = [one for one in own if stands[one.id] is False]
    told = lost or [one for one in own if not stands[one.id]]
    of_all = f"; dei {len(own)} obiettivi insieme è" if len(own) > len(told) else ","
    known = percent_text(HUNDRED * share) if weight > least.value else _at_least(least.value)
    part = f"{of_all} {known} ({_part_told(reward, share)})"
    if lost:
        reached = "non sono raggiunti" if len(lost) > 1 else "non è raggiunto"
        why = (
            f"{_together(lost)} sui tempi di pagamento {reached}: della retribuzione di risultato non si paga la parte "
            f"che ne dipende{part}, che resta sospesa: la legge non dice a chi va"
        )
    else:
        reached = "sono raggiunti" if len(told) > 1 else "è raggiunto"
        why = (
            f"non si sa ancora se {_together(told)} sui tempi di pagamento {reached} (manca la misura, o non è "
            f"definitiva): della retribuzione di risultato attende la parte che ne dipende{part}"
        )
    phase, inputs = Phase.REWARDS, tuple(own)
    found = noted(step, "warning", why, f"{PERSON}{reward.person}", phase=phase, inputs=inputs, parameters=(least,))
    kind, _, post = reward.subject.partition(":")
    of_due = min(quotient(_part(reward, share), fraction(reward.due)), Fraction(1))
    return evolve(found, tool=reward.tool, waits=True, part=of_due, posts=(post,) if kind == "position" else ())


def _at_least(share: Fraction) -> str:
    return f"almeno il {least_percent_text(HUNDRED * share)}"


def _weight_of(step: Step, person: str, own: list[Objective]) -> Fraction:
    """What the objectives of a person weigh together, as a part of 1; 0 if that is not written.

    The most that they weigh on one of the person's dashboards, or by their own weights. Of their own weights, 100 is no
    share of result pay: what is alone in its place in the plan weighs that.
    """
    boards = [weight for board, _, weight in _weighed_on_boards(step, own) if board.holder == f"{PERSON}{person}"]
    alone = [weight for _, weight in _weighed_alone(step, own) if weight < HUNDRED]
    return max((quotient(each, HUNDRED) for each in (*boards, *alone)), default=Fraction(0))


def _part(reward: Reward, share: Fraction) -> Fraction:
    """The share of a result pay (euro, exact) that depends on objectives: of the maximum, or of what is due."""
    return product(fraction(reward.most or reward.due), share)


def _part_told(reward: Reward, share: Fraction) -> str:
    part = euro_text(cents_up(_part(reward, share)))
    if reward.most:
        return part
    return f"{part} di {euro_text(reward.due)}; del massimo, che il calcolo non dice, la stessa parte può essere di più"


@rule("IT-ACC.1", hook="merito_check_plan")
def objectives_of_accessibility(step: Step) -> ResultRows:
    """A plan in which no objective is named as one of accessibility and inclusion (D.Lgs. 222/2023)."""
    known, named = step.dossier.objectives.by_id, step.parameters.list(ACCESSIBILITY).value
    if known:
        yield from unknown_named(step, ACCESSIBILITY, known, "un obiettivo")
        if known.keys().isdisjoint(named):
            why = (
                "nessun obiettivo è indicato come di accessibilità o inclusione delle persone con disabilità "
                "(parametro accessibility_objectives): la valutazione ne tiene conto"
            )
            yield kit.told("info", step.rule, why)


@rule("IT-FORM.40", hook="merito_check_plan")
def hours_of_training(step: Step) -> ResultRows:
    """Units whose people had fewer hours each than the directive of 14.1.2025 requires, and hours of unknown units.

    The directive is an act of guidance, and the ente need not record the hours.
    """
    hours, least = step.parameters.table("training_hours"), step.parameters.number("training_least")
    serving = [one for one in step.dossier.people if step.dossier.service_of(one.id)]
    heads = Counter(kit.unit_of(step.dossier, one, "last") for one in serving)
    for unit, given in hours.value.items():
        people = heads[unit]
        if not people or not isinstance(given, int | Decimal | Fraction):
            why = f"le ore di formazione di «{unit}» non si contano: vuole un'unità in cui c'è qualcuno, e un numero"
            yield kit.told("info", step.rule, why, phase=Phase.EVALUATION)
        elif quotient(given, people) < least.value:
            each = under_text(quotient(given, people), least.value, 1)
            why = f"{number_text(given)} ore di formazione, {each} a testa: meno di {number_text(least.value)}"
            yield noted(step, "info", why, f"unit:{unit}", phase=Phase.EVALUATION, parameters=(hours, least))


@rule("IT-IND.1", "I-IT-01", hook="merito_indicator_grades")
def grades_of_indicators(step: Step) -> ResultRows:
    """The grade of an indicator if the regulation has no formula of its own; a missing value is not zero.

    Actual over target, or the reverse if lower is better, between 0 and 100.
    """
    rules = ("IT-IND.1", "I-IT-01")
    yield from kit.indicator_grades(step.dossier, kit.IndicatorPolicy(rules=rules, monitoring_rules=rules))


@rule("IT-4.2a", hook="merito_check_plan")
def expected_results_missing(step: Step) -> ResultRows:
    """Every indicator of the year whose expected result is missing once the Plan is no draft any more.

    Its grade, and what rests on it, waits. A project is expected to do its activities, if they say what is expected.
    """
    if drafted(step):
        return
    year = step.dossier.year
    for one in step.dossier.indicators:
        activities = step.dossier.activities.of(indicator=one.id)
        if one.lacks_target and not any(row.target.said is Said.VALUE for row in activities):
            found = f" («{one.target.text}»)" if one.target.text else ""
            why = (
                f"manca il risultato atteso {year}{found}, e ciò che poggia sull'indicatore aspetta: scrivere (colonna "
                "atteso, o tabella attesi) quello del Piano, «-» se il Piano per quell'anno non ne prevede, o "
                "«monitoraggio» se non si valuta"
            )
            yield kit.told("warning", step.rule, why, f"indicator:{one.id}", inputs=(one,))


@rule("IT-IND.2", hook="merito_check_plan")
def no_effect_is_measured(step: Step) -> ResultRows:
    """Objectives of which every indicator has a dimension, and none is of effectiveness or impact.

    The guidelines of the Dipartimento della funzione pubblica (2/2017) were written for the ministries and are a
    reference for others, from the cycle of 2022: every finding is a note. Missing data are no fault: an indicator
    without a dimension, a measurer, a day or a last result is not reported.
    """
    words = step.parameters.list("effective_dimensions")
    for one in step.dossier.objectives:
        own = step.dossier.indicators.of(objective=one.id)
        if own and all(row.dimension for row in own) and not any(_says(words.value, row.dimension) for row in own):
            measured = ", ".join(dict.fromkeys(row.dimension.strip().replace("_", " ") for row in own))
            why = f"nessun indicatore misura l'efficacia o l'impatto: quelli dell'obiettivo misurano {measured}"
            yield noted(step, "info", why, f"objective:{one.id}", inputs=(one, *own), parameters=(words,))


@rule("IT-IND.3", hook="merito_check_plan")
def who_answers_measures(step: Step) -> ResultRows:
    """Measures taken by those responsible for the indicator, or for its objective; persons are not named.

    A finding on an indicator is public.
    """
    for measure in step.dossier.measures:
        one = step.dossier.indicators.get(measure.indicator)
        if one is None or not measure.by:
            continue
        above = step.dossier.objectives.get(one.objective or "")
        if measure.by in answering(step, one.responsible or (above.responsible if above else None)):
            kind, _, who = measure.by.partition(":")
            answers = "la stessa persona" if measure.by.startswith(PERSON) else f"{OF_MEASURERS.get(kind, '')}{who}"
            why = f"{answers} risponde del risultato e ne rileva la misura: la rilevi un altro"
            yield kit.told("info", step.rule, why, f"indicator:{one.id}", inputs=(one, measure))


@rule("IT-IND.4", hook="merito_check_plan")
def known_too_late(step: Step) -> ResultRows:
    """Figures that are available only after the deadline of the Relazione: the regulation's, otherwise the law's."""
    terms = [one for one in step.so_far.deadlines if one.met_by == REPORT and one.subject is None and one.due]
    own = [one.due for one in terms if OF_THE_LAW not in one.rules] or [one.due for one in terms]
    last = max(filter(None, own), default=step.parameters.day(REPORT_TERM, step.dossier.year + 1).value)
    for one in step.dossier.indicators:
        if one.available and one.available > last:
            why = (
                f"il dato è disponibile dal {day_text(one.available)}, dopo il termine della Relazione "
                f"({day_text(last)}): l'anno si chiuderebbe senza"
            )
            yield kit.told("info", step.rule, why, f"indicator:{one.id}", inputs=(one,))


@rule("IT-IND.5", hook="merito_check_plan")
def one_figure_twice(step: Step) -> ResultRows:
    """Duplicate indicators: the same words, kind, target and last result, and no different results of the year."""
    alike: dict[tuple[object, ...], list[Indicator]] = defaultdict(list)
    for one in step.dossier.indicators:
        if one.target.said is Said.VALUE:
            words = " ".join(one.title.casefold().split())
            alike[words, one.kind, one.better, one.target.value, one.baseline.value].append(one)
    for first, *others in alike.values():
        finals = (kit.final_measure(step.dossier, row.id) for row in (first, *others)) if others else ()
        measured = {one.value.value for one in finals if one is not None and one.value.said is Said.VALUE}
        if others and len(measured) < 2:
            same = together_text([row.id for row in others])
            why = f"è lo stesso indicatore di {same}: un dato solo conta più volte"
            yield kit.told("info", step.rule, why, f"indicator:{first.id}", inputs=(first, *others))


@rule("IT-IND.6", hook="merito_check_plan")
def nothing_to_reach(step: Step) -> ResultRows:
    """Targets equal to the last result, unless the plan says that a level is kept."""
    words = step.parameters.list("maintaining_words")
    for one in step.dossier.indicators:
        known = one.target.said is Said.VALUE and one.baseline.said is Said.VALUE
        if not known or one.kind not in GROWING or one.target.value != one.baseline.value or one.maintains:
            continue
        above = step.dossier.objectives.get(one.objective or "")
        if not any(_says(words.value, text) for text in (one.title, one.action, above.title if above else "")):
            why = (
                f"il risultato atteso ({one.target.text}) è quello già avuto: se si mantiene un livello il piano lo "
                "dice (colonna mantenimento), altrimenti si chiede di più"
            )
            yield noted(step, "info", why, f"indicator:{one.id}", inputs=(one,), parameters=(words,))


def _says(words: Iterable[object], text: str) -> bool:
    return any(str(word).casefold() in text.casefold() for word in words)
