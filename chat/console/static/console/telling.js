// Before we tell anyone: what a young person is told first, or why telling is unsafe; when it is safe to show; what they
// say to it. The service says how far each is; nothing here opens anything on their page.

import { part, piece, say } from "./dom.js";
import { dayAndTime } from "./times.js";
import { word } from "./words.js";

const SHOWN = ["shown", "read", "answered", "outcome"];

export function openTellings(page, { send, chosen, dialogs, announce }) {
  const box = part(page, "tellings-box");
  const list = part(box, "tellings");
  const dialog = document.getElementById("tell");
  const form = part(dialog, "tell-form");
  const complain = (text) => say(part(dialog, "dialog-error"), text);
  let asked = null; // what was sent, until the service has answered
  let drawn = "";

  part(box, "tell-write").addEventListener("click", () => {
    if (chosen()?.mayWrite) dialogs.open(dialog, chosen());
  });
  dialog.querySelector("[data-act=close-dialog]").addEventListener("click", () => dialog.close());
  form.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    const frame = frameOf(form.elements);
    if (Object.values(frame).some((value) => value === "")) return complain(word("tell-fill-in"));
    if (!send(frame)) return complain(word("not-connected"));
    asked = frame;
  });
  list.addEventListener("click", ({ target }) => {
    const type = target.closest?.("[data-telling-act]")?.dataset.tellingAct;
    const telling = Number(target.closest?.("[data-telling]")?.dataset.telling);
    const conversation = chosen();
    if (!type || !telling || !conversation?.mayWrite) return;
    if (!send({ type, conversation: conversation.id, telling })) announce(word("not-connected"));
  });

  function frameOf({ conversation, told, to_whom: toWhom, what, why, unsafe }) {
    const about = { conversation: Number(conversation.value) };
    if (told.value === "no") return { type: "not_telling", ...about, why: unsafe.value.trim() };
    return { type: "write_telling", ...about, to_whom: toWhom.value.trim(), what: what.value.trim(), why: why.value.trim() };
  }

  function heard(conversation, frame) {
    conversation.tellings ??= new Map();
    const before = conversation.tellings.get(frame.telling);
    conversation.tellings.set(frame.telling, frame);
    if (asked?.conversation === frame.conversation && !before && frame.why === asked.why) {
      asked = null;
      form.reset();
      complain("");
      dialog.close();
    }
    if (before && before.state !== frame.state && ["read", "answered"].includes(frame.state)) {
      announce(word(`telling-${frame.state}`, { handle: conversation.handle }));
    }
  }

  /** True when the answer was about what was sent from the dialog. */
  function refused(frame) {
    if (!asked || frame.id || frame.conversation !== asked.conversation) return false;
    asked = null;
    complain(frame.text);
    return true;
  }

  function show(conversation) {
    const tellings = [...(conversation?.tellings?.values() ?? [])];
    const isEscalated = Boolean(conversation?.escalation);
    box.hidden = !isEscalated && !tellings.length;
    part(box, "tellings-none").hidden = tellings.length > 0;
    part(box, "tell-write").hidden = !conversation?.mayWrite || !isEscalated;
    const picture = JSON.stringify([conversation?.id, conversation?.mayWrite, tellings]);
    if (picture === drawn) return;
    drawn = picture;
    list.replaceChildren(...tellings.reverse().map((telling) => row(telling, conversation.mayWrite)));
  }

  function row(telling, mayWrite) {
    const item = piece("piece-telling");
    const isTold = telling.state !== "not_told";
    item.dataset.telling = telling.telling;
    say(part(item, "telling-state"), word(`telling.${telling.state}`));
    say(part(item, "telling-by"), `${telling.name}, ${dayAndTime(telling.at)}`);
    fact(item, "to", isTold ? telling.to_whom : "");
    fact(item, "what", isTold ? telling.what : "");
    say(part(item, "telling-why"), telling.why);
    part(item, "telling-answer-row").hidden = telling.agrees === null && !telling.answer;
    say(part(item, "telling-agrees"), telling.agrees === null ? "" : word(telling.agrees ? "telling-agrees" : "telling-agrees-not"));
    say(part(item, "telling-answer"), telling.answer);
    fact(item, "outcome", telling.outcome);
    const isWaiting = telling.state === "written";
    part(item, "telling-safe-hint").hidden = !isWaiting || !mayWrite;
    item.querySelector("[data-telling-act=safe_to_show]").hidden = !isWaiting || !mayWrite;
    item.querySelector("[data-telling-act=take_back_telling]").hidden = !mayWrite || !(isWaiting || SHOWN.includes(telling.state));
    return item;
  }

  function fact(item, name, text) {
    part(item, `telling-${name}-row`).hidden = !text;
    say(part(item, `telling-${name}`), text);
  }

  return { heard, refused, show };
}
