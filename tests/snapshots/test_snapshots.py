"""The examples give what they gave before: a changed figure, state or word shows here, and is renewed on purpose."""

from difflib import unified_diff
from pathlib import Path

import pytest
from snapshots.examples import RENEW, TAKEN, Taken, given, kept

MOST_LINES = 40


@pytest.mark.parametrize("taken", TAKEN, ids=lambda taken: taken.name)
def test_an_example_gives_what_its_snapshot_holds(taken: Taken, tmp_path: Path) -> None:
    now, before = given(taken, tmp_path), kept(taken)
    assert now.keys() == before.keys()
    changed = [name for name in now if now[name] != before[name]]
    lines = [line for name in changed for line in _difference(name, before[name], now[name])]
    shown = "\n".join(line[:300] for line in lines[:MOST_LINES])
    assert not changed, f"{len(changed)} files differ; if that is meant: {RENEW}\n{shown}"


def _difference(name: str, before: str, now: str) -> list[str]:
    return list(unified_diff(before.splitlines(), now.splitlines(), name, name, lineterm="", n=0))
