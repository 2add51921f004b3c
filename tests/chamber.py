"""The example of a chamber of commerce that is run and printed: its day, its folder, its forms."""

from pathlib import Path

DATE = ("--as-of", "2022-07-31")
ENTE = "enti/camera-di-prova"


def forms_of(root: Path) -> Path:
    return root / "out/camera-di-prova/2021-moduli"
