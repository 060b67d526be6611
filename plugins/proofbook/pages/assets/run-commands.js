// Commands follow the inputs: quoted for the POSIX shell, and marked where a value stands.
(() => {
  "use strict";
  const proofbook = (window.proofbook ??= {});
  const shown = new WeakMap(); // what stood in the page before, by code element
  let filled = { values: new Map(), secrets: new Map() };

  // One word of a POSIX shell, whatever it holds.
  const quote = (text) => (/^[A-Za-z0-9_:,./@+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

  // A piece is text, or an input with what stands there until it has a value.
  const written = (piece, values) =>
    typeof piece === "string" ? piece : values.has(piece[0]) ? quote(values.get(piece[0])) : piece[1];
  const line = (pieces, values) => pieces.map((piece) => written(piece, values)).join("");

  function mark(text, title) {
    const element = document.createElement("b");
    element.className = "pb-filled";
    element.title = title;
    element.textContent = text;
    return element;
  }

  function show(box, values) {
    const code = box.querySelector("code");
    const pieces = JSON.parse(box.dataset.pbPieces);
    if (!shown.has(code)) shown.set(code, [...code.childNodes]);
    const wanted = pieces.some((piece) => typeof piece !== "string" && values.has(piece[0]));
    code.replaceChildren(...(wanted ? pieces.map((piece) => (typeof piece === "string" || !values.has(piece[0])
      ? written(piece, values) : mark(written(piece, values), piece[0]))) : shown.get(code)));
  }

  // In prose, code that is nothing but a variable shows the value; longer code keeps the variable.
  function mention(code, inputs, values) {
    if (!shown.has(code)) {
      const input = inputs.find((one) => `$${one.shell}` === code.textContent);
      shown.set(code, input ? [input.name, code.textContent] : []);
    }
    const [name, text] = shown.get(code);
    if (name) code.replaceChildren(values.has(name) ? mark(values.get(name), name) : text);
  }

  // Secrets are never written into the page: their place keeps the shell variable until it is copied.
  function fill(root, inputs, values, secrets) {
    filled = { values, secrets };
    root.querySelectorAll("[data-pb-pieces]").forEach((box) => show(box, values));
    root.querySelectorAll("code").forEach((code) => {
      if (!code.closest("pre, .pb-row, .pb-run, .pb-banner")) mention(code, inputs, values);
    });
  }

  // Material's button copies what it is told; it is told the secret for the length of one click.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-clipboard-target]");
    const box = button?.closest("[data-pb-pieces]");
    if (!box || !filled.secrets.size) return;
    button.setAttribute("data-clipboard-text", line(JSON.parse(box.dataset.pbPieces), new Map([...filled.values, ...filled.secrets])));
    setTimeout(() => button.removeAttribute("data-clipboard-text"));
  }, true);

  Object.assign(proofbook, { quote, line, fill });
})();
