"""Who may read files about persons: the owner alone, whatever the system gives to new files."""

import stat
from pathlib import Path

FOLDER, FILE = 0o700, 0o600


def for_owner_alone(folder: Path) -> None:
    """Takes the rights of all others from a folder and what is in it; narrower ones stay. Raises OSError."""
    for path in (folder, *folder.rglob("*")):
        most = FOLDER if path.is_dir() else FILE
        path.chmod(stat.S_IMODE(path.stat().st_mode) & most)
