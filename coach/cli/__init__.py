"""DOOR 1: the terminal. One file per verb; stdout is data, words about it go to stderr."""
