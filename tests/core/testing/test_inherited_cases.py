"""A case says only what differs from its base: `like`, and rows that it adds, changes and removes."""

from pathlib import Path

import pytest

from merito.testing import CaseError, cases_in

BASE = """
regulation = "comunita_montane"
[common]
as_of = 2022-06-30
cycle = '''
[funds]
annual = 10000
'''
[common.tables]
people = '''
id,role
P1,staff
'''
[[case]]
title = "the base"
rules = ["BL-12.1"]
parameters = '''
# the weights
staff_factors = { a = 40, b = 20, c = 40 }
positive_threshold = 60
'''
readings = '"I-BL-01" = { choice = "accepted", act = "A1" }'
[case.tables]
acts = '''
id,kind,date
A1,readings,2021-01-10
A2,approval,2021-02-10
'''
[case.expect]
scores = [["P1", "", "", "not_measured"]]
"""
EXPECT = '[case.expect]\nscores = [["P1", "", "", "not_measured"]]\n'


def of(text: str, folder: Path, *, file: str = "a.toml"):  # type: ignore[no-untyped-def]
    (folder / file).write_text(text, encoding="utf-8")
    return {case.title: case for case in cases_in(folder)}


def test_a_case_like_another_has_its_ente_and_none_of_its_rules_and_expectations(tmp_path: Path) -> None:
    own = EXPECT.replace("not_measured", "final")
    cases = of(f'{BASE}[[case]]\ntitle = "alike"\nlike = "the base"\nrules = []\n{own}', tmp_path)
    base, alike = cases["the base"], cases["alike"]
    assert (alike.rules, alike.as_of, alike.regulation) == ((), base.as_of, "comunita_montane")
    assert alike.tables == base.tables
    assert alike.cycle.split() == base.cycle.split()
    assert (alike.expect, alike.whole) == ({"scores": [["P1", "", "", "final"]]}, ())


def test_a_key_of_parameters_readings_and_cycle_replaces_that_key_alone(tmp_path: Path) -> None:
    more = """
[[case]]
title = "alike"
like = "the base"
rules = []
parameters = "positive_threshold = 70"
readings = '"I-BL-02" = "admitted"'
cycle = '''
locale = "it"
[funds]
bonus = 500
'''
"""
    alike = of(BASE + more + EXPECT, tmp_path)["alike"]
    assert [line for line in alike.cycle.splitlines() if line] == [
        'locale = "it"',
        "[funds]",
        "annual = 10000",
        "bonus = 500",
        "[parameters]",
        "staff_factors = { a = 40, b = 20, c = 40 }",
        "positive_threshold = 70",
        "[readings]",
        '"I-BL-01" = { choice = "accepted", act = "A1" }',
        '"I-BL-02" = "admitted"',
    ]


def test_rows_are_removed_changed_and_added_along_a_line_of_bases(tmp_path: Path) -> None:
    more = f"""
[[case]]
title = "second"
like = "the base"
rules = []
add.acts = '''
id,kind,date,body
A3,approval,2021-03-10,Giunta
'''
{EXPECT}
[[case]]
title = "third"
like = "second"
rules = []
remove = [{{ table = "acts", where = {{ id = "A1" }} }}]
change = [{{ table = "acts", where = {{ kind = "approval", id = "A3" }}, cells = {{ date = 2021-04-10, note = "x" }} }}]
[case.tables]
people = "id,role\\nP1,staff\\nP2,staff\\n"
{EXPECT}
"""
    cases = of(BASE + more, tmp_path)
    assert cases["second"].tables["acts"].splitlines()[-1] == "A3,approval,2021-03-10,Giunta"
    assert cases["third"].tables == {
        "people": "id,role\nP1,staff\nP2,staff\n",
        "acts": "id,kind,date,body,note\nA2,approval,2021-02-10,,\nA3,approval,2021-04-10,Giunta,x\n",
    }
    assert cases["the base"].tables["acts"].count("\n") == 3
    fourth = '[[case]]\ntitle = "fourth"\nlike = "second"\nrules = []\ntables.acts = "id,kind\\nA9,approval\\n"\n'
    assert of(BASE + more + fourth + EXPECT, tmp_path)["fourth"].tables["acts"] == "id,kind\nA9,approval\n"


def test_a_base_may_be_in_another_file_of_the_folder_and_serve_all_cases_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text(BASE, encoding="utf-8")
    text = f"""
regulation = "comunita_montane"
[common]
like = "base.toml: the base"
[common.tables]
people = "id,role\\nP9,staff\\n"
[[case]]
title = "alike"
rules = []
{EXPECT}
"""
    alike = of(text, tmp_path, file="z.toml")["alike"]
    assert set(alike.tables) == {"people", "acts"}
    assert alike.tables["people"].endswith("P9,staff\n")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('like = "the bass"', r"like: a\.toml has no case 'the bass'; did you mean 'the base'\?"),
        ('like = "alike"', r"like: a\.toml: alike → a\.toml: alike: a case cannot be its own base"),
        ('like = "b.toml: x"', r"like: b\.toml cannot be read: "),
        (
            'like = "the base"\nremove = [{ table = "acts", where = { id = "A9" } }]',
            r"case 2 \(alike\): remove: no row of acts has \{id = 'A9'\}",
        ),
        (
            'like = "the base"\nchange = [{ table = "acts", where = { id = "A1" } }]',
            "change: a row is named by `table` and `where`, and `change` gives its `cells`",
        ),
    ],
)
def test_what_is_wrong_with_a_base_or_a_change_is_told_with_its_case(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(CaseError, match=told):
        of(f'{BASE}[[case]]\ntitle = "alike"\nrules = []\n{line}\n{EXPECT}', tmp_path)


def test_a_case_may_change_rows_of_the_common_tables_without_a_base(tmp_path: Path) -> None:
    text = BASE.replace('title = "the base"', 'title = "the base"\nadd.people = "id\\nP2"')
    assert of(text, tmp_path)["the base"].tables["people"] == "id,role\nP1,staff\nP2,\n"
