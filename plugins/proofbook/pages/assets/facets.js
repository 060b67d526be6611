// Filters over tables and lists that are whole without them; what is chosen stands in the address.
(function () {
  "use strict";

  function texts(cell) {
    var marks = cell.querySelectorAll(".pb-chip, .pb-tag");
    var found = Array.prototype.map.call(marks.length ? marks : [cell], function (one) { return one.textContent.trim(); });
    return found.filter(Boolean);
  }

  function key(name) { return name.toLowerCase().replace(/\s+/g, "-"); }

  // A row says its values in the cells below the headings, an item of a list in attributes.
  function items(box) {
    var found = [];
    box.querySelectorAll("table").forEach(function (table) {
      if (!table.classList.contains("pb-facts")) rows(table, found);
    });
    box.querySelectorAll("details[data-pb-status]").forEach(function (row) {
      var values = {};
      Object.keys(row.dataset).forEach(function (name) {
        if (/^pb[A-Z]/.test(name)) values[key(name.slice(2))] = row.dataset[name] ? [row.dataset[name]] : [];
      });
      found.push({ element: row, values: values, text: row.textContent.toLowerCase() });
    });
    return found;
  }

  function rows(table, found) {
    var names = Array.prototype.map.call(table.querySelectorAll("thead th"), function (head) { return key(head.textContent.trim()); });
    table.querySelectorAll("tbody tr").forEach(function (row) {
      var values = {};
      Array.prototype.forEach.call(row.cells, function (cell, at) { values[names[at]] = texts(cell); });
      found.push({ element: row, values: values, text: row.textContent.toLowerCase() });
    });
  }

  function labelled(text, control) {
    var label = document.createElement("label");
    label.textContent = text;
    label.appendChild(control);
    return label;
  }

  function choice(name, every) {
    var values = {};
    every.forEach(function (item) { (item.values[key(name)] || []).forEach(function (value) { values[value] = (values[value] || 0) + 1; }); });
    var names = Object.keys(values).sort();
    if (names.length < 2) return null;
    var select = document.createElement("select");
    select.name = key(name);
    select.add(new Option("any", ""));
    names.forEach(function (value) { select.add(new Option(value + " (" + values[value] + ")", value)); });
    return labelled(name.replace(/-/g, " ").toLowerCase(), select);
  }

  function build(box) {
    var every = items(box);
    if (every.length < 2) return;
    var form = document.createElement("form");
    form.className = "pb-facets";
    form.setAttribute("role", "search");
    form.setAttribute("aria-label", "Filter this page");
    var words = document.createElement("input");
    words.type = "search";
    words.name = "find";
    words.autocomplete = "off";
    form.appendChild(labelled("find", words));
    box.getAttribute("data-pb-facets").split(" ").forEach(function (name) {
      var control = choice(name, every);
      if (control) form.appendChild(control);
    });
    var count = document.createElement("output");
    form.appendChild(count);
    box.insertBefore(form, box.firstChild);
    fill(form);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("input", function () { show(form, every, box, count); remember(form); });
    window.addEventListener("hashchange", function () { reveal(form, every, box, count); });
    show(form, every, box, count);
    reveal(form, every, box, count);
  }

  function controls(form) { return form.querySelectorAll("select, input"); }

  function fill(form) {
    var asked = new URLSearchParams(location.search);
    controls(form).forEach(function (control) {
      control.value = asked.get(control.name) || "";
      if (control.value === "" && control.tagName === "SELECT") control.selectedIndex = 0;
    });
  }

  function remember(form) {
    var asked = new URLSearchParams(location.search);
    controls(form).forEach(function (control) {
      if (control.value) asked.set(control.name, control.value); else asked.delete(control.name);
    });
    var query = asked.toString();
    history.replaceState(history.state, "", location.pathname + (query ? "?" + query : "") + location.hash);
  }

  function show(form, every, box, count) {
    var shown = 0;
    every.forEach(function (item) {
      var fits = Array.prototype.every.call(controls(form), function (control) {
        if (!control.value) return true;
        if (control.name === "find") return item.text.indexOf(control.value.toLowerCase()) >= 0;
        return (item.values[control.name] || []).indexOf(control.value) >= 0;
      });
      item.element.hidden = !fits;
      if (fits) shown++;
    });
    box.querySelectorAll(".pb-group").forEach(function (group) {
      group.hidden = every.every(function (item) { return item.element.hidden || !group.contains(item.element); });
    });
    count.textContent = shown === every.length ? every.length + " shown" : shown + " of " + every.length + " shown";
  }

  // A link to something that is filtered away shows it.
  function reveal(form, every, box, count) {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !target.closest("[hidden]") || !box.contains(target)) return;
    controls(form).forEach(function (control) { control.value = ""; });
    show(form, every, box, count);
    target.scrollIntoView();
  }

  function page() {
    document.querySelectorAll("[data-pb-facets]").forEach(function (box) {
      if (box.querySelector(":scope > form.pb-facets")) return;
      build(box);
    });
  }

  if (typeof document$ !== "undefined") document$.subscribe(page);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", page);
  else page();
})();
