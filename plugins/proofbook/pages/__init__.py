"""Library and report to pages: Markdown and assets. Pure: rendered twice they are byte-identical."""

from proofbook.pages.book import Page, Pages, pages

__all__ = ["Page", "Pages", "pages"]
