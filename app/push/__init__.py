"""Pending changes to known outcomes: plan, journal, engine, settle."""
