"""Whatever a file contains, it is read or its problems are reported: the reader never breaks."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from merito.testing import installed_regulations

steady = settings(
    deadline=None,
    derandomize=True,
    max_examples=120,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
ODD = """- -% n.d. SI/NO () ( % : person: 1e5 １ ² ٣ NaN Infinity 0,0 00 -0 1.000.000 1.00.000 0/0/0000 29/2/2021
    9999-99-99 '1 =1"""
odd = st.sampled_from([*ODD.split(), "da 1 a", "da a b", "da 1 a 2", "\ufeff", "\x1a"])
cells = st.one_of(odd, st.text(max_size=12), st.decimals().map(str), st.dates().map(str))
TABLES = installed_regulations().stack("bergamo").inputs.tables


@steady
@given(
    content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
)
def test_any_bytes_in_place_of_a_table(place: Any, content: bytes) -> None:
    place.write("enti/alfa/2020/areas.csv", content)
    assert all(str(problem) for problem in place.problems)


@pytest.mark.long
@steady
@given(
    name=st.sampled_from(sorted(TABLES)), data=st.data(), locale=st.sampled_from(["it", "en"]), italian=st.booleans()
)
def test_any_text_in_any_cell_of_any_table(place: Any, name: str, data: Any, locale: str, italian: bool) -> None:
    table = TABLES[name]
    heads = [column.label if italian else column.name for column in table.columns.values()]
    rows = data.draw(st.lists(st.lists(cells, min_size=len(heads), max_size=len(heads)), max_size=3))
    place.write("merito.toml", f'[workspace]\nyear = 2020\nlocale = "{locale}"\n')
    path = place.table(name, [heads, *rows])
    found = place.problems
    path.unlink()
    assert all(str(problem) for problem in found)


@steady
@given(
    content=st.one_of(st.binary(max_size=80), st.text(max_size=80).map(lambda text: text.encode("utf-8", "replace")))
)
@pytest.mark.parametrize("name", ["ente.toml", "2020/cycle.toml"])
def test_any_bytes_in_place_of_a_toml_file(place: Any, name: str, content: bytes) -> None:
    place.write(f"enti/alfa/{name}", content)
    assert all(str(problem) for problem in place.problems)


@pytest.fixture
def workbook(bare: Any) -> tuple[Any, Path, bytes]:
    bare.build({}, form="xlsx")
    path = bare.year / "data.xlsx"
    return bare, path, path.read_bytes()


@steady
@given(where=st.floats(0, 1, exclude_max=True), byte=st.integers(0, 255), cut=st.booleans())
def test_a_workbook_with_one_byte_changed_or_cut_off_anywhere(
    workbook: tuple[Any, Path, bytes], where: float, byte: int, cut: bool
) -> None:
    place, path, content = workbook
    at = int(where * len(content))
    path.write_bytes(content[:at] if cut else content[:at] + bytes([byte]) + content[at + 1 :])
    assert all(str(problem) for problem in place.problems)
