"""Testing tools for authors: an ente in a few lines, worked cases as data, exact assertions on figures and findings."""

from merito.testing.asserting import assert_figure, assert_finding, assert_no_finding, figures
from merito.testing.case_files import cases_in, read_cases
from merito.testing.cases import Case, CaseError
from merito.testing.conformance import regulation_suite
from merito.testing.enti import run_tables

__all__ = [
    "Case",
    "CaseError",
    "assert_figure",
    "assert_finding",
    "assert_no_finding",
    "cases_in",
    "figures",
    "read_cases",
    "regulation_suite",
    "run_tables",
]
