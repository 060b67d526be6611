"""Read a site's YAML: text to data, data to records, and everything that is wrong to problems."""

from proofbook.load.loading import Loaded, load
from proofbook.load.settings import Site, read_site

__all__ = ["Loaded", "Site", "load", "read_site"]
