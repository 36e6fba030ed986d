"""Files to proposals: read, sniff, map, validate."""
