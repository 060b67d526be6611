// Run mode: a runbook's page becomes a run that is filled in, ticked off, kept and exported. Nothing leaves the browser.
(() => {
  "use strict";
  const proofbook = (window.proofbook ??= {});
  const { make, record } = proofbook;
  const KEYS = [["d", "done"], ["x", "failed"], ["k", "skip"], ["c", "note"], ["j", "go to the step you are at"]];
  let app = null;

  const day = (at) => new Date(at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  const plainly = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
  const progress = (run) => {
    const phase = run.steps.filter((one) => one.phase === "procedure" && !one.gone);
    return `${phase.filter(record.settled).length} of ${phase.length} steps`;
  };

  class App {
    constructor(root) {
      this.root = root;
      this.article = root.closest("article, main") ?? document.body;
      this.runbook = JSON.parse(root.dataset.pbRun);
      this.store = new proofbook.Store(this.runbook.id);
      this.run = null;
      this.views = new Map();
      this.link = proofbook.linked(this.runbook.inputs, location.search);
      this.live = make("p", { className: "pb-live", role: "status" });
      this.panel = make("div", { className: "pb-panel" });
      root.setAttribute("role", "region");
      root.setAttribute("aria-label", "Follow this runbook");
      root.replaceChildren(this.panel, this.live);
      this.foldVariables();
      const run = this.store.open && this.store.load(this.store.open);
      if (run && (run.link === this.asked() || !this.link.values.size)) {
        this.open(run);
        this.comeBack();
      } else this.close();
    }

    // The part of the address that brought values; empty where none fits.
    asked() { return new URLSearchParams([...this.link.values]).toString(); }

    alert() {
      const name = new URLSearchParams(location.search).get("alert") ?? "";
      return this.runbook.alerts.find((one) => one.toLowerCase() === name.toLowerCase()) ?? null;
    }

    // With commands filled in, shell variables are the second way.
    foldVariables() {
      const variables = this.article.querySelector(".pb-variables");
      if (!variables || variables.closest("details")) return;
      const folded = make("details", { className: "pb-fold" }, make("summary", {}, "The same as shell variables"));
      variables.replaceWith(folded);
      folded.append(variables);
    }

    say(text) { this.live.textContent = text; }

    record(id) { return this.run && record.step(this.run, id); }

    // Every change starts from what is stored, so that another tab's work is kept.
    change(act) {
      const run = this.store.load(this.run.id) ?? this.run;
      act(run);
      this.store.save(run);
      this.run = run;
      this.paint();
    }

    title(id) { return this.runbook.steps.find((one) => one.id === id)?.title ?? ""; }

    settle(id, state, reason) {
      const before = this.run.at;
      this.change((run) => record.settle(run, id, state, reason));
      const next = this.run.at && this.run.at !== before ? ` Now: ${this.title(this.run.at)}.` : this.run.at ? "" : " No step is open.";
      this.say(`${this.title(id)}: ${state}.${next}`);
      if (this.run.at !== before) this.goToStep();
    }

    reopen(id) {
      this.change((run) => record.reopen(run, id));
      this.say(`${this.title(id)}: open again.`);
    }

    arrive(id) {
      this.change((run) => {
        run.phase = record.step(run, id).phase;
        record.arrive(run, id);
      });
      this.goToStep();
    }

    note(id, text, whole) { this.change((run) => record.note(run, id, text, whole)); }

    goToStep() {
      const view = this.views.get(this.run?.at);
      if (!view) return this.bar?.focus();
      view.element.focus({ preventScroll: true });
      view.element.scrollIntoView({ block: "start" });
    }

    // After a reload, who follows the run by keyboard or ear goes on where they were; nobody's page is moved.
    comeBack() {
      const view = this.views.get(this.run.at);
      if (this.run.ended || !view || location.hash) return;
      if (document.activeElement === document.body) view.element.focus({ preventScroll: true });
      setTimeout(() => this.say(`The run of ${day(this.run.began)} goes on. Now: ${this.title(this.run.at)}.`), 300);
    }

    start() {
      const who = this.who.value.trim();
      this.store.who = who;
      const [page] = location.href.split(/[?#]/);
      const run = record.begin(this.runbook, { who, alert: this.alert(), page, link: this.asked() });
      for (const one of this.fields) record.fill(run, one.input, one.value(), one.origin);
      this.store.save(run);
      this.open(run);
      this.say(`Run started. Now: ${this.title(run.at)}.`);
      this.goToStep();
    }

    open(run) {
      this.leave();
      this.run = run;
      this.store.open = run.id;
      for (const step of this.runbook.steps) {
        const element = this.article.querySelector(`[data-pb-step="${CSS.escape(step.id)}"]`);
        if (element) this.views.set(step.id, new proofbook.StepView(element, step, this));
      }
      this.bar = proofbook.bar(this);
      this.article.append(this.bar);
      this.build();
    }

    // Back to the empty form; the run stays where it is kept.
    close() {
      this.leave();
      this.run = null;
      this.store.open = null;
      this.build();
    }

    putAway() {
      this.close();
      this.focusPanel();
      this.say("The run is kept in this browser.");
    }

    accept() {
      this.change((run) => record.accept(run, this.runbook));
      this.say("The run goes on with the page as it is now.");
      this.goToStep();
    }

    focusPanel() {
      this.root.scrollIntoView({ block: "start" });
      this.panel.querySelector("button, input, select")?.focus({ preventScroll: true });
    }

    leave() {
      this.views.forEach((view) => view.remove());
      this.views.clear();
      this.bar?.remove();
      this.bar = null;
    }

    build() {
      this.fields = this.runbook.inputs.map((input, at) => proofbook.field(input, at, (whole) => this.filled(input, whole)));
      this.who = make("input", { type: "text", id: "pb-who", autocomplete: "name", value: this.run?.who ?? this.store.who, on: { change: () => this.named() } });
      const form = make("form", { className: "pb-form", on: { submit: (event) => {
        event.preventDefault();
        if (!this.run) this.start();
      } } }, ...this.fields.map((one) => one.element), make("div", { className: "pb-field" },
        make("label", { htmlFor: "pb-who" }, "who follows it"), this.who));
      this.fields.forEach((one) => this.preset(one));
      this.notices = make("div", { className: "pb-notices" });
      this.head = make("div", { className: "pb-panel__head" });
      if (!this.run) form.append(make("div", { className: "pb-panel__row" },
        make("button", { type: "submit", className: "md-button md-button--primary" }, "Start a run"),
        make("span", { className: "pb-quiet" }, `${plainly(this.runbook.steps.length, "step")} · nothing leaves this browser`)));
      this.kept = make("div");
      this.panel.replaceChildren(this.head, this.notices, form, this.kept, proofbook.keyHelp(KEYS));
      this.fill();
      this.paint();
    }

    preset(one) {
      const { input } = one;
      const kept = this.run?.inputs[input.name];
      if (kept) one.set(kept.value ?? "", kept.from ?? "typed");
      else if (!this.run && this.link.values.has(input.name)) one.set(this.link.values.get(input.name), "link");
      else one.set(input.default ?? "", "default");
      one.before = one.value();
    }

    filled(input, whole = false) {
      const one = this.fields.find((field) => field.input === input);
      this.fill();
      if (!this.run || this.run.ended) return;
      this.change((run) => record.fill(run, input, one.value(), one.origin, whole ? one.before : undefined));
      if (whole) one.before = one.value();
    }

    named() {
      this.store.who = this.who.value.trim();
      if (this.run && !this.run.ended) this.change((run) => { run.who = this.who.value.trim(); });
    }

    fill() {
      const values = new Map(), secrets = new Map();
      for (const one of this.fields) if (one.value() !== null) (one.input.sensitive ? secrets : values).set(one.input.name, one.value());
      proofbook.fill(this.article, this.runbook.inputs, values, secrets);
    }

    end(how, text) {
      this.change((run) => record.end(run, how, text));
      this.say(`Run ended: ${how}.`);
      this.focusPanel();
    }

    resume() {
      this.change(record.resume);
      this.say("Run resumed.");
      this.goToStep();
    }

    drop(id) {
      this.store.remove(id);
      this.say("Run deleted.");
      if (this.run?.id === id) this.close();
      else this.paint();
      this.focusPanel();
    }

    paint() {
      const { run } = this;
      this.head.replaceChildren(...proofbook.head(this, day, progress));
      this.notices.replaceChildren(...proofbook.notices(this, day));
      this.kept.replaceChildren(...proofbook.kept(this, day, progress));
      for (const one of [...this.fields.map((field) => field.box), this.who]) one.disabled = Boolean(run?.ended);
      this.views.forEach((view) => run && view.paint(run));
      this.bar?.paint(run);
    }

    // Another tab has worked on the same run.
    reread(event) {
      if (!this.run || event.key !== this.store.key(this.run.id) || !event.newValue) return;
      this.run = this.store.load(this.run.id) ?? this.run;
      for (const one of this.fields) if (document.activeElement !== one.box && !one.input.sensitive) this.preset(one);
      this.fill();
      this.paint();
    }

    tick() {
      if (!this.run || this.run.ended) return;
      this.views.get(this.run.at)?.tick(this.run);
      this.bar?.tick(this.run);
    }
  }

  function page() {
    const root = document.querySelector("[data-pb-run]");
    if (!root) app = null;
    else if (app?.root !== root) app = new App(root);
    // An alert's link brings its labels along; the runbook's page takes those that it knows.
    const alert = document.querySelector("[data-pb-alert]");
    alert?.querySelectorAll("a.pb-follow").forEach((link) => {
      const asked = new URLSearchParams(location.search);
      asked.set("alert", alert.dataset.pbAlert);
      link.search = asked.toString();
    });
  }

  document.addEventListener("keydown", (event) => { if (app?.run) proofbook.stepKey(event, app); });
  window.addEventListener("storage", (event) => app?.reread(event));
  window.addEventListener("beforeunload", (event) => { if (app?.run && !app.run.ended && !app.store.kept) event.preventDefault(); });
  window.addEventListener("beforeprint", () => {
    const variables = app?.article.querySelector(".pb-variables")?.closest("details");
    if (variables) variables.open = true;
  });
  setInterval(() => app?.tick(), 1000);
  // Material's stream brings pages that are reached without a reload; from a file it brings none at all.
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", page);
  else page();
  if (typeof document$ !== "undefined") document$.subscribe(page);
})();
