"""A municipality with rules in its own folder, on the national base alone: from nothing to its own plugin."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from own_folder import DAY, borgo
from scratch import Scratch
from trusted_rules import merito_trusting

Merito = Callable[..., Result]


@pytest.fixture
def merito() -> Merito:
    return merito_trusting


def rewards(root: Path) -> dict[str, tuple[str, str]]:
    lines = (root / "out/borgo/2025/rewards.csv").read_text(encoding="utf-8").splitlines()
    heads = lines[0].split(",")
    rows = [dict(zip(heads, line.split(","), strict=False)) for line in lines[1:]]
    return {row["person"]: (row["due"], row["payable"]) for row in rows}


@pytest.mark.long
def test_an_empty_workspace_under_the_national_base_loads_and_computes_nothing(merito: Merito, tmp_path: Path) -> None:
    made = merito(
        "init",
        tmp_path / "w",
        "--regulation",
        "national",
        "--kind",
        "municipality",
        "--ente",
        "borgo",
        "--year",
        "2025",
    )
    assert made.exit_code == 0, made.output
    home = tmp_path / "w/enti/borgo"
    assert sorted(path.name for path in (home / "regole").iterdir()) == ["inputs.toml", "rules.py", "rules.toml"]
    assert (home / "2025/valutazioni_fattori.csv").is_file()
    ran = merito("run", tmp_path / "w", "--as-of", DAY)
    assert (ran.exit_code, "regole proprie dell'ente: inputs.toml, rules.py, rules.toml, impronta" in ran.output) == (
        0,
        True,
    )
    assert not (tmp_path / "w/out/borgo/2025/rewards.csv").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--regulation", "national"), "serve --kind, uno tra municipality"),
        (("--regulation", "national", "--kind", "comune"), "--kind: trovato «comune», atteso uno tra"),
        (("--regulation", "bergamo", "--kind", "municipality"), "il tipo di ente lo dice il regolamento «bergamo»"),
    ],
)
def test_the_kind_of_ente_goes_with_the_national_base_alone(
    merito: Merito, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    made = merito("init", tmp_path / "w", *words)
    assert (made.exit_code, told in made.output, (tmp_path / "w").exists()) == (2, True, False)


@pytest.mark.long
def test_its_rules_are_computed_as_those_of_a_plugin(merito: Merito, tmp_path: Path) -> None:
    borgo(tmp_path)
    ran = merito("run", tmp_path, "--as-of", DAY)
    assert ran.exit_code == 0, ran.output
    assert rewards(tmp_path) == {
        "E1": ("2307.69", "2307.69"),
        "E2": ("1538.46", "1538.46"),
        "E3": ("2051.28", "2051.28"),
        "E4": ("2371.79", "2371.79"),
        "E5": ("1730.76", "1730.76"),
        "E6": ("0.00", "0.00"),
    }


def test_what_an_act_of_the_folder_opens_waits_for_it(merito: Merito, tmp_path: Path) -> None:
    acts = borgo(tmp_path) / "2025/atti.csv"
    acts.write_text(acts.read_text(encoding="utf-8").replace("A3;accordo;12/3/2025;\n", ""), encoding="utf-8")
    merito("run", tmp_path, "--as-of", DAY)
    assert rewards(tmp_path)["E1"] == ("2307.69", "0.00")


@pytest.mark.long
def test_the_files_of_the_folder_are_inputs_of_the_run_and_its_cases_are_not(merito: Merito, tmp_path: Path) -> None:
    folder = borgo(tmp_path)
    merito("run", tmp_path, "--as-of", DAY)
    summary = json.loads((tmp_path / "out/borgo/2025/summary.json").read_bytes())
    files = ["inputs.toml", "parameters.toml", "rules.py", "rules.toml", "text.toml"]
    assert list(summary["own_rules"]) == files
    shown = json.loads(merito("show", "1", "--path", tmp_path, "--json").output)["entry"]
    told = {name: digest for name, digest in shown["inputs"].items() if "regole/" in name}
    assert told == {f"enti/borgo/regole/{name}": summary["own_rules"][name] for name in files}

    def unchanged() -> bool:
        return "invariato" in merito("run", tmp_path, "--as-of", DAY, "--only-changed").output

    assert unchanged()
    with (folder / "regole/cases/premi.toml").open("a", encoding="utf-8") as file:
        file.write("# altro\n")
    assert unchanged()
    with (folder / "regole/parameters.toml").open("a", encoding="utf-8") as file:
        file.write("# altro\n")
    assert not unchanged()


@pytest.mark.long
def test_a_diff_calls_its_funds_and_tools_by_their_titles(merito: Merito, tmp_path: Path) -> None:
    folder = borgo(tmp_path)
    merito("run", tmp_path, "--as-of", DAY)
    parameters = folder / "regole/parameters.toml"
    parameters.write_text(parameters.read_text(encoding="utf-8").replace("= 60", "= 65"), encoding="utf-8")
    merito("run", tmp_path, "--as-of", DAY)
    told = merito("diff", "1", "2", "--path", tmp_path).output
    assert "  E2 · Premio: spettante 1.538,46 → 0,00" in told
    assert "file di dati enti/borgo/regole/parameters.toml" in told


def test_commands_that_compute_nothing_read_what_the_folder_declares(merito: Merito, tmp_path: Path) -> None:
    folder = borgo(tmp_path)
    (folder / "regole/rules.py").write_text("raise SystemExit('eseguito')\n", encoding="utf-8")
    assert "BO-3  art. 3  [fase e. premi, calcolata]" in merito("rules", folder).output
    assert "accordo (accordo)  Accordo con i sindacati sui premi" in merito("acts", folder / "regole").output
    assert "  60, dal 1/1/2025" in merito("parameters", folder).output
    assert "soglia  Punteggio minimo" in merito("parameters", "national", tmp_path).output
    assert merito("new-year", tmp_path, "--from", "2025").exit_code == 0
    without = merito("check", tmp_path, "--as-of", DAY, "--no-own-rules")
    assert "mancano BO-2 (art. 2), BO-3 (art. 3), BO-4 (art. 4), e ciò che ne dipende" in without.output


@pytest.mark.long
def test_the_governing_body_of_the_law_is_the_one_that_the_ente_names(merito: Merito, tmp_path: Path) -> None:
    folder = borgo(tmp_path)
    config = folder / "ente.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('"Giunta"', '"Consiglio"'), encoding="utf-8")
    told = merito("acts", folder).output
    assert re.search(r"^performance_plan .*\n  organo: Consiglio;", told, re.M)
    told = merito("check", tmp_path, "--as-of", DAY).output
    assert "I-IT-02" in told and "Consiglio" in told  # an act of the Giunta does not adopt a reading of the Consiglio


@pytest.mark.long
def test_verify_finds_what_a_case_says_otherwise(merito: Merito, tmp_path: Path) -> None:
    case = borgo(tmp_path) / "regole/cases/premi.toml"
    text = case.read_text(encoding="utf-8")
    case.write_text(text.replace('"600.00", "600.00"', '"601.00", "601.00"'), encoding="utf-8")
    ran = merito("verify", tmp_path / "enti/borgo", "--examples", "1")
    assert ran.exit_code == 1
    assert "premi.toml «il fondo va a chi ha almeno 60, in proporzione»: rewards: atteso" in ran.output
    assert [line.split()[1] for line in ran.output.splitlines() if line.startswith("FALLA")] == ["cases:"]


def test_a_case_of_a_folder_names_no_regulation(merito: Merito, tmp_path: Path) -> None:
    case = borgo(tmp_path) / "regole/cases/premi.toml"
    case.write_text('regulation = "borgo"\n' + case.read_text(encoding="utf-8"), encoding="utf-8")
    ran = merito("verify", tmp_path / "enti/borgo")
    assert (ran.exit_code, "non nominano un regolamento: togliere «borgo»" in ran.output) == (2, True)


def test_a_folder_without_own_rules_is_not_proved(merito: Merito, tmp_path: Path) -> None:
    ente = tmp_path / "alfa"
    ente.mkdir()
    assert "non è la cartella di un ente (ente.toml)" in merito("verify", ente).output
    (ente / "ente.toml").write_text('id = "alfa"\nname = "Alfa"\nregulation = "bergamo"\nlocale = "it"\n', "utf-8")
    assert "l'ente «alfa» non ha regole proprie" in merito("verify", ente).output


def test_rules_over_a_regulation_become_no_plugin(merito: Merito, tmp_path: Path) -> None:
    ente = tmp_path / "alfa"
    (ente / "regole").mkdir(parents=True)
    config = 'id = "alfa"\nname = "Alfa"\nregulation = "bergamo"\nrules = "regole"\nlocale = "it"\n'
    (ente / "ente.toml").write_text(config, encoding="utf-8")
    ran = merito("new-regulation", "alfa", "--from", ente, "--into", tmp_path)
    assert (ran.exit_code, "cambiano il regolamento «bergamo»" in ran.output) == (2, True)
    assert not (tmp_path / "merito-alfa").exists()


@pytest.mark.long
def test_a_plugin_of_these_rules_gives_the_same_bytes(merito: Merito, tmp_path: Path) -> None:
    folder = borgo(tmp_path / "prima")
    assert merito("run", tmp_path / "prima", "--as-of", DAY).exit_code == 0
    made = merito("new-regulation", "borgo", "--from", folder, "--into", tmp_path)
    assert made.exit_code == 0, made.output
    package = tmp_path / "merito-borgo/merito_borgo"
    for name in ("inputs.toml", "parameters.toml", "rules.py", "rules.toml", "text.toml"):
        assert (package / name).read_bytes() == (folder / "regole" / name).read_bytes()
    scratch = Scratch(tmp_path / "environment")
    installed = scratch.run(["pip", "install", "--no-deps", "-e", str(tmp_path / "merito-borgo")], tmp_path)
    assert installed.returncode == 0, installed.stdout
    then = borgo(tmp_path / "poi")
    (then / "ente.toml").write_text('id = "borgo"\nname = "Comune di Borgo"\nregulation = "borgo"\n', encoding="utf-8")
    ran = scratch.run(["merito", "run", "poi", "--as-of", DAY], tmp_path)
    assert ran.returncode == 0, ran.stdout
    results = [{path.relative_to(root): path.read_bytes() for path in root.rglob("*.csv")} for root in outs(tmp_path)]
    assert results[0] == results[1]
    assert len(results[0]) > 3
    proved = scratch.run(["pytest", "-q", "tests", "-k", "cases or hooks or claimed"], tmp_path / "merito-borgo")
    assert proved.returncode == 0, proved.stdout


def outs(root: Path) -> tuple[Path, Path]:
    return root / "prima/out/borgo/2025", root / "poi/out/borgo/2025"


def test_verify_of_a_folder_without_cases_says_what_was_not_tried_and_where_they_go(
    merito: Merito, tmp_path: Path
) -> None:
    made = merito("init", tmp_path / "w", "--regulation", "national", "--kind", "municipality", "--ente", "borgo")
    assert made.exit_code == 0, made.output
    proved = merito("verify", tmp_path / "w/enti/borgo")
    assert proved.exit_code == 1, proved.output
    assert "nessun modulo attua qualcosa: il regolamento non calcola nulla" in proved.output
    cases = tmp_path / "w/enti/borgo/regole/cases"
    assert f"17 prove non si sono fatte: in {cases} non ci sono casi svolti; scriverli lì" in proved.output
