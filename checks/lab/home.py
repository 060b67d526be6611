"""The one page for people: a search, the papers it finds, and projects. No script, no request to anybody else."""

from html import escape
from typing import Any

STYLE = "body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}li{margin:.4rem 0}"


def home_page(text: str, papers: list[dict[str, Any]], total: int, projects: list[dict[str, Any]]) -> str:
    """The page, with everything that people wrote escaped."""
    items = "".join(
        f'<li><a href="/papers/{paper["id"]}">{escape(paper["title"])}</a><br>'
        f"{escape(paper['authors'])}, {paper['year']}</li>"
        for paper in papers
    )
    work = "".join(
        f'<li><a href="/projects/{project["id"]}">{escape(project["title"])}</a>, {project["papers"]} papers</li>'
        for project in projects
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>ResearchHub</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body><h1>ResearchHub</h1>'
        f'<form><label>Search papers <input name="q" value="{escape(text)}"></label> <button>Search</button></form>'
        f"<p>{total} papers</p><ul>{items}</ul><h2>Projects</h2><ul>{work}</ul></body></html>"
    )
