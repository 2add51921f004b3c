"""Whether the acts that an ente names adopt a reading or decide a parameter: their body, and the act beside them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from attrs import evolve, frozen

from merito.contract.inputs import ActKind
from merito.contract.rulebook import Competence
from merito.model.acts import Act, ratified
from merito.regulations.competence import agreements, title, who_decides


@frozen(kw_only=True)
class ActsAt:
    """The acts of an ente by id, in effect in a cycle's year at a date; `unread` if one may be in unreadable data."""

    acts: Mapping[str, Act]
    kinds: Mapping[str, ActKind]
    unread: Callable[[str], bool]
    year: int
    as_of: date

    def seen(self, act: Act) -> bool:
        return act.seen(self.year, self.as_of)

    def undecided(self, act: Act | str | None, agreed: Act | str | None, competence: Competence) -> str:
        """Why a value that a body decides is provisional (Italian); empty if its acts are there.

        A text is the id of an act that may exist unread.
        """
        who = who_decides(competence, self.kinds)
        if act is None:
            return f"manca l'atto di chi decide: {who}" if competence.bodies else f"manca {who}"
        if not isinstance(act, Act) or not self.seen(act):
            return f"l'atto {act.id if isinstance(act, Act) else act} non è in vigore, e decide: {who}"
        if isinstance(agreed, str):
            return f"l'atto {agreed}, che sta accanto, non è in vigore, e decide: {who}"
        if not competence.bodies:
            return self.unfit(act, act, competence)
        return self.unfit(act, agreed, competence)

    def unfit(self, act: Act, agreed: Act | None, competence: Competence) -> str:
        """Why an act in force does not adopt a reading, or decide a value (Italian); empty if it does."""
        if act.refused:
            return f"l'atto {act.id} non ha esito favorevole"
        if act.in_urgency and act.id not in ratified(one for one in self.acts.values() if self.seen(one)):
            return f"l'atto {act.id} è dato in via d'urgenza, e la ratifica non risulta (atto ratifica)"
        return self._of_another(act, competence) or self._not_agreed(agreed, competence)

    def _of_another(self, act: Act, competence: Competence) -> str:
        """A reading without a competent body may be adopted by any body."""
        body = self._body(act)
        if not competence.bodies or self._is_of(act, competence.bodies):
            return ""
        standing = self._decision(competence)
        if self._is_of(act, competence.before_by):
            if standing is None:
                return ""
            there = f"c'è già l'atto {standing.id} («{title(standing.kind, self.kinds)}»)"
            return f"l'atto {act.id} è di «{body}», ma {there}: ora {self._decides(competence, standing)}"
        whose = f"è di «{body}»" if body else "non dice di quale organo è"
        return f"l'atto {act.id} {whose}, mentre {self._decides(competence, standing)}"

    def _decides(self, competence: Competence, standing: Act | None) -> str:
        """Who may adopt a reading: others may until there is an act of the competent body, then only that body."""
        now = evolve(competence, agreed_by=(), before_by=() if standing else competence.before_by)
        return f"decide: {who_decides(now, self.kinds)}"

    def _not_agreed(self, agreed: Act | None, competence: Competence) -> str:
        if not competence.agreed_by:
            return ""
        needed = (
            f"serve {'anche ' if competence.bodies else ''}{agreements(competence, self.kinds)} ({competence.cites})"
        )
        if agreed is None:
            return f"{needed}, che manca: lo indica agreed"
        if agreed.kind not in competence.agreed_by:
            return f"l'atto {agreed.id} è «{title(agreed.kind, self.kinds)}», mentre {needed}"
        if not self.seen(agreed) or agreed.refused:
            return f"l'accordo {agreed.id} non è in vigore"
        if not agreed.of_body(*self.kinds[agreed.kind].by):
            return f"l'accordo {agreed.id} è di «{agreed.body}», mentre lo firma: {self.kinds[agreed.kind].body}"
        return ""

    def _decision(self, competence: Competence) -> Act | None:
        """The act with which a competent body decided on the matter, in effect by the cycle's year."""
        return next((act for act in self.acts.values() if self._takes_up(act, competence)), None)

    def _takes_up(self, act: Act, competence: Competence) -> bool:
        in_effect = (act.effective or act.date).year <= self.year and self.seen(act)
        return act.kind == competence.before_act and in_effect and self._is_of(act, competence.bodies)

    def _body(self, act: Act) -> str:
        """The body of an act; if it names none, that of its kind."""
        return act.body or (self.kinds[act.kind].body if act.kind in self.kinds else "")

    def _is_of(self, act: Act, bodies: tuple[str, ...]) -> bool:
        return is_of(act, bodies, self.kinds)


def is_of(act: Act, bodies: tuple[str, ...], kinds: Mapping[str, ActKind]) -> bool:
    """Whether an act is of one of some bodies; one that names none is of those of its kind."""
    own = (act.by,) if act.body.strip() else kinds[act.kind].by if act.kind in kinds else ()
    return not set(own).isdisjoint(bodies)


def acts_for(competence: Competence, acts: Iterable[Act], kinds: Mapping[str, ActKind]) -> tuple[str, ...]:
    """The ids of the acts with which a matter can be decided: about the ente, not refused, of a body that may."""
    bodies = (*competence.bodies, *competence.before_by)
    able = (act for act in acts if act.subject is None and not act.refused)
    if not competence.bodies:
        return tuple(act.id for act in able if not competence.agreed_by or act.kind in competence.agreed_by)
    return tuple(act.id for act in able if is_of(act, bodies, kinds))


def agreements_for(competence: Competence, acts: Iterable[Act]) -> tuple[str, ...]:
    """The ids of the agreements and opinions that may stand beside a decision."""
    return tuple(act.id for act in acts if act.kind in competence.agreed_by and not act.refused)
