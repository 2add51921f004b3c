"""Days and years outside the period of their column: an interview of 2032, an appointment of 1921."""

from collections.abc import Iterator, Mapping
from datetime import date

from merito import Act, Column, Phase, Step, Table, rule
from merito.kit import about, cell_of, cells_of
from merito.national.plausible.asked import Question, written_as
from merito.numbers import day_text

YEAR, PROCESS, AROUND, PLAN, CAREER = "year", "process", "around", "plan", "career"
Window = tuple[date, date]


@rule("IT-PL.3", "I-IT-23")
def dates_out_of_time(step: Step) -> Iterator[Question]:
    """Dates and years outside the period that their column declares (`within`).

    The first day of a period must not come after it and the last not before; a last day may be far ahead.
    """
    windows = windows_of(step)
    for name, table in step.declared.items():
        rows = step.dossier.table(name)
        for column in table.columns.values() if rows else ():
            if column.kind not in ("date", "moment", "year"):
                continue
            begins = any(other.not_before == column.name for other in table.columns.values())
            for row, value in zip(rows, cells_of(rows, column), strict=True):
                if value is None or not isinstance(value, date | int) or _of_another_cycle(row, step.dossier.year):
                    continue
                within = _window(row, column)
                if _odd(value, windows[within], within, begins, bool(column.not_before)):
                    yield _question(step, value, row, column, table, windows[within])


def _of_another_cycle(row: object, year: int) -> bool:
    return isinstance(row, Act) and row.year not in (None, year)


def windows_of(step: Step) -> Mapping[str, Window]:
    """First and last day of each period, by its name."""
    year = step.dossier.year
    process = year + int(step.parameters.number("plausible_process_years").value)
    plan = int(step.parameters.number("plausible_plan_years").value)
    career = int(step.parameters.number("plausible_career_years").value)
    return {
        YEAR: _years(year, year),
        PROCESS: _years(year, process),
        AROUND: _years(year - 1, process),
        PLAN: _years(year - plan, year + plan),
        CAREER: _years(year - career, max(process, step.as_of.year + 1)),
    }


def _years(first: int, last: int) -> Window:
    return date(max(first, date.min.year), 1, 1), date(min(last, date.max.year), 12, 31)


def _window(row: object, column: Column) -> str:
    """The period of a cell; what belongs to no single cycle, such as a lasting act, may be as old as a career."""
    within = column.within or (PLAN if column.kind == "year" else CAREER)
    return CAREER if within == AROUND and isinstance(row, Act) and row.year is None else within


def _odd(value: date | int, window: Window, within: str, begins: bool, ends: bool) -> bool:
    """Whether a day, or a year, is outside its period. A range need only touch the year; an end may be far ahead."""
    first, last = window
    day = value if isinstance(value, date) else date(value, 7, 1)
    too_early = day < first and not (begins and within == YEAR)
    return too_early or (day > last and not (ends and within not in (PROCESS, AROUND)))


def _question(step: Step, value: date | int, row: object, column: Column, table: Table, window: Window) -> Question:
    first, last = window
    written = day_text(value) if isinstance(value, date) else str(value)
    between = f"dal {day_text(first)} al {day_text(last)}" if isinstance(value, date) else f"{first.year}-{last.year}"
    return Question(
        rule="IT-PL.3",
        subject=about(row, table),
        message=f"{getattr(row, 'source', '')}, colonna «{column.label}»: {written} è fuori dal tempo di questo dato "
        f"nel ciclo {step.dossier.year} ({between})",
        found=written_as((column.label, column.name), (written, str(value))),
        phase=Phase.OBJECTIVES,
        inputs=(row,),
    )


@rule("IT-PL.4", "I-IT-23")
def told_before_the_interview(step: Step) -> Iterator[Question]:
    """An evaluation communicated before the day of its interview."""
    for row in step.dossier.evaluations:
        if row.feedback and row.told and row.told < row.feedback:
            yield Question(
                rule="IT-PL.4",
                subject=f"person:{row.person}",
                message=f"{row.source}: valutazione comunicata il {day_text(row.told)}, prima del colloquio del "
                f"{day_text(row.feedback)}",
                found=written_as(("comunicata", "told"), (day_text(row.told), row.told.isoformat())),
                phase=Phase.OBJECTIVES,
                inputs=(row,),
            )


@rule("IT-PL.12", "I-IT-23")
def published_before_its_act(step: Step) -> Iterator[Question]:
    """Something published, in a table that names its act, before the day of that act."""
    for name, table in step.declared.items():
        published, named = table.columns.get("published"), table.columns.get("act")
        for row in step.dossier.table(name) if published and named else ():
            day = cell_of(row, published) if published else None
            act = step.dossier.acts.get(str(cell_of(row, named) or "")) if named else None
            if isinstance(day, date) and act is not None and day < act.date:
                yield Question(
                    rule="IT-PL.12",
                    subject=about(row, table),
                    message=f"{row.source}: pubblicato il {day_text(day)}, prima dell'atto {act.id} del "
                    f"{day_text(act.date)} ({act.source})",
                    found=written_as((act.id,), (day_text(day), day.isoformat())),
                    phase=Phase.REPORTING,
                    inputs=(row, act),
                )
