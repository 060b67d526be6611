"""The `proofbook` command: a module for each of its commands, loaded when it is called."""

from proofbook.cli.commands import main

__all__ = ["main"]
