"""Who shares in a result pay, and by which weights (art. 27 c. 7, art. 28 c. 5, art. 43 c. 2, art. 44 c. 2).

Posts count by their pay or alike, and for the days held. What is in doubt (a revocation that may fall, a grading that
no act approves) may end in several ways: each gives its own weights.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import compress
from itertools import product as product_of

from attrs import evolve, frozen

from merito import (
    Act,
    Appointment,
    Message,
    Person,
    PersonScore,
    Position,
    Ref,
    State,
    Step,
    as_message,
    kit,
    say,
)
from merito.numbers import (
    Period,
    apart_from,
    common,
    days_of_year,
    joined,
    meet,
    product,
)
from merito_bergamo.appointments import MANAGER_REVOCATION, REVOCATION, Role, presence, served_as
from merito_bergamo.evaluation.factors import whole_year
from merito_bergamo.prizes import interim
from merito_bergamo.prizes.positions import approved, rates

LOST = "I-BG-16"
PART_OF_YEAR = "I-BG-20"
AFTER_REVOCATION = "I-BG-27"
OF_MANAGERS = "BG-21.3"
Score = Callable[[str], PersonScore | None]
Doubtful = tuple[str, ...]
"""What may end in two ways: a person and a post of which some days are in doubt, or a post with an unsure grading."""
Otherwise = frozenset[Doubtful]
MOST_IN_DOUBT = 5  # number: of more doubts not every way is tried


@frozen(kw_only=True)
class Entitlements:
    """The people entitled to a result pay, and the weight of the days on which nobody held a post.

    `doubts` say why it cannot be divided yet: a post whose pay or holders are uncertain. `left` are the
    managers whom a revocation has left without a post. `others` are those of the other ways in which what is in doubt
    may end: that a post is held on some days, that a new grading counts.
    """

    people: Sequence[kit.Entitled]
    vacant: Fraction = Fraction(0)
    doubts: Sequence[Message] = ()
    left: frozenset[str] = frozenset()
    others: Sequence["Entitlements"] = ()

    def filled(self) -> "Entitlements":
        """The same, with the days of nobody divided by weight among those who stay (I-BG-21, to_others).

        A revoked holder gets nothing of the days that nobody holds.
        """
        staying = {one for one in self.people if not revoked(one) and one.person not in self.left}
        whole = sum((one.weight for one in staying), Fraction(0))
        if not whole:
            return self
        more = 1 + self.vacant / whole
        people = [evolve(one, weight=one.weight * more) if one in staying else one for one in self.people]
        return evolve(self, people=people, vacant=Fraction(0))


def revoked(one: kit.Entitled) -> Act | Appointment | None:
    """The act of the year that revoked the post, or the row that says so, if there is one."""
    return one.held.revoked if one.held else None


def _by_days(step: Step) -> bool:
    """Whether somebody who served for a part of the year shares in proportion to it (I-BG-20)."""
    return step.readings[PART_OF_YEAR].choice == "in_proportion"


def holders(step: Step, equal: bool, score: Score) -> Entitlements:
    """Holders of posizioni organizzative, with what they are entitled to in the other ways in which doubts may end."""
    unsure = [*_days_in_doubt(step), *(() if equal else _gradings_in_doubt(step))]
    if not unsure or len(unsure) > MOST_IN_DOUBT:
        return _holders_with(step, equal, score, frozenset(), gradings_wait=bool(unsure))
    ways = (frozenset(compress(unsure, way)) for way in product_of((False, True), repeat=len(unsure)))
    first, *others = (_holders_with(step, equal, score, way) for way in ways)
    return evolve(first, others=others)


def _days_in_doubt(step: Step) -> Iterator[Doubtful]:
    for position in kit.staff_positions(step.dossier):
        yield from _perhaps_over(position, kit.held(step, position, REVOCATION))


def _perhaps_over(position: Position, holders: Iterable[kit.Holding]) -> Iterator[Doubtful]:
    return ((one.person, position.id) for one in holders if one.perhaps_over)


def _gradings_in_doubt(step: Step) -> Iterator[Doubtful]:
    for position in kit.staff_positions(step.dossier):
        value = step.so_far.position(position.id)
        if value is not None and any(rate.doubt for rate in value.rates):
            yield (position.id,)


def _holders_with(
    step: Step, equal: bool, score: Score, otherwise: Otherwise, *, gradings_wait: bool = False
) -> Entitlements:
    """Holders of posizioni organizzative by post: days held over the year, or over all days on which it was held.

    If one of its holders was revoked, it is days over the year, whatever the reading. What is `otherwise` is so: a post
    is not held on the days in doubt, and a pay is the surest. With `gradings_wait` nothing is divided by an unsure pay.
    """
    people, doubts, again = list[kit.Entitled](), list(interim.uncertain(step)), list[Message]()
    vacant = Fraction(0)
    year = days_of_year(step.dossier.year)
    for position in kit.staff_positions(step.dossier):
        every = kit.held(step, position, REVOCATION)
        written = [one.over() if (one.person, position.id) in otherwise else one for one in every]
        holders = kit.one_a_day(written)
        served = sum(one.days for one in holders)
        free = _free_of(step, position, holders)
        paid = partial(worth, step, position, equal=equal, sure=(position.id,) in otherwise)
        of_year = _by_days(step) or not served or any(one.revoked for one in written)
        if of_year:
            vacant += paid(free)
        for one in holders:
            weight = paid(one.periods) * (1 if of_year else Fraction(year, served))
            lost = any(doubt.revoked for doubt in one.doubts) and step.readings[LOST].choice == "whole_year"
            graded = () if equal else tuple(_of_gradings(step, one))
            own = kit.Entitled(
                person=one.person,
                weight=weight,
                held=one,
                score=score(one.person),
                doubtful=Fraction(1) if lost else _unsure_part(step, one) if graded else one.doubtful,
                doubts=(*one.doubts, *graded) if graded else (),
            )
            people.append(own)
        if twice := kit.two_holders(holders):
            doubts.append(as_message(twice))
        if equal:
            continue
        value = step.so_far.position(position.id)
        if value is None or value.state is not State.FINAL:
            doubts.append(interim.no_certain_pay(position.id))
        elif not approved(step, position.id):
            doubts.append(interim.grading_awaited(position.id))
        elif gradings_wait and any(one.doubt for one in value.rates):
            named = Ref("position", position.id)
            again.append(say("la nuova graduazione di {position} non è approvata", position=named))
    if vacant or sum(bool(one.weight) for one in people) > 1:  # one alone has the whole by either pay
        doubts += again
    return Entitlements(people=people, vacant=vacant, doubts=doubts)


def _of_gradings(step: Step, one: kit.Holding) -> Iterator[kit.Doubt]:
    """The doubts of the pay of a post on the days on which it is held."""
    for rate in rates(step, one.position):
        if rate.doubt and common((rate.days,), one.periods):
            yield kit.Doubt(days=(rate.days,), why=rate.doubt, rules=("BG-28.2",))


def _unsure_part(step: Step, one: kit.Holding) -> Fraction:
    return kit.unsure_part(rates(step, one.position), one, step.dossier.year)


def _free_of(step: Step, position: Position, holders: Sequence[kit.Holding]) -> tuple[Period, ...]:
    """The days of the year on which nobody holds a post."""
    return apart_from([whole_year(step.dossier.year)], [days for one in holders for days in one.periods])


def worth(step: Step, position: Position, periods: Iterable[Period], equal: bool, *, sure: bool = False) -> Fraction:
    """The weight of some days of a post: by its pay on those days, or its `sure` part, or only by the days."""
    if equal:
        return Fraction(sum(days.days for days in periods), days_of_year(step.dossier.year))
    return kit.worth(rates(step, position), periods, step.dossier.year, sure=sure)


def managers(step: Step, equal: bool, score: Score) -> Entitlements:
    """The managers, with what they are entitled to in the other ways in which days in doubt may end."""
    posts = [post for post in step.dossier.positions if kit.managerial(post)]
    unsure = [one for post in posts for one in _perhaps_over(post, kit.held(step, post, MANAGER_REVOCATION))]
    if not unsure or len(unsure) > MOST_IN_DOUBT:
        return _managers_with(step, equal, score, frozenset())
    ways = (frozenset(compress(unsure, way)) for way in product_of((False, True), repeat=len(unsure)))
    first, *others = (_managers_with(step, equal, score, way) for way in ways)
    return evolve(first, others=others)


def _managers_with(step: Step, equal: bool, score: Score, otherwise: Otherwise) -> Entitlements:
    """Everybody who serves as a manager; under I-BG-27 a revocation ends it, whatever I-BG-20 says.

    Whoever serves on days without a post counts on every day of service, whosever a post written for two managers is.
    `after` are the days after a revocation that left somebody without another post. What is `otherwise` is so: a post
    is not held on the days in doubt.
    """
    by_days, days_of_two = _by_days(step), _days_of_two(step, otherwise, equal=equal)
    people, doubts, left = list[kit.Entitled](), list[Message](), set[str]()
    idle = Fraction(0)
    for person in step.dossier.people:
        posts = _posts_of(step, person, Role.MANAGER, otherwise)
        service = map(kit.period_of, served_as(step, person, Role.MANAGER))
        without = apart_from(service, [days for one in posts for days in one.periods])
        acts = [one.revoked for one in posts if isinstance(one.revoked, Act)]
        ended = min((act.takes_effect for act in acts), default=None)
        after = [one._replace(start=max(one.start, ended)) for one in without if ended and one.end >= ended]
        lost = after if _days_held(step) else []
        contested = days_of_two.get(person.id, _DaysOfTwo()) if by_days and not without else _DaysOfTwo()
        served = presence(step, person, Role.MANAGER, [*lost, *contested.another])
        if not served:
            continue
        mean = _mean_pay(step, posts, equal)
        weight = product(mean, served if by_days or lost else 1)
        unsure = (*_doubts(step, posts), *contested.doubts)
        days = sum(period.days for one in unsure for period in one.days)
        own = kit.Entitled(
            person=person.id,
            weight=weight,
            score=score(person.id),
            doubtful=min(Fraction(days, _days_of(posts, contested) or 1), Fraction(1)),
            doubts=unsure,
        )
        people.append(own)
        if not equal:
            doubts += _unpaid(step, person.id, posts, otherwise)
        if after:
            left.add(person.id)
        if by_days:
            idle += mean * sum(days.days for days in (*apart_from(without, lost), *contested.spare))
        elif not any(one.days for one in posts):
            idle += mean * days_of_year(step.dossier.year)
    vacant = _vacant(step, idle, otherwise, by_days=by_days, equal=equal, anybody=bool(people))
    return Entitlements(people=people, vacant=vacant, doubts=doubts, left=frozenset(left))


@frozen(kw_only=True)
class _DaysOfTwo:
    """Days as a manager that only a post gives which is written for another manager too.

    Those that count as the other's, and the doubts of them and of those that count as one's own. `spare` are those on
    which another post is free: whoever has not this one has that one, and both are managers then in any case.
    """

    another: Sequence[Period] = ()
    doubts: Sequence[kit.Doubt] = ()
    spare: Sequence[Period] = ()


def _held(step: Step, position: Position, otherwise: Otherwise) -> tuple[kit.Holding, ...]:
    """Everybody on a manager's post, as it is `otherwise`."""
    every = kit.held(step, position, MANAGER_REVOCATION)
    return tuple(one.over() if (one.person, position.id) in otherwise else one for one in every)


