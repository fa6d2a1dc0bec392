// The right pane: how soon somebody must act and why, and the little we were told.

import { part, say, showChip } from "./dom.js";
import { dayAndTime } from "./times.js";
import { decided, word, wordOf } from "./words.js";

export function showAbout(page, conversation) {
  const pane = part(page, "about");
  pane.hidden = !conversation;
  if (!conversation) return;
  const noticed = conversation.noticed;
  showChip(part(pane, "about-urgency"), conversation.urgency);
  say(part(pane, "about-noticed"), noticed.length ? word("about-noticed", { words: noticed.join("; ") }) : word("about-nothing"));
  const mayJudge = noticed.length > 0 && conversation.mayWrite;
  part(pane, "about-judge").hidden = !mayJudge || conversation.judged !== null;
  const judged = conversation.judged === null ? "" : word(conversation.judged ? "judged-agree" : "judged-not-this");
  say(part(pane, "about-judged"), mayJudge ? judged : "");
  part(pane, "about-unchecked").hidden = conversation.urgency !== "not_checked";
  pane.querySelector("[data-act=lower]").hidden = conversation.urgency === "routine" || !(conversation.mayWrite || conversation.isWatched);
  const { escalation } = conversation;
  say(part(pane, "about-escalation"), escalation ? howFar(conversation) : "");
  showDiffer(pane, escalation);
  say(part(pane, "fact-age"), wordOf(`age.${conversation.age_band}`, "unknown"));
  say(part(pane, "fact-nickname"), conversation.nickname || word("unknown"));
  say(part(pane, "fact-opened"), dayAndTime(conversation.opened_at) || word("unknown"));
  say(part(pane, "fact-channel"), wordOf(`channel.${conversation.channel}`, "unknown"));
  say(part(pane, "fact-feeling"), conversation.feeling == null ? word("unknown") : word("feeling", { n: conversation.feeling }));
  say(part(pane, "fact-safe"), wordOf(`safe.${conversation.says_safe}`, "unknown"));
  part(pane, "fact-phone").hidden = conversation.seen_by == null;
  say(part(pane, "fact-seen-by"), wordOf(`seen.${conversation.seen_by ?? ""}`, "unknown"));
  pane.querySelector("[data-act=ask-who-sees]").disabled = !conversation.mayWrite || conversation.texts !== "open";
  showConsents(part(pane, "consents"), conversation.consents ?? []);
  const feedback = part(pane, "about-feedback");
  feedback.href = feedback.dataset.address.replace("/0/", `/${conversation.id}/`);
  const promises = part(pane, "about-promises");
  promises.href = `${promises.dataset.chats}${conversation.id}/`;
  part(pane, "about-earlier").hidden = !conversation.readsFrom;
}

/** Whoever has the chat may say so on a page of its own, also without the right to read the escalation. */
function showDiffer(pane, escalation) {
  part(pane, "about-differ").hidden = !escalation;
  const link = part(pane, "about-differ-link");
  if (escalation) link.href = link.dataset.address.replace("/0/", `/${escalation.id}/`);
}

/** Each sentence as the server said it; nothing is built anew while it stays the same. */
function showConsents(list, sentences) {
  list.hidden = sentences.length === 0;
  if ([...list.children].map((row) => row.textContent).join("\n") === sentences.join("\n")) return;
  list.replaceChildren(
    ...sentences.map((sentence) => {
      const row = document.createElement("li");
      row.textContent = sentence;
      return row;
    }),
  );
}

/** Called, in somebody's hands, or decided: then by whom and what, and never why. */
function howFar(conversation) {
  const { state, decided_by: isDecided } = conversation.escalation;
  return isDecided ? decided("decided-by", conversation) : wordOf(`escalation.${state}`, "escalation");
}
