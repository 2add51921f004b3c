"""Joins reasons in one line, without repetitions, even if one contains another."""

import re
from collections.abc import Iterable

PARTS = re.compile(r"; (?![^()]*\))")  # but not between articles in brackets
AFTER = re.compile(": ")


def told_once(reasons: Iterable[str]) -> str:
    """The reasons joined; one that is repeated literally after, or at the end of, another is left out."""
    parts = dict.fromkeys(part for reason in reasons if reason for part in PARTS.split(reason))
    ends = {part[found.end() :] for part in parts for found in AFTER.finditer(part)}
    return "; ".join(part for part in parts if part not in ends)
