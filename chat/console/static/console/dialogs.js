// Escalate, end in two steps, keys: <dialog> forms over the page, each in the colour of its conversation.

import { part, say } from "./dom.js";
import { word } from "./words.js";

export function openDialogs({ send, announce }) {
  const escalate = document.getElementById("escalate");
  const end = document.getElementById("end");
  const endSoon = document.getElementById("end-soon");
  const keys = document.getElementById("keys");
  let ending = null;

  for (const dialog of [escalate, end, endSoon]) {
    dialog.querySelector("[data-act=close-dialog]").addEventListener("click", () => dialog.close());
  }
  part(escalate, "escalate-form").addEventListener("submit", sendEscalation);
  part(end, "end-form").addEventListener("submit", sendEnd);
  part(endSoon, "end-soon-form").addEventListener("submit", sendEndSoon);

  const isAnyOpen = () => Boolean(document.querySelector("dialog[open]"));

  /** What was typed for this person is still there when the dialog opens again; for another it starts empty. */
  function open(dialog, conversation) {
    if (isAnyOpen()) return;
    const form = dialog.querySelector("form");
    if (form.elements.conversation.value !== String(conversation.id)) form.reset();
    form.elements.conversation.value = conversation.id;
    dialog.dataset.colour = conversation.colour ?? 0;
    say(part(dialog, "dialog-handle"), conversation.handle);
    complain(dialog, "");
    const warning = part(dialog, "only-a-lead");
    if (warning) warning.hidden = !["now", "very_soon"].includes(conversation.urgency);
    dialog.showModal();
  }

  function complain(dialog, text) {
    say(part(dialog, "dialog-error"), text);
    for (const button of dialog.querySelectorAll("button[type=submit]")) button.disabled = false;
  }

  async function sendEscalation(submitted) {
    submitted.preventDefault();
    const form = submitted.target;
    const handle = part(escalate, "dialog-handle").textContent;
    if (!form.elements.urgency.value || !form.elements.why.value.trim()) return complain(escalate, word("choose-urgency"));
    form.querySelector("button[type=submit]").disabled = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      if (answer.status === 422) {
        const { errors = {} } = await answer.json();
        return complain(escalate, Object.values(errors).join(" ") || word("choose-urgency"));
      }
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    } catch {
      return complain(escalate, word("escalate-failed"));
    }
    form.reset();
    complain(escalate, "");
    escalate.close();
    announce(word("escalated", { handle }));
  }

  function sendEnd(submitted) {
    submitted.preventDefault();
    const { conversation, reason, summary } = submitted.target.elements;
    if (!reason.value || !summary.value.trim()) return complain(end, word("choose-reason"));
    const frame = { type: "end", conversation: Number(conversation.value), reason: reason.value, summary: summary.value.trim() };
    if (!send(frame)) return complain(end, word("not-connected"));
    ending = frame.conversation;
    submitted.target.querySelector("button[type=submit]").disabled = true;
    announce(word("ending"));
  }

  function sendEndSoon(submitted) {
    submitted.preventDefault();
    const conversation = Number(submitted.target.elements.conversation.value);
    if (!send({ type: "start_ending", conversation })) return complain(endSoon, word("not-connected"));
    endSoon.close();
  }

  /** First it is said that the end is near; then goodbye, and the end. Nobody is there to tell who left or went quiet. */
  function endOf(conversation) {
    const isAtOnce = conversation.left || ["ending", "quiet"].includes(conversation.state);
    open(isAtOnce ? end : endSoon, conversation);
  }

  /** The service said no to the end of a chat: say why, where the hand is. True when it was about that. */
  function refused(frame) {
    if (ending === null || frame.id || (frame.conversation ?? ending) !== ending) return false;
    ending = null;
    complain(end, frame.text);
    return true;
  }

  function ended(conversation) {
    if (conversation !== ending) return;
    ending = null;
    part(end, "end-form").reset();
    complain(end, "");
    end.close();
  }

  return {
    escalate: (conversation) => open(escalate, conversation),
    end: endOf,
    open,
    keys: () => isAnyOpen() || keys.showModal(),
    isAnyOpen,
    refused,
    ended,
  };
}
