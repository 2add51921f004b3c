"""What may be told on a terminal."""

NEVER = {*map(chr, range(32)), *map(chr, range(0x7F, 0xA0)), *map(chr, range(0x202A, 0x202F)), "\ufffe", "\uffff"}


def printable(line: str) -> bool:
    """Whether a line holds nothing that moves a cursor, turns the direction of a text or is no character."""
    return not NEVER & set(line) and all(not "\ud800" <= one <= "\udfff" for one in line)
