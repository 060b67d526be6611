// The panel above the steps and the bar below them: what is going on, what was kept, how it ends.
(() => {
  "use strict";
  const proofbook = (window.proofbook ??= {});
  const { make, button, chip, record, OUTCOMES } = proofbook;
  const TINTS = { completed: "done", failed: "failed", "rolled back": "skipped", stopped: "skipped" };

  const exports = (run) => [
    button("Markdown", () => proofbook.download(run, "markdown"), { "aria-label": "Download as Markdown" }),
    button("JSON", () => proofbook.download(run, "json"), { "aria-label": "Download as JSON" }),
  ];

  // Deleting takes two presses, and the second says what it does.
  function deletion(app, run) {
    let sure = false;
    const made = button("Delete", () => {
      if (sure) return app.drop(run.id);
      sure = true;
      made.textContent = "Delete for good";
      made.classList.add("pb-fail");
      app.say("Press again to delete this run for good.");
    });
    return made;
  }

  function head(app, day, progress) {
    const { run } = app;
    if (!run) return [];
    const said = run.ended
      ? [chip(TINTS[run.outcome], run.outcome), make("span", {}, `Run of ${day(run.began)}`),
        make("span", { className: "pb-quiet" }, `took ${proofbook.took(run.began, run.ended)}`)]
      : [make("strong", {}, `Run of ${day(run.began)}`), make("span", { className: "pb-quiet" }, progress(run))];
    if (run.alert) said.push(make("span", { className: "pb-tag" }, run.alert));
    const ways = [...exports(run), button(run.ended ? "Close" : "Leave for now", () => app.putAway()), deletion(app, run)];
    if (run.ended) ways.unshift(button("Resume", () => app.resume()));
    return [make("p", {}, ...said), make("p", { className: "pb-panel__row" }, ...ways)];
  }

  const notice = (...parts) => make("div", { className: "pb-notice" }, ...parts);

  function notices(app, day) {
    const { run, runbook, link } = app;
    const found = [];
    if (!app.store.kept) found.push(notice(make("strong", {}, "This browser does not keep runs. "), "What you tick is lost when the page is closed or reloaded: export it before you leave."));
    if (run && !run.ended && run.read !== runbook.digest) found.push(notice(make("strong", {}, "This page has changed since the run began"),
      `, ${day(run.began)}. Read again what you have not done yet. `, button("Go on with the page as it is now", () => app.accept())));
    if (!run && link.refused.length) found.push(notice(make("strong", {}, "Not taken from the link: "), link.refused.map(([name, why]) => `${name} ${why}`).join("; ")));
    if (!run && link.values.size) found.push(notice(make("strong", {}, "Filled in from the link. "), "Anyone can make a link: check the values before you start."));
    return found;
  }

  function kept(app, day, progress) {
    const others = app.store.all().filter((one) => one.id !== app.run?.id);
    if (!others.length) return [];
    const rows = others.map((one) => make("li", {}, make("span", {}, day(one.began), one.who ? ` · ${one.who}` : ""),
      make("span", { className: "pb-quiet" }, one.ended ? one.outcome : `not ended, ${progress(one)}`),
      make("span", { className: "pb-panel__row" }, button(one.ended ? "Open" : "Resume", () => {
        app.open(one);
        if (!one.ended) app.goToStep();
      }), ...exports(one), deletion(app, one))));
    return [make("p", { className: "pb-label" }, app.run ? "Other runs kept in this browser" : "Runs kept in this browser"), make("ul", { className: "pb-kept" }, ...rows)];
  }

  function keyHelp(keys) {
    return make("details", { className: "pb-fold pb-keys" }, make("summary", {}, "Keys"),
      make("p", {}, "While a step or the bar below has the focus: ", ...keys.flatMap(([key, what], at) => [at ? ", " : "", make("kbd", {}, key), ` ${what}`]), "."));
  }

  // How it ended, and what is left to say.
  function ending(app, done) {
    const how = make("select", {}, ...OUTCOMES.map((one) => new Option(one, one)));
    const text = make("textarea", { rows: 2 });
    const form = make("form", { className: "pb-end", hidden: true, on: { submit: (event) => {
      event.preventDefault();
      app.end(how.value, text.value.trim());
    } } }, make("label", {}, "How did it end?", how), make("label", {}, "What should be remembered?", text),
      make("div", { className: "pb-panel__row" }, make("button", { type: "submit", className: "md-button md-button--primary" }, "End the run"), button("Not yet", done)));
    form.begin = () => {
      how.value = record.outcome(app.run);
      form.hidden = false;
      how.focus();
    };
    return form;
  }

  // It sticks to the bottom while a run is open, and holds where the run stands.
  function bar(app) {
    const segments = make("span", { className: "pb-segments", role: "img" });
    const title = make("span", { className: "pb-bar__title" });
    const clock = make("span", { className: "pb-clock" });
    const go = button("Go to it", () => app.goToStep());
    const back = button("", () => {
      app.change(app.run.phase === "rollback" ? record.goOn : record.rollBack);
      app.say(app.run.phase === "rollback" ? "Rollback." : "Back to the procedure.");
      app.goToStep();
    });
    const end = button("End", () => form.begin(), { "aria-label": "End the run" });
    const form = ending(app, () => {
      form.hidden = true;
      end.focus();
    });
    const made = make("div", { className: "pb-bar", role: "region", "aria-label": "The run", tabIndex: -1 },
      make("div", { className: "pb-bar__row" }, segments, title, clock, make("span", { className: "pb-bar__ways" }, go, back, end)), form);
    made.tick = (run) => {
      const now = run.at && record.step(run, run.at);
      clock.textContent = now?.started && !record.settled(now) ? proofbook.took(now.started, new Date().toISOString()) : "";
    };
    made.paint = (run) => {
      made.hidden = Boolean(run.ended);
      form.hidden = form.hidden || made.hidden;
      const steps = run.steps.filter((one) => one.phase === run.phase && !one.gone);
      const at = steps.findIndex((one) => one.id === run.at);
      title.textContent = at < 0 ? "No step is open" : `${run.phase === "rollback" ? "Rollback" : "Step"} ${at + 1} of ${steps.length}: ${app.title(run.at)}`;
      go.hidden = at < 0;
      back.hidden = !run.steps.some((one) => one.phase === "rollback" && !one.gone);
      back.textContent = run.phase === "rollback" ? "Back to the procedure" : "Roll back";
      segments.replaceChildren(...steps.map((one) => make("i", { className: `pb-${{ done: "pass", failed: "fail" }[one.state] ?? "muted"}${one.id === run.at ? " pb-here" : ""}` })));
      segments.setAttribute("aria-label", ["done", "failed", "skipped", "open"].map((state) => [steps.filter((one) => one.state === state).length, state])
        .filter(([count]) => count).map((pair) => pair.join(" ")).join(", "));
      made.tick(run);
    };
    return made;
  }

  Object.assign(proofbook, { head, notices, kept, keyHelp, bar });
})();
