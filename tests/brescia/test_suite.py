"""The regulation of Brescia passes the conformance suite."""

import pytest

from merito.testing import regulation_suite

pytestmark = pytest.mark.long

test_brescia = regulation_suite("brescia", examples=20)
