// The sentences of the page, translated by the server (words.html), filled in here.

const sentences = new Map();
for (const element of document.getElementById("words")?.content.querySelectorAll("[data-word]") ?? []) {
  sentences.set(element.dataset.word, element.textContent);
}
const plural = new Intl.PluralRules(document.documentElement.lang || "en-gb");

/** The sentence `name` with its {curly} parts filled in. */
export function word(name, values = {}) {
  const sentence = sentences.get(name) ?? "";
  return sentence.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}

/** What a lead decided about this person, in the sentence `name`. */
export function decided(name, { handle, escalation }) {
  return word(name, { handle, who: escalation.decided_by, outcome: escalation.outcome });
}

/** The first of `names` that there is a sentence for. */
export const wordOf = (...names) => word(names.find((name) => sentences.has(name)) ?? "");

/** The sentence `name` in the form that fits the number n. */
export function counted(name, n) {
  const form = `${name}.${plural.select(n)}`;
  return (values = {}) => word(sentences.has(form) ? form : `${name}.other`, { n, ...values });
}
