"""Library and report to pages: Markdown and assets. Pure: rendered twice they are byte-identical."""

from proofbook.pages.book import Page, Pages, pages
from proofbook.pages.bundle import addresses
from proofbook.pages.permanent import inventory, inventory_items, permanent

__all__ = ["Page", "Pages", "addresses", "inventory", "inventory_items", "pages", "permanent"]
