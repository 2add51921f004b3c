"""What art. 20 D.Lgs. 33/2013 publishes under any regulation; tables as real enti publish them, with invented people.

Rules "IT-20.1", "IT-20.2a", "IT-20.2b" and "IT-20.2c".
"""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve
from published_prizes import PLAN, Show, Somebody, shower

from merito.numbers import split
from merito.testing import Regulations

PRIZES, GIVEN, CLASSES, CRITERIA = "art20_premi", "art20_distribuzione", "art20_differenziazione", "art20_criteri"


@pytest.fixture
def show(install: Callable[..., Regulations], write_ente: Callable[..., Path]) -> Show:
    return shower(install, write_ente)


def parts(euro: str, people: int) -> list[Decimal]:
    """A sum in equal parts, to the cent."""
    return list(split(Decimal(euro), {str(number): 1 for number in range(people)}).values())


def staff(category: str, people: int, euro: str, scores: list[int], more: str = "9.00") -> list[Somebody]:
    """People of a category among whom a sum is divided equally; each could have had this much more."""
    dues = parts(euro, people)
    return [
        Somebody(category=category, due=str(due), most=str(due + Decimal(more)), score=score)
        for due, score in zip(dues, scores, strict=True)
    ]


def reggello() -> list[Somebody]:
    """25 of category B, 34 of C, 9 of D; 24 score at least 90, 26 from 60, 18 less."""
    made = [
        *staff("B3", 25, "24654.47", [95] * 15 + [70] * 10),
        *staff("C", 34, "32721.65", [70] * 16 + [50] * 18),
        *staff("D1", 9, "9077.15", [95] * 9),
    ]
    last = made[-1]
    return [*made[:-1], Somebody(category="D1", due=last.due, most=str(Decimal(last.most) + Decimal("0.41")), score=95)]


def test_the_tables_of_reggello(show: Show) -> None:
    """The mean given, 977,25, does not reconcile with the mean of the maximum, 986,26: both are published.

    The comune gave the sums of C and D as well: the nine of D lack 81,43 euro in all, so that each of them would be told.
    """
    shown = show(reggello(), {"premi": "67065.68"}, ente='[parameters]\nart20_measure = "punteggio"\n')
    assert shown.cells(GIVEN, "gruppo", "voce", "persone", "importo", "medio", "conseguibile_medio") == [
        ("dipendenti", "B", 25, Decimal("24654.47"), Decimal("986.18"), Decimal("995.18")),
        ("dipendenti", "C", 34, "", "", ""),
        ("dipendenti", "D", 9, "", "", ""),
        ("tutti", "totale", 68, Decimal("66453.27"), Decimal("977.25"), Decimal("986.26")),
    ]
    assert shown.cells(CLASSES, "classe", "persone", "quota") == [
        ("almeno 90%", 24, Decimal("35.29")),
        ("almeno 60% e meno di 90%", 26, Decimal("38.24")),
        ("meno di 60%", 18, Decimal("26.47")),
    ]
    assert shown.cells(PRIZES, "fondo", "stanziato", "distribuito", "economie", "stato") == [
        ("Premi", Decimal("67065.68"), Decimal("66453.27"), Decimal("612.41"), "definitivo"),
        ("totale", Decimal("67065.68"), Decimal("66453.27"), Decimal("612.41"), "definitivo"),
    ]


def magenta(managers: int) -> list[Somebody]:
    """138 employees, 102 from 90 on, 35 from 70, one below; managers, one of them below 80."""
    scores = [95] * 102 + [80] * 35 + [40]
    leading = [Somebody(role="manager", due=f"{score}.00", score=score) for score in [85, 85, 85, 70][:managers]]
    return [*leading, *(Somebody(due=f"{score}.00", score=score) for score in scores)]


BORDERS = "[parameters]\nart20_classes = { manager = [60, 80, 95], po = [70, 90], staff = [70, 90] }\n"


