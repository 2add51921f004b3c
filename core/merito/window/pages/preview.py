"""The page of a content before it is written: what it changes, and what is wrong beside its cell."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from merito.api.instead import newly_said, rules_on
from merito.model.language import in_words
from merito.model.messages import say
from merito.model.source import Source
from merito.window.app import Answer, ask, page, waiting
from merito.window.desk import StillAtWorkError
from merito.window.pages.data import own_address, problem_told, problems_at, text_of
from merito.window.pages.whatif import compared
from merito.window.place import Place
from merito.window.staged import Staged
from merito.window.views.supposed import figures
from merito.window.worker import regulations
from merito.wording.beside import Said, beside
from merito.wording.problems import OfficeReader
from merito.wording.tables import title_of
from merito.workspace.exchange.above_maximum import above_maximum
from merito.workspace.exchange.changes import Changes, changes, pairs
from merito.workspace.exchange.checked import Found, check
from merito.workspace.exchange.composed import NewContent, composed
from merito.workspace.exchange.fitting import Fit
from merito.workspace.exchange.held import Held
from merito.workspace.exchange.proposed import Proposed
from merito.workspace.exchange.site import Site
from merito.workspace.exchange.uploads import Upload
from merito.workspace.exchange.words import wrong_words
from merito.workspace.references import names_an_empty_table

PREVIEWED, MOST_TOLD = 200, 40
RULES = 8.0
"""So many seconds a preview waits for what the rules say of it."""
WORDS = {"added": say("nuova"), "changed": say("cambia"), "gone": say("tolta"), "wrong": say("da correggere")}
NO_TABLE = say("questa versione non si legge come tabella: si rimette com'era, e qui non si vede che cosa cambia")
Cells = list[tuple[str | None, str, str]]


def preview(
    place: Place,
    site: Site,
    held: Held,
    proposed: Proposed | None,
    content: NewContent | None = None,
    *,
    left: int = 0,
    suppose: bool = False,
    uploaded: Upload | None = None,
    fitted: Fit | None = None,
) -> Answer:
    """What a content would change, each fault beside its cell. `content` is that of a version taken back.

    Without `proposed`, the content is no table that could be compared.
    """
    whole = content if content is not None or proposed is None else composed(proposed, site)
    assert whole is not None
    faults = (*proposed.faults, *above_maximum(proposed)) if proposed else ()
    today = place.as_of or date.today()
    found = check(site, whole, regulations(), today, faults=faults, before=problems_at(place) or None)
    said = _said(place, whole) if not found.new else ()
    staged = Staged(
        of=(place.key, place.ente, place.year),
        table=held.table.name,
        upload=uploaded,
        content=whole,
        proposed=proposed,
        back=own_address("data.table", place, held),
    )
    reader = OfficeReader(site, partial(_given, whole))
    awaited = [one for one in found.found if names_an_empty_table(one.problem)]
    wrong = ((one.row, one.column) for one in found.found if one.row and one.column and one not in awaited)
    at_once = [one for one in found.found if one not in awaited]
    rows = list(_rows(proposed, at_once, beside(said or (), proposed, whole), reader)) if proposed else []
    return page(
        "preview.html",
        title=in_words(say("Che cosa cambia in «{table}»", table=title_of(held.table))),
        to=partial(own_address, place=place, held=held),
        key=waiting().put(staged),
        changes=changes(proposed) if proposed else Changes(),
        fresh=[_told(one, proposed, reader) for one in found.new if one not in awaited],
        awaited=_awaited([one for one in awaited if one.row], reader),
        said=[one.text for one in said or ()],
        waits=said is None,
        heading_row=headings_in(uploaded),
        notes=[in_words(one) for one in (proposed.notes if proposed else (NO_TABLE,))],
        wrong_words=wrong_words(site, proposed, wrong) if proposed and uploaded else (),
        most=MOST_TOLD,
        left_out=left,
        heads_out=[head for head in fitted.ignored if head] if fitted is not None else (),
        heads=proposed.heads if proposed else (),
        rows=rows[:PREVIEWED],
        more=max(len(rows) - PREVIEWED, 0),
        words={name: in_words(word) for name, word in WORDS.items()},
        back=staged.back,
        **(_supposed(place, whole) if suppose else compared(None, None)),
    )


def headings_in(uploaded: Upload | None) -> int:
    """The row of an upload in which its headings are; 0 without one."""
    return uploaded.sheets[0].raw.head_row if uploaded is not None else 0


def _supposed(place: Place, content: NewContent) -> dict[str, Any]:
    """The money and scores as they are, and as they would be with a proposed content."""
    return compared(ask(place, figures).value, ask(place, figures, instead=content).value)


def _said(place: Place, content: NewContent) -> Sequence[Said] | None:
    """What the rules would newly find in the rows of a content; None if they need more than a moment to say it."""
    view = rules_on(content)
    try:
        after = ask(place, view, instead=content, moment=RULES).value
        return newly_said(ask(place, view, moment=RULES).value or (), after or ())
    except StillAtWorkError:
        return None


def _told(one: Found, proposed: Proposed | None, reader: OfficeReader) -> str:
    """A fault with its table, its row and its column in words."""
    line = next((line for line in proposed.lines if line.number == one.row), None) if proposed and one.row else None
    if proposed is None or line is None:
        return problem_told(one.problem)
    table = proposed.held.table
    who = reader.row(table, proposed.columns, line.cells) or in_words(say("riga {row}", row=one.row))
    label = table.columns[one.column].label.replace("_", " ") if one.column in table.columns else ""
    column = in_words(say("colonna {column}", column=label)) if label else ""
    return f"{', '.join(filter(None, (title_of(table), who, column)))}: {reader.what(one.problem)}"


def _given(content: NewContent, source: Source) -> Source:
    """A row of the content by its number in the sheet that was given."""
    own = (source.file, source.sheet) == (content.shown, content.sheet)
    return source._replace(row=content.rows.get(source.row, source.row)) if own else source


def _awaited(found: Sequence[Found], reader: OfficeReader) -> list[str]:
    """The tables without rows that a content names, each once for a column: it can be written all the same."""
    counted = Counter((one.problem.column.replace("_", " "), reader.remedy(one.problem)) for one in found)
    return [
        in_words(say("colonna {column}, celle: {n}. {why}", column=column, n=n, why=why))
        for (column, why), n in counted.items()
    ]


def _rows(
    proposed: Proposed, found: Sequence[Found], said: Mapping[int, Mapping[str, str]], reader: OfficeReader
) -> Iterator[tuple[str, str, Cells]]:
    """The rows that change or are wrong: each cell as it was, as it would be, and what is wrong with it."""
    wrong: dict[int, dict[str, str]] = {row: dict(own) for row, own in said.items()}
    for one in found:
        if one.row:
            wrong.setdefault(one.row, {}).setdefault(one.column or proposed.columns[0], reader.short(one.problem))
    old_columns = tuple(sorted(proposed.held.index, key=proposed.held.index.__getitem__))
    for before, after in pairs(proposed):
        known = after or before
        assert known is not None
        faults = wrong.get(after.number, {}) if after else {}
        cells = []
        for column in proposed.columns:
            old = text_of(before, column, old_columns) if before else None
            new = text_of(after, column, proposed.columns) if after else ""
            cells.append((old, new, faults.get(column, "")))
        state = "added" if before is None else "gone" if after is None else "changed"
        same = state == "changed" and all(old == new for old, new, _ in cells)
        if not same or faults:
            yield ("wrong" if same else state), str(known.number), cells
