"""The conformance suite: what every plugin must hold, one check after the other.

`regulation_suite` gives the checks to pytest; `merito verify` runs them from the command line.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from merito.contract.faults import PluginError
from merito.testing.cases import CaseError
from merito.testing.conformance import code, declared
from merito.testing.conformance.subject import Subject, subject_of

if TYPE_CHECKING:
    from merito.regulations import Regulations

__all__ = ["CHECKS", "Subject", "problems_of", "regulation_suite", "run_all", "shown", "subject_of"]

Check = Callable[[Subject], Iterator[str]]
EXAMPLES = 25


def cases_come_out(subject: Subject) -> Iterator[str]:
    """The worked cases come out as they were worked by hand."""
    for case in subject.cases:
        for problem in case.tried(subject.regulations):
            yield f"{case.file.name} «{case.title}»: {problem}"


def _drawn(name: str, told: str) -> Check:
    """A check on enti that are drawn; hypothesis is imported only when it runs."""

    def check(subject: Subject) -> Iterator[str]:
        from merito.testing.conformance import properties  # noqa: PLC0415 (heavy: hypothesis)

        yield from getattr(properties, name)(subject)

    check.__doc__ = told
    return check


CHECKS: Mapping[str, Check] = {
    "hooks": declared.hooks_in_use,
    "contract": code.only_the_contract,
    "numbers": code.numbers_in_parameters,
    "exact": code.no_float,
    "alone": code.no_clock_no_files,
    "cited": declared.rules_cited,
    "in_force": declared.parameters_in_force,
    "claimed": declared.rules_with_code_and_case,
    "interpretations": declared.interpretations_reached,
    "cases": cases_come_out,
    "bases": _drawn("bases_end_in_inputs", "Every figure cites its rules and rests on input rows or parameters."),
    "money": _drawn("money_conserved", "A fund is what is paid, withheld and saved, to the cent."),
    "bounds": _drawn("bounds_respected", "No figure is below zero or above its maximum."),
    "missing": _drawn("nothing_missing_is_fatal", "An ente that lacks rows and cells is computed as far as it goes."),
    "order": _drawn("rows_in_any_order", "The order of the rows changes no figure."),
    "ids": _drawn("ids_decide_nothing", "Other ids change no figure, save the last cent among equals."),
    "equals": _drawn("equals_paid_alike", "Equal people have equal figures, up to a cent."),
    "waits": _drawn("waits_for_figures", "Nothing is paid or saved that would be another sum once a figure is final."),
    "never_less": _drawn("better_never_paid_less", "Where a tool says so, a better score is never due less."),
}


def problems_of(name: str, subject: Subject) -> list[str]:
    """What one check finds wrong."""
    return list(CHECKS[name](subject))


def regulation_suite(
    regulation: str, *, cases: Path | None = None, examples: int = EXAMPLES, regulations: "Regulations | None" = None
) -> Callable[..., None]:
    """A test of every check, for pytest: `test_regulation = regulation_suite("collina")`.

    `cases` is the folder of the worked cases (default: `tests/cases` or `tests/<name>/cases` near the package);
    `examples`, how many enti each property is tried on.
    """
    import pytest  # noqa: PLC0415 (only for tests)

    found: list[Subject | str] = []

    def subject() -> Subject:
        if not found:
            try:
                found.append(subject_of(regulation, cases, examples, regulations))
            except (PluginError, CaseError) as error:
                found.append(str(error))
        if isinstance(found[0], str):
            pytest.fail(found[0], pytrace=False)
        return found[0]

    @pytest.mark.parametrize("check", list(CHECKS))
    def test_regulation(check: str) -> None:
        problems = problems_of(check, subject())
        if problems:
            pytest.fail("\n".join([shown(check), *problems]), pytrace=False)

    return test_regulation


def shown(check: str) -> str:
    """What a check holds, in a line."""
    return (CHECKS[check].__doc__ or "").strip().splitlines()[0]


def run_all(subject: Subject) -> Iterator[tuple[str, list[str]]]:
    """Every check with what it finds, one after the other."""
    for name in CHECKS:
        yield name, problems_of(name, subject)
