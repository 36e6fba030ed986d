"""The workspace: one SQLite file, its tables, migrations and queries."""
