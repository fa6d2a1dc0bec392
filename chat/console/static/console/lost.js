// The bar over the page while there is no connection. A short gap is not worth a word.

import { part, say } from "./dom.js";
import { word } from "./words.js";

const LOST_AFTER = 1200;

export function openLostBar(whole, announce) {
  let timer = 0;

  function back() {
    clearTimeout(timer);
    timer = 0;
    const bar = part(whole, "lost");
    if (!bar.hidden) announce(word("back"));
    bar.hidden = true;
  }

  function lost() {
    timer ||= setTimeout(() => show(word("lost")), LOST_AFTER);
  }

  function signedOut() {
    clearTimeout(timer);
    show(word("signed-out"));
    part(whole, "sign-in-again").hidden = false;
    whole.querySelector("[data-act=connect-now]").hidden = true;
  }

  function show(text) {
    say(part(whole, "lost-words"), text);
    part(whole, "lost").hidden = false;
  }

  return { back, lost, signedOut };
}
