"""Everything that can go wrong for a reason a person can act on.

CoachError (message, next step)
├── BadInput            what was given can't be used                     exit 2
│   ├── UnreadableAudio     missing, empty, no audio in it
│   ├── BadBank             a question bank with a wrong line
│   ├── BadSetting          a setting that is unknown or out of range
│   └── NotFound            an id, a card or an attempt that does not exist
├── Missing             something this machine lacks                     exit 3
│   ├── ModelMissing        a model file is absent or not whole
│   └── DeviceMissing       no microphone, no speaker, no audio library
├── StoreFailed         the folder can't be read or written              exit 3
└── EngineFailed        a worker crashed, hung or ran out of memory      exit 1
ReplyRejected           a model's reply failed a named check (never reaches a person as an error)
"""


class CoachError(Exception):
    """What happened, and what to do next; both are sentences for people."""

    exit_code = 1

    def __init__(self, happened: str, next_step: str) -> None:
        super().__init__(f"{happened} {next_step}".strip())
        self.happened = happened
        self.next_step = next_step

    def __reduce__(self) -> tuple[type["CoachError"], tuple[str, str]]:
        return type(self), (self.happened, self.next_step)


class BadInput(CoachError):
    """What was given can't be used."""

    exit_code = 2


class UnreadableAudio(BadInput):
    """A file that holds no audio we can decode."""


class BadBank(BadInput):
    """A question bank with a wrong line; the message names file and line."""


class BadSetting(BadInput):
    """A setting that is unknown or out of range."""


class NotFound(BadInput):
    """An id that does not exist here."""


class Missing(CoachError):
    """Something this machine lacks."""

    exit_code = 3


class ModelMissing(Missing):
    """A model file is absent, or its sha256 is not the pinned one."""


class DeviceMissing(Missing):
    """No microphone or speaker, or no library that reaches them."""


class StoreFailed(CoachError):
    """The data folder can't be read or written."""

    exit_code = 3


class EngineFailed(CoachError):
    """A worker crashed, hung or ran out of memory, twice."""


class ReplyRejected(Exception):
    """A model's reply failed a named check; `reason` says which."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