def _held_by(step: Step, person: str, otherwise: Otherwise) -> list[kit.Holding]:
    """The managers' posts of somebody, as they are `otherwise`."""
    every = (one for one in kit.posts_of(step, person, MANAGER_REVOCATION) if kit.managerial(one.position))
    return [one.over() if (person, one.position.id) in otherwise else one for one in every]


def _days_of_two(step: Step, otherwise: Otherwise, *, equal: bool) -> dict[str, _DaysOfTwo]:
    """The days of managers on posts that others have too (art. 21 c. 3): each day of a post counts once.

    Whoever has another post on such a day does not need it, and is a manager then in any case. So is whoever of two has
    not the one post that is written for both, on days on which another is free, if all posts count alike (`equal`).
    """
    found: dict[str, _DaysOfTwo] = {}
    posts = [post for post in step.dossier.positions if kit.managerial(post)]
    held = {post.id: _held(step, post, otherwise) for post in posts}
    alone_contested = sum(any(kit.at_once(holders)) for holders in held.values()) == 1
    free = joined(days for post in posts for days in _free_of(step, post, held[post.id]))
    spare = free if equal and alone_contested else ()
    for post in step.dossier.positions:
        holders = _held(step, post, otherwise) if kit.managerial(post) else ()
        if not any(kit.at_once(holders)):
            continue
        alone = [one.without(_on_other_posts(step, one, otherwise)) for one in holders]
        single = {one.person: one for one in kit.one_a_day(alone)}
        for one in alone:
            kept = single.get(one.person)
            another = apart_from(one.periods, kept.periods if kept else ())
            doubts = [evolve(doubt, rules=(OF_MANAGERS,)) for doubt in kept.doubts if doubt.among] if kept else []
            doubts = [evolve(doubt, days=apart_from(doubt.days, spare)) for doubt in doubts] if spare else doubts
            if another or doubts:
                before = found.get(one.person, _DaysOfTwo())
                found[one.person] = _DaysOfTwo(
                    another=(*before.another, *apart_from(another, spare)),
                    doubts=(*before.doubts, *(doubt for doubt in doubts if doubt.days)),
                    spare=(*before.spare, *common(another, spare)),
                )
    return found


