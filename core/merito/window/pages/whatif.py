"""What if: a value, a reading or a sum is supposed, and who gains and loses stands beside. Nothing is written."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request

from merito.simulation.gains import Figures, moved_scores, sides
from merito.window.app import Answer, ask, page, seen, the_place
from merito.window.views.supposed import figures, levers
from merito.workspace.exchange.decided import typed
from merito.workspace.toml_files import toml_text

MOST = 8
whatif = Blueprint("whatif", __name__)


@whatif.get("/w/<key>/<ente>/<int:year>/ipotesi", endpoint="whatif")
def the_whatif(key: str, ente: str, year: int) -> Answer:
    """The suppositions of the address, and what they change."""
    place = the_place(key, ente, year)
    known = seen(place, levers)
    pairs = zip(request.args.getlist("k"), request.args.getlist("v"), strict=False)
    given = tuple((name.strip(), value.strip()) for name, value in pairs if name.strip() and value.strip())[:MOST]
    kinds = {one.key: one.of for one in known}
    supposed = tuple((name, _text(kinds.get(name, ""), value)) for name, value in given)
    before, after = ask(place, figures), ask(place, figures, supposed) if supposed else None
    return page(
        "whatif.html",
        levers=known,
        by_key={one.key: one for one in known},
        given=given,
        wrong=list(after.messages) if after is not None and after.value is None else [],
        **compared(before.value, after.value if after is not None else None),
    )


def compared(before: Figures | None, after: Figures | None) -> dict[str, Any]:
    """Two records side by side, for the template."""
    if before is None or after is None:
        return {"sides": None, "scores": (), "funds": ()}
    funds: Sequence[tuple[str, Any, Any]] = [
        (name, before.funds.get(name), after.funds.get(name)) for name in dict.fromkeys((*before.funds, *after.funds))
    ]
    return {
        "sides": sides(before, after),
        "scores": list(moved_scores(before, after)),
        "funds": [one for one in funds if one[1] != one[2]],
    }


def _text(kind: str, value: str) -> str:
    """What is typed, as `--set` has it: a sum or a figure as in a table, a parameter by its kind."""
    if not kind:
        return toml_text(value)
    return value if kind in ("reading", "choice") else toml_text(typed(kind, value))
