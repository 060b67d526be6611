"""The application's process: serves one colour's port until told to stop, or until its host is gone."""

import os
import signal
import sys
import threading
import time

from checks.lab.hub import hub_app
from checks.lab.papers import Papers
from checks.lab.releases import Release
from checks.lab.serving import serve
from checks.lab.settings import Colour, Lab

FINISH_SECONDS = 5


async def run_application(lab: Lab, colour: Colour, release: Release, *, attended: bool) -> None:
    """Serve `release`; when attended, end when stdin is closed, as it is when the host is killed."""
    if attended:
        threading.Thread(target=_end_with_stdin, daemon=True).start()
    papers = Papers(lab.database)
    papers.prepare()
    print(f"{colour}: {release.name} ({release.summary}) starts", flush=True)
    await serve([(hub_app(papers, release, colour), lab.applications[colour])], grace=FINISH_SECONDS)


def _end_with_stdin() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(FINISH_SECONDS / 5)
    os._exit(1)
