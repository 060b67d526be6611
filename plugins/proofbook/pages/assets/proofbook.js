// Progressive enhancement only: everything a page says, it says without this file.
(function () {
  "use strict";

  var units = [["day", 86400], ["hour", 3600], ["minute", 60]];
  var words = typeof Intl !== "undefined" && Intl.RelativeTimeFormat
    ? new Intl.RelativeTimeFormat("en", { numeric: "auto" }) : null;

  function relative(seconds) {
    for (var i = 0; i < units.length; i++) {
      if (Math.abs(seconds) >= units[i][1]) {
        return words.format(Math.round(seconds / units[i][1]), units[i][0]);
      }
    }
    return seconds <= 0 ? "just now" : "in less than a minute";
  }

  // Ages are absolute in the page and relative to the reader's clock on screen.
  function ages() {
    if (!words) return;
    document.querySelectorAll("time.pb-age").forEach(function (element) {
      var at = Date.parse(element.getAttribute("datetime"));
      if (isNaN(at)) return;
      if (!element.title) element.title = element.textContent;
      element.textContent = relative((at - Date.now()) / 1000);
    });
  }

  // A mark whose time is over turns stale in the browser of whoever still reads it.
  function staleness() {
    document.querySelectorAll("[data-pb-valid-until]").forEach(function (element) {
      var until = Date.parse(element.getAttribute("data-pb-valid-until"));
      if (isNaN(until) || Date.now() < until) return;
      element.removeAttribute("data-pb-valid-until");
      element.querySelectorAll(".pb-chip").forEach(function (chip) {
        chip.className = "pb-chip pb-warn";
        chip.lastChild.textContent = "stale";
      });
    });
  }

  // A link to an item opens it.
  function openTarget() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") target.open = true;
  }

  // Names that Material's own markup lacks (WCAG 4.1.2), and scrolling by keyboard (2.1.1).
  function names() {
    var search = document.querySelector(".md-search[role=dialog]");
    if (search && !search.hasAttribute("aria-label")) search.setAttribute("aria-label", "Search");
    document.querySelectorAll(".md-typeset__scrollwrap, pre.pb-output, .md-typeset pre > code").forEach(function (box, index) {
      if (box.scrollWidth <= box.clientWidth && box.scrollHeight <= box.clientHeight) return;
      box.tabIndex = 0;
      if (box.tagName === "CODE") return;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", (box.classList.contains("pb-output") ? "Output " : "Table ") + (index + 1));
    });
  }

  // Material labels the buttons of every code block alike; landmarks need names of their own.
  function codeBlocks() {
    document.querySelectorAll(".md-code__nav").forEach(function (nav, index) {
      var name = "Code block " + (index + 1);
      if (nav.getAttribute("aria-label") !== name) nav.setAttribute("aria-label", name);
    });
  }

  // Only a script can print, so only a script offers it.
  function tools() {
    document.querySelectorAll(".pb-tools").forEach(function (line) {
      if (line.querySelector("button")) return;
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = "Print";
      button.addEventListener("click", function () { window.print(); });
      line.append(" ", button);
    });
  }

  function page() {
    tools();
    ages();
    staleness();
    openTarget();
    names();
    codeBlocks();
  }

  window.addEventListener("hashchange", openTarget);
  // Paper does not follow the reader's clock.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("time.pb-age[title]").forEach(function (element) { element.textContent = element.title; });
    document.querySelectorAll("details.pb-row, details.pb-more").forEach(function (element) { element.open = true; });
  });
  window.addEventListener("afterprint", ages);
  new MutationObserver(codeBlocks).observe(document.documentElement, { childList: true, subtree: true });
  setInterval(function () { ages(); staleness(); }, 30000);
  if (typeof document$ !== "undefined") document$.subscribe(page);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", page);
  else page();
})();
