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

from merito import (
    Dashboard,
    Finding,
    Indicator,
    Listed,
    Message,
    Money,
    Objective,
    Percent,
    Phase,
    Ref,
    ResultRows,
    Reward,
    Said,
    State,
    Step,
    kit,
    rule,
    say,
)
from merito.numbers import HUNDRED, cents_up, fraction, product, quotient
from merito_national import as_minimum, noted, unknown_names
from merito_national.contracts import under
from merito_national.people import PERSON, answering, bound_as_managers, posts_of_managers
from merito_national.plan import drafted

ON_TIMES, LEAST, NAMED = "IT-PAG.30", "payment_objective_least", "payment_objectives"
ACCESSIBILITY = "accessibility_objectives"
REPORT, REPORT_TERM, OF_THE_LAW = "performance_report", "report_deadline", "IT-10.1b"
HIGHER = "higher"
GROWING = ("number", "percent", "ratio", "days")
Weights = list[tuple[str | None, Fraction]]
UNTIL = say(
    "se l'organo di controllo contabile, che verifica l'obiettivo, ne dà un'altra misura, chi tiene i dati la scrive; "
    "se no, chi costituisce i fondi decide con un atto a che cosa va, perché la legge non lo dice"
)


@rule(ON_TIMES, hook="merito_check_plan")
def objectives_on_times(step: Step) -> ResultRows:
    """A plan without such objectives, those of nobody whom the law names, and those that together weigh too little."""
    if not step.dossier.objectives:
        return
    yield from _not_objectives(step, NAMED)
    marked, of_managers = _marked(step), list[Objective]()
    if not marked:
        why = say(
            "nessun obiettivo è indicato tra quelli sui tempi di pagamento (parametro {key}): ai dirigenti che pagano "
            "le fatture e a quelli apicali se ne assegna uno ogni anno",
            key=Ref("parameter", NAMED),
        )
        yield kit.told("info", ON_TIMES, why)
    for one in marked:
        if not _people(step, one) or _liable(step, one):
            of_managers.append(one)
        else:
            why = say(
                "l'obiettivo è tra quelli sui tempi di pagamento, e chi ne risponde non è un dirigente: dove ci sono "
                "dirigenti la legge lo assegna a loro"
            )
            yield kit.told("info", ON_TIMES, why, f"objective:{one.id}", inputs=(one,))
    yield from _light_on_boards(step, of_managers)
    yield from _light_alone(step, of_managers)


def _not_objectives(step: Step, key: str) -> Iterator[Finding]:
    if strange := unknown_names(step, key, step.dossier.objectives.by_id):
        why = say(
            "il parametro {key} nomina ciò che non è un obiettivo: {names}",
            key=Ref("parameter", key),
            names=kit.listed(strange),
        )
        yield kit.told("warning", step.rule, why)


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
        least = step.parameters.share(LEAST)
        if weight < HUNDRED * least.value:
            why = say(
                "l'obiettivo {objectives} sui tempi di pagamento, nel cruscotto {board} di chi ne risponde, pesa "
                "{weight}, mentre ne deve dipendere almeno il {least} della retribuzione di risultato: chi assegna gli "
                "obiettivi ne alza il peso",
                many="gli obiettivi {objectives} sui tempi di pagamento, nel cruscotto {board} di chi ne risponde, "
                "pesano insieme {weight}, mentre ne deve dipendere almeno il {least} della retribuzione di risultato: "
                "chi assegna gli obiettivi ne alza il peso",
                number="n",
                n=len(own),
                objectives=_named(own),
                board=Ref("dashboard", board.id),
                weight=Percent(weight),
                least=as_minimum(least.value),
            )
            yield noted(step, "warning", why, board.holder or "", inputs=(*own, board), parameters=(least,))


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
        least = step.parameters.share(LEAST)
        if weight < HUNDRED * least.value:
            why = _light(own, Percent(weight), as_minimum(least.value), of_all=_whole(step, own) == HUNDRED)
            yield noted(step, "warning", why, f"objective:{own[0].id}", inputs=tuple(own), parameters=(least,))


