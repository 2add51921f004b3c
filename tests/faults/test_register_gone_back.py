"""A register cut short, replaced by an older copy or rewritten is valid in itself: what is kept outside reveals it."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from faults.harmed import DAY, FIRST_DAY, Harm, write_workspace

SEED = 12
RUNS = 5
REGISTER, ANCHOR, SEAL = "registro.sqlite", "ancora.txt", "out/alfa/register-2020.json"
RUN = ("run", ".", "--as-of", DAY)
TOLD = "registro: non è più quello di prima: tagliato, rifatto o sostituito con una copia vecchia"
Change = Callable[[Path], None]


def cut(root: Path) -> None:
    """Removes the last entries, and the contents that only they name."""
    left = random.Random(SEED).randrange(1, RUNS)
    with closing(sqlite3.connect(root / REGISTER)) as connection, connection:
        for table in ("merito_entries", "merito_contents"):
            connection.execute(f"DROP TRIGGER {table}_no_DELETE")
        connection.execute("DELETE FROM merito_entries WHERE number > ?", (left,))
        named = "".join(body for (body,) in connection.execute("SELECT body FROM merito_entries"))
        for (known,) in connection.execute("SELECT hash FROM merito_contents").fetchall():
            if known not in named:
                connection.execute("DELETE FROM merito_contents WHERE hash = ?", (known,))
    connection.close()


def older_copy(root: Path) -> None:
    shutil.copy(root / "copia.sqlite", root / REGISTER)


def written_anew(root: Path) -> None:
    shutil.copy(root / "altro.sqlite", root / REGISTER)


def gone(root: Path) -> None:
    (root / REGISTER).unlink()


@pytest.fixture(scope="module")
def ran(harm: Harm, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with an anchor that was run five times; its register as it was earlier, and a newly made one."""
    place = tmp_path_factory.mktemp("heads")
    root = write_workspace(place / "spazio")
    config = root / "merito.toml"
    config.write_text(config.read_text(encoding="utf-8") + f'anchor = "{ANCHOR}"\n', encoding="utf-8")
    anew = Path(shutil.copytree(root, place / "altro"))
    for number in range(RUNS):
        assert harm(root, "run", ".", "--as-of", DAY if number % 2 else FIRST_DAY).code == 0
        if number == 1:
            shutil.copy(root / REGISTER, root / "copia.sqlite")
    for _ in range(RUNS + 1):
        assert harm(anew, *RUN).code == 0
    shutil.copy(anew / REGISTER, root / "altro.sqlite")
    return root


@pytest.fixture
def root(ran: Path, tmp_path: Path) -> Path:
    """That workspace, to be changed."""
    return Path(shutil.copytree(ran, tmp_path / "spazio"))


def without_anchor(root: Path) -> None:
    (root / ANCHOR).unlink()
    config = root / "merito.toml"
    config.write_text(config.read_text(encoding="utf-8").replace("anchor", "# anchor"), encoding="utf-8")


def without_seal(root: Path) -> None:
    (root / SEAL).unlink()


def lines(root: Path) -> list[str]:
    return (root / ANCHOR).read_text(encoding="ascii").splitlines()


def test_every_run_adds_its_head_to_the_anchor(harm: Harm, root: Path) -> None:
    assert [line.split(" ")[0] for line in lines(root)] == [str(number + 1) for number in range(RUNS)]
    assert (
        harm(root, "register", "verify", REGISTER, *(f"--anchor={line.split(' ')[1]}" for line in lines(root))).code
        == 0
    )
    assert harm(root, *RUN).code == 0
    assert len(lines(root)) == RUNS + 1


