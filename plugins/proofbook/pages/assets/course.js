// Courses: progress kept in this browser, questions that answer, recordings that play. The page says it all without.
(() => {
  "use strict";
  const site = new URL("../../", document.currentScript.src).pathname;
  const make = (tag, text, more) => Object.assign(document.createElement(tag), { textContent: text ?? "" }, more);
  const button = (text, run) => {
    const made = make("button", text, { type: "button", className: "pb-button" });
    if (run) made.addEventListener("click", run);
    return made;
  };
  const plain = (text) => text.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
  let again = () => {};

  function progress(outline) {
    const key = `proofbook:${site}:course:${outline.dataset.pbCourse}`;
    const links = [...outline.querySelectorAll("a")];
    const said = make("p", "", { role: "status" });
    const turns = new Map();
    let done = new Set();
    function set(id, on) {
      read();
      done[on ? "add" : "delete"](id);
      try { localStorage.setItem(key, JSON.stringify([...done])); } catch { /* kept for as long as the page is open */ }
      show();
    }
    function read() {
      try { done = new Set(JSON.parse(localStorage.getItem(key)) ?? done); } catch { /* not ours, or switched off */ }
    }
    function show() {
      const count = links.filter((link) => {
        const is = done.has(link.hash.slice(1));
        link.classList.toggle("pb-done", is);
        link.title = is ? "done" : "";
        return is;
      }).length;
      said.textContent = `${count} of ${links.length} lessons done. `;
      const next = links.find((link) => !done.has(link.hash.slice(1)));
      said.append(next ? make("a", `Go on with: ${next.textContent}`, { href: next.hash }) : "All of it.");
      for (const [id, one] of turns) {
        one.setAttribute("aria-pressed", done.has(id));
        one.textContent = done.has(id) ? "Done" : "Mark as done";
      }
    }
    for (const turn of document.querySelectorAll("[data-pb-lesson]")) {
      const id = turn.dataset.pbLesson;
      turns.set(id, button("", () => set(id, !done.has(id))));
      turn.prepend(turns.get(id));
    }
    outline.append(said);
    again = () => { read(); show(); };
    again();
    return set;
  }

  function choice(quiz, name) {
    const type = quiz.kind === "choose_one" ? "radio" : "checkbox";
    const fields = quiz.options.map((text) => {
      const label = make("label");
      label.append(make("input", "", { type, name }), ` ${text}`);
      return label;
    });
    const given = () => fields.map((one) => one.firstChild.checked);
    return [fields, () => {
      const wrong = given().findIndex((is, at) => is !== quiz.right[at]);
      const said = given().map((is, at) => is && quiz.feedback[at]).filter(Boolean).join(" ");
      return given().some(Boolean) && [wrong < 0, said];
    }];
  }

  function pairs(quiz) {
    const order = quiz.kind === "order";
    const values = order ? quiz.options.map((_, at) => at + 1) : quiz.others;
    const right = order ? quiz.options.map((text) => quiz.right.indexOf(text) + 1) : quiz.right;
    const fields = quiz.options.map((text) => {
      const label = make("label", `${text} `);
      const select = make("select");
      select.append(make("option", "…", { value: "" }), ...values.map((value) => make("option", value)));
      label.append(select);
      return label;
    });
    return [fields, () => {
      const given = fields.map((one) => one.lastChild.value);
      const good = given.filter((value, at) => value === String(right[at])).length;
      return given.every(Boolean) && [good === right.length, good < right.length ? `${good} of ${right.length} are in place.` : ""];
    }];
  }

  function text(quiz) {
    const number = quiz.kind === "number";
    const label = make("label", "Your answer ");
    const field = make("input", "", { type: "text", autocomplete: "off", inputMode: number ? "decimal" : "text" });
    label.append(field, ` ${quiz.unit ?? ""}`);
    return [[label], () => {
      if (!number) return field.value.trim() && [quiz.right.map(plain).includes(plain(field.value)), ""];
      const value = Number(field.value.trim().replace(",", "."));
      if (!field.value.trim() || isNaN(value)) return null;
      return [Math.abs(value - quiz.right) <= quiz.within * (1 + 1e-9) + 1e-12, ""];
    }];
  }

  function ask(box, at, ended) {
    const quiz = JSON.parse(box.dataset.pbQuiz);
    const kinds = { choose_one: choice, choose_many: choice, order: pairs, match: pairs };
    const [fields, judge] = (kinds[quiz.kind] ?? text)(quiz, `pb-quiz-${at}`);
    const form = make("form");
    const group = make("fieldset");
    const said = make("p", "", { role: "status" });
    const asked = { answer: "Answer", number: "Give a number", order: "Give each its place", match: "Choose what belongs to it", choose_one: "Choose one" };
    group.append(make("legend", asked[quiz.kind] ?? "Choose all that are right"), ...fields);
    form.append(group, make("button", "Check", { className: "pb-button" }), said);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const found = judge();
      const [right, more] = found || [];
      said.className = found ? (right ? "pb-pass" : "pb-fail") : "";
      said.textContent = found ? `${right ? "Right." : "Not yet."} ${more}` : "Answer first.";
      if (found) box.dataset.pbRight = right;
      if (right) box.nextElementSibling.hidden = false;
      if (right) ended(box);
    });
    box.previousElementSibling.classList.add("pb-paper");
    box.append(form);
  }

  function play(box) {
    const moments = [...box.querySelectorAll("[data-at]")];
    const took = Math.ceil(box.dataset.pbRecording * 10) / 10;
    const slider = make("input", "", { type: "range", max: took, step: 0.1, value: took, ariaLabel: "Seconds of the recording" });
    let timer = 0;
    function show() {
      moments.forEach((one) => { one.hidden = Number(one.dataset.at) > Number(slider.value); });
      slider.ariaValueText = `${Math.round(slider.value)} of ${Math.round(took)} seconds`;
    }
    function stop() { clearInterval(timer); timer = 0; toggle.textContent = "Play"; }
    const toggle = button("Play", () => {
      if (timer) return stop();
      if (Number(slider.value) >= took) slider.value = 0;
      toggle.textContent = "Pause";
      timer = setInterval(() => {
        slider.value = Number(slider.value) + 0.1;
        show();
        if (Number(slider.value) >= took || !box.isConnected) stop();
      }, 100);
      return show();
    });
    slider.addEventListener("input", show);
    const line = make("p", "", { className: "pb-turn" });
    line.append(toggle, slider);
    box.querySelector("pre").before(line);
    addEventListener("beforeprint", () => { stop(); slider.value = took; show(); });
  }

  function page() {
    const outline = document.querySelector("[data-pb-course]");
    if (!outline || outline.dataset.pbReady) return;
    outline.dataset.pbReady = "1";
    const set = progress(outline);
    const quizzes = [...document.querySelectorAll("[data-pb-quiz]")];
    // A lesson's line comes after its questions: it is done once all of them are.
    const lines = [...document.querySelectorAll("[data-pb-quiz], [data-pb-lesson]")];
    quizzes.forEach((box, at) => ask(box, at, () => {
      const end = lines.findIndex((one, index) => index > lines.indexOf(box) && one.dataset.pbLesson);
      let ok = true;
      for (let one = end - 1; one >= 0 && lines[one].dataset.pbQuiz; one--) ok &&= lines[one].dataset.pbRight === "true";
      if (ok) set(lines[end].dataset.pbLesson, true);
    }));
    document.querySelectorAll("[data-pb-recording]").forEach(play);
  }

  addEventListener("storage", () => again());
  if (typeof document$ !== "undefined") document$.subscribe(page);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", page);
  else page();
})();