def _light(own: list[Objective], weight: Percent, least: Percent, *, of_all: bool) -> Message:
    """That some objectives weigh too little; without `of_all`, among those of the people responsible for them."""
    if of_all:
        return say(
            "l'obiettivo sui tempi di pagamento pesa {weight}: almeno il {least} della retribuzione di risultato ne "
            "dipende, e chi assegna gli obiettivi ne alza il peso",
            many="gli obiettivi {objectives} sui tempi di pagamento pesano insieme {weight}: almeno il {least} della "
            "retribuzione di risultato ne dipende, e chi assegna gli obiettivi ne alza il peso",
            number="n",
            n=len(own),
            objectives=_named(own),
            weight=weight,
            least=least,
        )
    return say(
        "l'obiettivo sui tempi di pagamento, tra quelli di chi ne risponde, pesa {weight}: almeno il {least} della "
        "retribuzione di risultato ne dipende, e chi assegna gli obiettivi ne alza il peso",
        many="gli obiettivi {objectives} sui tempi di pagamento, tra quelli di chi ne risponde, pesano insieme "
        "{weight}: almeno il {least} della retribuzione di risultato ne dipende, e chi assegna gli obiettivi ne alza "
        "il peso",
        number="n",
        n=len(own),
        objectives=_named(own),
        weight=weight,
        least=least,
    )


def _weighed_alone(step: Step, marked: list[Objective]) -> Iterator[tuple[list[Objective], Fraction]]:
    """What objectives of the same people, on none of their dashboards, weigh by their own weights (percent)."""
    together: dict[object, list[Objective]] = defaultdict(list)
    for one in marked:
        if not any(_boards(step, one)):
            together[_liable(step, one) or one.id].append(one)
    for own in together.values():
        if all(one.weight is not None for one in own):
            yield own, HUNDRED * _sum(fraction(one.weight or 0) for one in own) / _whole(step, own)


def _sum(parts: Iterable[Fraction]) -> Fraction:
    return sum(parts, Fraction(0))


def _whole(step: Step, own: list[Objective]) -> Fraction:
    """What the objectives of those responsible weigh in all: 100, unless several people share 100."""
    liable, places = _liable(step, own[0]), {(one.area, one.parent) for one in own}
    beside = [one for one in step.dossier.objectives if (one.area, one.parent) in places and one.weight is not None]
    others = [one for one in beside if _people(step, one) and not _people(step, one) & liable]
    whole, theirs = (_sum(fraction(one.weight or 0) for one in some) for some in (beside, others))
    return whole - theirs if theirs and whole == HUNDRED and whole > theirs else HUNDRED


def _named(some: Iterable[Objective]) -> Listed:
    return Listed(Ref("objective", one.id) for one in some)


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
    part = _part_told(reward, share, at_least=weight <= least.value)
    why = _why_missed(lost, own, part) if lost else _why_unknown(told, own, part)
    phase, inputs = Phase.REWARDS, tuple(own)
    found = noted(step, "warning", why, f"{PERSON}{reward.person}", phase=phase, inputs=inputs, parameters=(least,))
    kind, _, post = reward.subject.partition(":")
    of_due = min(quotient(_part(reward, share), fraction(reward.due)), Fraction(1))
    return evolve(found, tool=reward.tool, waits=True, part=of_due, posts=(post,) if kind == "position" else ())


def _why_missed(lost: list[Objective], own: list[Objective], part: Message) -> Message:
    """That objectives are missed, and the part that is not paid; it is that of all `own` together."""
    if len(own) == len(lost):
        return say(
            "l'obiettivo {objectives} sui tempi di pagamento non è raggiunto: della retribuzione di risultato non si "
            "paga la parte che ne dipende, {part}, che resta sospesa: {until}",
            many="gli obiettivi {objectives} sui tempi di pagamento non sono raggiunti: della retribuzione di "
            "risultato non si paga la parte che ne dipende, {part}, che resta sospesa: {until}",
            number="n",
            until=UNTIL,
            n=len(lost),
            objectives=_named(lost),
            part=part,
        )
    return say(
        "l'obiettivo {objectives} sui tempi di pagamento non è raggiunto: della retribuzione di risultato non si paga "
        "la parte che ne dipende; dei {every} obiettivi insieme è {part}, che resta sospesa: {until}",
        many="gli obiettivi {objectives} sui tempi di pagamento non sono raggiunti: della retribuzione di risultato "
        "non si paga la parte che ne dipende; dei {every} obiettivi insieme è {part}, che resta sospesa: {until}",
        number="n",
        until=UNTIL,
        n=len(lost),
        objectives=_named(lost),
        every=len(own),
        part=part,
    )


