"""The vendors, one folder each: a declaration named VENDOR, found by looking at the folders."""
