// Puts the words of a file into the box, in the browser: nothing is uploaded but what stands in the box.

for (const form of document.querySelectorAll("[data-list-form]")) {
  const part = form.querySelector("[data-part=file]");
  const file = part.querySelector("input");
  const box = form.querySelector("textarea");
  part.hidden = false;
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    box.value = await chosen.text();
    box.focus();
  });
}
