"""Testing tools for authors: an ente in a few lines, worked cases as data, exact assertions on figures and findings."""

from merito.explanation import Explanation
from merito.explanation.data import as_data as explanation_data
from merito.explanation.text import as_text as explanation_text
from merito.model.record import PhaseState, Record
from merito.regulations import Regulations
from merito.testing.asserting import assert_figure, assert_finding, assert_no_finding, figures
from merito.testing.case_files import cases_in, read_cases, shorthand
from merito.testing.cases import Case, CaseError
from merito.testing.conformance import regulation_suite
from merito.testing.enti import open_tables, run_tables
from merito.testing.explaining import explanations
from merito.testing.folders import check_folder, open_folder, run_folder
from merito.testing.publishing import published
from merito.testing.soundness import out_of_bounds, unconserved
from merito.workspace.common import installed_regulations

__all__ = [
    "Case",
    "CaseError",
    "Explanation",
    "PhaseState",
    "Record",
    "Regulations",
    "assert_figure",
    "assert_finding",
    "assert_no_finding",
    "cases_in",
    "check_folder",
    "explanation_data",
    "explanation_text",
    "explanations",
    "figures",
    "installed_regulations",
    "open_folder",
    "open_tables",
    "out_of_bounds",
    "published",
    "read_cases",
    "regulation_suite",
    "run_folder",
    "run_tables",
    "shorthand",
    "unconserved",
]
