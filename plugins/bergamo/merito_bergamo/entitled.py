"""Who shares in a result pay, and the weights by which the ente's method divides its maximum (arts. 28, 43 and 44)."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import partial

from attrs import evolve, frozen

from merito import Act, PersonScore, Position, State, Step
from merito.kit import Entitled, Holding, free_days, part_held, staff_positions, two_holders
from merito.numbers import days_of_year, fraction, product, quotient
from merito_bergamo import manager_posts
from merito_bergamo.holders import held
from merito_bergamo.manager_posts import Manager
from merito_bergamo.positions import approved
from merito_bergamo.roles import MANAGER, POSITION, SECRETARY, presence
from merito_bergamo.scores import Evaluated, Last, score_in

EQUAL, IN_PROPORTION = "equal", "in_proportion"
PART_OF_YEAR = "I-BG-20"
Score = Callable[[str], PersonScore | None]


@frozen(kw_only=True)
class Entitlements:
    """The people entitled to a result pay, and the weight of the days on which nobody held a post.

    `doubts` say why it cannot be divided yet (Italian): a post whose pay or holders are uncertain. `left` are the
    managers whom a revocation has left without a post.
    """

    people: tuple[Entitled, ...]
    vacant: Fraction = Fraction(0)
    doubts: tuple[str, ...] = ()
    left: frozenset[str] = frozenset()

    @property
    def staying(self) -> Fraction:
        """The weight of those whom no act has revoked. A revoked holder gets nothing of the days that nobody holds."""
        return sum((one.weight for one in self.people if self._stays(one)), Fraction(0))

    def _stays(self, one: Entitled) -> bool:
        return not revoked(one) and one.person not in self.left

    def filled(self) -> "Entitlements":
        """The same, with the days of nobody divided by weight among those who stay (I-BG-21, to_others)."""
        if not self.staying:
            return self
        more = 1 + self.vacant / self.staying
        people = (evolve(one, weight=one.weight * more) if self._stays(one) else one for one in self.people)
        return evolve(self, people=tuple(people), vacant=Fraction(0))


def revoked(one: Entitled) -> Act | None:
    """The act of the year that revoked the post, if there is one."""
    return one.held.revoked if one.held else None


def entitlements(step: Step, base: str, whom: Evaluated, last: Last) -> Entitlements:
    """Holders of posizioni organizzative by post, or everybody with a role. `base` is `position_pay` or `equal`."""
    of = {POSITION: _of_posts, MANAGER: _of_managers, SECRETARY: _of_secretary}
    return of[whom.role](step, base, partial(score_in, step, whom, last))


def _by_days(step: Step) -> bool:
    return step.readings[PART_OF_YEAR].choice == IN_PROPORTION


def _of_posts(step: Step, base: str, score: Score) -> Entitlements:
    year = days_of_year(step.dossier.year)
    people: list[Entitled] = []
    vacant, doubts = Fraction(0), list[str]()
    for position in staff_positions(step.dossier):
        holders = held(step, position)
        doubts += _doubts(step, position, holders, base)
        whole = Fraction(1) if base == EQUAL else fraction(position.amount or 0)
        served = sum(one.days for one in holders)
        if _by_days(step) or not served or any(one.revoked for one in holders):
            vacant += product(whole, quotient(max(free_days(step, holders), 0), year))
        people += [
            Entitled(
                person=one.person,
                weight=product(whole, _part(step, one, holders)),
                held=one,
                score=score(one.person),
            )
            for one in holders
        ]
    return Entitlements(people=tuple(people), vacant=vacant, doubts=tuple(doubts))


def _part(step: Step, one: Holding, holders: Sequence[Holding]) -> Fraction:
    """A holder's fraction of a post's weight: days held over the year, or over all the days on which it was held.

    If one of its holders was revoked, it is days over the year, whatever the reading.
    """
    served = sum(other.days for other in holders)
    if _by_days(step) or any(other.revoked for other in holders) or not served:
        return part_held(step, one)
    return quotient(one.days, served)


def _doubts(step: Step, position: Position, holders: Sequence[Holding], base: str) -> Iterable[str]:
    if twice := two_holders(holders):
        yield twice
    if base == EQUAL:
        return
    value = step.so_far.position(position.id)
    if value is None or value.state is not State.FINAL:
        yield f"manca, o non è nei limiti, la retribuzione di posizione di {position.id}"
    elif not approved(step, position.id):
        yield f"la graduazione di {position.id} non è approvata"


def _of_managers(step: Step, base: str, score: Score) -> Entitlements:
    equal, by_days = base == EQUAL, _by_days(step)
    managers = [found for one in step.dossier.people if (found := manager_posts.manager(step, one))]
    return Entitlements(
        people=tuple(
            Entitled(
                person=one.person,
                weight=product(Fraction(1) if equal else one.mean_pay, _counted(step, one, by_days)),
                score=score(one.person),
            )
            for one in managers
        ),
        vacant=manager_posts.vacant(step, managers, by_days=by_days, equal=equal),
        doubts=() if equal else tuple(why for one in managers for why in _unpaid(step, one.person, one.posts)),
        left=frozenset(one.person for one in managers if one.left),
    )


def _counted(step: Step, one: Manager, by_days: bool) -> Fraction:
    """The part of the year for which a manager counts; under I-BG-27 a revocation ends it, whatever I-BG-20 says."""
    return one.served if by_days or (one.left and manager_posts.days_held(step)) else Fraction(1)


def _of_secretary(step: Step, base: str, score: Score) -> Entitlements:
    found, doubts, whole = list[Entitled](), list[str](), Fraction(0)
    for person in step.dossier.people:
        served = presence(step, person, SECRETARY)
        if not served:
            continue
        own = manager_posts.posts_of(step, person, SECRETARY)
        if base != EQUAL:
            doubts += _unpaid(step, person.id, own)
        weight = Fraction(1) if base == EQUAL else manager_posts.mean_pay(own)
        whole += served
        found.append(
            Entitled(
                person=person.id,
                weight=product(weight, served) if _by_days(step) else weight,
                score=score(person.id),
            )
        )
    vacant = _empty_chair(found, whole) if _by_days(step) else Fraction(0)
    return Entitlements(people=tuple(found), vacant=vacant, doubts=tuple(doubts))


def _unpaid(step: Step, person: str, posts: Sequence[Holding]) -> Iterable[str]:
    if not posts:
        yield f"non risulta una posizione dirigenziale di {person}"
    for one in posts:
        if one.position.amount is None:
            yield f"manca la retribuzione di posizione di {one.position.id}"
        if twice := two_holders(manager_posts.held(step, one.position)):
            yield twice


def _empty_chair(people: list[Entitled], served: Fraction) -> Fraction:
    """The weight of the part of the year without a Segretario Generale, since there is only one such post."""
    weights = sum((one.weight for one in people), Fraction(0))
    return weights / served * (1 - served) if 0 < served < 1 else Fraction(0)
