"""A figure that no formula grades (a negative one) takes the grade that the ente gives, with its reason."""

from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from merito import Activity, Dossier, Ente, Figure, Grade, Indicator, Measure, Rows, Said, State, plain
from merito.kit import IndicatorPolicy, indicator_grades

POLICY = IndicatorPolicy(rules=("R",), monitoring_rules=("M",), missing_rules=("I-MISS",))


def grade(
    target: str,
    actual: str,
    policy: IndicatorPolicy = POLICY,
    monitoring: bool | None = None,
    activities: tuple[Activity, ...] = (),
    **given: Any,
) -> Grade:
    known = {"": Figure(), "-": Figure(Said.NOTHING, None, "-")}
    figures = [known.get(text) or Figure(Said.VALUE, Decimal(text), text) for text in (target, actual)]
    dossier = Dossier(
        ente=Ente(id="e", name="E", regulation="r"),
        year=2021,
        indicators=Rows([Indicator(id="I1", title="Saldo", target=figures[0], monitoring=monitoring)]),
        activities=Rows(activities),
        measures=Rows([Measure(indicator="I1", at="final", value=figures[1], **given)]),
    )
    (found,) = indicator_grades(dossier, policy)
    return found


def test_a_negative_figure_has_no_grade_and_says_what_is_needed() -> None:
    found = grade("-5", "-3")
    assert (found.value, found.state, found.lacks) == (None, State.NOT_MEASURED, ("I1",))
    assert plain(found.reason) == "un valore è negativo: serve un grado dato dall'ente, con la motivazione"


def test_the_grade_of_the_ente_stands_with_its_reason() -> None:
    found = grade("-5", "-3", grade=Decimal("87.5"), note="disavanzo ridotto oltre il previsto")
    assert (found.value, found.state) == (Decimal("87.5"), State.FINAL)
    assert plain(found.reason) == "grado dato dall'ente: disavanzo ridotto oltre il previsto"


@pytest.mark.parametrize("given", [{"grade": Decimal(80)}, {"grade": Decimal(101), "note": "molto bene"}])
def test_without_a_reason_or_above_100_it_does_not_stand(given: dict[str, Any]) -> None:
    found = grade("-5", "-3", **given)
    assert (found.value, found.state) == (None, State.NOT_MEASURED)
    assert "va da 0 a 100 e vuole una nota" in plain(found.reason)


def test_a_figure_that_can_be_computed_is_and_says_that_the_given_grade_does_not_count() -> None:
    found = grade("10", "5", grade=Decimal(90), note="buona volontà")
    assert (found.value, plain(found.reason)) == (50, "il grado dato dall'ente non conta: il consuntivo si calcola")


@pytest.mark.parametrize(
    ("target", "actual", "missing", "reason"),
    [
        ("10", "", "skip", "manca il consuntivo 2021"),
        ("10", "", "zero", "manca il consuntivo 2021; vale zero per scelta dell'ente"),
        ("", "5", "skip", "manca il risultato atteso 2021"),
        ("-", "5", "skip", "nessun risultato atteso 2021 («-»)"),
    ],
)
def test_the_grade_of_the_ente_takes_the_place_of_no_figure_and_it_is_told(
    target: str, actual: str, missing: str, reason: str
) -> None:
    given = {"grade": Decimal(80), "note": "andata bene"}
    found = grade(target, actual, evolve(POLICY, missing=missing), **given)
    assert found.value == (0 if missing == "zero" else None)
    why = "il grado dato dall'ente non conta: vale solo per un consuntivo che nessuna formula misura"
    assert plain(found.reason) == f"{reason}; {why}"


def test_a_given_grade_counts_neither_under_monitoring_nor_for_a_project_with_activities() -> None:
    given = {"grade": Decimal(80), "note": "andata bene"}
    monitored = grade("10", "5", monitoring=True, **given)
    assert plain(monitored.reason).endswith("; il grado dato dall'ente non conta: l'indicatore non si valuta")
    ten, five = (Figure(Said.VALUE, Decimal(number), str(number)) for number in (10, 5))
    form = (Activity(indicator="I1", id="1", target=ten, actual=five),)
    project = grade("", "", evolve(POLICY, project_rules=("P",)), activities=form, **given)
    assert (project.value, plain(project.reason)) == (
        50,
        "il grado dato dall'ente non conta: vale quello delle attività",
    )
