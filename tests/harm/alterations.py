"""Somebody has altered a register: either `register verify` reports it, or what is read is unchanged."""

import json
from pathlib import Path
from random import Random

from attrs import Factory, define
from faults.harmed import Harm, Ran
from harm.alterations_drawn import WAYS
from harm.cases import Ended, counted
from harm.registers_kept import Kept, kept, read_of

PATIENCE = 120  # seconds; a busy register is retried for a minute
READINGS = (
    *(("history", "alfa"), ("show", "1", "--json"), ("show", "adopted"), ("diff", "1", "3"), ("status", ".")),
    *(("register", "digest"), ("adopt", "5", "--act", "A2", "--with-suspended", "--replace", "--as-of", "2022-02-01")),
    *(("run", ".", "--ente", "alfa", "--as-of", "2021-12-31", *more) for more in ((), ("--only-changed",))),
)


@define
class Alterations:
    """Alters copies of two registers, one with an anchor and one without, each made once."""

    harm: Harm
    place: Path
    _kept: dict[bool, tuple[Kept, tuple[object, ...]]] = Factory(dict)

    def __call__(self, draw: Random, root: Path) -> Ended:
        sound, read = self._sound(bool(draw.randrange(2)))
        space = sound.copy(root / "space")
        way = draw.choices([*WAYS], [*WAYS.values()])[0]
        told = way(draw, sound, space)
        (root / "alteration.txt").write_text(f"{way.__name__}: {told}\n", encoding="utf-8")
        verified = self._ended(space, "register", "verify", ".", "--json")
        if verified.code == 0:
            assert read_of(space) == read, f"{told}: not told, and something else is read"
            ended = "without effect on what is read"
        else:
            _says_why(verified)
            ended = "told"
        self._ended(space, *draw.choice(READINGS))
        return counted("alterations", f"{way.__name__}: {ended}", ended)

    def _sound(self, anchored: bool) -> tuple[Kept, tuple[object, ...]]:
        if anchored not in self._kept:
            sound = kept(self.place / f"anchored-{anchored}", self.harm, anchored)
            assert (checked := self.harm(sound.root, "register", "verify", ".")).code == 0, checked.text
            self._kept[anchored] = sound, read_of(sound.root)
        return self._kept[anchored]

    def _ended(self, space: Path, *words: str) -> Ran:
        """Runs a command that must end by itself, with one of merito's own codes; a traceback fails in `harm`."""
        ran = self.harm(space, *words, kind="alarm", after=PATIENCE)
        assert ran.code in (0, 1, 2, 3), f"{' '.join(words)} ended with {ran.code}\n{ran.text}"
        return ran


def _says_why(verified: Ran) -> None:
    if verified.code == 2:
        assert verified.text.strip()
        return
    told = json.loads(verified.text)
    assert told["problems"] or told["results"]["problems"], verified.text
