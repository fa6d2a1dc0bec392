// The safety questions beside the chat. Each answer is kept the moment it is chosen; nothing here ever stands in the way
// of writing.

import { part, say } from "./dom.js";
import { clockTime } from "./times.js";
import { word } from "./words.js";

const QUESTIONS = ["thoughts", "plan", "means", "when", "safe_now"];

export function openSafety(page, { send, chosen, announce }) {
  const form = part(page, "safety-form");

  form.addEventListener("submit", (submitted) => submitted.preventDefault());
  form.addEventListener("change", () => {
    const conversation = chosen();
    if (!conversation?.mayWrite) return;
    const answers = Object.fromEntries(QUESTIONS.map((name) => [name, form.elements[name].value]));
    if (send({ type: "safety", conversation: conversation.id, ...answers })) conversation.safety = { ...conversation.safety, ...answers };
    else announce(word("not-connected"));
    show(conversation);
  });

  function show(conversation) {
    if (!conversation) return;
    const answers = conversation.safety ?? {};
    for (const name of QUESTIONS) {
      const field = form.elements[name];
      const answer = answers[name] ?? "not_asked";
      if (field.value !== answer) field.value = answer;
      field.disabled = !conversation.mayWrite;
      field.dataset.answer = name === "safe_now" && answer === "no" ? "yes" : answer;
    }
    const { name, at } = answers;
    say(part(form, "safety-saved"), at ? word("safety-saved", { name, time: clockTime(at) }) : "");
  }

  return { show };
}
