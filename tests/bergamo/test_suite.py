"""The regulation of Bergamo passes the conformance suite."""

import pytest

from merito.testing import regulation_suite

pytestmark = pytest.mark.long

test_bergamo = regulation_suite("bergamo", examples=20)
