"""The acts that may open a gate: in effect at the date and of the right cycle; and why others do not count."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from attrs import frozen

from merito.contract.inputs import ActKind
from merito.cycle.amendments.proceedings import Proceedings
from merito.model.acts import NOT_GIVEN, Act, in_effect
from merito.model.rows import Rows
from merito.numbers import day_text


@frozen(slots=False)
class AtHand:
    """Acts `seen` at the date of a run (`as_of`), those `too_early` for their cycle, and the declared kinds."""

    seen: Rows[Act]
    too_early: Rows[Act]
    kinds: Mapping[str, ActKind]
    proceedings: Proceedings
    as_of: date = date.max

    @cached_property
    def in_effect(self) -> Rows[Act]:
        """Acts that open something: their outcome is not a refusal, and no refusal since has withdrawn them."""
        return Rows(in_effect(self.seen))

    def why_none(self, title: str, seen: Iterable[Act], too_early: Iterable[Act]) -> str:
        """Why none of some acts of a kind counts (Italian): refused, or too early; empty if there is none."""
        refused = max(seen, key=lambda act: (act.date, act.refused), default=None)
        if refused is not None:
            how = "risulta non reso" if refused.outcome == NOT_GIVEN else "ha esito contrario"
            return f"l'atto {refused.id} («{title}», {day_text(refused.date)}) {how}"
        early = min(too_early, key=lambda act: act.date, default=None)
        if early is None or early.earliest is None:
            return ""
        return (
            f"l'atto {early.id} («{title}») è del {day_text(early.date)} e non può decidere sui risultati del "
            f"{early.year}: conta se è del {day_text(early.earliest)} o dopo"
        )
