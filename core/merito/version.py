"""The version of merito: of the package, the changelog and `merito --version`."""

__version__ = "0.3.0"
