"""Results that somebody has altered are seen, of the same length too, and whichever file it was."""

import hashlib
import json
import random
import shutil
from pathlib import Path

import pytest
from faults.harmed import DAY, Files, Harm, Known, files

SEED = 11
RUN = ("run", ".", "--as-of", DAY)
AGAIN = (*RUN, "--only-changed")


@pytest.fixture(scope="module")
def ran(harm: Harm, known: Known, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small workspace, run at the later day."""
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
    """One byte of a file made another: of the same length."""
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :]


def entries(harm: Harm, root: Path) -> int:
    return len(json.loads(harm(root, "history", "alfa", "--json").text)["entries"])


def test_what_stands_as_it_was_written_is_not_run_again(harm: Harm, root: Path) -> None:
    before = entries(harm, root)
    assert harm(root, *AGAIN).code == 0
    assert entries(harm, root) == before


def test_only_changed_sees_one_byte_of_any_file_of_results(harm: Harm, root: Path) -> None:
    chance, whole = random.Random(SEED), written(root)
    assert {"grades.csv", "results.xlsx", "index.html", "riservato/sizes.json", "summary.json"} <= set(whole)
    for name, content in whole.items():
        (results(root) / name).write_bytes(altered(content, chance))
        assert harm(root, *AGAIN).code == 0
        assert written(root) == whole, name


def test_only_changed_sees_a_file_altered_together_with_its_hash_beside_it(harm: Harm, root: Path) -> None:
    whole = written(root)
    for name, told in (("grades.csv", "summary.json"), ("riservato/results.xlsx", "riservato/hashes.json")):
        listed = json.loads(whole[told])
        before = listed["hashes"][name] if told == "summary.json" else listed[name]
        (results(root) / name).write_bytes(altered(whole[name], random.Random(SEED)))
        new = hashlib.sha256((results(root) / name).read_bytes()).hexdigest()
        (results(root) / told).write_bytes(whole[told].replace(before.encode(), new.encode()))
        assert harm(root, *AGAIN).code == 0
        assert written(root) == whole, name


def test_only_changed_sees_earlier_results_put_back(harm: Harm, known: Known, root: Path) -> None:
    shutil.rmtree(root / "out")
    shutil.copytree(known.root / "out", root / "out")
    before = entries(harm, root)
    assert harm(root, "run", ".", "--as-of", "2021-06-30", "--only-changed").code == 0
    assert entries(harm, root) == before + 1
