"""Files of results as they are written: their hashes and sizes are known from what went into them."""

from pathlib import Path

from attrs import Factory, define

from merito.workspace.files import content_hash


@define(eq=False)
class Files:
    """What has been written below a folder, by the path in it."""

    place: Path
    hashes: dict[str, str] = Factory(dict)
    sizes: dict[str, int] = Factory(dict)
    _folders: set[Path] = Factory(set)

    def write(self, name: str, content: str | bytes) -> None:
        """Writes a file, and the folders around it. Raises OSError."""
        coded = content.encode("utf-8") if isinstance(content, str) else content
        path = self.place / name
        if path.parent not in self._folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(path.parent)
        path.write_bytes(coded)
        self.hashes[name], self.sizes[name] = content_hash(coded), len(coded)

    def hashes_of(self, start: str) -> dict[str, str]:
        """The hashes of the files whose path begins so, in the order of their paths."""
        return {name: self.hashes[name] for name in sorted(self.hashes) if name.startswith(start)}

    def sizes_in_order(self) -> dict[str, int]:
        """The bytes of every file, folder by folder."""
        return {name: self.sizes[name] for name in sorted(self.sizes, key=lambda name: name.split("/"))}
