"""coach: the brutally honest friend, on your own machine."""

__version__ = "0.1.0"
