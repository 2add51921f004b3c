"""Runs enti and writes their results: in this process, in several, or on a cluster; the register records each run."""
