"""Where forms lie: what merito printed may be printed again, what somebody has filled in stays."""

import csv
import stat
from pathlib import Path

import pytest

from merito.forms.folder import Sheet, forms_folder, write_sheets


def sheet(subject: str, *, content: bytes = b"uno", reserved: bool = False, blank: bool = False) -> Sheet:
    return Sheet(form="m", subject=subject, reserved=reserved, state="definitivo", blank=blank, content=content)


def test_the_forms_lie_beside_the_results_of_their_year() -> None:
    assert forms_folder(Path("out/alfa/2021")) == Path("out/alfa/2021-moduli")


def test_forms_are_written_with_a_list_of_them(tmp_path: Path) -> None:
    write_sheets(tmp_path / "m", [sheet("1.1"), sheet("D1", reserved=True)])
    for place, name in ((tmp_path / "m", "m/m-1.1.docx"), (tmp_path / "m/riservato", "m/m-D1.docx")):
        with (place / "indice.csv").open(encoding="utf-8", newline="") as file:
            (row,) = csv.DictReader(file)
        assert (row["file"], row["stato"]) == (name, "definitivo")
        assert (place / name).read_bytes() == b"uno"
    modes = [stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (tmp_path / "m/riservato").rglob("*")]
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
