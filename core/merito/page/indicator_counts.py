"""The number of indicators in each state, in words."""

from merito.model.states import State
from merito.numbers import counted
from merito.page.material import Material


def counts_told(material: Material, indicators: list[str]) -> list[str]:
    """How many indicators are graded, under monitoring, without target, or wait for their actual."""
    grades = [grade for one in indicators if (grade := material.grade("indicator", one))]
    year = material.dossier.year
    graded = sum(grade.value is not None for grade in grades)
    monitored = sum(grade.state is State.MONITORING for grade in grades)
    waiting = sum(grade.value is None and bool(grade.lacks) for grade in grades)
    without = len(grades) - graded - monitored - waiting
    if material.planning:
        told = [(waiting, f"con risultato atteso {year}", f"con risultato atteso {year}")]
    else:
        told = [(graded, "valutato", "valutati"), (waiting, "senza il dato", "senza il dato")]
    told += [(monitored, "in monitoraggio", "in monitoraggio")]
    told += [(without, f"senza risultato atteso {year}", f"senza risultato atteso {year}")]
    return [counted(number, one, many) for number, one, many in told if number]
