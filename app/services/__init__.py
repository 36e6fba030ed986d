"""One file per user intent; the only place where vendors and store meet."""
