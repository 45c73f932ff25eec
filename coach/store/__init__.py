"""REMEMBERING: the only SQL, the only files we keep."""

from coach.store.recordings import Recorder, RecordingInfo, Unfinished
from coach.store.store import Contents, Store

__all__ = ["Contents", "Recorder", "RecordingInfo", "Store", "Unfinished"]
