"""A command is killed: everything is old or new, complete, and repeating the command gives its normal results."""

from collections.abc import Mapping
from pathlib import Path
from random import Random

from attrs import Factory, define
from faults.harmed import KILLED, Harm, Ran, left_over
from harm.cases import Ended, counted
from harm.scenes import (
    ADOPT,
    ALONE,
    CHANGED,
    OF_SEVERAL,
    PLANS,
    REGISTER,
    Scene,
    kept,
    numbered,
    parts,
    prepared,
)

from merito import Register
from merito.register.store import RUN

OF_SEVERAL_EVERY = 8  # the processes of several enti take ten times as long to start
BY_THE_CLOCK_EVERY = 8
FROM_THE_BEGINNING_EVERY = 10
WITHIN = (0.02, 0.6)  # seconds


@define
class Kills:
    """Kills commands in copies of small workspaces, each made once."""

    harm: Harm
    place: Path
    _scenes: dict[str, Scene] = Factory(dict)

    def __call__(self, draw: Random, root: Path) -> Ended:
        names = OF_SEVERAL if not draw.randrange(OF_SEVERAL_EVERY) else ALONE
        name = draw.choice([*names])
        scene = self._scene(name)
        space = scene.copy(root / "space")
        how = "clock" if not draw.randrange(BY_THE_CLOCK_EVERY) else "call"
        ran = self._by_the_clock(draw, scene, space) if how == "clock" else self._at_a_call(draw, scene, space)
        stood = self._stands(scene, space)
        self._goes_on(draw, scene, space)
        killed = "kills" if ran.code < 0 else "ended before its kill"
        return counted(killed, f"killed by {how}", f"{name}: {stood}")

    def _scene(self, name: str) -> Scene:
        if name not in self._scenes:
            self._scenes[name] = prepared(PLANS[name], self.place / str(len(self._scenes)), self.harm)
        return self._scenes[name]

    def _at_a_call(self, draw: Random, scene: Scene, space: Path) -> Ran:
        whole = scene.whole
        began = whole.began or 1
        near = [at for turn in whole.turns for at in (turn, turn + 1) if at <= whole.calls]
        if not draw.randrange(FROM_THE_BEGINNING_EVERY):
            at = draw.randint(1, whole.calls)
        else:
            at = draw.choice(near) if near and draw.random() < 0.4 else draw.randint(began, whole.calls)
        (space.parent / "kill.txt").write_text(f"{' '.join(scene.plan.words)}\ncall {at} of {whole.calls}\n")
        ran = self.harm(space, *scene.plan.words, kind="kill", at=at)
        # How often a parent reads the pipes of its processes is random: it may have ended before that call.
        assert ran.code == KILLED or (len(scene.plan.enti) > 1 and ran.code == scene.whole.code), ran.text
        return ran

    def _by_the_clock(self, draw: Random, scene: Scene, space: Path) -> Ran:
        after = draw.uniform(*WITHIN) * (3 if len(scene.plan.enti) > 1 else 1)
        (space.parent / "kill.txt").write_text(f"{' '.join(scene.plan.words)}\nafter {after} seconds\n")
        ran = self.harm(space, *scene.plan.words, kind="alarm", after=after)
        assert ran.code in (KILLED, scene.whole.code), ran.text
        return ran

    def _stands(self, scene: Scene, space: Path) -> str:
        """Every folder of results, and every other file, is the old one or the new; so is the register."""
        old, new, found = parts(scene.old), parts(scene.new), parts(kept(space))
        assert found.keys() <= old.keys() | new.keys(), sorted(found.keys() - old.keys() - new.keys())
        mixed = [name for name in old | new if found.get(name) not in (old.get(name), new.get(name))]
        assert not mixed, f"neither old nor new: {mixed}"
        self._registered(scene, space, found, new)
        if old == new:  # a command that writes only in the register
            return "new" if len(numbered(space)) > scene.entries else "old"
        return "new" if found == new else "old" if found == old else "some of each"

    def _registered(self, scene: Scene, space: Path, found: Mapping[str, object], new: Mapping[str, object]) -> None:
        """The register is intact, and has no entry whose results are missing."""
        entries = numbered(space)
        assert len(entries) >= scene.entries
        if entries:
            assert Register(space).verify().problems == ()
        for number, (kind, ente) in entries.items():
            if number > scene.entries and kind == RUN:
                folder = f"out/{ente}/2020"
                assert found.get(folder) == new[folder], f"entry {number} of {ente}, whose results are not there"

    def _goes_on(self, draw: Random, scene: Scene, space: Path) -> None:
        """Repeating the command, or with `--only-changed`, gives what the first would have given, and no more."""
        words, code = scene.plan.words, scene.whole.code
        if words[0] == "run" and "--only-changed" not in words and draw.random() < 0.5:
            words = (*words, "--only-changed")
        again = self.harm(space, *words)
        if words == ADOPT:
            again = self._adopted(again, space)
        assert again.code == code, again.text
        assert kept(space) == scene.new, f"{' '.join(words)} gives something else\n{again.text}"
        assert left_over(space) == [], f"left over: {left_over(space)}"
        assert len(numbered(space)) >= scene.entries + (words == ADOPT)
        if (space / REGISTER).is_file():
            checked = self.harm(space, "register", "verify", ".")
            assert checked.code == 0, checked.text

    def _adopted(self, again: Ran, space: Path) -> Ran:
        """It may have been adopted before the kill; the next run removes what that left next to the results."""
        assert again.code == 0 or "già adottata" in again.text, again.text
        return self.harm(space, *CHANGED)
