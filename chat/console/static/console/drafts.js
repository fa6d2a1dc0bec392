// What is half written belongs to one conversation and survives a reload. It ends with the tab or the sign-out.

const PREFIX = "nightlight.draft.";

export const draftOf = (conversation) => sessionStorage.getItem(PREFIX + conversation) ?? "";

export function keepDraft(conversation, text) {
  if (text) sessionStorage.setItem(PREFIX + conversation, text);
  else sessionStorage.removeItem(PREFIX + conversation);
}

/** Words that could not be sent go back in front of whatever is being written now. */
export function giveBack(conversation, text) {
  const now = draftOf(conversation);
  keepDraft(conversation, now ? `${text}\n${now}` : text);
}

export function forgetOnSignOut() {
  document.querySelector("[data-sign-out]")?.addEventListener("submit", () => sessionStorage.clear());
}