def test_the_one_employee_of_magenta_in_the_last_class_is_joined_to_the_class_before(show: Show) -> None:
    shown = show(magenta(0), {"premi": "12530"}, ente=BORDERS)
    assert shown.cells(CLASSES, "gruppo", "misura", "classe", "persone", "quota") == [
        ("dipendenti", "punteggio", "almeno 90%", 102, Decimal("73.91")),
        ("dipendenti", "punteggio", "almeno 70% e meno di 90%; meno di 70%", 36, Decimal("26.09")),
    ]


def test_four_managers_are_told_with_the_staff_and_nowhere_apart(show: Show) -> None:
    shown = show(magenta(4), {"premi": "12855"}, ente=BORDERS)
    assert shown.cells(CLASSES, "gruppo", "persone") == [
        ("dirigenti e dipendenti", 102),
        ("dirigenti e dipendenti", 40),
    ]
    assert shown.cells(GIVEN, "gruppo", "persone", "importo") == [
        ("dirigenti e dipendenti", 142, Decimal("12855.00")),
        ("tutti", 142, Decimal("12855.00")),
    ]


def test_the_classes_of_the_staff_wait_until_the_managers_have_a_score(show: Show) -> None:
    """102 and 36 employees, then 102 and 40 people: the four managers would all be told to have less than 90."""
    before = [evolve(one, score=None, late=True) if one.role == "manager" else one for one in magenta(4)]
    shown = show(before, {"premi": "12855"}, ente=BORDERS)
    assert [one["persone"] for one in shown.computed[CLASSES]][:2] == [102, 35]
    assert shown.cells(CLASSES, "gruppo", "persone") == []


SEPARATE = [
    ("Risultato", Decimal("11835.17"), Decimal("9742.31")),
    ("Premi", Decimal("27782.66"), Decimal("24789.51")),
]


@pytest.mark.parametrize(
    ("most", "funds"),
    [("2200.00", SEPARATE), ("2000.00", [("Risultato e Premi", Decimal("39617.83"), Decimal("34531.82"))])],
)
def test_the_small_ente_of_2017_by_its_two_funds(most: str, funds: list[tuple[object, ...]], show: Show) -> None:
    """Set aside and given to holders (11.835,17 and 9.742,31) and to staff (27.782,66 and 24.789,51): 69, 10 and 1.

    Of at most 10.000 euro the five holders lack 257,69. Two who know that they lack 51,54 each know that the others
    lack 154,61, so that each of them has between 1.845,39 and 2.000: a tenth of 1.948,46 is more than that.
    """
    holders = [Somebody(role="po", tool="result", due=str(due), most=most) for due in parts("9742.31", 5)]
    dues = parts("24789.51", 80)
    of_staff = ["320.00"] * 69 + ["400.00"] * 10 + ["1000.00"]
    everybody = [*holders, *(Somebody(due=str(due), most=one) for due, one in zip(dues, of_staff, strict=True))]
    equal_scores = '[readings]\n"I-IT-47" = { choice = "warning", act = "P" }\n'
    shown = show(everybody, {"risultato": "11835.17", "premi": "27782.66"}, ente=equal_scores)
    assert shown.cells(PRIZES, "fondo", "stanziato", "distribuito")[:-1] == funds
    assert [one["persone"] for one in shown.computed[CLASSES] if one["gruppo"] == "dipendenti"] == [69, 10, 1]
    assert ("dipendenti", "almeno 90%", 69, Decimal("86.25")) in shown.cells(
        CLASSES, "gruppo", "classe", "persone", "quota"
    )
    assert not [one for one in shown.public[CLASSES] if one["persone"] in (1, 10)]


def test_until_the_relazione_is_validated_what_is_given_waits(show: Show) -> None:
    shown = show(reggello(), {"premi": "67065.68"}, acts=PLAN)
    assert shown.cells(PRIZES, "fondo", "stanziato", "distribuito", "sospeso", "stato") == [
        ("Premi", Decimal("67065.68"), "", "", "in attesa"),
        ("totale", Decimal("67065.68"), "", "", "in attesa"),
    ]
    assert shown.cells(GIVEN, "gruppo", "persone", "importo", "stato") == [("", "", "", "in attesa")]
    assert shown.cells(CLASSES, "gruppo", "persone", "stato") == [("", "", "in attesa")]


