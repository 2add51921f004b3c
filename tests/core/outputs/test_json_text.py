"""JSON of results has the same bytes as Python's own encoder with an indent of two."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merito.outputs.json_text import json_text

PLAIN = st.none() | st.booleans() | st.integers() | st.text()
DATA = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=25)


@given(data=DATA)
def test_the_bytes_are_those_of_python(data: Any) -> None:
    assert json_text(data) == json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def test_tuples_are_lists_and_empty_ones_stand_on_one_line() -> None:
    data = {"phases": (), "held": ("«à»", None), "apart": {}, "two\nlines": [[], [True, 1]]}
    assert json_text(data) == json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def test_what_json_does_not_have_is_refused() -> None:
    with pytest.raises(TypeError):
        json_text({"when": object()})
