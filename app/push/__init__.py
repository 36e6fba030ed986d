"""Pushing: select, guard, plan, send with the journal before the wire, settle, and close what was cut off."""
