// A run: what was done, by whom, when. It is stored as it is exported; nothing here touches the page.
(() => {
  "use strict";
  const proofbook = (window.proofbook ??= {});
  const WORDS = { open: "open", done: "done", failed: "failed", skipped: "skipped" };
  const OUTCOMES = ["completed", "failed", "rolled back", "stopped"];

  const now = () => new Date().toISOString().replace(/\.\d+Z$/, "Z");
  const step = (run, id) => run.steps.find((one) => one.id === id);
  const fresh = ({ id, title, phase }) => ({ id, title, phase, state: "open" });
  const settled = (one) => one.state !== "open";

  function log(run, what, more = {}) {
    run.events.push({ at: now(), ...(run.who ? { who: run.who } : {}), what, ...more });
  }

  function begin(runbook, { who, alert, page, link }) {
    const noise = crypto.getRandomValues(new Uint16Array(1))[0].toString(16).padStart(4, "0");
    const began = now();
    const run = {
      format: 1, id: `${began.replace(/[-:]/g, "")}-${noise}`,
      runbook: { id: runbook.id, title: runbook.title, page, digest: runbook.digest, commit: runbook.commit },
      read: runbook.digest, link, began, ended: null, outcome: null, who, alert, phase: "procedure", at: null,
      inputs: {}, steps: runbook.steps.map(fresh), events: [],
    };
    log(run, "run started");
    arrive(run, run.steps.find((one) => one.phase === "procedure")?.id ?? null);
    return run;
  }

  // The step that is being worked on; its time starts with the first arrival.
  function arrive(run, id) {
    run.at = id;
    const one = step(run, id);
    if (!one || one.started) return;
    one.started = now();
    log(run, "step started", { step: id });
  }

  function following(run, id) {
    const open = run.steps.filter((one) => one.phase === run.phase && !settled(one));
    const place = run.steps.findIndex((one) => one.id === id);
    return (open.find((one) => run.steps.indexOf(one) > place) ?? open[0])?.id ?? null;
  }

  // Done, failed or skipped; where the run stood there, it goes on to the next open step.
  function settle(run, id, state, reason = "") {
    const one = step(run, id);
    Object.assign(one, { state, ended: now() });
    if (run.who) one.who = run.who;
    if (reason) one.reason = reason; else delete one.reason;
    log(run, `step ${WORDS[state]}`, { step: id, ...(reason ? { text: reason } : {}) });
    if (run.at === id || run.at === null) arrive(run, following(run, id));
  }

  function reopen(run, id) {
    const one = step(run, id);
    one.state = "open";
    for (const name of ["reason", "ended", "who"]) delete one[name];
    log(run, "step reopened", { step: id });
    run.phase = one.phase;
    arrive(run, id);
  }

  // Kept while it is typed; the log has it once, when it is whole.
  function note(run, id, text, whole) {
    const one = step(run, id);
    if (text) one.note = text; else delete one.note;
    if (whole) log(run, "note", { step: id, text });
  }

  // A secret is named, never kept. What changes after the start is logged, when it is whole.
  function fill(run, input, value, from, before) {
    run.inputs[input.name] = input.sensitive ? { sensitive: true } : { value, from };
    if (input.sensitive || before === undefined || before === value) return;
    log(run, "input changed", { input: input.name, text: `${before ?? "nothing"} → ${value ?? "nothing"}` });
  }

  function rollBack(run) {
    run.phase = "rollback";
    log(run, "rollback started");
    arrive(run, following(run, null));
  }

  function goOn(run) {
    run.phase = "procedure";
    log(run, "rollback left");
    arrive(run, following(run, null));
  }

  function outcome(run) {
    const procedure = run.steps.filter((one) => one.phase === "procedure" && !one.gone);
    if (run.phase === "rollback") return "rolled back";
    if (procedure.some((one) => one.state === "failed")) return "failed";
    return procedure.every(settled) ? "completed" : "stopped";
  }

  function end(run, how, text = "") {
    Object.assign(run, { ended: now(), outcome: how });
    if (text) run.closing = text;
    log(run, "run ended", { text: how });
  }

  function resume(run) {
    Object.assign(run, { ended: null, outcome: null });
    delete run.closing;
    log(run, "run resumed");
    arrive(run, run.at ?? following(run, null));
  }

  // The page has another text than when the run began: new steps join it, and those that are gone say so.
  function accept(run, runbook) {
    const joined = runbook.steps.map((one) => step(run, one.id) ?? fresh(one));
    const gone = run.steps.filter((one) => !joined.includes(one)).map((one) => ({ ...one, gone: true }));
    joined.forEach((one) => delete one.gone);
    run.steps = [...joined, ...gone];
    run.read = runbook.digest;
    log(run, "page changed", { text: runbook.digest });
    if (!joined.some((one) => one.id === run.at)) arrive(run, following(run, null));
  }

  Object.assign(proofbook, {
    OUTCOMES, record: { begin, step, settled, arrive, settle, reopen, note, fill, rollBack, goOn, outcome, end, resume, accept },
  });
})();
