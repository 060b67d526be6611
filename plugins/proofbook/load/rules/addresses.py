"""No page of the site's own stands where the page of a document will."""

from __future__ import annotations

from proofbook.load.settings import CONFIG, docs_folder
from proofbook.load.source import Found, Sources
from proofbook.model.addresses import ATTESTATIONS, page_of

#: How every such problem ends.
TAKEN = "stands there already"


def check_addresses(sources: Sources) -> Found:
    """Each document's page has its address for itself; an imported page still has that of its runbook."""
    folder = docs_folder(sources.root / CONFIG)
    for source in sources.every:
        page = page_of(source.document.body)
        if page != ATTESTATIONS and (folder / page).is_file():
            taken = f"{folder.name}/{page}"
            yield source.problem(
                ("id",),
                f"the page of `{source.document.body.id}` is {page}, and {taken} stands there already",
                expected="one page at one address",
                advice=f"remove {taken} if its text stands here now, or call one of the two something else",
            )
