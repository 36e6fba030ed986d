"""Pure rules on values: fields, paths, working copy against base, checks. No input or output."""
