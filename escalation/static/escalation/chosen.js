// The escalation that is open on the right keeps itself fresh: its words, its timeline, who has it. What somebody
// is typing is never touched: a form that is there stays, and what the service needs to know of it, it asks then.

import { fetchPart } from "./rows.js";

export function openChosen(chosen) {
  /** The list says that the page would be another one now: fetch it, and put in place what differs. */
  async function keepFresh(stamp) {
    if (!chosen || !stamp || stamp === chosen.dataset.stamp) return;
    const fresh = await fetchPart(chosen.dataset.url, "[data-chosen]");
    const last = lastStep();
    for (const place of chosen.querySelectorAll("[data-fresh]")) replace(place, fresh);
    chosen.dataset.stamp = fresh.dataset.stamp;
    if (lastStep() !== last) news(lastStep());
  }

  function replace(place, page) {
    const fresh = page.querySelector(`[data-fresh="${place.dataset.fresh}"]`);
    const isTypedIn = "keepsForm" in place.dataset && place.querySelector("form");
    if (!fresh || isTypedIn || place.isEqualNode(fresh)) return;
    const hadFocus = place.contains(document.activeElement);
    place.replaceChildren(...fresh.childNodes);
    if (hadFocus) focusOn(place);
  }

  /** Whoever was in there with the keyboard stays there. */
  function focusOn(place) {
    place.querySelector("a, button, summary")?.focus();
  }

  const lastStep = () => chosen.querySelector(".timeline__step:last-child")?.textContent.trim().replace(/\s+/g, " ") ?? "";

  /** Said politely, and to be seen until something newer comes. */
  function news(what) {
    chosen.querySelector("[data-part=news]").textContent = chosen.dataset.news.replace("{what}", what);
  }

  return { keepFresh };
}
