"""REMEMBERING: the only SQL, the only files we keep."""
