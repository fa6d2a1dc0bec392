// Every key needs Alt, so that no letter or digit does anything while somebody types. `code` is the place on the
// keyboard: Alt makes other letters on some of them. A key chooses; what it chose is done with a button, or Control+Enter.

export function listenToKeys(page) {
  addEventListener("keydown", (key) => {
    if (key.isComposing || key.repeat) return;
    if (isSubmit(key)) return submit(page, key);
    if (!key.altKey || key.ctrlKey || key.metaKey || key.shiftKey) return;
    const target = page.querySelector(`[data-key="${CSS.escape(key.code)}"]`);
    if (!target || target.disabled) return;
    key.preventDefault();
    if (target.type === "radio") choose(page, target);
    else target.click();
  });
  // Enter on a choice would decide at once, before anything was read.
  page.addEventListener("keydown", (key) => {
    if (key.key === "Enter" && !key.ctrlKey && key.target.matches("input[type=radio], input[type=checkbox]")) key.preventDefault();
  });
}

/** The focus goes to what this action asks first; where nothing is asked, to the button that does it. */
function choose(page, radio) {
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  const asks = page.querySelector(`[data-do="${CSS.escape(radio.value)}"]`);
  const isAnswered = asks.querySelector(".choice :checked, .option > :checked") && !asks.querySelector("[data-part=cut-words]");
  const first = asks.querySelector(isAnswered ? "[data-part=confirm]" : "input:not([hidden]), textarea");
  (first ?? asks.querySelector("[data-part=confirm]")).focus();
}

const isSubmit = ({ key, ctrlKey, metaKey }) => key === "Enter" && (ctrlKey || metaKey);

function submit(page, key) {
  const action = page.querySelector("[name=action]:checked");
  if (!action) return;
  key.preventDefault();
  page.querySelector(`[data-do="${CSS.escape(action.value)}"] [data-part=confirm]`).click();
}
