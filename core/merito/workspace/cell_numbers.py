"""Parses numbers, percents and sums in cells, in the locale of the file: what may be meant in two ways is refused."""

import re
from decimal import Decimal, InvalidOperation

from merito.workspace.cells import Cell, CellError, Native

_IT_NUMBER = re.compile(r"-?(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:,\d+)?", re.ASCII)
_EN_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_THOUSANDS = re.compile(r"\.\d{3}$")
_DIGITS, _LARGEST = 40, Decimal(10) ** 18


def read_number(cell: Cell, locale: str, mark: str = "") -> Decimal:
    """A number; `1.234,56` in the Italian locale, `1234.56` in the English one. `mark` is what followed it."""
    if isinstance(cell, Native):
        return _native_number(cell, percent=False)
    if len(cell) > _DIGITS:
        raise CellError(_expected_number(locale), "Il numero è troppo lungo.")
    pattern = _IT_NUMBER if locale == "it" else _EN_NUMBER
    if not pattern.fullmatch(cell):
        raise CellError(_expected_number(locale), _number_remedy(cell, locale, mark))
    return _in_bounds(Decimal(cell.replace(".", "").replace(",", ".") if locale == "it" else cell))


def read_points(cell: Cell, locale: str) -> Decimal:
    """A number that is not negative."""
    value = read_number(cell, locale)
    if value < 0:
        raise CellError("un numero non negativo")
    return value


def read_percent(cell: Cell, locale: str) -> Decimal:
    """Percent points: `90%` as text or by the cell's format is 90; a bare number between 0 and 1 is refused."""
    if isinstance(cell, Native):
        return _native_number(cell, percent=True)
    if cell.endswith("%"):
        return read_number(cell[:-1].rstrip(), locale, "%")
    return _not_a_share(read_number(cell, locale), cell)


def read_weight(cell: Cell, locale: str) -> Decimal:
    """Percent points, not negative."""
    value = read_percent(cell, locale)
    if value < 0:
        raise CellError("un peso non negativo, in punti percentuali")
    return value


def read_money(cell: Cell, locale: str) -> Decimal:
    """Euro with at most two decimals, not negative."""
    value = read_points(cell, locale)
    try:
        cents = value.quantize(Decimal("0.01"))
    except InvalidOperation:
        raise CellError("un importo in euro", "Il numero è troppo grande.") from None
    if value != cents:
        raise CellError("un importo in euro con al massimo due decimali")
    return cents


def _in_bounds(value: Decimal) -> Decimal:
    if abs(value) >= _LARGEST:
        raise CellError("un numero", "Il numero è troppo grande.")
    return value


def _native_number(cell: Native, *, percent: bool) -> Decimal:
    if isinstance(cell.value, bool) or not isinstance(cell.value, Decimal):
        raise CellError("un numero", "Dare alla cella il formato numero.")
    if cell.percent:
        if not percent:
            raise CellError("un numero", "La cella ha il formato percentuale: la colonna vuole un numero semplice.")
        return _in_bounds(cell.value) * 100
    return _in_bounds(_not_a_share(cell.value, cell.text) if percent else cell.value)


def _not_a_share(value: Decimal, written: str) -> Decimal:
    if 0 < value < 1:
        points = f"{(value * 100).normalize():f}".replace(".", "," if "," in written else ".")
        raise CellError(
            "punti percentuali (90, oppure 90%)",
            f"«{written}» può voler dire {written}% o {points}%: scrivere il segno %.",
        )
    return value


def _expected_number(locale: str) -> str:
    return "un numero come 1.234,56" if locale == "it" else "un numero come 1234.56"


def _number_remedy(written: str, locale: str, mark: str) -> str:
    if locale == "it" and _EN_NUMBER.fullmatch(written):
        comma = f"È ambiguo: scrivere {written.replace('.', ',')}{mark} se il punto separa i decimali"
        whole = f"{written.replace('.', '').lstrip('0') or '0'}{mark}"
        return f"{comma}, {whole} se separa le migliaia." if _THOUSANDS.search(written) else f"{comma}."
    if locale == "en" and _IT_NUMBER.fullmatch(written):
        return "Il file è dichiarato in locale «en»: decimali col punto, nessun separatore delle migliaia."
    if written.endswith("%"):
        try:
            points = read_number(written[:-1].rstrip(), locale)
        except CellError:
            return "Qui va un numero senza il segno %."
        plain, share = (f"{one.normalize():f}" for one in (points, points / 100))
        told = f"Qui va un numero senza il segno %: {plain}, oppure {share} se è una quota."
        return told.replace(".", ",").removesuffix(",") + "." if locale == "it" else told
    return "Scrivere solo il numero, senza spazi, simboli o unità di misura."
