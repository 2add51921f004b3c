"""The regulation of Bergamo passes the conformance suite."""

from merito.testing import regulation_suite

test_bergamo = regulation_suite("bergamo", examples=20)
