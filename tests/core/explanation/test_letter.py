"""The letter to a person, as it is printed: plain, complete, and about nobody else."""

from pathlib import Path

import pytest
from printed import copied, lines, merito

TITLES = ("La valutazione", "Il posto e la fascia", "Le somme", "Che cosa si può chiedere, ed entro quando")
NOTHING_TO_ASK = (
    "Il regolamento, come il programma lo conosce, non dice come chiedere un riesame. Il sistema di valutazione "
    "dell'ente deve prevedere una procedura di conciliazione (D.Lgs. 150/2009, art. 7 c. 2-bis)."
)
ROUNDED = "Le cifre qui sono arrotondate: il calcolo usa quelle esatte."
Letters = dict[str, list[str]]


def letters(root: Path, ente: str, as_of: str, *subjects: str) -> Letters:
    """The lines of the letters, by person; without subjects those of everybody."""
    assert merito("run", root, "--ente", ente, "--as-of", as_of, "--formats", "csv").exit_code == 0
    asked = [word for one in subjects for word in ("--subject", one)]
    assert merito("forms", root, "lettera", "--ente", ente, *asked).exit_code == 0
    folder = root / "out" / ente / "2021-moduli" / "lettera"
    return {path.stem.removeprefix("lettera-"): lines(path) for path in folder.iterdir()}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Letters:
    return letters(copied("comunita-montane", tmp_path_factory.mktemp("town")), "tre-ponti", "2022-06-01")


@pytest.fixture(scope="module")
def chamber(tmp_path_factory: pytest.TempPathFactory) -> Letters:
    place = copied("camera-di-prova", tmp_path_factory.mktemp("chamber"))
    return letters(place, "camera-di-prova", "2022-07-31", "D1", "E1")


def point(letter: list[str], title: str) -> list[str]:
    """The lines under a title of the letter."""
    rest = letter[letter.index(title) + 1 :]
    ends = [at for at, line in enumerate(rest) if line in TITLES or line.startswith("Data ___")]
    return rest[: ends[0]]


def test_it_says_score_place_sum_and_what_can_be_asked_for(town: Letters) -> None:
    told = town["AMM04"]
    assert [line for line in told if line in TITLES] == list(TITLES)
    score = point(told, "La valutazione")
    assert score[0] == "Il punteggio è 82,4 su 100, in fascia di merito (definitivo)."
    assert score[-2].endswith("(art. 17 c. 2, quarto trattino)")
    assert point(told, "Le somme")[0] == (
        "Premio annuale per fasce di merito: spettano 669,76 €: liquidabili 669,76 €, sospesi 0,00 € (definitivo)."
    )
    assert point(told, TITLES[-1]) == [NOTHING_TO_ASK]


def test_the_scores_of_others_at_the_borders_of_a_band_are_not_in_it(town: Letters) -> None:
    (line,) = point(town["AMM04"], "Il posto e la fascia")
    assert line == (
        "Collocazione nella graduatoria «Area amministrativa e finanziaria»: posto 6, fascia «intermedia», "
        "punteggio 82,4 (definitivo)."
    )


def test_nobody_else_and_no_fraction_is_in_any_letter(town: Letters) -> None:
    assert len(town) == 44
    for person, told in town.items():
        points = told[told.index("La valutazione") : -1]
        text = " ".join(points[: next(at for at, line in enumerate(points) if line.startswith("Data ___"))])
        assert "esatto" not in text
        assert [other for other in town if other != person and f"{other} " in f"{text} "] == []


def test_where_its_figures_are_rounded_it_says_so(town: Letters, chamber: Letters) -> None:
    assert point(chamber["D1"], "Le somme")[1:] == [
        "Il calcolo: 10.000,00 € (la parte del massimo) × 84,64%, al centesimo più vicino.",
        ROUNDED,
    ]
    assert point(chamber["E1"], "Le somme")[1:3] == [
        "Il calcolo: 9.000,00 € × 84,5 / 218,85 (la somma di tutti).",
        ROUNDED,
    ]
    assert ROUNDED not in town["AMM01"]


def test_the_word_of_a_level_is_not_that_of_the_score(chamber: Letters) -> None:
    told = point(chamber["D1"], "La valutazione")[0]
    assert told == "Il punteggio è 84,64 su 100: la valutazione è «buono» (definitivo)."
