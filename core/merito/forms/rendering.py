"""Fills a template: values escaped, line ends kept, the archive packed with fixed dates and each part once."""

import io
import zipfile
from collections.abc import Mapping

from markupsafe import Markup, escape

from merito.forms.package import TYPES
from merito.forms.templates import Ready, filled

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
NEW_LINE = Markup('</w:t><w:br/><w:t xml:space="preserve">')
CORE, CREATED = "docProps/core.xml", b"2013-12-23T23:15:00Z"


def rendered(template: Ready, tags: Mapping[str, object]) -> bytes:
    """The document of one sheet: the same tags give the same bytes. Raises FormTemplateError."""
    values = {name: _shown(value) for name, value in tags.items()}
    parts = dict(template.parts)
    for name in template.compiled:
        parts[name] = filled(template, name, values)
    return packed(parts)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """An archive of those parts, each once, compressed, with fixed dates; the list of content types comes first."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda one: (one != TYPES, one)):
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, parts[name])
    return buffer.getvalue()


def _shown(value: object) -> object:
    """A value as written in a document: text is escaped, line by line."""
    if isinstance(value, str):
        return NEW_LINE.join(escape(line) for line in value.split("\n"))
    if isinstance(value, dict):
        return {name: _shown(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_shown(one) for one in value]
    return value
