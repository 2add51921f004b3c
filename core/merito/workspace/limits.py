"""Limits of memory and processor time that a process sets for itself, where the system has them."""

from collections.abc import Iterator
from contextlib import suppress

try:
    import resource
except ImportError:  # Windows has none
    resource = None  # type: ignore[assignment]

_given: dict[int, int] = {}


def limit_memory(most: int, for_good: bool = False) -> None:
    """At most so many bytes of memory from now on; `for_good`: nothing in the process can raise the limit again.

    A process that fails leaves no image of its memory on the disk.
    """
    if resource is not None:
        _lower(resource.RLIMIT_AS, most, for_good)
        _lower(resource.RLIMIT_CORE, 0, for_good)


def limit_processor(seconds: int, for_good: bool = False) -> None:
    """At most so many seconds of processor time from now on, whatever was set before."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + seconds, for_good)


def not_limited() -> Iterator[str]:
    """What nothing limits in this process, because the system does not (Italian)."""
    if resource is None or resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY:
        yield "memoria"
    if resource is None:
        yield "tempo di calcolo"


def _lower(limit: int, to: int, for_good: bool) -> None:
    """Sets a limit of this process, unless it has a lower one; some systems do not know all limits."""
    given, most = resource.getrlimit(limit)
    given = _given.setdefault(limit, given)
    lowest = min((to, *(one for one in (given, most) if one != resource.RLIM_INFINITY)))
    with suppress(ValueError, OSError):
        resource.setrlimit(limit, (lowest, lowest if for_good else most))
