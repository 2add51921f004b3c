"""A fault in the files of a workspace stops the enti that it is about: the others give the same bytes."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from faults.harmed import DAY, Files, standing, write_workspace

ENTI = ("alfa", "beta", "gamma", "delta")
CONFIG = '[workspace]\nyear = 2020\nlocale = "en"\n\n[defaults.bergamo]\ndate_grade = "on_time"\n'
Spoil = Callable[[Path], object]
Merito = Callable[..., Result]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four enti, one of them under another regulation, with a common table."""
    root = write_workspace(tmp_path_factory.mktemp("sound") / "spazio", ENTI)
    (root / "merito.toml").write_text(CONFIG, encoding="utf-8")
    edit("enti/delta/ente.toml", '"bergamo"', '"comunita_montane"')(root)
    for table in (root / "enti/delta/2020").glob("*.csv"):
        table.unlink()
    (root / "units.csv").write_text("ente,id\n" + "".join(f"{ente},U\n" for ente in ENTI), encoding="utf-8")
    return root


@pytest.fixture
def root(sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MERITO_REGISTER", "false")
    return Path(shutil.copytree(sound, tmp_path / "spazio"))


@pytest.fixture
def whole(root: Path, merito: Merito) -> Files:
    """The results of all enti of the sound workspace."""
    assert merito("run", root, "--as-of", DAY, "--out", root / "sani").exit_code == 0
    return standing(root / "sani")


def edit(name: str, before: str, after: str) -> Spoil:
    def done(root: Path) -> None:
        text = (root / name).read_text(encoding="utf-8")
        assert before in text
        (root / name).write_text(text.replace(before, after, 1), encoding="utf-8")

    return done


def copied(root: Path) -> None:
    shutil.copytree(root / "enti/beta", root / "enti/beta-copia")


def of(results: Files, ente: str) -> Files:
    """The results of an ente; its page links to that of all enti in both."""
    return {name: content for name, content in results.items() if name.startswith(f"{ente}/")}


UNTOUCHED = ("alfa", "gamma", "delta")
ABOUT_ROWS = "righe di nessun ente: units.csv, riga 3, colonna «ente»: trovato «"
FAULTS: dict[str, tuple[Spoil, tuple[str, ...], str, int]] = {
    "a wrong id in a common table": (
        edit("units.csv", "beta,U", "betta,U"),
        UNTOUCHED,
        f"{ABOUT_ROWS}betta», che non è tra gli enti. Forse «beta»?",
        1,
    ),
    "a folder moved away": (
        lambda root: (root / "enti/beta").rename(root / "via"),
        UNTOUCHED,
        f"{ABOUT_ROWS}beta», che non è tra gli enti",
        1,
    ),
    "a folder without its ente.toml": (
        lambda root: (root / "enti/beta/ente.toml").unlink(),
        UNTOUCHED,
        "beta: enti/beta/ente.toml: manca il file",
        1,
    ),
    "an id copied": (
        copied,
        UNTOUCHED,
        "l'ente «beta» è in due cartelle: enti/beta e enti/beta-copia; ogni ente ha un «id» suo",
        2,
    ),
    "an id of another": (
        edit("enti/beta/ente.toml", '"beta"', '"GAMMA"'),
        ("alfa", "delta"),
        "gli enti «GAMMA» e «gamma» si distinguono solo per le maiuscole: enti/beta e enti/gamma",
        2,
    ),
    "a slip in the name of a section": (
        edit("merito.toml", "[defaults.bergamo]", "[defaults.bergammo]"),
        ("delta",),
        "alfa, beta, gamma: merito.toml, riga 5: [defaults.bergammo]: non è un regolamento installato",
        1,
    ),
    "a section of no regulation": (
        edit("merito.toml", "[defaults.bergamo]", "[defaults.xyz]\na = 1\n\n[defaults.bergamo]"),
        ENTI,
        "merito.toml, riga 5: [defaults.xyz]: non è un regolamento installato",
        1,
    ),
    "a slip in a key of a section": (
        edit("merito.toml", "date_grade", "date_grad"),
        ("delta",),
        "alfa, beta, gamma: merito.toml, riga 6: [defaults.bergamo] date_grad: parametro sconosciuto",
        1,
    ),
    "a folder that is named and is not there": (
        edit("merito.toml", "year = 2020", 'year = 2020\nenti = ["enti/*", "enti/omega"]'),
        ENTI,
        "merito.toml: «enti»: manca la cartella «enti/omega»",
        1,
    ),
}


RUNS_WITHOUT_ITS_ROW = {"a wrong id in a common table": "beta"}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_other_enti_give_the_same_bytes_and_it_is_told_with_1(
    root: Path, whole: Files, merito: Merito, fault: str
) -> None:
    spoil, others, told, times = FAULTS[fault]
    spoil(root)
    ran = merito("run", root, "--as-of", DAY)
    assert (ran.exit_code, ran.output.count(told)) == (1, times)
    out = standing(root / "out")
    for ente in others:
        assert of(out, ente) == of(whole, ente)
    stopped = {*ENTI, "GAMMA", "beta-copia"} - {*others} - {RUNS_WITHOUT_ITS_ROW.get(fault)}
    assert {name for name in out if name.partition("/")[0] in stopped} == set()


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("command", ["check", "status"])
def test_other_commands_tell_it_too(root: Path, merito: Merito, command: str, fault: str) -> None:
    spoil, _, told, _ = FAULTS[fault]
    spoil(root)
    ran = merito(command, root, "--as-of", DAY)
    assert ran.exit_code == 1
    assert told in ran.output or command == "status"


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_command_for_another_ente_is_not_stopped(root: Path, merito: Merito, fault: str) -> None:
    spoil, others, _, _ = FAULTS[fault]
    spoil(root)
    assert merito("run", root, "--as-of", DAY, "--ente", others[-1]).exit_code == 0
    assert (root / "out" / others[-1] / "2020/summary.json").is_file()


@pytest.mark.usefixtures("in_this_process")
def test_earlier_results_of_an_id_that_two_have_are_marked(root: Path, merito: Merito) -> None:
    assert merito("run", root, "--as-of", DAY).exit_code == 0
    copied(root)
    assert merito("run", root, "--as-of", DAY).exit_code == 1
    stale = {ente: b'"stale": null' not in (root / f"out/{ente}/2020/summary.json").read_bytes() for ente in ENTI}
    assert stale == {"alfa": False, "beta": True, "gamma": False, "delta": False}


@pytest.mark.usefixtures("in_this_process")
def test_rows_of_an_ente_whose_config_is_wrong_are_not_rows_of_nobody(root: Path, merito: Merito) -> None:
    (root / "enti/beta").rename(root / "enti/comune")
    edit("enti/comune/ente.toml", "regulation", "regolamento")(root)
    ran = merito("check", root, "--as-of", DAY)
    assert (ran.exit_code, "righe di nessun ente" in ran.output) == (1, False)


@pytest.mark.usefixtures("in_this_process")
def test_rows_of_one_unknown_ente_are_told_in_one_line(root: Path, merito: Merito) -> None:
    with (root / "units.csv").open("a", encoding="utf-8") as file:
        file.write("omega,A\nomega,B\nalfa,V\nomega,C\n")
    told = "righe di nessun ente: units.csv, righe 6-7, 9, colonna «ente»: trovato «omega», che non è tra gli enti"
    ran = merito("check", root, "--as-of", DAY)
    assert (ran.exit_code, ran.output.count(told)) == (1, 1)
