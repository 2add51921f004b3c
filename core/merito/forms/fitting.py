"""Selects the rows that a part of a form prints: those that meet its conditions, for the subject of the sheet."""

import re
from collections.abc import Iterator

from attrs import frozen

from merito.forms.rows import FormRow, Sources, folded
from merito.forms.signing import Signing
from merito.forms.titled import Titles
from merito.model.forms import PERSON, Form, Where

PLACE = re.compile(r"\{([^{}]+)\}")


@frozen(eq=False)
class Fitting:
    """Selects the rows of one form."""

    form: Form
    sources: Sources
    titles: Titles
    signing: Signing

    def rows(
        self, name: str, where: tuple[Where, ...], subject: str = "", beside: FormRow | None = None
    ) -> list[FormRow]:
        """The rows of a table that meet all conditions, for a subject, with the row joined to them."""
        equal = {one.column: tuple(self._wanted(one, subject, beside)) for one in where if not one.isnt}
        reserved = self.form.reserved
        rows = self.sources.where(name, reserved, equal) if equal else list(self.sources.rows(name, reserved))
        for one in where:
            rows = [row for row in rows if not one.isnt or folded(row.value(one.column)) not in one.isnt]
        return rows

    def _wanted(self, one: Where, subject: str, beside: FormRow | None) -> Iterator[str]:
        if one.among is None:
            yield from (self.filled(text, subject, beside) for text in one.equals)
            return
        for row in self.rows(one.among.rows, one.among.where, subject, beside):
            yield str(row.value(one.among.column) or "")

    def filled(self, text: str, subject: str, beside: FormRow | None = None) -> str:
        """A condition with its values: the subject, years, and cells of the joined row."""
        year = self.sources.record.dossier.year
        known = {
            "subject": subject,
            "title": self.titles.subject(self.form.per, subject),
            "year": str(year),
            "holder": f"{PERSON}:{self.signing.person(subject)}",
        } | {f"year{one:+}": str(year + one) for one in (-1, 1, 2)}

        def filled(found: re.Match[str]) -> str:
            if found[1] in known:
                return known[found[1]]
            return str(beside.value(found[1]) or "") if beside is not None else ""

        return PLACE.sub(filled, text)
