"""The formats of results: always CSV tables, and optionally workbooks and pages."""

from collections.abc import Iterable

from merito.workspace.heads import suggestion

CSV, XLSX, HTML = "csv", "xlsx", "html"
FORMATS = (CSV, XLSX, HTML)
WANTED = 'atteso un elenco tra csv, xlsx e html, come ["csv", "xlsx"]'


def formats_problem(given: object) -> str:
    """What is wrong with the requested formats (Italian), or an empty text."""
    if not isinstance(given, list | tuple) or not all(isinstance(one, str) for one in given):
        return f"trovato «{given}», {WANTED}"
    strange = [one for one in given if one not in FORMATS]
    if strange:
        return f"il formato «{strange[0]}» non c'è, {WANTED}. {suggestion(strange[0], FORMATS)}".rstrip()
    return ""


def in_order(given: Iterable[str]) -> tuple[str, ...]:
    """The formats, each once, in their order; CSV is always among them."""
    asked = {CSV, *given}
    return tuple(one for one in FORMATS if one in asked)