def _on_other_posts(step: Step, held: kit.Holding, otherwise: Otherwise) -> list[Period]:
    """The days on which the holder of a manager's post has another one."""
    others = (one for one in _held_by(step, held.person, otherwise) if one.position is not held.position)
    return [days for one in others for days in one.periods]


def _days_of(posts: Sequence[kit.Holding], contested: _DaysOfTwo) -> int:
    """The days of somebody's posts, without those that count as another's."""
    kept = apart_from((days for one in posts for days in one.periods), contested.another)
    return sum(one.days for one in posts) if not contested.another else sum(days.days for days in kept)


def _doubts(step: Step, posts: Sequence[kit.Holding]) -> tuple[kit.Doubt, ...]:
    """The days in doubt of a manager's posts, of which together there is one result; a revocation that may fall counts
    only if it ends the pay (I-BG-27).
    """
    every = (doubt for one in posts for doubt in one.doubts if doubt.days and not doubt.beside)
    return tuple(doubt for doubt in every if doubt.revoked is None or _days_held(step))


def _days_held(step: Step) -> bool:
    """Whether a manager who was revoked counts only for the days on the post (I-BG-27)."""
    return step.readings[AFTER_REVOCATION].choice == "days_held"


def _posts_of(step: Step, person: Person, role: str, otherwise: Otherwise = frozenset()) -> list[kit.Holding]:
    """The managers' posts that somebody holds while serving in a role, with any revoked on their first day."""
    served = [kit.period_of(row) for row in served_as(step, person, role)]
    return [one for one in _held_by(step, person.id, otherwise) if not one.days or meet(one.periods, served)]


