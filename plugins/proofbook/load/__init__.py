"""Read a site's YAML: text to data, data to records, and everything that is wrong to problems."""

from proofbook.load.loading import Loaded, load, read_library
from proofbook.load.settings import Site, docs_of, inherited, names_plugin, read_site, site_of

__all__ = ["Loaded", "Site", "docs_of", "inherited", "load", "names_plugin", "read_library", "read_site", "site_of"]
