"""The register of runs: append-only, each entry chained to the previous one, in SQLite or PostgreSQL.

Nothing imports `store` or `database` before a register is opened: most commands need none.
"""