def _mean_pay(step: Step, posts: Sequence[kit.Holding], equal: bool) -> Fraction:
    """Mean pay of the posts, by the days held; if none was held for a day, the plain mean; 1 if all count alike."""
    if equal:
        return Fraction(1)
    days = [one.days for one in posts]
    if any(days):
        return (
            sum((kit.pay_held(step, one) for one in posts), Fraction(0)) * days_of_year(step.dossier.year) / sum(days)
        )
    paid = [Fraction(kit.pay_of_year(step.dossier, one.position) or 0) for one in posts]
    return sum(paid, Fraction(0)) / len(paid) if paid else Fraction(0)


def _unpaid(
    step: Step, person: str, posts: Sequence[kit.Holding], otherwise: Otherwise = frozenset()
) -> Iterable[Message]:
    """Why the managers' posts of a person have no certain pay."""
    if not posts:
        yield say("non risulta una posizione dirigenziale di {person}", person=Ref("person", person))
    for one in posts:
        if not kit.rates_of(step.dossier, one.position):
            named = Ref("position", one.position.id)
            yield say("manca la retribuzione di posizione di {position}", position=named)
        twice = kit.two_holders(_held(step, one.position, otherwise))
        if twice and _days_matter(step, posts, otherwise):
            yield as_message(twice)


