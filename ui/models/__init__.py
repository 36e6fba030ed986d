"""Qt models over what the services return."""
