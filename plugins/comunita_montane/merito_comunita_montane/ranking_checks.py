"""What the text requires of rankings: people in the first bands, one evaluator, different judgements (arts. 12, 17)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from merito import Finding, Person, Phase, Step
from merito.kit import told
from merito.numbers import HUNDRED, number_text, percent_text
from merito_comunita_montane.bands import TOOL
from merito_comunita_montane.decision_checks import FIVE, RATIOS, THREE
from merito_comunita_montane.division import FIRST_BANDS, RATIO, ratio_broken
from merito_comunita_montane.money import FUND, WHOLE, DividedRanking, cap_of, cap_of_two, caps_of
from merito_comunita_montane.organisation import structures_at_once
from merito_comunita_montane.planning.units import tested_units
from merito_comunita_montane.rankings import LEAVE, by_structure, grade_of, ranked_people, rankings
from merito_comunita_montane.scheme import FOUR
from merito_comunita_montane.ties import BREAKS, tie_breaks, uncounted


def capped(step: Step, found: Sequence[DividedRanking]) -> Iterator[Finding]:
    """More people in the first bands than the cap: for the whole ente an error, for one structure a warning."""
    if not found:
        return
    scheme = found[0].scheme
    which = "nella prima fascia" if scheme.capped == 1 else "nelle prime due fasce"
    heads = {one.ranking.id: sum(len(band.people) for band in one.division.bands[: scheme.capped]) for one in found}
    total, most = sum(heads.values()), cap_of(step, scheme)
    if total > most and (not scheme.between or _over_as_five(step, found)):
        why = f"{which} ci sono {total} persone, mentre possono essere al massimo {most} (I-BL-08)"
        over = (told("error", scheme.cap_rule, why, phase=Phase.REWARDS, tool=TOOL, inputs=scheme.inputs),)
        yield from step.choose(FIRST_BANDS, bound=over, unbound=()) if scheme.letters else over
    elif most >= total > (of_ranked := caps_of(step, scheme)[1]):
        why = f"{which} ci sono {total} persone: contando solo chi è in graduatoria sarebbero al massimo {of_ranked}"
        yield told("info", scheme.cap_rule, f"{why} (I-BL-08)", phase=Phase.REWARDS)
    for one in found if by_structure(step) else ():
        if heads[one.ranking.id] > one.part.cap:
            found_there = f"{which} ci sono {heads[one.ranking.id]} persone, più di {one.part.cap}"
            why = f"graduatoria {one.ranking.id}: {found_there}"
            yield told("warning", scheme.cap_rule, f"{why} (I-BL-08)", f"unit:{one.ranking.id}", phase=Phase.REWARDS)
    if scheme.between:
        yield from _by_one_rule(step, found, over=total > most)


def _by_one_rule(step: Step, found: Sequence[DividedRanking], *, over: bool) -> Iterator[Finding]:
    """Warns if four bands have too many people in the first two for five bands, or in the first (`over`) for three.

    An error if the other of the two rules refuses their ratio.
    """
    first, two = (sum(len(band.people) for one in found for band in one.division.bands[:many]) for many in (1, 2))
    if _over_as_five(step, found):
        people, bands, other = f"nelle prime due fasce ci sono {two} persone", FIVE, THREE
    elif over:
        people, bands, other = f"nella prima fascia ci sono {first} persone", THREE, FIVE
    else:
        return
    why = f"{people}: con {bands} fasce sarebbero troppe"
    warned = (told("warning", "BL-17.2x4", f"{why} ({FOUR})", phase=Phase.REWARDS),)
    if not _refused_as(step, found, RATIOS[other]):
        yield from warned
        return
    why = f"{why}; e a testa una fascia prende meno di quanto vogliono {other} fasce: "
    why += f"le rifiutano entrambe le regole ({FOUR})"
    inputs = found[0].scheme.inputs
    refused = (told("error", "BL-17.2x4", why, phase=Phase.REWARDS, tool=TOOL, inputs=inputs),)
    yield from step.choose(FOUR, accepted=warned, any_limit=refused)


def _over_as_five(step: Step, found: Sequence[DividedRanking]) -> bool:
    """Whether the first two bands have more people than five bands allow."""
    two = sum(len(band.people) for one in found for band in one.division.bands[:2])
    return two > cap_of_two(step, found[0].scheme)


def _refused_as(step: Step, found: Sequence[DividedRanking], ratio: str) -> bool:
    """Whether a band's sum per head breaks a ratio (a parameter), as decided or as realised (I-BL-07)."""
    least = step.parameters.number(ratio).value
    decided = any(better < least * worse for better, worse in pairwise(found[0].scheme.per_head))
    realised = decided or any(ratio_broken(one.division.bands, least) for one in found)
    return step.choose(RATIO, realised=realised, decided=decided)


