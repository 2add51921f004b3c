"""The folder of forms: forms printed by merito may be printed again, those filled in by somebody stay."""

import csv
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from printed import merito
from small_plugins import Install, WriteEnte

OUT = "out/prova/2021-moduli"
FORM = """
[forms.{name}]
title = "Modulo"
cites = "art. 1"
per = "person"
reserved = true
[forms.{name}.parts.voci]
shape = "table"
rows = "inputs.people"
where = {{ id = "{{subject}}" }}
columns = ["id = Matricola", "category = Categoria"]
"""
Print = Callable[..., Result]


@pytest.fixture
def office(install: Install, write_ente: WriteEnte) -> Path:
    """A workspace whose regulation has two forms of each person."""
    install("prova", files={"forms.toml": FORM.format(name="m") + FORM.format(name="n")})
    return write_ente("prova", {"2021/people.csv": people("a", "b", "c")})


def people(*ids: str, category: str = "C") -> str:
    return "id,category\n" + "".join(f'"{one}",{category}\n' for one in ids)


def printed(office: Path, *ids: str, category: str = "C", words: tuple[str, ...] = ("m",)) -> Result:
    """The forms of these people, printed after a run."""
    if ids:
        (office / "enti/prova/2021/people.csv").write_text(people(*ids, category=category), encoding="utf-8")
    assert merito("run", office, "--as-of", "2021-12-31", "--formats", "csv").exit_code == 0
    return merito("forms", office, *words)


def listed(office: Path) -> list[dict[str, str]]:
    with (office / OUT / "indice.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_forms_are_written_beside_the_results_of_their_year_with_a_list_of_them(office: Path) -> None:
    assert printed(office, "a").exit_code == 0
    (row,) = listed(office)
    assert row["file"] == "m/m-a.docx"
    assert row["stato"] == "definitivo"
    modes = [stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (office / OUT).rglob("*")]
    assert modes and not any(modes)


def test_a_form_is_printed_again_and_the_others_stay_in_the_list(office: Path) -> None:
    printed(office, "a", "b")
    before = (office / OUT / "m/m-a.docx").read_bytes()
    assert printed(office, "a", "b", category="D", words=("m", "--subject", "a")).exit_code == 0
    assert (office / OUT / "m/m-a.docx").read_bytes() != before
    assert [row["file"] for row in listed(office)] == ["m/m-a.docx", "m/m-b.docx"]


def test_what_somebody_has_filled_in_is_not_written_over_nor_are_the_others(office: Path) -> None:
    printed(office, "a")
    (office / OUT / "m/m-a.docx").write_bytes(b"firmato")
    told = printed(office, "b", "a", category="D")
    assert (told.exit_code, "compilato o modificato" in told.stderr) == (1, True)
    assert (office / OUT / "m/m-a.docx").read_bytes() == b"firmato"
    assert names(office / OUT / "m") == ["m-a.docx"]


def test_a_blank_form_lies_beside_the_filled_one(office: Path) -> None:
    printed(office, "a")
    assert merito("forms", office, "m", "--blank").exit_code == 0
    assert names(office / OUT / "m") == ["m-a-da-compilare.docx", "m-a.docx"]


def test_two_subjects_never_share_a_file(office: Path) -> None:
    assert printed(office, "a-b", "a.b", "a_b", "a:b", "../../a").exit_code == 0
    assert len({name.casefold() for name in names(office / OUT / "m")}) == 5


def test_what_is_not_printed_any_more_is_taken_away_where_nobody_changed_it(office: Path) -> None:
    printed(office, "a", "b", "c")
    (office / OUT / "m/m-c.docx").write_bytes(b"firmato")
    told = printed(office, "a")
    assert "m-b.docx" in told.output
    assert "m-c.docx: modulo compilato o modificato che non si stampa più, messo da parte" in told.output
    assert (office / OUT / "superati/m-c.docx").read_bytes() == b"firmato"
    assert names(office / OUT / "m") == ["m-a.docx"]
    assert [row["file"] for row in listed(office)] == ["m/m-a.docx"]


def test_two_that_are_set_apart_under_one_name_both_stay(office: Path) -> None:
    for content in (b"uno signed", b"due signed"):
        printed(office, "a", "b")
        (office / OUT / "m/m-a.docx").write_bytes(content)
        printed(office, "b")
    assert (office / OUT / "superati/m-a.docx").read_bytes() == b"uno signed"
    assert (office / OUT / "superati/m-a-2.docx").read_bytes() == b"due signed"


def former(office: Path, *ids: str) -> Path:
    """Forms of people as merito printed them when they had a folder of their own."""
    printed(office, *ids)
    place = office / OUT / "riservato"
    (office / OUT).rename(office / "moduli")
    place.parent.mkdir()
    (office / "moduli").rename(place)
    return place


def test_forms_of_a_former_print_are_moved_to_the_others_and_a_filled_one_stays_as_it_is(office: Path) -> None:
    (former(office, "a", "b") / "m/m-b.docx").write_bytes(b"firmato")
    assert printed(office, words=("n", "--subject", "a")).exit_code == 0
    assert not (office / OUT / "riservato").exists()
    assert len(listed(office)) == 3
    assert printed(office, "a", "b", category="D", words=("m", "--subject", "a")).exit_code == 0
    told = printed(office, words=("m", "--subject", "b"))
    assert (told.exit_code, "compilato o modificato" in told.stderr) == (1, True)
    assert (office / OUT / "m/m-b.docx").read_bytes() == b"firmato"


def test_what_is_in_the_way_of_a_former_form_is_not_written_over(office: Path) -> None:
    place = former(office, "a")
    old = (place / "m/m-a.docx").read_bytes()
    (office / OUT / "m").mkdir()
    (office / OUT / "m/m-a.docx").write_bytes(b"altro")
    printed(office, words=("n",))
    assert (office / OUT / "m/m-a.docx").read_bytes() == b"altro"
    assert (place / "m/m-a.docx").read_bytes() == old
