"""What a run knows of the site it looks at: its documents, its pages' folder, its address, its alerts."""

from __future__ import annotations

from msgspec import Struct

from proofbook.model.library import Library
from proofbook.model.settings import Alerts


class Home(Struct, frozen=True, kw_only=True):
    """The site. `docs` is the folder of its Markdown from the project root, `url` its address, if it says so.

    `directories` is whether a page `a.md` has the address `a/`, as MkDocs' `use_directory_urls`.
    """

    library: Library = Library(())
    docs: str = "docs"
    url: str = ""
    directories: bool = True
    alerts: Alerts = Alerts()
