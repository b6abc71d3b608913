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

  const form = document.getElementById("case");
  if (!form) return;
  const key = "coverable-case:" + location.pathname + location.search;
  const read = () => JSON.stringify([...new FormData(form)].filter(([, value]) => typeof value === "string"));
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
    if (form.dataset.fresh !== undefined) sessionStorage.setItem(key, now);
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
  const kept = form.dataset.fresh !== undefined ? sessionStorage.getItem(key) : null;
  if (kept) { // the browser may have put the answers back itself, and the panel knows nothing of it
    fill(kept);
    window.addEventListener("load", () => setTimeout(told)); // htmx begins in a timer of its own, set earlier
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
  show();
})();
