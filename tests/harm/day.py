"""A day of harm: rounds of every kind, from a seed, which can be continued."""

import json
import shutil
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attrs import Factory, define
from faults.harming import harming
from harm.alterations import Alterations
from harm.cases import Kind, draw_of
from harm.kills import Kills
from harm.misreadings import misreading
from harm.results_altered import AlteredResults
from harm.tables import mutated_table

KILLS, TABLES, ALTERATIONS = "kills", "tables", "alterations"
RESULTS, MISREADINGS = "results", "misreadings"
ROUND = {KILLS: 1, ALTERATIONS: 1, RESULTS: 1, MISREADINGS: 30, TABLES: 100}
MOST_KEPT = 100
MEMORY = Path("/dev/shm")


@define
class State:
    """The seed, the number that each kind has reached, the counters, and what went wrong, by kind and number."""

    seed: str
    reached: dict[str, int] = Factory(lambda: dict.fromkeys(ROUND, 0))
    counts: Counter[str] = Factory(Counter)
    wrong: dict[str, str] = Factory(dict)
    seconds: float = 0.0

    @classmethod
    def of(cls, file: Path, seed: str | None) -> "State":
        """The state in a file, or a new one. Raises ValueError if the file is of another seed."""
        if not file.is_file():
            return cls(seed or "1")
        told = json.loads(file.read_text(encoding="utf-8"))
        if seed not in (None, told["seed"]):
            raise ValueError(f"{file} is of the seed {told['seed']}, not of {seed}")
        return cls(**{**told, "counts": Counter(told["counts"])})

    def write(self, file: Path) -> None:
        told = {name: getattr(self, name) for name in ("seed", "reached", "counts", "wrong", "seconds")}
        new = file.with_name(f".{file.name}.new")
        new.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        new.replace(file)


@define
class Day:
    """Does harm case by case; the files of a case that did damage are copied below `damage`."""

    kinds: Mapping[str, Kind]
    place: Path
    damage: Path | None = None

    def case(self, state: State, kind: str, number: int) -> None:
        """One case, which is counted, and recorded if something is wrong."""
        root = self.place / "case"
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir()
        try:
            state.counts.update(self.kinds[kind](draw_of(state.seed, kind, number), root).counts)
        except Exception as error:
            state.counts[f"{kind} that did damage"] += 1
            state.wrong[f"{kind}:{number}"] = _told(error)
            self._keep(root, f"{kind}-{number}", error, len(state.wrong))

    def round(self, state: State) -> None:
        """The next cases of every kind, in their proportions."""
        for kind, many in ROUND.items():
            for _ in range(many):
                state.reached[kind] += 1
                self.case(state, kind, state.reached[kind])

    def _keep(self, root: Path, name: str, error: Exception, known: int) -> None:
        if self.damage is None or known > MOST_KEPT:
            return
        kept = self.damage / name
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(root, kept)
        (kept / "why.txt").write_text("".join(traceback.format_exception(error)), encoding="utf-8")


@contextmanager
def day_of_harm(damage: Path | None = None) -> Iterator[Day]:
    """Everything that harm needs, in a folder of its own, in memory if the system has such a folder."""
    with TemporaryDirectory(prefix="merito-harm-", dir=MEMORY if MEMORY.is_dir() else None) as name:
        place = Path(name)
        with harming(place / "warm") as harm:
            kinds: dict[str, Any] = {
                KILLS: Kills(harm, place / "scenes"),
                TABLES: mutated_table,
                MISREADINGS: misreading,
                ALTERATIONS: Alterations(harm, place / "kept"),
                RESULTS: AlteredResults(harm, place / "results"),
            }
            yield Day(kinds, place, damage)


def _told(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} ({Path(last.filename).name}, line {last.lineno}): {str(error)[-600:]}"
