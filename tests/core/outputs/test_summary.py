"""`summary.json`: the same bytes as Python's own encoder, and values of parameters that are JSON, numbers exact."""

import json

import pytest
from small_plugins import Install, WriteEnte
from written import example, made

HOSTILE = ('Comune «dell\'Àlba» "di" \\ sotto', "due\nrighe\te una tabulazione", "\u2028 🎉 /", "\u00ad")
KINDS = {
    "numero": ("number", "40", "40"),
    "terzo": ("number", '"1/3"', "1/3"),
    "parte": ("share", '"15%"', "3/20"),
    "euro": ("money", "1000.5", "1000.50"),
    "giorno": ("day", '"06-last"', "06-last"),
    "data": ("date", "2021-06-30", "2021-06-30"),
    "scelta": ("choice", '"quota"', "quota"),
    "elenco": ("list", '[0.5, 2, "a"]', ["1/2", "2", "a"]),
    "tavola": ("table", "{ a = 40, b = [1, { c = 2.5 }] }", {"a": "40", "b": ["1", {"c": "5/2"}]}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_its_bytes_are_those_of_python(write_ente: WriteEnte, name: str) -> None:
    root = write_ente("bergamo", {})
    toml = root / "enti/prova/ente.toml"
    text = toml.read_text(encoding="utf-8").replace('"Ente di prova"', json.dumps(name, ensure_ascii=False))
    toml.write_text(text, encoding="utf-8")
    found = made(root, formats=())
    assert found.summary["name"] == name
    assert found.summary_text == json.dumps(found.summary, ensure_ascii=False, indent=2) + "\n"


def test_so_are_those_of_a_whole_year() -> None:
    found = example("camera-di-prova", "camera-di-prova")
    assert found.summary_text == json.dumps(found.summary, ensure_ascii=False, indent=2) + "\n"


def test_a_value_is_json_and_a_number_is_exact_text(install: Install, write_ente: WriteEnte) -> None:
    declared = "".join(
        f'[{key}]\nkind = "{kind}"\ncites = "art. 1"\nlabel = "{key}"\nente_may_set = true\n'
        for key, (kind, _, _) in KINDS.items()
    )
    install("prova", files={"parameters.toml": declared})
    given = "".join(f"{key} = {written}\n" for key, (_, written, _) in KINDS.items())
    found = made(write_ente("prova", {}, f"[parameters]\n{given}"), formats=()).summary["parameters_set"]
    assert {key: found[key]["value"] for key in KINDS} == {key: told for key, (_, _, told) in KINDS.items()}
