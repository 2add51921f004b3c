"""The register of runs: append-only, each entry chained to the one before, in SQLite or PostgreSQL.

SQLAlchemy is heavy: only `store` and `engines` import it, and nothing imports those before a register is opened.
"""
