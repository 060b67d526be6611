// What run mode adds to a step: done, failed, skipped, a note, the time it takes; and the keys for it.
(() => {
  "use strict";
  const proofbook = (window.proofbook ??= {});
  const { make } = proofbook;
  const VERDICTS = { done: "Done", failed: "Failed", skipped: "Skip" };
  const ASKS = { failed: "What went wrong?", skipped: "Why is it skipped?" };
  const TINTS = { done: "pass", failed: "fail", skipped: "muted" };
  // Outlines in a 16×16 box, the same as of the marks.
  const CIRCLE = "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z";
  const SHAPES = {
    done: `${CIRCLE}m3.6 5.2-4.3 4.6-2.5-2.4 1-1 1.4 1.4 3.3-3.6z`,
    failed: `${CIRCLE}m3 9-1 1-2-2-2 2-1-1 2-2-2-2 1-1 2 2 2-2 1 1-2 2z`,
    skipped: `${CIRCLE}M4.5 5v6l3.8-3zm4 0v6l3.8-3z`,
  };

  function chip(state, text = state) {
    const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    icon.setAttribute("class", "pb-icon");
    for (const side of ["width", "height"]) icon.setAttribute(side, "16");
    icon.setAttribute("viewBox", "0 0 16 16");
    icon.setAttribute("aria-hidden", "true");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("fill-rule", "evenodd");
    path.setAttribute("d", SHAPES[state]);
    icon.append(path);
    return make("span", { className: `pb-chip pb-${TINTS[state]}` }, icon, text);
  }

  const time = (at) => new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const button = (text, click, more = {}) => make("button", { type: "button", className: "pb-button", on: { click }, ...more }, text);

  // The controls of one step; `app` changes the run and paints again.
  class StepView {
    constructor(element, step, app) {
      Object.assign(this, { element, step, app });
      this.buttons = Object.fromEntries(Object.entries(VERDICTS).map(([state, text]) =>
        [state, button(text, () => this.choose(state), { "data-pb-do": state })]));
      this.start = button("Start here", () => app.arrive(step.id));
      this.more = button("Note", () => this.writeNote(), { "aria-expanded": "false" });
      this.clock = make("span", { className: "pb-clock" });
      this.said = make("p", { className: "pb-said" });
      this.asking = make("form", { className: "pb-why", hidden: true, on: { submit: (event) => this.answer(event), keydown: (event) => this.escape(event) } });
      this.text = make("textarea", { rows: 2, on: {
        input: () => app.note(step.id, this.text.value, false), change: () => app.note(step.id, this.text.value, true),
        keydown: (event) => this.escape(event),
      } });
      this.noting = make("label", { className: "pb-note", hidden: true }, "Note", this.text);
      this.box = make("div", { className: "pb-do" }, this.said,
        make("div", { className: "pb-do__row" }, ...Object.values(this.buttons), this.more, this.start, this.clock), this.asking, this.noting);
      element.append(this.box);
      const heading = element.querySelector("h2[id], h3[id], h4[id]");
      element.tabIndex = -1;
      element.setAttribute("role", "group");
      if (heading) element.setAttribute("aria-labelledby", heading.id);
    }

    remove() {
      this.box.remove();
      for (const name of ["tabindex", "role", "aria-labelledby", "data-pb-state", "data-pb-now"]) this.element.removeAttribute(name);
    }

    // Pressing what is chosen already takes it back; failing and skipping ask why.
    choose(state) {
      const now = this.app.record(this.step.id);
      if (now.state === state) this.app.reopen(this.step.id);
      else if (state === "done") this.app.settle(this.step.id, state);
      else this.ask(state);
    }

    ask(state) {
      this.state = state;
      this.reason = make("input", { type: "text", required: true, autocomplete: "off" });
      this.asking.replaceChildren(make("label", {}, ASKS[state], this.reason),
        make("button", { className: "pb-button", type: "submit" }, "Save"), button("Cancel", () => this.cancel()));
      this.asking.hidden = false;
      this.reason.focus();
    }

    answer(event) {
      event.preventDefault();
      const reason = this.reason.value.trim();
      if (!reason) return this.reason.focus();
      this.asking.hidden = true;
      this.app.settle(this.step.id, this.state, reason);
    }

    cancel() {
      this.asking.hidden = true;
      this.buttons[this.state].focus();
    }

    escape(event) {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      if (event.target === this.text) this.more.focus();
      else this.cancel();
    }

    writeNote() {
      this.noting.hidden = !this.noting.hidden;
      this.more.setAttribute("aria-expanded", String(!this.noting.hidden));
      if (!this.noting.hidden) this.text.focus();
    }

    paint(run) {
      const now = this.app.record(this.step.id) ?? { state: "open" };
      const here = run.at === this.step.id && !run.ended;
      this.element.dataset.pbState = now.state;
      this.element.toggleAttribute("data-pb-now", here);
      for (const [state, one] of Object.entries(this.buttons)) one.setAttribute("aria-pressed", String(now.state === state));
      this.box.classList.toggle("pb-ended", Boolean(run.ended));
      this.text.readOnly = Boolean(run.ended);
      if (run.ended) this.asking.hidden = true;
      this.more.hidden = !here && now.state === "open" && !now.note;
      this.start.hidden = here || now.state !== "open";
      if (document.activeElement !== this.text) this.text.value = now.note ?? "";
      if (now.note) this.noting.hidden = false;
      this.more.setAttribute("aria-expanded", String(!this.noting.hidden));
      this.say(now);
      this.tick(run);
    }

    say(now) {
      this.said.hidden = now.state === "open";
      if (now.state === "open") return this.said.replaceChildren();
      const parts = [time(now.ended), now.started && `took ${proofbook.took(now.started, now.ended)}`, now.who].filter(Boolean).join(" · ");
      this.said.replaceChildren(chip(now.state), make("span", { className: "pb-quiet" }, parts), now.reason ? make("span", {}, now.reason) : "");
    }

    tick(run) {
      const now = this.app.record(this.step.id);
      const counting = now?.started && now.state === "open" && !run.ended;
      this.clock.textContent = counting ? proofbook.took(now.started, new Date().toISOString()) : "";
      this.clock.classList.toggle("pb-off", Boolean(counting && this.step.estimate && Date.now() - Date.parse(now.started) > this.step.estimate * 1000));
    }
  }

  const KEYS = { d: "done", x: "failed", k: "skipped" };

  // Letters act only while the focus is in a step or in the bar, and never take one of Material's (f s p n and signs).
  function key(event, app) {
    const { target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest?.("input, select, textarea, [contenteditable]")) return;
    const element = target.closest?.("[data-pb-step]");
    if (!element && !target.closest?.(".pb-bar")) return;
    const view = app.views.get(element ? element.dataset.pbStep : app.run.at);
    const act = event.key === "j" ? () => app.goToStep() : !view || app.run.ended ? null
      : KEYS[event.key] ? () => view.choose(KEYS[event.key]) : event.key === "c" ? () => view.writeNote() : null;
    if (!act) return;
    event.preventDefault();
    act();
  }

  Object.assign(proofbook, { StepView, chip, button, stepKey: key, localTime: time });
})();
