"""The regulation of the Comunità montane passes the conformance suite."""

from merito.testing import regulation_suite

test_comunita_montane = regulation_suite("comunita_montane", examples=20)
