// Take next person: one question at a time, and an answer within a few seconds, whatever it is.

import { part, say } from "./dom.js";
import { word } from "./words.js";

const ANSWER_WITHIN = 6000;

/** ask() asks the service, and says whether it could; isOpen(): is there a connection? */
export function openTaking(page, { ask, isOpen }) {
  let isTaking = false;
  let timer = 0;
  let askedAt = 0;

  function take() {
    if (isTaking) return;
    if (!ask()) return say(part(page, "take-answer"), word("not-connected"));
    isTaking = true;
    askedAt = Date.now();
    show();
    say(part(page, "take-answer"), word("asking"));
    timer = setTimeout(() => answer(word("no-answer")), ANSWER_WITHIN);
  }

  function answer(text) {
    clearTimeout(timer);
    isTaking = false;
    show();
    say(part(page, "take-answer"), text);
  }

  function lost() {
    if (isTaking) answer(word("no-answer"));
    show();
  }

  function show() {
    page.querySelector("[data-act=take-next]").setAttribute("aria-disabled", String(isTaking || !isOpen()));
  }

  return { take, answer, lost, show, isTaking: () => isTaking, askedAt: () => askedAt };
}
