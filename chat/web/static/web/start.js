// The start form, sent so that the start page does not stay in the list of pages, and nothing typed is lost offline.

for (const form of document.querySelectorAll("form[data-next]")) {
  const unreachable = form.querySelector("[data-form-alert]");
  const button = form.querySelector("[type=submit]");
  form.addEventListener("submit", async (submit) => {
    submit.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    unreachable.hidden = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
      if (answer.type === "opaqueredirect") location.replace(form.dataset.next);
      else form.submit(); // refused: let the server show why
    } catch {
      unreachable.textContent = form.dataset.unreachable;
      unreachable.hidden = false;
    }
    button.disabled = false;
  });
}
