"""What is known about the mutants of a sample, in a file: saved after each, so that a run may stop at any time."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import tomli
from attrs import asdict

from mutations import Mutant
from trial import DEAD, Verdict

SURVIVORS = Path(__file__).with_name("survivors.toml")


class State:
    """The verdicts on mutants, by id. A mutant whose text changes is a new one."""

    def __init__(self, path: Path, sample: Sequence[Mutant]) -> None:
        self.path, self.sample = path, sample
        known = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        self.verdicts = {id_: Verdict(**verdict) for id_, verdict in known.items()}

    @property
    def waiting(self) -> list[Mutant]:
        """The mutants of the sample without a verdict."""
        return [one for one in self.sample if one.id not in self.verdicts]

    def keep(self, mutant: Mutant, verdict: Verdict) -> None:
        self.verdicts[mutant.id] = verdict
        self._write()

    def _write(self) -> None:
        told = {id_: asdict(known) for id_, known in sorted(self.verdicts.items())}
        new = self.path.with_suffix(".new")
        new.write_text(json.dumps(told, indent=1), encoding="utf-8")
        new.replace(self.path)

    @property
    def killers(self) -> frozenset[str]:
        """The tests that have killed a mutant of the sample."""
        return frozenset(self.verdicts[one.id].by for one in self.sample if one.id in self.verdicts) - {""}

    def take_back(self, test: str) -> None:
        """Makes the mutants that a test has killed wait for a verdict again."""
        self.verdicts = {id_: verdict for id_, verdict in self.verdicts.items() if verdict.by != test}
        self._write()

    def forget_survivors(self) -> None:
        """Makes the survivors of the sample wait for a verdict again."""
        for one in self.sample:
            if one.id in self.verdicts and self.verdicts[one.id].outcome not in DEAD:
                del self.verdicts[one.id]

    def told(self) -> str:
        """The sample in a few lines: how many are killed, by kind, and each survivor with the reason."""
        known = [(one, self.verdicts[one.id]) for one in self.sample if one.id in self.verdicts]
        whys = explained()
        dead, every = Counter[str](), Counter[str]()
        for mutant, verdict in known:
            every[mutant.operator] += 1
            dead[mutant.operator] += verdict.outcome in DEAD
        lines = [f"{kind:12} {dead[kind]:4} of {count:4} killed" for kind, count in sorted(every.items())]
        for mutant, verdict in known:
            if verdict.outcome not in DEAD:
                why = whys.get(mutant.id, "not explained")
                lines.append(
                    f"{mutant.file}:{mutant.lines[1]} {verdict.outcome} ({verdict.tried} tests): {why}\n    {mutant.id}"
                )
        part = f"{100 * dead.total() / every.total():.1f}%" if every else "nothing"
        seconds = sum(verdict.seconds for _, verdict in known)
        return "\n".join([*lines, f"{dead.total()} of {every.total()} killed: {part} ({seconds:.0f} s of processor)"])


def explained() -> dict[str, str]:
    """The reasons why mutants survive, by id."""
    return {one["mutant"]: one["why"] for one in tomli.loads(SURVIVORS.read_text(encoding="utf-8")).get("survivor", [])}
