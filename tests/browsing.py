"""A page opened in real Chromium, with everything it asked for and complained of."""

from __future__ import annotations

import functools
import http.server
import threading
from pathlib import Path
from typing import Any, Self

import axe_playwright_python
from playwright.sync_api import Browser, Page

DESKTOP, PHONE = (1280, 900), (390, 844)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Visit:
    """A page opened, with everything it asked for and complained of."""

    def __init__(self, browser: Browser, base: str, path: str, size: tuple[int, int], **options: Any) -> None:
        self.context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        self.page: Page = self.context.new_page()
        self.outside: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self._asked(request.url, base))
        self.page.on("console", lambda message: self._said(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(base + path, wait_until="load")
        if options.get("java_script_enabled", True):
            self.page.wait_for_timeout(300)

    def _asked(self, url: str, base: str) -> None:
        if not url.startswith((base, "data:")):
            self.outside.append(url)

    def _said(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()


#: What is asked of every page: how wide it is on a phone and on a small one, and what axe says of it in the dark and,
#: wide, in the light. What moves would be measured on its way.
STILL = "* { transition: none !important; animation: none !important; scroll-behavior: auto !important }"
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
#: axe measures the contrast of every letter there is, which takes most of its time. Text of one colour, size and weight on
#: the same stack of backgrounds has the same contrast, so that one of each is enough, on every page.
ASK = """
() => {
  const stack = new Map();
  const under = node => {
    if (!node) return '';
    if (!stack.has(node)) {
      const { backgroundColor, backgroundImage, opacity, position, visibility } = getComputedStyle(node);
      const mine = [backgroundColor, backgroundImage, opacity, position, visibility].join('|');
      stack.set(node, mine + '/' + under(node.parentElement));
    }
    return stack.get(node);
  };
  const kinds = new Map();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !node.checkVisibility()) continue;
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(node);
    const kind = [node.localName, color, fontSize, fontWeight, textShadow, under(node)].join('/');
    if (!kinds.has(kind)) kinds.set(kind, node);
  }
  return axe.run({ include: [...kinds.values()] }, { runOnly: ['color-contrast'], preload: false, resultTypes: ['violations'] })
    .then(found => found.violations);
}
"""
REST = "{ preload: false, resultTypes: ['violations'], rules: { 'color-contrast': { enabled: false } } }"
NAMED = "found => found.map(one => [one.id, one.nodes.slice(0, 3).map(node => node.target.join(' '))])"


class Sweep:
    """Every page of a site looked at in several browsers' pages at a time, each loaded once."""

    def __init__(self, browser: Browser, base: str, beside: int = 2) -> None:
        self.base = base
        self.outside: list[str] = []
        self.complaints: list[tuple[str, str]] = []
        # A context of its own is a process of its own.
        contexts = [browser.new_context(color_scheme="dark") for _ in range(beside)]
        self._pages = [context.new_page() for context in contexts]
        for page in self._pages:
            page.on(
                "request",
                lambda request: None if request.url.startswith((base, "data:")) else self.outside.append(request.url),
            )
            page.on("console", lambda said, page=page: self._said(page.url, said.type, said.text))
            page.on("pageerror", lambda error, page=page: self.complaints.append((page.url, str(error))))

    def _said(self, url: str, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append((url, text))

    def faults(self, names: list[str]) -> dict[str, list[Any]]:
        """What is wrong with each page, by its path: widths beyond the window, and axe's violations."""
        found: dict[str, list[Any]] = {}
        for at in range(0, len(names), len(self._pages)):
            some = list(zip(self._pages, names[at : at + len(self._pages)], strict=False))
            for page, name in some:
                self._open(page, name)
            for page, name in some:
                found[name] = page.evaluate("window.dark")
                self._turn(page)
            for page, name in some:
                found[name] += page.evaluate("window.light")
        return {name: faults for name, faults in found.items() if faults}

    def _open(self, page: Page, name: str) -> None:
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(self.base + name, wait_until="load")
        page.add_style_tag(content=STILL)
        narrow = self._too_wide(page, 320)
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        wide = narrow + self._too_wide(page, PHONE[0])
        page.evaluate(AXE)
        page.evaluate(
            f"wide => {{ window.dark = axe.run(document, {REST}).then(rest => ({ASK})()"
            f".then(found => [...rest.violations, ...found])).then({NAMED}).then(found => [...wide, ...found]) }}",
            wide,
        )

    @staticmethod
    def _turn(page: Page) -> None:
        page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
        page.evaluate("document.body.dataset.mdColorScheme = 'default'")
        page.evaluate(
            f"() => {{ window.light = axe.run(document, {REST}).then(rest => ({ASK})()"
            f".then(found => [...rest.violations, ...found])).then({NAMED}) }}"
        )

    @staticmethod
    def _too_wide(page: Page, width: int) -> list[Any]:
        seen = page.evaluate("document.documentElement.scrollWidth")
        return [] if seen <= width else [f"{seen} px wide in a window of {width}"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for page in self._pages:
            page.context.close()


class Serving:
    """A folder served over HTTP on loopback for as long as the context lasts."""

    def __init__(self, folder: Path) -> None:
        handler = functools.partial(_Quiet, directory=str(folder))
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)

    def __enter__(self) -> str:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}/"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass
