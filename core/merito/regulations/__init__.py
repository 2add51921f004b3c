"""Finds, checks and layers the regulations of an ente: national base, regulation, the ente's own rules.

The only package that uses pluggy's manager. Regulations that no ente has chosen are not imported.
"""

from merito.contract.faults import OWN, PluginFaultError
from merito.regulations.citations import TO_CITE, Undecided, undecided, without_text
from merito.regulations.discovery import NameRefusedError, Regulations
from merito.regulations.fingerprint import fingerprint, fingerprint_of
from merito.regulations.fit import ENGINE, of_series
from merito.regulations.loading import BASE, Available
from merito.regulations.own import Own, Trust, UntrustedError, own_paths
from merito.regulations.replaced import Replaced, replaced
from merito.regulations.stack import Answer, Blocked, Layer, Stack
from merito.regulations.unloaded import Identity, UnloadedStack

__all__ = [
    "BASE",
    "ENGINE",
    "OWN",
    "TO_CITE",
    "Answer",
    "Available",
    "Blocked",
    "Identity",
    "Layer",
    "NameRefusedError",
    "Own",
    "PluginFaultError",
    "Regulations",
    "Replaced",
    "Stack",
    "Trust",
    "Undecided",
    "UnloadedStack",
    "UntrustedError",
    "fingerprint",
    "fingerprint_of",
    "of_series",
    "own_paths",
    "replaced",
    "undecided",
    "without_text",
]
