"""What can go wrong in the lab, by who must act: each is one line on stderr and an exit code."""


class LabError(Exception):
    """A part of the lab refused, failed or did not answer."""

    exit_code = 1


class UsageError(LabError):
    """The command or its environment is wrong; nothing was tried."""

    exit_code = 2