def test_the_pay_of_a_post_is_no_prize(show: Show) -> None:
    paid = [Somebody(role="po", tool="post", due="5000.00") for _ in range(6)]
    shown = show([*paid, *reggello()], {"premi": "67065.68", "posizione": "30000"})
    assert shown.cells(PRIZES, "fondo") == [("Premi",), ("totale",)]
    assert sum(one["persone"] for one in shown.computed[GIVEN][:-1]) == 68  # type: ignore[misc]


def test_nothing_is_published_of_three_people_but_the_whole(show: Show) -> None:
    """Art. 20 c. 1 requires the total given, even to three."""
    shown = show([Somebody(due=f"{score}.00", score=score) for score in (95, 70, 40)], {"premi": "205"})
    assert shown.cells(PRIZES, "fondo", "distribuito")[-1] == ("totale", Decimal("205.00"))
    assert all(one["persone"] == "" and one["quota"] == "" for one in shown.public[CLASSES])
    assert all(one["persone"] == "" and one["medio"] == "" for one in shown.public[GIVEN])


def test_heads_are_those_of_the_data_file(show: Show) -> None:
    shown = show(reggello(), {"premi": "67065.68"})
    for table in (PRIZES, GIVEN, CLASSES, CRITERIA):
        for row in shown.computed.get(table, ()):
            assert list(row) == [one.head for one in shown.inputs.published[table].columns.values()]


PARAMETERS = """
[weights]
label = "Pesi dei fattori"
kind = "table"
unit = "punti"
cites = "art. 4"
values = { 2020-01-01 = { risultati = 60, comportamenti = 40 } }

[threshold]
label = "Quota minima"
kind = "share"
cites = "art. 5"
values = { always = 0.15 }
ente_may_set = true

[term]
label = "Termine"
kind = "day"
cites = "art. 6"
values = { always = "03-31" }
"""


def test_criteria_are_figures_with_their_article_and_who_gave_them(
    install: Callable[..., Regulations], write_ente: Callable[..., Path], run_in: Callable[..., object]
) -> None:
    regulations = install(
        "prova",
        files={
            "parameters.toml": PARAMETERS,
            "inputs.toml": "[funds.premi]\nlabel = 'premi'\ntitle = 'Premi'\ncites = 'art. 1'\n",
        },
    )
    root = write_ente("prova", {"2021/cycle.toml": "[funds]\npremi = 1\n"}, "[parameters]\nthreshold = 0.2\n")
    record = run_in(root, regulations)
    rows = [dict(row.columns) for row in record.results.tables if row.table == CRITERIA]  # type: ignore[attr-defined]
    assert [(one["criterio"], one["voce"], one["valore"], one["unita"], one["articolo"]) for one in rows] == [
        ("Pesi dei fattori", "risultati", "60", "punti", "art. 4"),
        ("Pesi dei fattori", "comportamenti", "40", "punti", "art. 4"),
        ("Quota minima", "", "20", "%", "art. 5"),
    ]
    assert [one["fonte"] for one in rows] == ["regolamento dell'ente", "regolamento dell'ente", "scelta dell'ente"]


def test_means_of_joined_categories_are_made_anew(show: Show) -> None:
    """Two of D are joined with those of C: the mean is that of all seven."""
    everybody = [
        Somebody(category="C", due=f"{score}0.00", most="1000.00", score=score) for score in (90, 91, 92, 93, 94)
    ]
    everybody += [Somebody(category="D", due=f"{score}0.00", most="2000.00", score=score) for score in (60, 61)]
    shown = show(everybody, {"premi": "5810"})
    assert shown.cells(GIVEN, "voce", "persone", "importo", "medio", "conseguibile_medio") == [
        ("C e D", 7, Decimal("5810.00"), Decimal("830.00"), Decimal("1285.71")),
        ("totale", 7, Decimal("5810.00"), Decimal("830.00"), Decimal("1285.71")),
    ]


