"""`python -m coach` is the command `coach`."""

from coach.cli.main import run

run()
