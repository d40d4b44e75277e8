"""The one error tree. A person sees one sentence and one hint; `--debug` shows the rest."""


class RehearseError(Exception):
    """Something a person can act on.

    `message` says what is wrong in one sentence, `hint` says what to do about it.
    `exit_status` is what the command line ends with (see the report contract).
    """

    exit_status = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(RehearseError):
    """The command was asked for something that makes no sense (status 2)."""

    exit_status = 2


class InputError(RehearseError):
    """The input cannot be used: missing, not audio, silent, too short, a broken story (status 3)."""

    exit_status = 3


class MissingPartError(RehearseError):
    """A part of the machine is missing: a model, a microphone, PortAudio (status 4)."""

    exit_status = 4


class StoreError(RehearseError):
    """The attempts' database cannot be used (status 5)."""

    exit_status = 5
