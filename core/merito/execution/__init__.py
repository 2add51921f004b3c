"""Enti run and written: in this process, in several, or on a cluster; the register keeps each."""
