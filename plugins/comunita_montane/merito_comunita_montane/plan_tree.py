"""The objectives of the plan with everything under them, as the checks of arts. 5 and 8 need them."""

from collections import defaultdict
from collections.abc import Iterator

from merito import Dossier, Indicator, Objective, Said

STRATEGIC, OPERATIONAL = "strategic", "operational"
OF_PEOPLE = ("group", "individual")


class PlanTree:
    """Objectives above and below each other, and their indicators."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.objectives = tuple(dossier.objectives)
        self.of_ente = tuple(one for one in self.objectives if one.level not in OF_PEOPLE)
        self._under: dict[str, list[Objective]] = defaultdict(list)
        self._indicators: dict[str, list[Indicator]] = defaultdict(list)
        for one in self.objectives:
            self._under[one.parent or ""].append(one)
        for indicator in dossier.indicators:
            if indicator.objective:
                self._indicators[indicator.objective].append(indicator)

    def above(self, one: Objective) -> Iterator[Objective]:
        """An objective and those above it, the nearest first."""
        at: Objective | None = one
        while at is not None:
            yield at
            at = self.dossier.objectives.get(at.parent or "")

    def indicators(self, one: Objective) -> list[Indicator]:
        """The indicators of an objective and of all those below it."""
        return [*self._indicators[one.id], *(row for under in self._under[one.id] for row in self.indicators(under))]


def watched(indicator: Indicator) -> bool:
    """Whether an indicator is only monitored, with no target."""
    return bool(indicator.monitoring) or indicator.target.said is Said.MONITORING


def of_people(dossier: Dossier, indicator: Indicator) -> bool:
    """Whether an indicator measures an objective of a group or of a person."""
    objective = dossier.objectives.get(indicator.objective or "")
    return objective is not None and objective.level in OF_PEOPLE
