// Runs are kept in this browser, one entry each, so that two tabs do not overwrite each other's.
(() => {
  "use strict";
  const proofbook = (window.proofbook ??= {});
  // Several sites may share an origin: ours begins where our own scripts are served from.
  const site = new URL("../../", document.currentScript.src).pathname;

  function available(storage) {
    try {
      storage().setItem("proofbook:try", "1");
      storage().removeItem("proofbook:try");
      return storage();
    } catch {
      return null; // switched off, or full
    }
  }

  class Store {
    constructor(runbook) {
      this.local = available(() => localStorage);
      this.tab = available(() => sessionStorage);
      this.prefix = `proofbook:${site}:${runbook}:`;
      this.memory = new Map();
      this.kept = Boolean(this.local);
    }

    key(id) { return this.prefix + id; }

    // Writes a run; what cannot be kept stays in memory, and `kept` says so.
    save(run) {
      const text = JSON.stringify(run);
      this.memory.set(run.id, text);
      try {
        this.local?.setItem(this.key(run.id), text);
        this.kept = Boolean(this.local);
      } catch {
        this.kept = false;
      }
    }

    load(id) {
      const text = (this.kept ? null : this.memory.get(id)) ?? this.local?.getItem(this.key(id)) ?? null;
      try {
        const run = JSON.parse(text);
        return run?.format === 1 && Array.isArray(run.steps) && Array.isArray(run.events) ? run : null;
      } catch {
        return null;
      }
    }

    // Every run of this runbook, newest first.
    all() {
      const names = this.local ? Object.keys(this.local).filter((key) => key.startsWith(this.prefix)).map((key) => key.slice(this.prefix.length)) : [];
      const ids = new Set([...names, ...(this.kept ? [] : this.memory.keys())]);
      return [...ids].map((id) => this.load(id)).filter(Boolean).sort((a, b) => (a.id < b.id ? 1 : -1));
    }

    remove(id) {
      this.memory.delete(id);
      this.local?.removeItem(this.key(id));
    }

    // The run that is open: in this tab, or, when the browser was closed meanwhile, in the last one.
    get open() { return this.tab?.getItem(`${this.prefix}open`) ?? this.local?.getItem(`${this.prefix}:open`) ?? null; }

    set open(id) {
      for (const [storage, key] of [[this.tab, `${this.prefix}open`], [this.local, `${this.prefix}:open`]]) {
        try {
          if (id) storage?.setItem(key, id);
          else storage?.removeItem(key);
        } catch {
          this.kept = false;
        }
      }
    }

    get who() { return this.local?.getItem(`proofbook:${site}:who`) ?? ""; }

    set who(name) {
      try {
        this.local?.setItem(`proofbook:${site}:who`, name);
      } catch {
        this.kept = false;
      }
    }
  }

  proofbook.Store = Store;
})();