def told_of(step: Step, one: DividedRanking) -> Iterator[Finding]:
    """What the text requires of a ranking: one evaluator, different scores, enough people in merit."""
    about = "" if not by_structure(step) else f"unit:{one.ranking.id}"
    if len(one.ranking.evaluators) > 1:
        yield told("error", "BL-12.2bis", one.problem.partition(": ")[2], about or "ente", phase=Phase.REWARDS)
    elif one.ranking.entries and not all(entry.evaluator or entry.on_leave for entry in one.ranking.entries):
        why = f"graduatoria {one.ranking.id}: non risulta chi ha valutato tutti, e il valutatore dev'essere uno solo"
        yield told("warning", "BL-12.2bis", why, about, phase=Phase.REWARDS)
    if one.doubt:
        why = f"graduatoria {one.ranking.id}: {one.doubt}: i posti non sono certi e ogni premio è sospeso"
        yield told("warning", "BL-17.1", why, about, phase=Phase.REWARDS)
    yield from _on_leave(one)
    yield from _unmeasured(step, one)
    if one.division.broken:
        why = f"graduatoria {one.ranking.id}: {one.problem.partition(': ')[2]}"
        yield told("warning", one.scheme.ratio_rule, why, about, phase=Phase.REWARDS)
    scores = [contender.score for contender in one.ranking.contenders if contender.rated]
    if len(scores) > 1 and len(set(scores)) == 1:
        why = f"graduatoria {one.ranking.id}: i punteggi sono tutti uguali, mentre il testo vuole giudizi differenziati"
        yield told("warning", "BL-12.2d", why, about, phase=Phase.EVALUATION)
    yield from _few(step, one, about)


def _on_leave(one: DividedRanking) -> Iterator[Finding]:
    """People for whom nobody waits: the finding is about the person, since it says why they are away."""
    for entry in one.ranking.entries:
        if entry.on_leave:
            why = (
                "in congedo per tutto il servizio dell'anno e senza valutazione: non tiene in attesa gli altri; se "
                f"l'ente lo valuta, scrivere la valutazione ({LEAVE})"
            )
            yield told("warning", "BL-17.1", why, f"person:{entry.person.id}", phase=Phase.EVALUATION)


def _unmeasured(step: Step, one: DividedRanking) -> Iterator[Finding]:
    """Units whose PEG objectives are not measured, while some of their people are in a band."""
    waiting = [entry for entry in one.ranking.entries if entry.structure and entry.doubt]
    grades = ((entry, grade_of(step, entry)) for entry in waiting)
    doubts = {grade.id if grade else entry.structure: entry.doubt for entry, grade in grades}
    for unit, doubt in doubts.items():
        why = f"{doubt}: i premi di chi vi è collocato attendono"
        yield told("warning", "BL-17.2p", why, f"unit:{unit}", phase=Phase.REWARDS)


def _few(step: Step, one: DividedRanking, about: str) -> Iterator[Finding]:
    admitted, known = len(one.division.ranking), one.ranking.contenders
    share = step.parameters.share("few_admitted").value
    if known and Fraction(admitted, len(known)) < share:
        why = (
            f"graduatoria {one.ranking.id}: {admitted} ammessi su {len(known)}; le quote delle fasce si contano sugli "
            f"ammessi o su tutti secondo la lettura I-BL-02"
        )
        yield told("warning", "BL-17.Da", why, about, phase=Phase.REWARDS)


