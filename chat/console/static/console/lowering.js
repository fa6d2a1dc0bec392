// Less urgent, by whoever has the conversation: how urgent then, and why. The service says no where somebody still has to look.

import { part, say } from "./dom.js";
import { word } from "./words.js";

const ORDER = ["routine", "soon", "very_soon", "now"];

export function openLowering({ send, dialogs }) {
  const dialog = document.getElementById("lower");
  const form = part(dialog, "lower-form");
  const complain = (text) => say(part(dialog, "dialog-error"), text);
  let asked = null; // of which conversation, until the service has answered

  dialog.querySelector("[data-act=close-dialog]").addEventListener("click", () => dialog.close());
  form.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    const { conversation, urgency, why } = form.elements;
    if (!urgency.value || !why.value.trim()) return complain(word("choose-lower"));
    const frame = { type: "lower_urgency", conversation: Number(conversation.value), urgency: urgency.value, why: why.value.trim() };
    if (!send(frame)) return complain(word("not-connected"));
    asked = frame;
  });

  function start(conversation) {
    for (const choice of form.querySelectorAll("[name=urgency]")) {
      const isLower = ORDER.indexOf(choice.value) < rankOf(conversation.urgency);
      choice.disabled = choice.closest("label").hidden = !isLower;
      if (!isLower) choice.checked = false;
    }
    dialogs.open(dialog, conversation);
  }

  const rankOf = (urgency) => ORDER.indexOf(urgency === "not_checked" ? "very_soon" : urgency);

  /** True when the answer was about that. */
  function refused(frame) {
    if (!asked || frame.id || frame.conversation !== asked.conversation) return false;
    asked = null;
    complain(frame.text);
    return true;
  }

  /** The board shows it as it was asked for: done. */
  function moved(conversation) {
    if (!asked || conversation.id !== asked.conversation || conversation.urgency !== asked.urgency) return;
    asked = null;
    form.reset();
    dialog.close();
  }

  return { start, refused, moved };
}
