"""The application's process: serves one colour's port until told to stop, or until its host is gone."""

import os
import signal
import sys
import threading
import time

from checks.lab.citations import CitationIndex
from checks.lab.database import Database
from checks.lab.hub import hub_app
from checks.lab.metrics import Metrics
from checks.lab.migrating import prepare
from checks.lab.parts import Parts
from checks.lab.releases import Release
from checks.lab.serving import serve
from checks.lab.settings import Colour, Lab

FINISH_SECONDS = 5


async def run_application(lab: Lab, colour: Colour, release: Release, *, attended: bool) -> None:
    """Serve `release`; when attended, end when stdin is closed, as it is when the host is killed."""
    if attended:
        threading.Thread(target=_end_with_stdin, daemon=True).start()
    parts = Parts(Database(lab.database_url), CitationIndex(lab.citations), Metrics(release.name, colour))
    if lab.redis:
        from checks.lab.shared_cache import SharedCache

        parts.cache = SharedCache(lab.redis)
    prepare(parts.database, lab.seed)
    print(f"{colour}: {release.name} ({release.summary}) starts", flush=True)
    await serve([(hub_app(parts, release, colour), lab.applications[colour])], grace=FINISH_SECONDS)
    parts.usage.write()


def _end_with_stdin() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(FINISH_SECONDS / 5)
    os._exit(1)
