// The Questionnaire of the page's twin becomes a form; its answers go out as a QuestionnaireResponse.
(async () => {
  "use strict";
  const box = document.getElementById("questions"), form = document.getElementById("ehrform");
  const told = (words) => { box.textContent = words; box.removeAttribute("aria-busy"); };
  try {
    const made = await (await fetch(box.dataset.twin)).json();
    const shape = window.LForms.Util.convertFHIRQuestionnaireToLForms(made.questionnaire, "R4");
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
  });
})();
