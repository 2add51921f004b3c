"""Everything about a person stays under `riservato/`, whether of the staff or of a body of the ente."""

import pytest

from merito.publication.reserved import Reserved


@pytest.mark.parametrize(
    ("subject", "reserved"),
    [("person:P1", True), ("member:1", True), ("position:PO1", False), ("act:A1", False), ("", False)],
)
def test_what_is_about_a_person_or_a_member_of_a_body_is_reserved(subject: str, reserved: bool) -> None:
    assert Reserved().about(subject) is reserved
