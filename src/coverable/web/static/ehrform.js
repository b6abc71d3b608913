// The Questionnaire of the page's twin becomes a form; its answers go out as a QuestionnaireResponse.
(async () => {
  "use strict";
  const box = document.getElementById("questions"), form = document.getElementById("ehrform");
  const key = "coverable-form:" + location.pathname + location.search;
  const told = (words) => { box.textContent = words; box.removeAttribute("aria-busy"); };
  try {
    const made = await (await fetch(box.dataset.twin)).json();
    let shape = window.LForms.Util.convertFHIRQuestionnaireToLForms(made.questionnaire, "R4");
    const came = performance.getEntriesByType("navigation")[0], left = sessionStorage.getItem(key);
    if (left && came && came.type !== "navigate") // who comes back finds the answers; the next patient does not
      shape = window.LForms.Util.mergeFHIRDataIntoLForms("QuestionnaireResponse", JSON.parse(left), shape, "R4");
    await window.LForms.Util.addFormToPage(shape, box);
    // their help buttons name a part of the page that is there only while it is open
    for (const help of box.querySelectorAll(".lhc-help-button")) help.removeAttribute("aria-controls");
    box.removeAttribute("aria-busy");
  } catch {
    return told("The form could not be drawn. The checklist asks the same questions.");
  }
  form.addEventListener("submit", () => {
    const answers = window.LForms.Util.getFormFHIRData("QuestionnaireResponse", "R4", box);
    form.elements.response.value = JSON.stringify(answers);
    sessionStorage.setItem(key, form.elements.response.value);
  });
})();
