"""The regulation of Brescia passes the conformance suite."""

from merito.testing import regulation_suite

test_brescia = regulation_suite("brescia", examples=20)
