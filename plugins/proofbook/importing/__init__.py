"""What a team has already, brought in: Markdown pages to runbooks, without losing a line."""

from proofbook.importing.files import Brought, Places, bring
from proofbook.importing.synonyms import Synonyms, read_synonyms

__all__ = ["Brought", "Places", "Synonyms", "bring", "read_synonyms"]
