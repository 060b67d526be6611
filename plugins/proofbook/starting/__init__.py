"""What `proofbook new` writes: a site that is green at once, or one more document. Nothing that is there is touched."""

from proofbook.starting.document import KINDS, new_document
from proofbook.starting.site import Answers, host_of, new_site
from proofbook.starting.templates import Written

__all__ = ["KINDS", "Answers", "Written", "host_of", "new_document", "new_site"]
