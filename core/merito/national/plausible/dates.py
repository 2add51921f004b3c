"""Days and years that do not fall where those of their table do: an interview of 2032, an appointment of 1921."""

from collections.abc import Iterator, Mapping
from datetime import date

from merito import Act, Column, Phase, Step, Table, about, cell_of, rule
from merito.national.plausible.asked import Question
from merito.numbers import day_text

YEAR, PROCESS, AROUND, PLAN, CAREER = "year", "process", "around", "plan", "career"
Window = tuple[date, date]


@rule("IT-PL.3", "I-IT-23")
def dates_out_of_time(step: Step) -> Iterator[Question]:
    """Dates and years outside the time that their column declares (`within`).

    The first day of a period may not come after it and the last not before; a last day may lie far ahead.
    """
    windows = windows_of(step)
    for name, table in step.declared.items():
        dated = [column for column in table.columns.values() if column.kind in ("date", "moment", "year")]
        rows = step.dossier.table(name) if dated else ()
        for row in rows:
            if isinstance(row, Act) and row.year not in (None, step.dossier.year):
                continue
            for column in dated:
                value = cell_of(row, column)
                if isinstance(value, date | int) and _odd(value, row, column, table, windows):
                    yield _question(step, value, row, column, table, windows)


def windows_of(step: Step) -> Mapping[str, Window]:
    """First and last day of each time, by its name."""
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
    return date(first, 1, 1), date(last, 12, 31)


def _window(row: object, column: Column) -> str:
    """Which time a cell should fall into; what is of no single cycle, as a lasting act, may be as old as a career."""
    within = column.within or (PLAN if column.kind == "year" else CAREER)
    return CAREER if within == AROUND and isinstance(row, Act) and row.year is None else within


def _odd(value: date | int, row: object, column: Column, table: Table, windows: Mapping[str, Window]) -> bool:
    within = _window(row, column)
    first, last = windows[within]
    day = value if isinstance(value, date) else date(value, 7, 1)
    begins = any(other.not_before == column.name for other in table.columns.values()) and within == YEAR
    ends = bool(column.not_before) and (within == YEAR or column.name not in ("published",))
    return (not begins and day < first) or (not ends and day > last)


def _question(
    step: Step, value: date | int, row: object, column: Column, table: Table, windows: Mapping[str, Window]
) -> Question:
    first, last = windows[_window(row, column)]
    written = day_text(value) if isinstance(value, date) else str(value)
    between = f"dal {day_text(first)} al {day_text(last)}" if isinstance(value, date) else f"{first.year}-{last.year}"
    return Question(
        rule="IT-PL.3",
        subject=about(row, table),
        message=f"{getattr(row, 'source', '')}, colonna «{column.label}»: {written} è fuori dal tempo di questo dato "
        f"nel ciclo {step.dossier.year} ({between})",
        found=tuple(dict.fromkeys((written, str(value)))),
        phase=Phase.OBJECTIVES,
        inputs=(row,),
    )


@rule("IT-PL.4", "I-IT-23")
def told_before_the_interview(step: Step) -> Iterator[Question]:
    """An evaluation told before the day on which it was talked over."""
    for row in step.dossier.evaluations:
        if row.feedback and row.told and row.told < row.feedback:
            yield Question(
                rule="IT-PL.4",
                subject=f"person:{row.person}",
                message=f"{row.source}: valutazione comunicata il {day_text(row.told)}, prima del colloquio del "
                f"{day_text(row.feedback)}",
                found=(day_text(row.told), row.told.isoformat()),
                phase=Phase.OBJECTIVES,
                inputs=(row,),
            )