@pytest.mark.parametrize("kept", [without_anchor, without_seal])
@pytest.mark.parametrize("change", [cut, older_copy, written_anew])
def test_a_register_that_went_back_is_told_by_verify_and_by_every_later_run(
    harm: Harm, root: Path, change: Change, kept: Change
) -> None:
    kept(root)
    right = shutil.copy(root / REGISTER, root / "giusto.sqlite")
    change(root)
    assert harm(root, "register", "verify", REGISTER).code == 0
    checked = harm(root, "register", "verify", ".")
    assert (checked.code, "il registro NON è intero" in checked.text) == (1, True), checked.text
    for words in (RUN, RUN, (*RUN, "--only-changed")):
        ended = harm(root, *words)
        assert (ended.code, TOLD in ended.text) == (3, True), ended.text
    shutil.copy(right, root / REGISTER)
    if kept is without_anchor:
        assert harm(root, *RUN).code == 0
        assert harm(root, "register", "verify", ".").code == 0


@pytest.mark.parametrize("kept", [without_anchor, without_seal])
def test_a_register_that_is_gone_is_told_by_every_later_run(harm: Harm, root: Path, kept: Change) -> None:
    kept(root)
    gone(root)
    assert harm(root, "register", "verify", ".").code == 2
    for _ in range(2):
        ended = harm(root, *RUN)
        assert (ended.code, TOLD in ended.text) == (3, True), ended.text


def test_an_anchor_on_another_disk_outlives_the_workspace_put_back_whole(
    harm: Harm, root: Path, tmp_path: Path
) -> None:
    config = root / "merito.toml"
    away = tmp_path / "altrove.txt"
    config.write_text(config.read_text(encoding="utf-8").replace(ANCHOR, str(away)), encoding="utf-8")
    backup = shutil.copytree(root, tmp_path / "copia")
    assert harm(root, *RUN).code == 0
    shutil.rmtree(root)
    shutil.copytree(backup, root)
    ended = harm(root, *RUN)
    assert (ended.code, f"{away}, riga 1: la voce 6 era " in ended.text) == (3, True), ended.text


@pytest.mark.parametrize("name", [ANCHOR, SEAL])
def test_a_head_kept_outside_that_was_altered_is_told(harm: Harm, root: Path, name: str) -> None:
    chance, path = random.Random(SEED), root / name
    whole = path.read_text(encoding="ascii")
    known = lines(root)[-1].split(" ")[1]
    at = whole.index(known) + chance.randrange(len(known))
    for other in ("f" if whole[at] != "f" else "0", "x"):
        path.write_text(whole[:at] + other + whole[at + 1 :], encoding="ascii")
        for words, code in ((("register", "verify", "."), 1), (RUN, 3)):
            ended = harm(root, *words)
            assert (ended.code, name.removeprefix("out/") in ended.text) == (code, True), ended.text


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"entry": true, "hash": "x"}', b"\xff", b"[" * 100_000])
def test_an_invalid_head_next_to_results_is_reported_without_a_traceback(
    harm: Harm, root: Path, content: bytes
) -> None:
    (root / SEAL).write_bytes(content)
    ended = harm(root, "register", "verify", ".")
    assert (ended.code, "alfa/register-2020.json: è stato alterato" in ended.text) == (1, True), ended.text


def test_an_anchor_that_cannot_be_written_is_told_and_the_results_stand(harm: Harm, root: Path) -> None:
    config = root / "merito.toml"
    config.write_text(config.read_text(encoding="utf-8").replace(ANCHOR, "non/c'è.txt"), encoding="utf-8")
    ended = harm(root, *RUN)
    assert (ended.code, "registro: l'ancora non è scritta: " in ended.text) == (3, True), ended.text
    assert harm(root, "register", "verify", ".").code == 0


@pytest.mark.parametrize(
    ("anchor", "told"),
    [
        ('"out/ancora.txt"', "«anchor» è tra i risultati"),
        (f'"{REGISTER}"', "«anchor» è il registro stesso"),
        ('"enti"', "enti c'è e non è un file"),
        ("7", "«anchor» deve essere un file tra virgolette"),
    ],
)
def test_an_anchor_that_vouches_for_nothing_is_refused(harm: Harm, root: Path, anchor: str, told: str) -> None:
    config = root / "merito.toml"
    config.write_text(config.read_text(encoding="utf-8").replace(f'"{ANCHOR}"', anchor), encoding="utf-8")
    ended = harm(root, *RUN)
    assert (ended.code, told in ended.text) == (2, True), ended.text
