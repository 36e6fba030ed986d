"""Icons, texts, example files and pictures that ship with the app."""
