"""The operator's commands on the database: each prints what it did as JSON, and keeps it for checks to read.

Each imports what it needs when it runs: `last` needs nothing, a backup no SQLAlchemy.
"""

import json
from typing import Any

from checks.lab.errors import LabError
from checks.lab.operate import begin_phase
from checks.lab.settings import Lab


def back_up(lab: Lab, phase: str | None) -> dict[str, Any]:
    """Take a backup; what is written from then on is counted in the phase, if one is named."""
    from checks.lab.backup import Backups
    from checks.lab.copies import copies_of

    done = Backups(lab.directory, copies_of(lab)).take()
    if phase:
        begin_phase(lab, phase)
    return kept(lab, "backup", done)


def lose_database(lab: Lab, phase: str | None) -> dict[str, Any]:
    """Destroy the database; for rehearsals alone."""
    from checks.lab.copies import copies_of

    if phase:
        begin_phase(lab, phase)
    return {"gone": copies_of(lab).lose()}


def restore(lab: Lab, phase: str | None) -> dict[str, Any]:
    """Put the newest backup in the database's place."""
    from checks.lab.backup import Backups
    from checks.lab.copies import copies_of

    done = Backups(lab.directory, copies_of(lab)).restore()
    if phase:
        begin_phase(lab, phase)
    return kept(lab, "restore", done)


def inspect_backup(lab: Lab) -> dict[str, Any]:
    """What the newest backup gives away without its key."""
    from checks.lab.backup import Backups
    from checks.lab.copies import copies_of

    return Backups(lab.directory, copies_of(lab)).inspect()


def migrate_to(lab: Lab, revision: str) -> dict[str, Any]:
    """Take the database to a revision, up or down."""
    from checks.lab.database import Database
    from checks.lab.migrating import migrate

    return kept(lab, "migration", migrate(Database(lab.database_url), revision))


def database(lab: Lab) -> dict[str, Any]:
    """The revision, and the columns of the papers."""
    from checks.lab.database import Database
    from checks.lab.migrating import columns_of, revision_of

    with Database(lab.database_url).using("look") as connection:
        return {"revision": revision_of(connection), "columns": columns_of(connection)}


def last(lab: Lab, what: str) -> dict[str, Any]:
    """What the last `backup`, `restore`, `migration`, `browse` or `session` did."""
    try:
        found: dict[str, Any] = json.loads((lab.directory / f"last-{what}.json").read_text())
    except FileNotFoundError:
        raise LabError(f"there was no {what} yet") from None
    return found


def kept(lab: Lab, what: str, done: dict[str, Any]) -> dict[str, Any]:
    """Keep what was done, for `last` to tell."""
    (lab.directory / f"last-{what}.json").write_text(json.dumps(done))
    return done
