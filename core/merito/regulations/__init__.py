"""Finds, checks and layers the regulations of an ente: national base, regulation, the ente's own rules.

The only room that knows pluggy's manager. A neighbour that no ente has chosen is not even imported.
"""

from merito.regulations.citations import TO_CITE, Undecided, undecided, without_text
from merito.regulations.discovery import NameRefusedError, Regulations
from merito.regulations.fingerprint import fingerprint
from merito.regulations.loading import Available
from merito.regulations.stack import Answer, Blocked, Layer, PluginFaultError, Stack

__all__ = [
    "TO_CITE",
    "Answer",
    "Available",
    "Blocked",
    "Layer",
    "NameRefusedError",
    "PluginFaultError",
    "Regulations",
    "Stack",
    "Undecided",
    "fingerprint",
    "undecided",
    "without_text",
]
