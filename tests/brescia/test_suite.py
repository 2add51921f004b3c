"""The regulation of Brescia holds the conformance suite."""

from merito.testing import regulation_suite

test_brescia = regulation_suite("brescia", examples=20)
