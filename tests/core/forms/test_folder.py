"""The folder of forms: forms printed by merito may be printed again, those filled in by somebody stay."""

import csv
import stat
from pathlib import Path

import pytest

from merito.forms.ended import Judged
from merito.forms.folder import Sheet, forms_folder, gather_former, write_sheets


def sheet(subject: str, *, content: bytes = b"uno", blank: bool = False) -> Sheet:
    return Sheet(form="m", subject=subject, state="definitivo", blank=blank, content=content)


def test_the_forms_lie_beside_the_results_of_their_year() -> None:
    assert forms_folder(Path("out/alfa/2021")) == Path("out/alfa/2021-moduli")


def test_forms_are_written_with_a_list_of_them(tmp_path: Path) -> None:
    write_sheets(tmp_path / "m", [sheet("1.1")])
    with (tmp_path / "m/indice.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["file"], row["stato"]) == ("m/m-1.1.docx", "definitivo")
    assert (tmp_path / "m/m/m-1.1.docx").read_bytes() == b"uno"
    modes = [stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (tmp_path / "m").rglob("*")]
    assert modes and not any(modes)


def test_a_form_is_printed_again_and_the_others_stay_in_the_list(tmp_path: Path) -> None:
    write_sheets(tmp_path, [sheet("a"), sheet("b")])
    write_sheets(tmp_path, [sheet("a", content=b"due")])
    assert (tmp_path / "m/m-a.docx").read_bytes() == b"due"
    assert (tmp_path / "indice.csv").read_text(encoding="utf-8").count("m/m-") == 2


def test_what_somebody_has_filled_in_is_not_written_over(tmp_path: Path) -> None:
    write_sheets(tmp_path, [sheet("a")])
    (tmp_path / "m/m-a.docx").write_bytes(b"firmato")
    with pytest.raises(FileExistsError, match="compilato o modificato"):
        write_sheets(tmp_path, [sheet("b", content=b"x"), sheet("a", content=b"due")])
    assert (tmp_path / "m/m-a.docx").read_bytes() == b"firmato"
    assert not (tmp_path / "m/m-b.docx").exists()


def test_a_blank_form_lies_beside_the_filled_one(tmp_path: Path) -> None:
    write_sheets(tmp_path, [sheet("a"), sheet("a", blank=True)])
    assert sorted(path.name for path in (tmp_path / "m").iterdir()) == ["m-a-da-compilare.docx", "m-a.docx"]


def test_two_subjects_never_share_a_file() -> None:
    names = {sheet(subject).file for subject in ("a/b", "a:b", "a-b", "../../a", "")}
    assert len(names) == 5
    assert all(Path(name).parent == Path("m") for name in names)


EVERY = Judged(all_but=frozenset({"asked"}))


def test_what_is_not_printed_any_more_is_taken_away_where_nobody_changed_it(tmp_path: Path) -> None:
    write_sheets(tmp_path, [sheet("a"), sheet("b"), sheet("c")])
    (tmp_path / "m/m-c.docx").write_bytes(b"firmato")
    ended = write_sheets(tmp_path, [sheet("a")], EVERY).ended
    assert ended.gone == (tmp_path / "m/m-b.docx",)
    assert ended.apart == (tmp_path / "superati/m-c.docx",)
    assert (tmp_path / "superati/m-c.docx").read_bytes() == b"firmato"
    assert [path.name for path in (tmp_path / "m").iterdir()] == ["m-a.docx"]
    assert (tmp_path / "indice.csv").read_text(encoding="utf-8").count("m/m-") == 1


def test_two_that_are_set_apart_under_one_name_both_stay(tmp_path: Path) -> None:
    for content in (b"uno signed", b"due signed"):
        write_sheets(tmp_path, [sheet("a")])
        (tmp_path / "m/m-a.docx").write_bytes(content)
        write_sheets(tmp_path, [], EVERY)
    assert (tmp_path / "superati/m-a.docx").read_bytes() == b"uno signed"
    assert (tmp_path / "superati/m-a-2.docx").read_bytes() == b"due signed"


def test_forms_of_a_former_print_are_moved_to_the_others_and_a_filled_one_stays_as_it_is(tmp_path: Path) -> None:
    write_sheets(tmp_path / "riservato", [sheet("a"), sheet("b")])
    (tmp_path / "riservato/m/m-b.docx").write_bytes(b"firmato")
    write_sheets(tmp_path, [Sheet(form="n", subject="1", state="definitivo", blank=False, content=b"uno")])
    gather_former(tmp_path)
    assert not (tmp_path / "riservato").exists()
    assert (tmp_path / "indice.csv").read_text(encoding="utf-8").count("definitivo") == 3
    write_sheets(tmp_path, [sheet("a", content=b"due")])
    with pytest.raises(FileExistsError, match="compilato o modificato"):
        write_sheets(tmp_path, [sheet("b")])
    assert (tmp_path / "m/m-b.docx").read_bytes() == b"firmato"


def test_what_is_in_the_way_of_a_former_form_is_not_written_over(tmp_path: Path) -> None:
    write_sheets(tmp_path / "riservato", [sheet("a")])
    (tmp_path / "m").mkdir()
    (tmp_path / "m/m-a.docx").write_bytes(b"altro")
    gather_former(tmp_path)
    assert (tmp_path / "m/m-a.docx").read_bytes() == b"altro"
    assert (tmp_path / "riservato/m/m-a.docx").read_bytes() == b"uno"


@pytest.mark.parametrize(
    "judged",
    [
        Judged(),
        Judged(forms=frozenset({"other"})),
        Judged(all_but=frozenset({"m"})),
        Judged(all_but=frozenset(), blank=True),
    ],
    ids=["one subject alone", "another form alone", "only where it is named", "blank ones"],
)
def test_what_was_not_asked_for_has_not_ended(tmp_path: Path, judged: Judged) -> None:
    write_sheets(tmp_path, [sheet("a"), sheet("b")])
    assert write_sheets(tmp_path, [sheet("a")], judged).ended.gone == ()
    assert (tmp_path / "m/m-b.docx").is_file()


@pytest.mark.parametrize("name", ["../mine.docx", "m/../../mine.docx", "/etc/mine.docx", "m/mine.txt"])
def test_nothing_else_than_a_form_is_taken_away_whatever_the_list_says(tmp_path: Path, name: str) -> None:
    place = tmp_path / "moduli"
    write_sheets(place, [sheet("a")])
    for mine in (tmp_path / "mine.docx", place / "m/mine.txt"):
        mine.write_bytes(b"uno")
    index = place / "indice.csv"
    index.write_text(index.read_text(encoding="utf-8").replace("m/m-a.docx", name), encoding="utf-8")
    write_sheets(place, [], EVERY)
    assert (tmp_path / "mine.docx").is_file() and (place / "m/mine.txt").is_file()
