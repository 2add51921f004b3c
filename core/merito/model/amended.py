"""How the amendments of the plan stand at a date."""

from attrs import frozen

from merito.model.acts import Act
from merito.model.plan import Amendment


@frozen(kw_only=True)
class AmendmentState:
    """An amendment at a date: applied, or waiting for what `waits_for` says (Italian).

    `before` is what stood in its cell when it was applied, or what stands there while it waits; `act` is the act that
    it names, seen or not; `rules` are those of the gates that it must meet.
    """

    amendment: Amendment
    before: object
    act: Act | None = None
    waits_for: str = ""
    rules: tuple[str, ...] = ()

    @property
    def applied(self) -> bool:
        return not self.waits_for
