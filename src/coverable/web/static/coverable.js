// Small comforts; every page works without them. Answers stay in this tab: nothing is sent but what a form sends.
(() => {
  "use strict";
  const find = document.getElementById("find");
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest && event.target.closest("input, select, textarea, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && find) {
      event.preventDefault();
      find.focus();
    }
  });

  // What is typed into files outlives a reload, another finding, or a refusal: it is put back where the file
  // below it is still the same.
  for (const typed of document.querySelectorAll("form[data-typed]")) {
    for (const area of typed.querySelectorAll("textarea")) {
      const key = "coverable-typed:" + typed.dataset.typed + ":" + area.name;
      const kept = JSON.parse(sessionStorage.getItem(key) || "null");
      if (kept && kept.was === area.defaultValue && kept.now !== area.value) {
        area.value = kept.now;
        window.addEventListener("load", () => setTimeout(() => area.dispatchEvent(new Event("input", { bubbles: true }))));
      } else if (kept && kept.was !== area.defaultValue) sessionStorage.removeItem(key);
      const keepTyped = () =>
        sessionStorage.setItem(key, JSON.stringify({ was: area.defaultValue, now: area.value }));
      if (!kept && area.value !== area.defaultValue) keepTyped(); // typed before this script began
      area.addEventListener("input", keepTyped);
    }
  }

  const form = document.getElementById("case");
  if (!form) return;
  const key = "coverable-case"; // one case for each tab
  const here = () => location.pathname + location.search;
  const read = () => JSON.stringify([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const keep = (fields) => sessionStorage.setItem(key, JSON.stringify({ at: here(), fields: JSON.parse(fields) }));
  const fill = (text) => {
    const left = new Map();
    for (const [name, value] of JSON.parse(text)) left.set(name, [...(left.get(name) || []), value]);
    for (const field of form.elements) {
      if (!field.name || field.type === "file" || field.type === "submit" || field.type === "button") continue;
      const values = left.get(field.name) || [];
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else if (field.type === "hidden") continue;
      else field.value = values.shift() ?? "";
    }
  };
  const told = () => form.dispatchEvent(new Event("change", { bubbles: true }));
  const states = [read()];
  const undo = form.querySelector("[data-undo]");
  const show = () => { if (undo) undo.disabled = states.length < 2; };
  form.addEventListener("change", () => {
    const now = read();
    if (now !== states[states.length - 1]) states.push(now);
    keep(now);
    show();
  });
  if (undo) {
    undo.hidden = false;
    undo.addEventListener("click", () => {
      if (states.length < 2) return;
      states.pop();
      fill(states[states.length - 1]);
      told();
    });
  }
  // A case is posted, and a posted page cannot be gone back to. So its address becomes one that can be asked
  // for; whoever comes back there, or reloads it, gets the case posted again. Whoever comes otherwise is asked.
  const again = (fields) => {
    const made = document.createElement("form");
    made.method = "post";
    made.action = "/checklist";
    made.hidden = true;
    for (const [name, value] of fields) {
      const field = document.createElement("textarea"); // keeps the ends of lines
      field.name = name;
      field.value = value;
      made.append(field);
    }
    document.body.append(made);
    made.submit();
  };
  if (form.dataset.fresh === undefined) {
    const named = new URLSearchParams();
    for (const name of ["plan", "code", "date"]) {
      const value = new FormData(form).get(name);
      if (value) named.set(name, value);
    }
    history.replaceState(history.state, "", "/checklist" + (named.size ? "?" + named : ""));
    keep(read());
  } else {
    const kept = JSON.parse(sessionStorage.getItem(key) || "null");
    const came = performance.getEntriesByType("navigation")[0];
    if (kept && kept.at === here() && came && came.type !== "navigate") again(kept.fields);
    else if (kept) {
      const bar = document.getElementById("unfinished");
      const value = (name) => (kept.fields.find(([one, text]) => one === name && text) || ["", ""])[1];
      const answers = kept.fields.filter(([name, text]) => /^[fe]\./.test(name) && text).length;
      bar.querySelector("[data-what]").textContent =
        [value("code"), value("date"), answers + (answers === 1 ? " answer" : " answers")].filter(Boolean).join(", ");
      bar.querySelector("[data-continue]").addEventListener("click", () => again(kept.fields));
      bar.querySelector("[data-drop]").addEventListener("click", () => { sessionStorage.removeItem(key); bar.hidden = true; });
      bar.hidden = false;
    }
  }
  const panel = document.getElementById("panel");
  const grey = () => {
    const told = document.getElementById("matters");
    if (!told) return;
    const open = new Set(told.dataset.facts.split(" "));
    for (const box of form.querySelectorAll("fieldset[data-fact]")) {
      const field = form.elements["f." + box.dataset.fact];
      const answered = !field || (field.value !== undefined && field.value !== "");
      box.classList.toggle("moot", !told.dataset.all && !open.has(box.dataset.fact) && !answered);
    }
  };
  if (panel) new MutationObserver(grey).observe(panel, { childList: true });
  const clear = form.querySelector("[data-clear]");
  if (clear) clear.addEventListener("click", () => sessionStorage.removeItem(key));
  // an answer given before htmx began (in a timer of its own, set earlier) is told again
  window.addEventListener("load", () => setTimeout(() => { if (states.length > 1) told(); }));
  show();
})();
