"""The conformance suite over the plugin; the worked cases of `cases` are collected by themselves."""

from pathlib import Path

from merito.testing import regulation_suite

test_regulation = regulation_suite("valdarno", cases=Path(__file__).parent / "cases")
