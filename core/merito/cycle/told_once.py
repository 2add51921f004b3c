"""Reasons in one line, each told once, also where one of them holds another."""

import re
from collections.abc import Iterable

PARTS = re.compile(r"; (?![^()]*\))")  # not between the articles in a bracket
AFTER = re.compile(": ")


def told_once(reasons: Iterable[str]) -> str:
    """The reasons joined; what one says word for word after another, or at the end of it, is left out."""
    parts = dict.fromkeys(part for reason in reasons if reason for part in PARTS.split(reason))
    ends = {part[found.end() :] for part in parts for found in AFTER.finditer(part)}
    return "; ".join(part for part in parts if part not in ends)
