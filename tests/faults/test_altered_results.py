"""Altered results are noticed by a run and by verify, in any file, even with the same length."""

import hashlib
import json
import random
import re
import shutil
from pathlib import Path

import pytest
from faults.harmed import DAY, Files, Harm, Known, files

SEED = 11
RUN = ("run", ".", "--as-of", DAY)
AGAIN = (*RUN, "--only-changed")


@pytest.fixture(scope="module")
def ran(harm: Harm, known: Known, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small workspace, run on the later day."""
    root = known.copy(tmp_path_factory.mktemp("ran") / "spazio")
    assert harm(root, *RUN).code == 0
    return root


@pytest.fixture
def root(ran: Path, tmp_path: Path) -> Path:
    """That workspace, to be altered."""
    return Path(shutil.copytree(ran, tmp_path / "spazio"))


def results(root: Path) -> Path:
    return root / "out" / "alfa" / "2020"


def written(root: Path) -> Files:
    return files(results(root))


def altered(content: bytes, chance: random.Random) -> bytes:
    """Changes one byte of a file, keeping its length."""
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :]


def entries(harm: Harm, root: Path) -> int:
    return len(json.loads(harm(root, "history", "alfa", "--json").text)["entries"])


# By what a folder of results is recognised.
SUMMARY = "summary.json"


def test_what_stands_as_it_was_written_is_not_run_again(harm: Harm, root: Path) -> None:
    before = entries(harm, root)
    assert harm(root, *AGAIN).code == 0
    assert entries(harm, root) == before


@pytest.mark.long
def test_only_changed_sees_one_byte_of_any_file_of_results(harm: Harm, root: Path) -> None:
    chance, whole = random.Random(SEED), written(root)
    assert {"grades.csv", "results.xlsx", "index.html", "rests_on.json", "summary.json"} <= set(whole)
    for name, content in whole.items():
        (results(root) / name).write_bytes(altered(content, chance))
        standing, ran = written(root), harm(root, *AGAIN)
        if name == SUMMARY and ran.code == 1:  # nothing shows any longer that merito wrote the others
            assert "la cartella non si tocca" in ran.text
            assert written(root) == standing, name
            (results(root) / name).write_bytes(content)
        assert written(root) == whole, name


def test_only_changed_sees_a_file_altered_together_with_its_hash_beside_it(harm: Harm, root: Path) -> None:
    whole = written(root)
    for name in ("grades.csv", "results.xlsx"):
        before = json.loads(whole[SUMMARY])["hashes"][name]
        (results(root) / name).write_bytes(altered(whole[name], random.Random(SEED)))
        new = hashlib.sha256((results(root) / name).read_bytes()).hexdigest()
        (results(root) / SUMMARY).write_bytes(whole[SUMMARY].replace(before.encode(), new.encode()))
        assert harm(root, *AGAIN).code == 0
        assert written(root) == whole, name


def test_only_changed_sees_earlier_results_put_back(harm: Harm, known: Known, root: Path) -> None:
    shutil.rmtree(root / "out")
    shutil.copytree(known.root / "out", root / "out")
    before = entries(harm, root)
    assert harm(root, "run", ".", "--as-of", "2021-06-30", "--only-changed").code == 0
    assert entries(harm, root) == before + 1


def verified(harm: Harm, root: Path) -> tuple[int, list[str], list[str]]:
    ended = harm(root, "register", "verify", ".", "--json")
    told = json.loads(ended.text)
    assert told["problems"] == []
    return ended.code, told["results"]["problems"], told["results"]["remarks"]


def test_verify_compares_the_results_as_they_were_written(harm: Harm, root: Path) -> None:
    assert verified(harm, root) == (0, [], [])
    told = harm(root, "register", "verify", ".").text
    assert "i risultati sono quelli del registro; cartelle 1" in told


def test_a_sum_paid_that_was_made_another_of_the_same_length_is_named(harm: Harm, tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "examples" / "comunita-montane"
    place = tmp_path / "comuni"
    shutil.copytree(example, place, ignore=shutil.ignore_patterns("out", "registro.sqlite*"))
    harm(place, "run", ".", "--as-of", "2022-07-31")
    assert verified(harm, place)[0] == 0
    (path,) = sorted((place / "out").glob("*/2021/rewards.csv"))[:1]
    content = path.read_text(encoding="utf-8")
    sum_paid = next(cell for cell in content.replace("\n", ",").split(",") if re.fullmatch(r"[1-8]\d{3}\.\d\d", cell))
    path.write_text(content.replace(sum_paid, f"9{sum_paid[1:]}"), encoding="utf-8")
    code, problems, _ = verified(harm, place)
    (problem,) = problems
    assert code == 1
    assert problem.startswith(f"{path.parents[1].name}/2021/rewards.csv: alterato, non è quello della voce ")


@pytest.mark.long
def test_verify_names_each_file_that_is_altered_missing_or_foreign(harm: Harm, root: Path) -> None:
    chance, whole = random.Random(SEED), written(root)
    for name, content in whole.items():
        (results(root) / name).write_bytes(altered(content, chance))
        assert verified(harm, root) == (1, [f"alfa/2020/{name}: alterato, non è quello della voce 2"], [])
        (results(root) / name).unlink()
        assert verified(harm, root) == (1, [f"alfa/2020/{name}: manca (voce 2)"], [])
        (results(root) / name).write_bytes(content)
    (results(root) / "altro.csv").write_text("x", encoding="utf-8")
    told = "alfa/2020/altro.csv: estraneo, la voce 2 non lo ha scritto"
    assert verified(harm, root) == (1, [told], [])


def test_verify_names_a_folder_that_is_gone_and_one_that_no_run_has_written(harm: Harm, root: Path) -> None:
    results(root).rename(root / "out" / "alfa" / "2019")
    gone, foreign = "alfa/2020: la cartella dei risultati manca (voce 2)", "alfa/2019: risultati di nessuna esecuzione"
    code, problems, _ = verified(harm, root)
    assert (code, problems) == (1, [gone, f"{foreign} del registro"])


def test_earlier_results_put_back_are_told_as_such(harm: Harm, known: Known, root: Path) -> None:
    shutil.rmtree(root / "out")
    shutil.copytree(known.root / "out", root / "out")
    told = "alfa/2020: sono i risultati della voce 1, non dell'ultima, la voce 2"
    assert verified(harm, root) == (1, [told], [])


def test_results_that_a_failed_run_has_marked_as_superseded_are_whole(harm: Harm, root: Path) -> None:
    units = root / "enti" / "alfa" / "2020" / "units.csv"
    units.write_text("id,name\nU1,Ufficio\nU1,Ufficio\n", encoding="utf-8")
    assert harm(root, *RUN).code == 1
    assert json.loads(written(root)["summary.json"])["stale"] is not None
    assert verified(harm, root) == (0, [], [])
