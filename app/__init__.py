"""Counterfoil without a window: records, store, intake, push and the shared client."""

__version__ = "0.1.0"
