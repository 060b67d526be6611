// The incident record as Markdown and JSON. Text of people and pages is escaped: it stays text wherever it is pasted.
(() => {
  "use strict";
  const proofbook = (window.proofbook ??= {});
  const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "~": "&#126;", "$": "&#36;" };

  // On one line, with nothing left that Markdown or HTML would read.
  function plain(text) {
    return String(text).replace(/\s+/g, " ").trim()
      .replace(/[\p{Cc}\p{Cf}]/gu, (hidden) => `⟨U+${hidden.codePointAt().toString(16).toUpperCase().padStart(4, "0")}⟩`)
      .replace(/[\\`*_[\]{}]/g, "\\$&").replace(/[&<>|~$]/g, (character) => ENTITIES[character])
      .replace(/^[#+=-]/, "\\$&").replace(/^(\d+)([.)])/, "$1\\$2");
  }

  const quoted = (text) => text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => `> ${plain(line)}`.trimEnd()).join("\n>\n");
  const when = (at) => (at ? at.replace("T", " ").replace("Z", " UTC") : "–");
  const clock = (at) => (at ? at.slice(11, 19) : "–");

  function took(from, to) {
    if (!from || !to) return "–";
    const total = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
    const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
    const rest = `${String(minutes).padStart(hours ? 2 : 1, "0")}:${String(seconds).padStart(2, "0")}`;
    return hours ? `${hours}:${rest}` : rest;
  }

  const table = (heads, rows) => [heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

  function facts(run) {
    const { runbook } = run;
    return [
      ["Runbook", `${plain(runbook.id)}, ${plain(runbook.page)}`],
      ["Its text", `sha256 ${runbook.digest}${run.read === runbook.digest ? "" : `, changed during the run to ${run.read}`}`],
      ["Site built from", runbook.commit && `commit ${plain(runbook.commit)}`],
      ["Alert", run.alert && plain(run.alert)], ["Who", run.who && plain(run.who)],
      ["Started", when(run.began)],
      ["Ended", run.ended ? `${when(run.ended)}, after ${took(run.began, run.ended)}` : "still open"],
      ["Outcome", run.outcome && plain(run.outcome)],
    ].filter(([, text]) => text).map(([name, text]) => `- ${name}: ${text}`).join("\n");
  }

  const inputs = (run) => table(["Input", "Value", "From"], Object.entries(run.inputs).map(([name, one]) =>
    [plain(name), one.sensitive ? "secret, not recorded" : plain(one.value ?? "not filled in"), one.from ? plain(one.from) : ""]));

  const steps = (run) => table(["", "Step", "State", "Started", "Ended", "Took", "Who"], run.steps.map((one, at) =>
    [at + 1, plain(one.title) + (one.phase === "rollback" ? " (rollback)" : "") + (one.gone ? " (no longer on the page)" : ""),
      plain(one.state) + (one.reason ? `: ${plain(one.reason)}` : ""), clock(one.started), clock(one.ended), took(one.started, one.ended), plain(one.who ?? "")]));

  function timeline(run) {
    const title = (id) => plain(run.steps.find((one) => one.id === id)?.title ?? id);
    return table(["When", "Who", "What"], run.events.map((one) => [when(one.at), plain(one.who ?? ""),
      [plain(one.what), one.step && title(one.step), one.input && plain(one.input), one.text && plain(one.text)].filter(Boolean).join(": ")]));
  }

  function markdown(run) {
    const notes = run.steps.filter((one) => one.note).map((one) => `**${plain(one.title)}**\n\n${quoted(one.note)}`);
    const parts = [`# Record of a run: ${plain(run.runbook.title)}`, facts(run)];
    if (run.closing) parts.push(quoted(run.closing));
    if (Object.keys(run.inputs).length) parts.push("## Inputs", inputs(run));
    parts.push("## Steps", "Times are UTC.", steps(run));
    if (notes.length) parts.push("## Notes", ...notes);
    parts.push("## Timeline", timeline(run));
    return `${parts.join("\n\n")}\n`;
  }

  const json = (run) => `${JSON.stringify(run, null, 2)}\n`;

  function download(run, kind) {
    const [text, type] = kind === "json" ? [json(run), "application/json"] : [markdown(run), "text/markdown"];
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = `${run.runbook.id}-${run.id}.${kind === "json" ? "json" : "md"}`;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  Object.assign(proofbook, { markdown, json, download, took });
})();
