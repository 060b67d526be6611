// Inputs of a runbook: what fits, what a link brought, and the fields of the form.
(() => {
  "use strict";
  const proofbook = (window.proofbook ??= {});
  const LONGEST = 500;
  // What ends a line, drives a terminal, or reorders and hides text must not get into a command.
  const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u115f\u1160\u3164\uffa0]/u;
  const TYPES = {
    integer: [/^-?[0-9]{1,15}$/, "a whole number"],
    number: [/^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?$/, "a number"],
    boolean: [/^(true|false)$/, "true or false"],
  };

  function expression(input) {
    try {
      return new RegExp(...input.pattern);
    } catch {
      return null; // a pattern that this browser does not know
    }
  }

  // Why a value does not fit; empty if it does. What only a person can judge is not taken from a link.
  function fault(input, text, linked = false) {
    if (HIDDEN.test(text)) return "has characters that cannot be seen";
    if (text.length > LONGEST) return `is longer than ${LONGEST} characters`;
    const [form, wanted] = TYPES[input.type] ?? [];
    if (form && !form.test(text)) return `is not ${wanted}`;
    if (input.enum && !input.enum.includes(text)) return `is not one of ${input.enum.join(", ")}`;
    if (!input.pattern) return linked && !input.enum && !form && text.startsWith("-") ? "begins like an option" : "";
    const pattern = expression(input);
    if (!pattern) return linked ? "cannot be checked in this browser" : "";
    return pattern.test(text) ? "" : `does not match ${input.like}`;
  }

  // What the address brings for inputs that the runbook declares: values that fit, and why others do not.
  function linked(inputs, search) {
    const asked = new URLSearchParams(search);
    const found = { values: new Map(), refused: [] };
    for (const input of inputs) {
      const texts = asked.getAll(input.name);
      if (!texts.length) continue;
      const why = input.sensitive ? "is secret: type it yourself" : texts.length > 1 ? "stands there twice" : fault(input, texts[0], true);
      if (why) found.refused.push([input.name, why]);
      else found.values.set(input.name, texts[0]);
    }
    return found;
  }

  // An element with properties, attributes and children.
  function make(tag, given = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(given)) {
      if (name === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
      else if (name in element && !name.startsWith("aria")) element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null));
    return element;
  }

  function control(input, id) {
    const choices = input.enum ?? (input.type === "boolean" ? ["true", "false"] : null);
    if (!choices) {
      const kind = input.sensitive ? "password" : "text";
      const keys = { integer: "numeric", number: "decimal" }[input.type] ?? "text";
      return make("input", { id, type: kind, autocomplete: input.sensitive ? "new-password" : "off", spellcheck: false, inputMode: keys, autocapitalize: "off" });
    }
    return make("select", { id }, ...["", ...choices].map((text) => new Option(text || "choose", text)));
  }

  // One field: the control, where its value comes from, and what is wrong with it.
  function field(input, at, changed) {
    const id = `pb-input-${at}`;
    const box = control(input, id);
    const from = make("span", { className: "pb-tag", hidden: true }, "from the link");
    const wrong = make("span", { className: "pb-wrong", id: `${id}-wrong`, hidden: true });
    const about = make("span", { className: "pb-quiet", id: `${id}-about` }, input.about,
      input.sensitive ? " · stays in this tab, is never stored, and goes into commands only when you copy them" : input.like ? ` · like ${input.like}` : "");
    box.setAttribute("aria-describedby", `${id}-about ${id}-wrong`);
    const made = { input, box, origin: "default", from, element: make("div", { className: "pb-field" },
      make("label", { htmlFor: id }, input.name), from, box, wrong, about) };
    made.value = () => (box.value && !fault(input, box.value) ? box.value : null);
    made.set = (value, origin) => {
      box.value = value;
      made.origin = origin;
      made.check();
    };
    made.check = () => {
      const why = box.value ? fault(input, box.value) : "";
      from.hidden = made.origin !== "link";
      wrong.hidden = !why;
      wrong.textContent = why ? `${input.name} ${why}` : "";
      box.setAttribute("aria-invalid", String(Boolean(why)));
    };
    box.addEventListener("input", () => {
      made.origin = "typed";
      made.check();
      changed();
    });
    box.addEventListener("change", () => changed(true));
    return made;
  }

  Object.assign(proofbook, { fault, linked, make, field });
})();
