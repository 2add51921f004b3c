"""The two lines that register a plugin in a checkout of merito: its entry point and its package."""

import re

from merito.testing.starter.names import Named

ENTRY_POINTS = re.compile(r'(\[project\.entry-points\."merito\.regulations"\]\n(?:[^\[\n]+\n)+)')
PACKAGES = re.compile(r"(\[tool\.hatch\.build\.targets\.wheel\]\npackages = \[\n(?:    [^\]\n]+\n)+)")


def with_plugin(text: str, named: Named) -> str:
    """The text of pyproject.toml with the two lines. Raises ValueError if they have no place, or exist already."""
    lines = {
        ENTRY_POINTS: f'{named.name} = "{named.package}.regulation:regulation"\n',
        PACKAGES: f'    "plugins/{named.name}/{named.package}",\n',
    }
    for place, line in lines.items():
        if line in text:
            raise ValueError(f"{line.strip()} is there already")
        text, found = place.subn(lambda match, line=line: match[1] + line, text, count=1)  # type: ignore[misc]
        if not found:
            raise ValueError(f"no place found for the line {line.strip()}: write it there by hand in a plain checkout")
    return text
