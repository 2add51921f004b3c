"""Days, measures and points that are out of their time or scale.

An interview of 2032, an appointment of 1921; a thousand times the expected measure; 0.8 for 8 of 10, or for 80 of 100.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from merito import (
    NOTHING,
    Act,
    Candidate,
    Column,
    Figure,
    Message,
    Phase,
    Rating,
    Ref,
    ReturnedEvaluation,
    ReturnedRating,
    Step,
    Table,
    kit,
    rule,
    say,
)
from merito.numbers import day_text, fraction, number_text
from merito_national.plausible import Question, written_as

YEAR, PROCESS, AROUND, PLAN, CAREER = "year", "process", "around", "plan", "career"
MOMENTS = {"final": "finale", "interim": "intermedio", "forecast": "previsione"}
Window = tuple[date, date]


@rule("IT-PL.3", "I-IT-23")
def dates_out_of_time(step: Step) -> Iterator[Question]:
    """Dates and years outside the period that their column declares (`within`).

    The first day of a period must not come after it and the last not before; a last day may be far ahead. The day of an
    import is the program's own.
    """
    windows, year = _windows(step), step.dossier.year
    for name, table in step.declared.items():
        rows = step.dossier.table(name)
        for column in table.columns.values() if rows else ():
            if column.kind not in ("date", "moment", "year"):
                continue
            begins = any(other.not_before == column.name for other in table.columns.values())
            values, within = kit.cells_of(rows, column), _period(column)
            days = (value for value in set(values) if isinstance(value, date | int))
            if not any(_is_out(day, windows[within], within, begins, bool(column.not_before)) for day in days):
                continue  # the period of a single row is no narrower
            for row, value in zip(rows, values, strict=True):
                of_another_cycle = isinstance(row, Act) and row.year not in (None, year)
                of_the_import = isinstance(row, ReturnedRating | ReturnedEvaluation) and value == row.day
                if value is None or not isinstance(value, date | int) or of_another_cycle or of_the_import:
                    continue
                within = _within(row, column)
                if _is_out(value, windows[within], within, begins, bool(column.not_before)):
                    yield _out_of_time(step, value, row, column, table, windows[within])


def _windows(step: Step) -> Mapping[str, Window]:
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


def _period(column: Column) -> str:
    return column.within or (PLAN if column.kind == "year" else CAREER)


def _within(row: object, column: Column) -> str:
    """The period of a cell; what belongs to no single cycle, such as a lasting act, may be as old as a career."""
    within = _period(column)
    return CAREER if within == AROUND and isinstance(row, Act) and row.year is None else within


def _is_out(value: date | int, window: Window, within: str, begins: bool, ends: bool) -> bool:
    """Whether a day, or a year, is outside its period. A range need only touch the year; an end may be far ahead."""
    first, last = window
    day = value if isinstance(value, date) else date(value, 7, 1)
    too_early = day < first and not (begins and within == YEAR)
    return too_early or (day > last and not (ends and within not in (PROCESS, AROUND)))


def _out_of_time(step: Step, value: date | int, row: object, column: Column, table: Table, window: Window) -> Question:
    first, last = window
    written = day_text(value) if isinstance(value, date) else str(value)
    between = say("{first}-{last}", first=first.year, last=last.year)
    if isinstance(value, date):
        between = say("dal {first} al {last}", first=first, last=last)
    return Question(
        rule="IT-PL.3",
        subject=kit.about(row, table),
        message=say(
            "tabella {table}, colonna «{column}»: {value} è fuori dal tempo di questo dato nel ciclo {year} "
            "({between})",
            table=Ref("table", table.label),
            column=column.label,
            value=value,
            year=step.dossier.year,
            between=between,
        ),
        found=written_as((column.label, column.name), (written, str(value))),
        inputs=(row,),
    )


@rule("IT-PL.4", "I-IT-23")
def told_before_the_interview(step: Step) -> Iterator[Question]:
    """An evaluation communicated before the day of its interview."""
    for row in step.dossier.evaluations:
        if row.feedback and row.told and row.told < row.feedback:
            returned = step.dossier.returned_evaluations.of(row.person)
            yield Question(
                rule="IT-PL.4",
                subject=f"person:{row.person}",
                message=say(
                    "valutazione comunicata il {told}, prima del colloquio del {interview}",
                    told=row.told,
                    interview=row.feedback,
                ),
                found=written_as(("comunicata", "told"), (day_text(row.told), row.told.isoformat())),
                inputs=(row, *returned),
            )


@rule("IT-PL.12", "I-IT-23")
def published_before_its_act(step: Step) -> Iterator[Question]:
    """Something published, in a table that names its act, before the day of that act."""
    for name, table in step.declared.items():
        published, named = table.columns.get("published"), table.columns.get("act")
        if published is None or named is None:
            continue
        for row in step.dossier.table(name):
            day, act = kit.cell_of(row, published), step.dossier.acts.get(str(kit.cell_of(row, named) or ""))
            if isinstance(day, date) and act is not None and day < act.date:
                yield Question(
                    rule="IT-PL.12",
                    subject=kit.about(row, table),
                    message=say(
                        "tabella {table}: pubblicato il {published}, prima dell'atto {act} del {day}",
                        table=Ref("table", table.label),
                        published=day,
                        act=Ref("act", act.id),
                        day=act.date,
                    ),
                    found=written_as((act.id,), (day_text(day), day.isoformat())),
                    phase=Phase.REPORTING,
                    inputs=(row, act),
                )


@rule("IT-PL.5", "I-IT-24")
def figures_out_of_scale(step: Step) -> Iterator[Question]:
    """A measure that is many times its target, or the reverse; a day far from the cycle."""
    for row in step.dossier.measures:
        known = step.dossier.indicators.get(row.indicator)
        if known is None:
            continue
        target = known.target_interim if row.at == "interim" else known.target
        if why := _out_of_scale(step, row.value, target):
            at = row.at
            moment = (day_text(at), at.isoformat()) if isinstance(at, date) else (MOMENTS.get(at, at), at)
            yield Question(
                rule="IT-PL.5",
                subject=f"indicator:{row.indicator}",
                message=why,
                found=written_as(moment, _notations(row.value)),
                held=at == "final",
                inputs=(row, known),
            )


def _out_of_scale(step: Step, measured: Figure, target: Figure) -> Message:
    """How a measure is out of the cycle, or far from its target; nothing for one that is neither."""
    value, expected = measured.value, target.value
    if isinstance(value, date):
        first, last = _windows(step)[AROUND]
        if not first <= value <= last:
            return say(
                "misura {value}, fuori dal tempo del ciclo (dal {first} al {last})",
                value=value,
                first=first,
                last=last,
            )
    if not isinstance(value, Decimal) or not isinstance(expected, Decimal) or not value or not expected:
        return NOTHING
    least = step.parameters.number("plausible_ratio").value
    ratio = abs(fraction(value) / fraction(expected))
    if 1 / least < ratio < least:
        return NOTHING
    if ratio >= least:
        return say(
            "misura {value}, {times} volte o più il risultato atteso, {target}",
            value=value,
            times=least,
            target=expected,
        )
    return say(
        "misura {value}, un {times}esimo o meno del risultato atteso, {target}",
        value=value,
        times=least,
        target=expected,
    )


def _notations(figure: Figure) -> Iterator[str]:
    value = figure.value
    exact = number_text(fraction(value)) if isinstance(value, Decimal) else ""
    day = (day_text(value), value.isoformat()) if isinstance(value, date) else ()
    yield from filter(None, (exact, *day, figure.text, str(value)))


@rule("IT-PL.6", "I-IT-25")
def ratings_out_of_scale(step: Step) -> Iterator[Question]:
    """Points above 0 and below 1 of a large maximum; without a maximum, among points of which some are large.

    Parameter `plausible_least_scale` says what is large: on a scale of 2 or 5, half a point is an ordinary grade.
    Without a maximum a value is questioned only if it is the only one, and all others of the same factor are at least
    1, or 0.

    The pay of these people, and of those who share a tool with them, is held until the ente has checked.
    """
    least, ratings = step.parameters.number("plausible_least_scale").value, step.dossier.ratings
    alone = _one_below((((row.factor, row.section), row.points) for row in ratings), least)
    for row in ratings:
        if 0 < row.points < 1 and ((row.factor, row.section) in alone if row.max is None else row.max >= least):
            name = f"{row.factor}, {row.section}" if row.section else row.factor
            why = say(
                "punti del fattore «{factor}»: {points}, come se la scala fosse un'altra",
                factor=name,
                points=row.points,
            )
            if row.max is not None:
                why = say(
                    "punti del fattore «{factor}» su {most}: {points}, come se la scala fosse un'altra",
                    factor=name,
                    most=row.max,
                    points=row.points,
                )
            yield _out_of_points(row, row.points, why, name)
    scored = [(one, one.score) for one in step.dossier.candidates if one.score is not None]
    apart = _one_below(((one.tool, score) for one, score in scored), least)
    for one, score in scored:
        if 0 < score < 1 and one.tool in apart:
            why = say(
                "punteggio per «{tool}»: {points}, come se la scala fosse un'altra",
                tool=Ref("tool", one.tool),
                points=score,
            )
            yield _out_of_points(one, score, why, one.tool)


def _one_below(points: Iterable[tuple[object, Decimal]], least: Fraction) -> set[object]:
    """The names under which one value alone is above 0 and below 1, on a scale that others show to be large."""
    by_name: dict[object, list[Decimal]] = defaultdict(list)
    for name, value in points:
        by_name[name].append(value)
    return {
        name
        for name, own in by_name.items()
        if sum(0 < one < 1 for one in own) == 1 and any(one >= least for one in own)
    }


def _out_of_points(row: Rating | Candidate, points: Decimal, why: Message, name: str) -> Question:
    written = number_text(fraction(points))
    return Question(
        rule="IT-PL.6",
        subject=f"person:{row.person}",
        message=why,
        found=written_as((name,), (written, f"{points:f}")),
        held=True,
        doubt=say("il punteggio di «{name}»", name=name),
        phase=Phase.EVALUATION,
        inputs=(row,),
    )


@rule("IT-PL.15", "I-IT-33")
def points_left_blank(step: Step) -> Iterator[Question]:
    """Everybody whose workbook came back with some points blank. A person without any points is not evaluated yet."""
    returned: dict[str, list[ReturnedRating]] = defaultdict(list)
    for row in step.dossier.returned_ratings:
        returned[row.person].append(row)
    for person, rows in returned.items():
        blank = [row for row in rows if row.points is None]
        if blank and len(blank) < len(rows):
            named = tuple(f"{row.factor} ({row.section})" if row.section else row.factor for row in blank)
            yield Question(
                rule="IT-PL.15",
                said=True,
                subject=f"person:{person}",
                message=say(
                    "nella scheda {sheet} manca il punteggio di {person} per {factors}: gli altri suoi punteggi "
                    "aspettano, finché chi valuta non lo dà e la scheda non si riprende",
                    sheet=blank[0].file,
                    person=Ref("person", person),
                    factors=named,
                ),
                held=True,
                doubt=say("una scheda tornata in bianco per una parte"),
                phase=Phase.EVALUATION,
                inputs=tuple(rows),
            )
