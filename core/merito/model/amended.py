"""The state of the amendments of the plan at a date."""

from attrs import frozen

from merito.model.acts import Act
from merito.model.plan import Amendment


@frozen(kw_only=True)
class AmendmentState:
    """An amendment at a date: applied, or waiting for `waits_for` (Italian).

    `before` is the value of its cell when it was applied, or the present value while it waits; `act` is the act that it
    names, in effect or not; `rules` are those of the gates that it must pass.
    """

    amendment: Amendment
    before: object
    act: Act | None = None
    waits_for: str = ""
    rules: tuple[str, ...] = ()

    @property
    def applied(self) -> bool:
        return not self.waits_for