def _why_unknown(some: list[Objective], own: list[Objective], part: Message) -> Message:
    """That it is not known yet whether objectives are reached, and the part that waits; that of all `own` together."""
    if len(own) == len(some):
        return say(
            "non si sa ancora se l'obiettivo {objectives} sui tempi di pagamento è raggiunto (manca la misura, o non è "
            "definitiva): della retribuzione di risultato attende la parte che ne dipende, {part}",
            many="non si sa ancora se gli obiettivi {objectives} sui tempi di pagamento sono raggiunti (manca la "
            "misura, o non è definitiva): della retribuzione di risultato attende la parte che ne dipende, {part}",
            number="n",
            n=len(some),
            objectives=_named(some),
            part=part,
        )
    return say(
        "non si sa ancora se l'obiettivo {objectives} sui tempi di pagamento è raggiunto (manca la misura, o non è "
        "definitiva): della retribuzione di risultato attende la parte che ne dipende; dei {every} obiettivi insieme è "
        "{part}",
        many="non si sa ancora se gli obiettivi {objectives} sui tempi di pagamento sono raggiunti (manca la misura, o "
        "non è definitiva): della retribuzione di risultato attende la parte che ne dipende; dei {every} obiettivi "
        "insieme è {part}",
        number="n",
        n=len(some),
        objectives=_named(some),
        every=len(own),
        part=part,
    )


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


def _part_told(reward: Reward, share: Fraction, *, at_least: bool) -> Message:
    """The share of a result pay, and how much it is; `at_least`, if the share is the least that the law allows."""
    part, due = Money(cents_up(_part(reward, share))), Money(reward.due)
    exact, least = Percent(HUNDRED * share), as_minimum(share)
    if reward.most:
        if at_least:
            return say("almeno il {share} ({part})", share=least, part=part)
        return say("{share} ({part})", share=exact, part=part)
    if at_least:
        return say(
            "almeno il {share} ({part} di {due}; del massimo, che il calcolo non dice, la stessa parte può essere di "
            "più)",
            share=least,
            part=part,
            due=due,
        )
    return say(
        "{share} ({part} di {due}; del massimo, che il calcolo non dice, la stessa parte può essere di più)",
        share=exact,
        part=part,
        due=due,
    )


