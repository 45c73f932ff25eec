"""DOOR 2: the local page."""
