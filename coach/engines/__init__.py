"""HEARING and SPEAKING: one heavy library per file, imported only when it is used."""