def test_a_mean_of_the_most_that_one_person_makes_is_not_told(show: Show) -> None:
    """One of six could have nearly all of what the six could have: their mean would reveal it."""
    most = ["90000.00", *["1000.00"] * 5]
    everybody = [
        Somebody(category="C", due=f"{score}0.00", most=one, score=score)
        for score, one in zip(range(90, 96), most, strict=True)
    ]
    shown = show(everybody, {"premi": "5550"})
    assert shown.cells(GIVEN, "voce", "persone", "medio", "conseguibile_medio") == [
        ("C", 6, Decimal("925.00"), ""),
        ("totale", 6, Decimal("925.00"), ""),
    ]


def test_a_category_to_which_nothing_is_given_leaves_the_mean_of_the_joined_ones(show: Show) -> None:
    everybody = [Somebody(category="C", due=f"{score}.00", score=score) for score in (90, 91, 92, 93, 94)]
    everybody += [Somebody(category="D", due="0.00", score=score) for score in (40, 41, 42, 43, 44)]
    shown = show(everybody, {"premi": "460"})
    told = shown.cells(GIVEN, "voce", "persone", "importo", "medio")
    assert told[-1] == ("totale", 5, Decimal("460.00"), Decimal("92.00"))
    assert told[0][2:] == (Decimal("460.00"), Decimal("92.00"))


TOTAL_TOLD = "l'ammontare complessivo distribuito, che l'art. 20 c. 1 vuole pubblicato,"
TO_DO = ". La legge vuole il totale lo stesso: chi lo pubblica lo sa prima, e altro non deve"


def test_a_total_of_one_is_published_and_the_ente_is_told_whose_prize_it_is(show: Show) -> None:
    shown = show([Somebody(role="manager", due="4500.00")], {"premi": "4500"})
    assert shown.cells(PRIZES, "fondo", "stanziato", "distribuito", "sospeso", "economie") == [
        ("totale", Decimal("4500.00"), Decimal("4500.00"), "", "")
    ]
    assert shown.findings["IT-20.1"] == [f"{TOTAL_TOLD} è il premio di P1{TO_DO}"]


def test_a_total_of_three_is_told_with_their_names(show: Show) -> None:
    three = [Somebody(due=f"{score}.00", score=score) for score in (95, 70, 40)]
    assert show(three, {"premi": "205"}).findings["IT-20.1"] == [
        f"{TOTAL_TOLD} è di P1, P2 e P3, e chi ne conosce uno sa degli altri{TO_DO}"
    ]


def test_a_total_of_which_one_has_most_is_told_with_the_name(show: Show) -> None:
    six = [Somebody(due=due, score=90 - place) for place, due in enumerate(["501.00", *["100.00"] * 5])]
    assert show(six, {"premi": "1001"}).findings["IT-20.1"] == [
        f"{TOTAL_TOLD} è per la maggior parte il premio di P1{TO_DO}"
    ]


def test_a_total_of_many_shows_nobody(show: Show) -> None:
    assert "IT-20.1" not in show(reggello(), {"premi": "67065.68"}).findings


NOTED = """
from attrs import evolve

@hookimpl
@rule("X-1")
def merito_transparency(step: Step) -> ResultRows:
    own = tuple(step.so_far.rewards)
    tells = Tells(of="voce", people="persone")
    yield TableRow(table="art20_distribuzione", tells=tells, rests_on=own, rules=("X-1",), columns=(
        ("anno", 2021), ("gruppo", "una persona era assente"), ("voce", "tutte"), ("persone", len(own)),
        ("importo", ""), ("medio", ""), ("conseguibile_medio", ""), ("stato", "sospeso per P3"),
    ))
"""


def test_a_text_that_names_no_class_never_reaches_the_folder(show: Show) -> None:
    """A group that `Tells` does not name, and a state that published.toml does not know."""
    six = [Somebody(due=f"{score}.00", score=score) for score in range(90, 96)]
    shown = show(six, {"premi": "555"}, code=NOTED)
    assert shown.computed[GIVEN][0]["stato"] == "sospeso per P3"
    assert shown.cells(GIVEN, "gruppo", "voce", "persone", "stato") == [("", "tutte", 6, "")]
