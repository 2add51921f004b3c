"""A regulation's declaration of the forms to be signed: the rows, texts and names that each prints, in order."""

from collections.abc import Mapping
from typing import Annotated

from attrs import field, frozen

from merito.model.columns import InputRow, column, table

RESULTS, INPUTS, DOCUMENTS, TABLES = "results", "inputs", "documents", "tables"
SOURCES = (RESULTS, INPUTS, DOCUMENTS, TABLES)
ENTE, PERSON = "ente", "person"
SHAPES = ("box", "table", "text", "note", "letter")
OF_THE_PLAN = ("unit", "objective", "indicator", "position", "area", "project", "dashboard")
TITLED = (*OF_THE_PLAN, "fund", "tool", "scope", "act", "name")
PRINTED_AS = ("percent", "points", "euro", *TITLED)
"""`scope`: the title of a grade's object; `act`: kind, body, number and day of an act."""
EVALUATOR, EVALUATED, RESPONSIBLE, ACCEPTING = "evaluator", "evaluated", "responsible", "accepting"
ABOUT = ("person", "unit", "position", "objective", "indicator", "area", "dashboard")


@frozen(kw_only=True)
class Among:
    """The values of a column in the rows of another table, under conditions of their own."""

    rows: str
    column: str
    where: tuple["Where", ...] = ()


@frozen(kw_only=True)
class Where:
    """A condition on a column: it equals one of some texts, is `among` others, or `isnt` one of them.

    In a text `{subject}`, `{title}`, `{year}`, `{year+1}` and, if rows are joined, `{column}` of the joined row are
    replaced by their values.
    """

    column: str
    equals: tuple[str, ...] = ()
    among: Among | None = None
    isnt: tuple[str, ...] = ()


@frozen(kw_only=True)
class FormColumn:
    """A column of a part: its header, and the column of the part's own rows, or of the first row of others (`rows`).

    `tag` is its name in a template. `printed_as` is one of PRINTED_AS if its kind does not determine it. `missing` is
    the column with the reason why there is no figure. A `later` column is filled in by hand in a blank form, a `hand`
    one always. A `given` column is a figure that a person provides: it is empty if nobody has. `words` are the words
    for its codes. A column with `once` is printed where its value changes from row to row. `otherwise` is read where
    the column is empty.
    """

    tag: str
    head: str
    column: str = ""
    rows: str = ""
    where: tuple[Where, ...] = ()
    printed_as: str = ""
    missing: str = ""
    later: bool = False
    given: bool = False
    words: Mapping[str, str] = field(factory=dict)
    hand: bool = False
    once: bool = False
    otherwise: "FormColumn | None" = None


@frozen(kw_only=True)
class FormPart:
    """A part of a form: a box or a table of rows, a text, a fixed note, or the letter to a person.

    `text` is the field of the text, `about` its subject if that is not the subject of the form: `ente`, or `{subject}`
    after the name of a table. An `optional` part is left out if it has no rows; without rows of a `needed` one the
    sheet is not printed. `order` is the column by which its rows are ordered, those without it last.
    """

    name: str
    shape: str
    title: str = ""
    rows: str = ""
    where: tuple[Where, ...] = ()
    columns: tuple[FormColumn, ...] = ()
    blank_rows: int = 0
    text: str = ""
    about: str = ""
    note: str = ""
    optional: bool = False
    needed: bool = False
    order: str = ""


@frozen(kw_only=True)
class Form:
    """A form: its title, article and rules, the subject of one sheet, its parts, who signs.

    `asks` are the rules that tell a person what can be asked for, in a letter. A `reserved` form is about persons; any
    other prints public data, and nobody's name. `landscape`: its tables are wide. A form `on_request` is printed only
    if it is named.
    """

    name: str
    title: str
    cites: str
    per: str
    rows: str = ""
    column: str = ""
    where: tuple[Where, ...] = ()
    rules: tuple[str, ...] = ()
    parts: Mapping[str, FormPart] = field(factory=dict)
    signed_by: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    reserved: bool = False
    landscape: bool = False
    on_request: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the texts that it prints."""
        return tuple(dict.fromkeys(part.text for part in self.parts.values() if part.text))


@frozen(kw_only=True)
class TextField:
    """A field of the texts that an ente writes: its title, subject and article. Texts about a person are reserved.

    One `on_sheet` is shown to evaluators too: how a person, or the factor in its `part`, is to be evaluated.
    """

    name: str
    title: str
    about: str
    cites: str
    on_sheet: bool = False

    @property
    def reserved(self) -> bool:
        return self.about == PERSON


@frozen(kw_only=True)
class Forms:
    """The forms of one or more layers, the columns of the documents that they print, the fields of their texts.

    `factors` are the titles of the codes by which people are rated, by role.
    """

    forms: Mapping[str, Form] = field(factory=dict)
    documents: Mapping[str, tuple[str, ...]] = field(factory=dict)
    texts: Mapping[str, TextField] = field(factory=dict)
    factors: Mapping[str, Mapping[str, str]] = field(factory=dict)

    def plus(self, other: "Forms") -> "Forms":
        """These with those of a later layer."""
        return Forms(
            forms={**self.forms, **other.forms},
            documents={**self.documents, **other.documents},
            texts={**self.texts, **other.texts},
            factors={**self.factors, **other.factors},
        )


@frozen(eq=False, kw_only=True)
class FormText(InputRow):
    """A text of a form: the `field` that the regulation declares, about its subject (blank: the ente).

    `part` is the unit, the indicator or the factor that a piece of it is about. Only forms and evaluators' sheets show
    it; no result contains it.
    """

    TABLE = table("testi", "subject", "field", "part")
    subject: Annotated[str | None, column("ref", "oggetto", to=ABOUT)] = None
    field: Annotated[str, column("text", "campo", required=True)] = ""
    part: Annotated[str, column("text", "parte")] = ""
    text: Annotated[str, column("text", "testo", required=True)] = ""
