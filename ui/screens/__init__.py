"""One screen per place in the window."""