@rule("IT-ACC.1", hook="merito_check_plan")
def objectives_of_accessibility(step: Step) -> ResultRows:
    """A plan in which no objective is named as one of accessibility and inclusion (D.Lgs. 222/2023)."""
    known, named = step.dossier.objectives.by_id, step.parameters.list(ACCESSIBILITY).value
    if known:
        yield from _not_objectives(step, ACCESSIBILITY)
        if known.keys().isdisjoint(named):
            why = say(
                "nessun obiettivo è indicato come di accessibilità o inclusione delle persone con disabilità "
                "(parametro {key}): la valutazione ne tiene conto",
                key=Ref("parameter", ACCESSIBILITY),
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
            why = say(
                "le ore di formazione dell'unità {unit} non si contano: ci vuole un'unità in cui c'è qualcuno, e un "
                "numero",
                unit=Ref("unit", unit),
            )
            yield kit.told("info", step.rule, why, phase=Phase.EVALUATION)
        elif quotient(given, people) < least.value:
            why = say(
                "{hours} ore di formazione, {each} a testa: meno di {least}; chi dirige l'unità programma le altre",
                hours=given,
                each=under(quotient(given, people), least.value, 1),
                least=least.value,
            )
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
            why = say(
                "manca il risultato atteso {year}, e ciò che poggia sull'indicatore aspetta: scrivere (colonna atteso, "
                "o tabella attesi) quello del Piano, «-» se il Piano per quell'anno non ne prevede, o «monitoraggio» "
                "se non si valuta",
                year=year,
            )
            if one.target.text:
                why = say(
                    "manca il risultato atteso {year} («{written}»), e ciò che poggia sull'indicatore aspetta: "
                    "scrivere (colonna atteso, o tabella attesi) quello del Piano, «-» se il Piano per quell'anno non "
                    "ne prevede, o «monitoraggio» se non si valuta",
                    year=year,
                    written=one.target.text,
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
            why = say(
                "nessun indicatore misura l'efficacia o l'impatto: quelli dell'obiettivo misurano {dimensions}; "
                "chi fa il Piano ne aggiunge uno",
                dimensions=tuple(dict.fromkeys(row.dimension.strip().replace("_", " ") for row in own)),
            )
            yield noted(step, "info", why, f"objective:{one.id}", inputs=(one, *own), parameters=(words,))


@rule("IT-IND.3", hook="merito_check_plan")
def who_answers_measures(step: Step) -> ResultRows:
    """Measures taken by those responsible for the indicator, or for its objective."""
    for measure in step.dossier.measures:
        one = step.dossier.indicators.get(measure.indicator)
        if one is None or not measure.by:
            continue
        above = step.dossier.objectives.get(one.objective or "")
        if measure.by in answering(step, one.responsible or (above.responsible if above else None)):
            why = _by_who_answers(Ref.to(measure.by))
            yield kit.told("info", step.rule, why, f"indicator:{one.id}", inputs=(one, measure))


def _by_who_answers(who: Ref) -> Message:
    if who.kind == "unit":
        return say("la struttura {who} risponde del risultato e ne rileva la misura: la rilevi un'altra", who=who)
    if who.kind == "position":
        return say("la posizione {who} risponde del risultato e ne rileva la misura: la rilevi un'altra", who=who)
    return say("{who} risponde del risultato e ne rileva la misura: la rilevi un altro", who=who)


@rule("IT-IND.4", hook="merito_check_plan")
def known_too_late(step: Step) -> ResultRows:
    """Figures that are available only after the deadline of the Relazione: the regulation's, otherwise the law's."""
    terms = [one for one in step.so_far.deadlines if one.met_by == REPORT and one.subject is None and one.due]
    own = [one.due for one in terms if OF_THE_LAW not in one.rules] or [one.due for one in terms]
    last = max(filter(None, own), default=step.parameters.day(REPORT_TERM, step.dossier.year + 1).value)
    for one in step.dossier.indicators:
        if one.available and one.available > last:
            why = say(
                "il dato è disponibile dal {available}, dopo il termine della Relazione ({due}): l'anno si chiuderebbe "
                "senza; chi fa il Piano sceglie un dato che c'è prima",
                available=one.available,
                due=last,
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
            why = say(
                "è lo stesso indicatore di {others}: un dato solo conta più volte; chi fa il Piano ne tiene uno",
                others=Listed(Ref("indicator", row.id) for row in others),
            )
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
            why = say(
                "il risultato atteso ({target}) è quello già avuto: se si mantiene un livello il piano lo dice "
                "(colonna mantenimento), altrimenti si chiede di più",
                target=one.target.text,
            )
            yield noted(step, "info", why, f"indicator:{one.id}", inputs=(one,), parameters=(words,))


@rule("IT-IND.6", hook="merito_check_plan")
def reached_by_anything(step: Step) -> ResultRows:
    """Targets of 0 where more is better: whatever is measured reaches them."""
    for one in step.dossier.indicators:
        if one.target.said is Said.VALUE and one.kind in GROWING and one.better == HIGHER and one.target.value == 0:
            why = say(
                "il risultato atteso è 0, e dove è meglio di più lo raggiunge qualsiasi misura: chi fa il piano scrive "
                "quello vero, «-» se per quest'anno non ne prevede, o «minore» se è meglio di meno (colonna migliore)"
            )
            yield noted(step, "info", why, f"indicator:{one.id}", inputs=(one,))


@rule("IT-5.2c", hook="merito_check_plan")
def worse_than_before(step: Step) -> ResultRows:
    """Targets worse than the last actual, unless a rule of the regulation that is in force says so itself."""
    if any(one.implements == step.rule for one in step.rules.values()):
        return
    for one in step.dossier.indicators:
        if why := kit.worse_than_last(one, step.dossier.year):
            yield kit.told("info", step.rule, why, f"indicator:{one.id}", inputs=(one,))


def _says(words: Iterable[object], text: str) -> bool:
    return any(str(word).casefold() in text.casefold() for word in words)
