"""The conformance suite: what every plugin must satisfy, as a list of checks.

`regulation_suite` gives the checks to pytest; `merito verify` runs them from the command line.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from merito.contract.faults import PluginError
from merito.testing.cases import CaseError
from merito.testing.conformance import code, declared, hash_seeds, printed
from merito.testing.conformance.faults import Advice, NotTried, by_fault, news
from merito.testing.conformance.sameness import compared
from merito.testing.conformance.seen import seen
from merito.testing.conformance.subject import Subject, subject_of

if TYPE_CHECKING:
    from merito.regulations import Regulations

__all__ = [
    "CHECKS",
    "Subject",
    "Told",
    "compared",
    "problems_of",
    "regulation_suite",
    "run_all",
    "shown",
    "subject_of",
    "told_by",
]

Check = Callable[[Subject], Iterator[str]]
EXAMPLES = 25


def cases_come_out(subject: Subject) -> Iterator[str]:
    """The worked cases give the expected results."""
    if not subject.cases:
        yield NotTried("there are no worked cases")
    yield from by_fault((case, problem) for case in subject.cases for problem in seen(subject, case).problems)


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
    "forms": printed.forms_filled,
    "quotients": hash_seeds.no_float_made,
    "hash_seed": hash_seeds.same_under_every_seed,
    "bases": _drawn("bases_end_in_inputs", "Every figure cites its rules and rests on input rows or parameters."),
    "money": _drawn("money_conserved", "A fund is what is paid, withheld and saved, to the cent."),
    "accounts": _drawn("accounts_hold", "After payments and corrections no fund gives more than it has."),
    "bounds": _drawn("bounds_respected", "No figure is below zero or above its maximum."),
    "missing": _drawn(
        "nothing_missing_is_fatal", "An ente with missing rows or cells, or an unknown word, is computed."
    ),
    "order": _drawn("rows_in_any_order", "The order of the rows changes no figure."),
    "ids": _drawn("ids_decide_nothing", "Other ids change no figure, except for the last cent among equals."),
    "equals": _drawn("equals_paid_alike", "Equal people have equal figures, up to a cent."),
    "waits": _drawn(
        "waits_for_figures",
        "No sum is paid or saved that would change once a missing figure is final; one that `may_grow` is not less.",
    ),
    "formality": _drawn(
        "formalities_hold_one",
        "A missing formality of one person's evaluation (reasons, interview, a `no`) holds nobody else's sum.",
    ),
    "whole": _drawn("scores_are_whole", "A score without an item that the regulation names is not final."),
    "never_less": _drawn("better_never_paid_less", "If a tool declares it, a better score is never due less."),
}


@frozen
class Told:
    """The result of a check: its problems, and why it was not tried, or not completely; blank if it was.

    `advice` names simpler forms of what still works.
    """

    check: str
    problems: tuple[str, ...] = ()
    untried: str = ""
    advice: tuple[str, ...] = ()


def told_by(name: str, subject: Subject) -> Told:
    """The result of one check."""
    found = list(CHECKS[name](subject))
    problems = tuple(one for one in found if not isinstance(one, NotTried | Advice))
    untried = "; ".join(one for one in found if isinstance(one, NotTried))
    return Told(name, problems, untried, tuple(one for one in found if isinstance(one, Advice)))


def problems_of(name: str, subject: Subject) -> list[str]:
    """The problems found by one check."""
    return list(told_by(name, subject).problems)


def regulation_suite(
    regulation: str, *, cases: Path | None = None, examples: int = EXAMPLES, regulations: "Regulations | None" = None
) -> Callable[..., None]:
    """A pytest test of every check: `test_regulation = regulation_suite("collina")`.

    `cases` is the folder of the worked cases (default: `tests/cases` or `tests/<name>/cases` near the package);
    `examples` says how many enti each property is tried on. Cases that pytest has run as tests are not run again.
    """
    import pytest  # noqa: PLC0415 (only for tests)

    from merito.testing.pytest_plugin import SEEN  # noqa: PLC0415

    found: list[Subject] = []
    faults: dict[str, str] = {}

    def subject(config: pytest.Config) -> Subject:
        if "" in faults:
            pytest.skip(f"the plugin cannot be proved, as {faults['']!r} tells")
        if not found:
            made = subject_of(regulation, cases, examples, regulations)
            found.append(made if regulations else evolve(made, seen=config.stash.setdefault(SEEN, {})))
        return found[0]

    @pytest.mark.parametrize("check", list(CHECKS))
    def test_regulation(check: str, pytestconfig: pytest.Config) -> None:
        try:
            told = told_by(check, subject(pytestconfig))
        except (PluginError, CaseError) as error:
            faults[""] = check
            pytest.fail(str(error), pytrace=False)
        problems = list(news(check, told.problems, faults))
        if problems:
            pytest.fail("\n".join([shown(check), *problems]), pytrace=False)
        if told.untried:
            pytest.skip(told.untried)

    return test_regulation


def shown(check: str) -> str:
    """The description of a check, in a line."""
    return (CHECKS[check].__doc__ or "").strip().splitlines()[0]


def run_all(subject: Subject) -> Iterator[Told]:
    """Every check with its result; a fault that breaks several is reported by the first."""
    faults: dict[str, str] = {}
    for name in CHECKS:
        told = told_by(name, subject)
        yield evolve(told, problems=tuple(news(name, told.problems, faults)))