def in_two_rankings(step: Step) -> Iterator[Finding]:
    """People who should be ranked by structure and serve in two of them on the same days."""
    for person in ranked_people(step) if by_structure(step) else ():
        if at_once := structures_at_once(step.dossier, person):
            yield _in_several(step, "BL-17.2n2", person, at_once)


def apart(step: Step, found: Sequence[DividedRanking]) -> Iterator[Finding]:
    """People with two units of which only one pays; people who should be ranked by structure and are in none."""
    for person, units in step.once(_with_one_unpaid).items():
        yield _in_several(step, "BL-17.2p", step.dossier.people[person], units)
    if not by_structure(step):
        return
    placed = {entry.person.id for one in found for entry in one.ranking.entries}
    for score in step.so_far.scores:
        if score.level and score.person not in placed:
            why = "le graduatorie sono per struttura, e non risulta in quale struttura sia collocato"
            yield told("error", "BL-17.2n2", why, f"person:{score.person}", phase=Phase.REWARDS)


def _with_one_unpaid(step: Step) -> Mapping[str, tuple[str, ...]]:
    """The units that count at once for people of whose units some pay and others do not."""
    units = tested_units(step)
    unpaid = {name for name, row in units.grades.items() if units.standing(row).unpaid or units.standing(row).unsure}
    found: dict[str, tuple[str, ...]] = {}
    for entry in (entry for one in rankings(step) for entry in one.entries):
        in_two = entry.at_once and by_structure(step)
        if not in_two and (units.placed or entry.at_once):
            at_once = units.at_once(entry.person)
            if 0 < len(unpaid.intersection(at_once)) < len(at_once):
                found[entry.person.id] = at_once
    return found


def _in_several(step: Step, rule_id: str, person: Person, units: Sequence[str]) -> Finding:
    why = f"risulta negli stessi giorni nelle strutture {', '.join(units)}: la collocazione è una sola (art. 17 c. 2)"
    inputs = step.dossier.service_of(person.id)
    return told("error", rule_id, why, f"person:{person.id}", phase=Phase.REWARDS, inputs=inputs)


def funded(step: Step, found: Sequence[DividedRanking]) -> Iterator[Finding]:
    """Without a fund there are places but no amounts: a note says why."""
    if found and step.so_far.line(FUND, WHOLE) is None:
        why = "manca il fondo «premi_annuali»: i posti e le fasce si calcolano, i premi no (art. 16 c. 2)"
        yield told("info", "BL-17.1", why, phase=Phase.REWARDS)


def criteria(step: Step, found: Sequence[DividedRanking]) -> Iterator[Finding]:
    """Values that separate equal scores: without criteria set before, or only for some people of a tied group."""
    for one in found:
        groups: dict[Fraction, list[bool]] = defaultdict(list)
        for contender in one.ranking.contenders:
            groups[contender.score].append(contender.breaker is not None)
        for score, known in groups.items():
            if any(known) and not all(known):
                why = (
                    f"graduatoria {one.ranking.id}: a pari punteggio ({percent_text(score * HUNDRED)}) stanno in "
                    f"{len(known)} e il valore che li distingue c'è per {sum(known)}: il gruppo resta pari (I-BL-05)"
                )
                yield told("warning", "BL-17.Db", why, phase=Phase.REWARDS)
    rows = step.dossier.tables.get(BREAKS, ())
    if rows and not tie_breaks(step):
        acts = "; ".join(uncounted(step)) or "nessun atto li fissa"
        why = f"i valori per i punteggi pari ({number_text(len(rows))}) non contano: {acts}"
        yield told("warning", "BL-17.Db", f"{why} (criteri_parita, I-BL-05)", phase=Phase.REWARDS, inputs=tuple(rows))
