"""What if: a value, a reading or a sum is supposed, and who gains and loses stands beside. Nothing is written."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request

from merito.window.app import Answer, desk, page, the_place
from merito.window.pages.results import unreadable
from merito.window.place import Place
from merito.window.typed import typed
from merito.window.views.supposed import Figures, figures, levers, moved_scores, sides
from merito.window.worker import Answer as Asked
from merito.workspace.toml_files import toml_text

MOST = 8
whatif = Blueprint("whatif", __name__)


@whatif.get("/w/<key>/<ente>/<int:year>/ipotesi", endpoint="whatif")
def the_whatif(key: str, ente: str, year: int) -> Answer:
    """The suppositions of the address, and what they change."""
    place = the_place(key, ente, year)
    known = desk().ask(place.root, ente, year, levers, place.stamp, place.as_of)
    if known.value is None:
        return unreadable(place, known)
    pairs = zip(request.args.getlist("k"), request.args.getlist("v"), strict=False)
    given = tuple((name.strip(), value.strip()) for name, value in pairs if name.strip() and value.strip())[:MOST]
    kinds = {one.key: one.of for one in known.value}
    supposed = tuple((name, _text(kinds.get(name, ""), value)) for name, value in given)
    before, after = _asked(place, ()), _asked(place, supposed) if supposed else None
    return page(
        "whatif.html",
        levers=known.value,
        by_key={one.key: one for one in known.value},
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


def _asked(place: Place, given: tuple[tuple[str, str], ...]) -> Asked[Figures]:
    return desk().ask(place.root, place.ente, place.year, figures, place.stamp, place.as_of, given)
