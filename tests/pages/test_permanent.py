"""What other machines read: badges, the index, the inventory, addresses that stay."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from mkdocstrings import Inventory

from proofbook.model.status import Status
from proofbook.pages import Pages, inventory, inventory_items, permanent
from proofbook.pages.entries import Entry
from proofbook.pages.permanent import badges
from tests.pages.test_overviews import DISK, LIST
from tests.sites import Site


@pytest.fixture
def made(site: Site) -> Pages:
    """A runbook that had another id once, and a checklist."""
    site.settings(owners="{platform: {name: Platform}, storage: {name: Storage}, release: {name: Release}}")
    site.write(disk=DISK.replace("tags:", "aliases: [disk, old-disk]\ntags:"), list=LIST)
    return site.published()


def folder(uri: str) -> str:
    """Addresses as folders."""
    return uri.removesuffix("index.md") if uri.endswith("index.md") else uri.removesuffix(".md") + "/"


def file(uri: str) -> str:
    """Addresses as files."""
    return uri.removesuffix(".md") + ".html" if uri.endswith(".md") else uri


def test_badges(made: Pages) -> None:
    """SVG that parses and says its words twice; an endpoint that shields.io accepts."""
    svg = ET.fromstring(made.assets["proofbook/badges/launch.svg"])
    assert "Launch: NO-GO" == svg.attrib["aria-label"]
    endpoint = json.loads(made.assets["proofbook/badges/disk-full.json"])
    assert {
        "schemaVersion": 1,
        "label": "A disk is full",
        "message": "failed",
        "color": "b3261e",
        "isError": True,
    } == endpoint
    assert "proofbook/badges/notes.svg" not in made.assets


def test_badges_are_inert() -> None:
    """A title with markup is text."""
    svg = badges([Entry("x", "runbook", '<script>"&', "x.md", "", Status.PASSED, "passed")])["proofbook/badges/x.svg"]
    assert '<script>"&: passed' == ET.fromstring(svg).attrib["aria-label"]


@pytest.mark.parametrize(("address", "where", "target"), [
    (folder, "r/{}/index.html", "../../runbooks/disk-full/"),
    (file, "r/{}.html", "../runbooks/disk-full.html"),
])  # fmt: skip
def test_permanent_addresses(made: Pages, address: object, where: str, target: str) -> None:
    """Each id leads to where it stands, former ids too; those of steps are below their runbook's."""
    files = permanent(made.proofs.entries.values(), address)  # type: ignore[arg-type]
    for name in ("disk-full", "disk", "old-disk"):
        assert f'url={target}"' in files[where.format(name)].decode()
    assert f'url={target}#notes"' in files[where.format("notes")].decode()
    assert f'../{target}#look"' in files[where.format("disk-full/look")].decode()
    index = json.loads(files["proofbook/index.json"])
    [step] = [one for one in index if one["id"] == "disk-full/look"]
    assert ("step", "failed", address("runbooks/disk-full.md") + "#look") == (step["kind"], step["status"], step["url"])  # type: ignore[operator]


def test_an_alias_never_hides_an_id() -> None:
    """Where an id was given away and taken by something else, the new owner has the address."""
    new = Entry("disk", "runbook", "New", "runbooks/disk.md")
    old = Entry("storage", "runbook", "Old", "runbooks/storage.md", aliases=("disk",))
    assert b"runbooks/disk/" in permanent([new, old], folder)["r/disk/index.html"]


def test_inventory(made: Pages) -> None:
    """The reader of mkdocstrings finds every runbook, step, check and item in it."""
    data = inventory(inventory_items(made.proofs.entries.values(), folder), "Test\nsite")
    read = Inventory.parse_sphinx(io.BytesIO(data))
    assert ("proofbook", "runbook", "runbooks/disk-full/", "A disk is full") == (
        read["disk-full"].domain, read["disk-full"].role, read["disk-full"].uri, read["disk-full"].dispname,
    )  # fmt: skip
    assert "runbooks/disk-full/#look" == read["disk-full/look"].uri
    assert {"step", "check", "item", "checklist", "runbook"} == {one.role for one in read.values()}
    assert data == inventory(inventory_items(made.proofs.entries.values(), folder), "Test\nsite")


def test_the_script_that_leads_is_on_no_other_page() -> None:
    """Pages of permanent addresses alone load it."""
    from proofbook.pages import addresses

    assert [] == [name for name in addresses(".js") if re.search("lead", name)]
    assert (Path(__file__).parents[2] / "plugins/proofbook/pages/assets/lead.js").exists()
