"""What can go wrong before a server answers."""


class MissingProgramError(Exception):
    """What a server needs is not on this machine. The text is a sentence that says what to install."""


class ServerFailedError(Exception):
    """A server did not start, or did not answer in time. The text ends with the last lines of its log."""
