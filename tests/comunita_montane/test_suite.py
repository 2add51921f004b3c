"""The regulation of the Comunità montane passes the conformance suite."""

import pytest

from merito.testing import regulation_suite

pytestmark = pytest.mark.long

test_comunita_montane = regulation_suite("comunita_montane", examples=20)
