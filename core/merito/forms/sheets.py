"""One sheet of a form, for one subject: the values of all tags that a template may use."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from attrs import define, field, frozen

from merito.forms.cells import NOT_COMPUTED, printed
from merito.forms.fitting import Fitting
from merito.forms.rows import FormRow, Sources
from merito.forms.signing import Signing
from merito.forms.standing import Provenance, standing
from merito.forms.titled import Titles
from merito.model.forms import ENTE, RESULTS, Form, FormColumn, FormPart
from merito.model.measured import PersonScore, Placement
from merito.model.messages import NOTHING, Message, Reader
from merito.model.money import Reward
from merito.model.states import State
from merito.numbers import day_text, fraction
from merito.wording.coded import STATES

Cells = dict[str, str]
Letter = Callable[[str], list[dict[str, object]]]
SCOPE, NO_VALUE = "scope", "—"
SHOWN_HASH, SHORT = 16, 160


@frozen(kw_only=True)
class Head:
    """What every sheet of an ente shows: the lines of its letterhead, who signs for its bodies, the run."""

    letterhead: tuple[str, ...]
    signatories: Mapping[str, str]
    provenance: Provenance


@define(eq=False)
class Sheets:
    """The sheets of one form for one ente and year; a `blank` one leaves out what is filled in later."""

    form: Form
    sources: Sources
    titles: Titles
    head: Head
    letter: Letter
    read: Reader
    blank: bool = False
    _printed: list[object] = field(factory=list)

    @cached_property
    def signing(self) -> Signing:
        """Finds who signs the sheets."""
        return Signing(self.form, self.sources.record.dossier, self.titles, self.head.signatories)

    @cached_property
    def fitting(self) -> Fitting:
        """Finds the rows of its parts."""
        return Fitting(self.form, self.sources, self.titles, self.signing)

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The subjects of the sheets, each once, in the order of the table."""
        if self.form.per == ENTE and not self.form.rows:
            ente = self.sources.record.dossier.ente.id
            return (ente,) if self._has_needed(ente) else ()
        rows = self.fitting.rows(self.form.rows, self.form.where, "", None)
        found = dict.fromkeys(filter(None, (str(row.value(self.form.column) or "") for row in rows)))
        return tuple(one for one in found if self._has_needed(one))

    def _has_needed(self, subject: str) -> bool:
        """Whether every needed part has rows, since a form about nobody is for nobody."""
        needed = [part for part in self.form.parts.values() if part.needed]
        return all(self.fitting.rows(part.rows, part.where, subject, None) for part in needed)

    def sheet(self, subject: str) -> dict[str, object]:
        """The tags of one sheet."""
        self._printed.clear()
        parts = {part.name: self._part(part, subject) for part in self.form.parts.values()}
        signed = self.signing.signatures(subject)
        return {**self._common(subject), **parts, "firme": signed, **self._foot()}

    def _common(self, subject: str) -> dict[str, object]:
        dossier = self.sources.record.dossier
        year, form = dossier.year, self.form
        return {
            "ente": dossier.ente.name,
            "anno": str(year),
            "anno_prima": str(year - 1),
            "anno_1": str(year + 1),
            "anno_2": str(year + 2),
            "titolo": form.title,
            "articolo": form.cites,
            "soggetto": subject,
            "nominativo": dossier.ente.name if form.per == ENTE else self.titles.subject(form.per, subject),
            "carta": list(self.head.letterhead) or [dossier.ente.name],
        }

    def _foot(self) -> dict[str, object]:
        record, provenance = self.sources.record, self.head.provenance
        state = standing(record, self._printed, self.blank, self.read)
        day, known = day_text(record.as_of), provenance.inputs[:SHOWN_HASH]
        short = state if len(state) <= SHORT else f"{state[:SHORT].rstrip()}..."
        told = f"{short} · al {day} · dati {known} · {provenance.adoption}"
        return {"stato": state, "data": day, "impronta": known, "adozione": provenance.adoption, "piede": told}

    def _part(self, part: FormPart, subject: str) -> object:
        if part.shape == "letter":
            self._printed += self._about(subject)
            return self.letter(subject)
        if part.shape == "note":
            return part.note
        if part.shape == "text":
            return self._texts(part, subject)
        fitting = self.fitting.rows(part.rows, part.where, subject, None)
        if part.order:
            fitting = sorted(fitting, key=lambda row: _placed(row.value(part.order)))
        rows = [self._cells(part, row, subject) for row in fitting]
        if part.shape == "box":
            return rows[0] if rows else {} if part.optional else _empty(part)
        return _grouped(part, rows) or [_empty(part) for _ in range(part.blank_rows)]

    def _about(self, person: str) -> list[object]:
        """The figures of a person on which a letter is based."""
        results = self.sources.record.results
        rows: tuple[PersonScore | Placement | Reward, ...]
        rows = (*results.scores, *results.placements, *results.rewards)
        return [row for row in rows if row.person == person]

    def _texts(self, part: FormPart, subject: str) -> list[Cells]:
        """The texts of a field: each with the part that it is about; an empty one to be written by hand."""
        about = part.about or (ENTE if self.form.per == ENTE else f"{self.form.per}:{{subject}}")
        subjects = self.fitting.filled("" if about == ENTE else about, subject)
        where = {"subject": (subjects,), "field": (part.text,)}
        found = self.sources.where("inputs.texts", self.form.reserved, where)
        own = [row for row in found if not self._of_another(row, subject)]
        told = [{"parte": self._of_part(row), "testo": str(row.value("text") or "")} for row in own]
        return told or [{"parte": "", "testo": ""}]

    def _of_another(self, row: FormRow, subject: str) -> bool:
        """Whether a text is about another fund, or the like, than the sheet."""
        part = str(row.value("part") or "")
        return part != subject and f"{self.form.per}:{part}" in self.titles.by_subject

    def _of_part(self, row: FormRow) -> str:
        part = str(row.value("part") or "")
        for kind in ("indicator", "unit", "fund"):
            if title := self.titles.by_subject.get(f"{kind}:{part}"):
                return title
        return part

    def _cells(self, part: FormPart, row: FormRow, subject: str) -> Cells:
        self._printed.append(row.made)
        return {one.tag: self._cell(part, one, row, subject) for one in part.columns}

    def _cell(self, part: FormPart, one: FormColumn, row: FormRow, subject: str) -> str:
        if one.hand or (self.blank and one.later):
            return ""
        rows: FormRow | None = row
        if one.rows:
            rows = next(iter(self.fitting.rows(one.rows, one.where, subject, row)), None)
        if rows is None:
            return NOT_COMPUTED if self._is_figure(one) and not one.given else ""
        if one.rows:
            self._printed.append(rows.made)
        value = rows.value(one.column)
        if value is None or value in ("", NOTHING):
            return self._cell(part, one.otherwise, row, subject) if one.otherwise else self._missing(one, rows)
        if isinstance(value, Message):
            return self.read(value)
        if str(value) in one.words:
            return one.words[str(value)]
        if (number := printed(value, one.printed_as)) is not None:
            return number
        if one.printed_as:
            kind = str(rows.value(SCOPE)) if one.printed_as == SCOPE else one.printed_as
            return self.titles.told(str(value), kind)
        return rows.text(one.column)

    def _is_figure(self, one: FormColumn) -> bool:
        return one.rows.startswith(f"{RESULTS}.") and one.printed_as not in ("name",)

    def _missing(self, one: FormColumn, row: FormRow) -> str:
        """The text for a missing figure: that it was not computed, and why; never a zero."""
        if one.given:
            return ""
        if one.missing:
            said = row.value(one.missing)
            reason = self.read(said) if isinstance(said, Message) else row.text(one.missing)
        elif one.column in row.figures:
            reason = self.read(getattr(row.made, "reason", "") or _state_of(row))
        else:
            return ""
        return f"{NOT_COMPUTED}: {reason}" if reason else NOT_COMPUTED


def _placed(value: object) -> tuple[bool, Fraction]:
    """The sorting key of a number; what has none is last."""
    if isinstance(value, int | Decimal | Fraction):
        return (False, fraction(value))
    return (True, Fraction(0))


def _state_of(row: FormRow) -> str:
    """The state that explains a missing figure; that of a final row explains nothing."""
    state = getattr(row.made, "state", None)
    return "" if state is State.FINAL else STATES.get(str(getattr(state, "value", "")), "")


def _grouped(part: FormPart, rows: list[Cells]) -> list[Cells]:
    """The rows, without values of `once` columns that equal, with all columns before them, the row above.

    A row that has no value below one that has gets a dash, since an empty cell stands for the value above.
    """
    once = [one.tag for one in part.columns if one.once]
    found = [dict(row) for row in rows]
    for above, row, made in zip(rows, rows[1:], found[1:], strict=False):
        for tag in once:
            if above[tag] != row[tag]:
                made[tag] = row[tag] or NO_VALUE
                break
            made[tag] = ""
    return found


def _empty(part: FormPart) -> Cells:
    return {one.tag: "" for one in part.columns}
