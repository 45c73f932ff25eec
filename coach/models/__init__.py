"""Which model files exist, where they are, whether they are whole, and how to get one."""

from coach.models.downloads import Progress, get
from coach.models.pins import ModelFiles, ModelKind, Pin, default, pins
from coach.models.shelf import Shelf, find, home, installed, verify

__all__ = [
    "ModelFiles",
    "ModelKind",
    "Pin",
    "Progress",
    "Shelf",
    "default",
    "find",
    "get",
    "home",
    "installed",
    "pins",
    "verify",
]
