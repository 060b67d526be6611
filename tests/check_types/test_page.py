"""Pages of a site's own Markdown as evidence."""

from tests.run.looks import looked, said
from tests.sites import Site

RUNBOOK = """
    kind: runbook
    id: free-disk
    title: Free the disk
    review: {reviewed: REVIEWED, every: 90d}
    steps: [{id: look, title: Look, instructions: Look.}]
"""
FRESH = RUNBOOK.replace("free-disk", "fresh").replace("REVIEWED", "2020-01-31").replace("90d", "36500d")
PAGE = """\
---
owner: platform
reviewed: 2020-01-31
---
# Disk full

Some words about it, and [how to free it](../runbooks/free-disk.md#look), [again](#rollback) and [all](../proof/index.md).

## Rollback

Put it back.

## Notes

[mail](mailto:a@example.org) [web](https://example.org/x.md) [other](//example.org/y) [nothing](nothing.md)
[no heading](#nowhere) [above](../../mkdocs.yml) [home](../index.md) [picture](disk.png)

## Notes
"""


def test_a_page(site: Site) -> None:
    """What stands on it, where its links lead, and how old its review is."""
    site.write(free=RUNBOOK.replace("REVIEWED", "2020-01-31"), fresh=FRESH)
    site.file("docs/fresh.md", "# Fresh\n\n[one](runbooks/fresh.md)\n")
    site.file("docs/guide/disk.md", PAGE)
    site.file("docs/guide/disk.png", "")
    site.file("docs/odd.md", "---\nlast_reviewed_on: soon\n---\n")
    site.file("docs/twice.md", "---\na: 1\na: 2\n---\n")
    site.file("docs/folder.md/a.md", "")
    use = "page: {path: guide/disk.md}, expect: "
    results = looked(
        site,
        {
            "exists": use + "{exists: true, title: Disk full, words: {between: [20, 40]}}",
            "headings": use + "{headings: {equals: [Disk full, Rollback, Notes, Notes]}}",
            "sections": use + "{sections: {rollback: 3, Notes: 0, disk full: {ge: 20}}}",
            "no-section": use + "{sections: {Symptoms: {gt: 0}}}",
            "links": use + "{links: {has_length: 11, contains: nothing.md}}",
            "broken": use + "{broken_links: {equals: [nothing.md, '#nowhere', ../../mkdocs.yml]}}",
            "overdue": use + "{overdue_documents: {equals: [free-disk]}}",
            "in-time": "page: {path: fresh.md}, expect: {documents: {equals: [fresh]}, overdue_documents: {is_empty: true}}",
            "documents": use + "{documents: {equals: [free-disk]}}",
            "front-matter": use + "{front_matter: {$.owner: platform, $.reviewed: 2020-01-31}}",
            "reviewed": use + "{reviewed: {days_from_now: {le: -2000}}, reviewed_days: {gt: 2000}}",
            "stale": use + "{reviewed_days: {le: 90}}",
            "absent": "page: {path: guide/nothing.md}, expect: {exists: false}",
            "folder": "page: {path: folder.md}, expect: {exists: false}",
            "never": "page: {path: index.md}, expect: {reviewed_days: {le: 90}}",
            "odd-date": "page: {path: odd.md}, expect: {exists: true}",
            "odd": "page: {path: twice.md}, expect: {exists: true}",
        },
    )
    verdicts = {name: verdict for name, (verdict, _) in said(results).items()}
    failed = dict.fromkeys(("no-section", "stale", "never", "odd-date", "odd"), "failed")
    assert verdicts == dict.fromkeys(results, "passed") | failed
    assert "when it was reviewed: soon is not an ISO 8601 date" in results["odd-date"]["reason"]
    assert "docs/twice.md: its front matter cannot be read: line 3: " in results["odd"]["reason"]


def test_pages_lie_in_the_folder_of_docs(site: Site) -> None:
    """`docs_dir` says where; nothing else of the project is a page."""
    config = (site.root / "mkdocs.yml").read_text()
    site.file("mkdocs.yml", f"docs_dir: pages\n{config}").parent.joinpath("pages").mkdir()
    site.file("pages/a.md", "# A\n")
    results = looked(
        site,
        {
            "there": "page: {path: a.md}, expect: {title: A, broken_links: {is_empty: true}}",
            "not": "page: {path: index.md}, expect: {exists: false}",
        },
    )
    assert {verdict for verdict, _ in said(results).values()} == {"passed"}
    site.write(out=FRESH.replace("fresh", "out") + "    verify: 1\n")
    for path in ("../mkdocs.md", "/a.md", "a.txt"):
        check = f"checks: [{{page: {{path: {path}}}, expect: {{exists: true}}}}]"
        site.write(
            out=f"kind: checklist\nid: out\ntitle: Out\nsections: [{{id: a, title: A, items: [{{id: b, title: B, {check}}}]}}]"
        )
        done = site.proofbook("validate", "runbooks/out.yml")
        assert (done.code, path in done.err) == (2, True), done
