"""Files about persons are readable only by their owner, whatever the system's default mode is."""

import stat
from pathlib import Path

FOLDER, FILE = 0o700, 0o600


def for_owner_alone(folder: Path) -> None:
    """Removes the rights of others from a folder and its content; narrower modes are kept. Raises OSError."""
    for path in (folder, *folder.rglob("*")):
        most = FOLDER if path.is_dir() else FILE
        path.chmod(stat.S_IMODE(path.stat().st_mode) & most)