def _days_matter(step: Step, posts: Sequence[kit.Holding], otherwise: Otherwise) -> bool:
    """Whether a manager's part depends on which days of posts are theirs.

    It does not if all posts of theirs have one pay, since the mean stays the same, and no post was vacant for a day.
    """
    pays = {rate.amount for one in posts for rate in kit.rates_of(step.dossier, one.position)}
    chairs = [post for post in step.dossier.positions if kit.managerial(post)]
    held = [(post, _held(step, post, otherwise)) for post in chairs]
    vacant = any(_free_of(step, post, holders) for post, holders in held)
    return len(pays) > 1 or vacant or any(one.revoked for _, holders in held for one in holders)


def _vacant(step: Step, idle: Fraction, otherwise: Otherwise, *, by_days: bool, equal: bool, anybody: bool) -> Fraction:
    """The weight of the days on which nobody holds a manager's post; if days do not count, of posts never held.

    The weight `idle` of the days on which a manager has no post is set against them. A revocation frees the days after
    it (I-BG-27). If the table of positions has no manager's post, one is assumed: its free days are those on which
    nobody is a manager. Without any manager either, nothing is known.
    """
    year = days_of_year(step.dossier.year)
    posts = [post for post in step.dossier.positions if kit.managerial(post)]
    held = [(post, _held(step, post, otherwise)) for post in posts]
    chairs = [(post, holders) for post, holders in held if not _of_the_secretary_alone(step, holders)]
    free = Fraction(0)
    for post, holders in chairs:
        ended = any(one.revoked for one in holders) and _days_held(step)
        if by_days or ended or not any(one.days for one in holders):
            free += year * worth(step, post, _free_of(step, post, holders), equal)
    if chairs:
        return max(free - idle, Fraction(0)) / year
    if not (by_days and equal and anybody):
        return Fraction(0)
    rows = [row for person in step.dossier.people for row in served_as(step, person, Role.MANAGER)]
    unmanaged = sum(days.days for days in apart_from([whole_year(step.dossier.year)], map(kit.period_of, rows)))
    return Fraction(unmanaged, year)


def _of_the_secretary_alone(step: Step, holders: Sequence[kit.Holding]) -> bool:
    """Whether only the Segretario Generale holds a post, so that another result pay covers it."""
    held = [one for one in holders if one.days]
    for one in held:
        rows = served_as(step, step.dossier.people[one.person], Role.SECRETARY)
        if apart_from(one.periods, map(kit.period_of, rows)):
            return False
    return bool(held)


def secretary(step: Step, equal: bool, score: Score) -> Entitlements:
    """The Segretario Generale; there is only one such post, free in the part of the year without one."""
    people, doubts = list[kit.Entitled](), list[Message]()
    whole = Fraction(0)
    for person in step.dossier.people:
        if served := presence(step, person, Role.SECRETARY):
            own = _posts_of(step, person, Role.SECRETARY)
            if not equal:
                doubts += _unpaid(step, person.id, own)
            weight = product(_mean_pay(step, own, equal), served if _by_days(step) else 1)
            people.append(kit.Entitled(person=person.id, weight=weight, score=score(person.id)))
            whole += served
    weights = sum((one.weight for one in people), Fraction(0))
    vacant = weights / whole * (1 - whole) if _by_days(step) and 0 < whole < 1 else Fraction(0)
    return Entitlements(people=people, vacant=vacant, doubts=doubts)
