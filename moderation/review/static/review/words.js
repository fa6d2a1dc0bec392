// What the author will read follows what is typed.

export function followWords(tells) {
  const shown = tells.querySelector("[data-part=tells-words]");
  const typed = tells.querySelector("textarea");
  tells.dataset.live = "";
  typed.addEventListener("input", () => (shown.textContent = typed.value));
}
