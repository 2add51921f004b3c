"""The regulation of Bergamo holds the conformance suite."""

from merito.testing import regulation_suite

test_bergamo = regulation_suite("bergamo", examples=20)
