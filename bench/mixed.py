"""Writes enti of every regulation side by side, grown from the examples: one workspace that includes one of each.

python bench/nation.py FOLDER --mixed --enti 300
"""

import json
import random
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

from grown import ENTE, GROWN, write_grown
from nation import MARK

STAFF = (4, 8, 12)
"""Bergamo's example is small: its staff stand so many times in an ente; the other examples are taken as they are."""
AS_OF = "2022-12-31"


def write_mixed(folder: Path, enti: int, seed: int) -> Path:
    """Writes a new workspace of so many enti, as many of each regulation; some 100 people in the mean."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise SystemExit(f"{folder}: it is there and is not a nation; it is left alone")
    shutil.rmtree(folder, ignore_errors=True)
    rng, people = random.Random(f"{seed}: mixed"), 0
    for place, (name, of) in enumerate(GROWN.items()):
        count = enti // len(GROWN) + (place < enti % len(GROWN))
        times = Counter(rng.choice(STAFF) if of.staff > 1 else of.staff for _ in range(count))
        (folder / name / "enti").mkdir(parents=True)
        number = 0
        for staff, alike in sorted(times.items()):
            root = folder / f"{name}-{staff}"
            people += alike * write_grown(root, replace(of, staff=staff), of.smallest, enti=alike)
            for ente in sorted((root / "enti").iterdir()):
                number += 1
                _move(ente, folder / name / "enti" / f"{name[:2]}{number:04d}")
            (root / "merito.toml").replace(folder / name / "merito.toml")
            shutil.rmtree(root)
    (folder / "merito.toml").write_text(
        f'[workspace]\ninclude = {json.dumps(list(GROWN))}\nyear = 2021\nout = "out"\nlocale = "it"\n', encoding="utf-8"
    )
    told = {"seed": seed, "enti": enti, "people": people, "mean": people // enti, "mixed": True}
    (folder / MARK).write_text(json.dumps(told) + "\n", encoding="utf-8")
    return folder


def _move(ente: Path, to: Path) -> None:
    """An ente under another id."""
    config = ente / "ente.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace(f'id = "{ente.name}"', f'id = "{to.name}"', 1), encoding="utf-8")
    assert ente.name.startswith(ENTE)
    ente.rename(to)
