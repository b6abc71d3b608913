// A criterion and the lines of the document that it rests on light up together, whichever of them is pointed at
// or reached by the keyboard; without script the links between them do.
(() => {
  "use strict";
  const box = document.getElementById("document");
  const lines = new Map(); // the anchor of a criterion, and its lines
  for (const line of document.querySelectorAll("#document [data-rests]"))
    for (const anchor of line.dataset.rests.split(" ")) lines.set(anchor, [...(lines.get(anchor) || []), line]);
  if (!lines.size) return;
  let lit = [];
  const light = (those) => {
    for (const one of lit) one.classList.remove("at");
    lit = those;
    for (const one of lit) one.classList.add("at");
  };
  const bring = (line) => { // only the document's own frame scrolls, and only to what is out of sight
    const frame = box.getBoundingClientRect(), at = line.getBoundingClientRect();
    if (at.height && box.scrollHeight > box.clientHeight && (at.top < frame.top || at.bottom > frame.bottom))
      box.scrollTop += at.top - frame.top - box.clientHeight / 3;
  };
  const pointed = (event) => {
    const line = event.target.closest("#document [data-rests]");
    if (line) {
      const those = line.dataset.rests.split(" ").map((anchor) => document.getElementById(anchor));
      return light([line, ...those.filter(Boolean)]);
    }
    const part = event.target.closest(".crit .head, .crit .meta, .crit .silent");
    const one = part && part.closest("[id]");
    const found = (one && one.closest(".crit") && lines.get(one.id)) || [];
    light(found.length ? [one, ...found] : []);
    if (found.length) bring(found[0]);
  };
  document.addEventListener("mouseover", pointed);
  document.addEventListener("focusin", pointed);
})();
