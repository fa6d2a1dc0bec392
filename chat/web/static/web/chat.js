// The chat page: joins the transcript, the outbox, the composer, the line and what the page says about them.

import { createComposer } from "./composer.js";
import { alsoForget, keep, kept } from "./kept.js";
import { openLine } from "./line.js";
import { createOutbox, uuid } from "./outbox.js";
import { createState } from "./state.js";
import { createTranscript } from "./transcript.js";

const LATE_AFTER = 4000;
const ASK_AGAIN_AFTER = 3000;
const TICK = 5000;

const page = document.querySelector("[data-chat]");
const words = page.dataset;
const find = (name) => page.querySelector(`[data-${name}]`);
const form = find("composer");
const scroll = find("scroll");
const newer = find("newer");

let line = null;
let askedFor = -1;

const state = createState(page, words);
const transcript = createTranscript(find("log"), words, {
  gap: resume,
  change(id, body) {
    outbox.settle(id);
    composer.takeBack(body);
  },
});
const outbox = createOutbox({
  inFlight: () => line?.inFlight ?? 0,
  send({ id, body }) {
    const left = line?.say(id, body);
    if (left) labelSending(id);
    return left;
  },
  changed() {
    state.unsent = outbox.unsent;
  },
});
const composer = createComposer(form, {
  said: (body) => say(uuid(), body),
  typing: () => line?.send({ type: "typing" }),
  changed: () => keep("draft", composer.draft),
});

function say(id, body, why) {
  open();
  transcript.write(id, body, state.isLost ? "late" : "sending");
  if (why !== undefined) transcript.refused(id, why);
  outbox.add(id, body, why);
  if (outbox.has(id) && why === undefined) lateSoon(id);
  toTheEnd();
}

function labelSending(id) {
  transcript.label(id, "sending");
  lateSoon(id);
}

function lateSoon(id) {
  setTimeout(() => outbox.has(id) && transcript.label(id, "late"), LATE_AFTER);
}

function resume(after) {
  if (askedFor === after) return;
  askedFor = after;
  line?.look(after);
  setTimeout(() => {
    if (askedFor !== after) return;
    askedFor = -1;
    if (transcript.isBehind) resume(transcript.last);
  }, ASK_AGAIN_AFTER);
}

function receive(message) {
  switch (message.type) {
    case "said":
      return hear(message);
    case "refused":
      if (message.reason === "not_now") return; // it stays in the outbox and goes again
      if (!message.id) return state.tell(message.text);
      if (!outbox.refuse(message.id, message.text)) return;
      transcript.refused(message.id, message.text);
      return toTheEnd();
    case "seen":
      return transcript.seen(message.place);
    case "typing":
      return state.writing(true);
    case "state":
      transcript.startAt(message.shows_from);
      if (state.now(message)) toTheEnd();
      if (message.seen) transcript.seen(message.seen);
      find("telling").hidden = !message.telling;
      find("telling").firstChild.hidden = message.telling !== "new";
      if (state.layout === "over") finish();
      document.dispatchEvent(new CustomEvent("state", { detail: message }));
  }
}

// What is not sent yet may still be sent: to write again opens the chat again.
function finish() {
  const isUnfinished = Boolean(composer.draft || outbox.unsent);
  page.classList.toggle("unfinished", isUnfinished);
  if (!isUnfinished) line.pause();
}

function hear(message) {
  const follows = isAtTheEnd();
  const added = transcript.said(message);
  outbox.settle(message.id);
  if (!added.length) return;
  if (added.some(({ by }) => by === "counsellor")) state.writing(false);
  if (follows) toTheEnd();
  else newer.hidden = added.every(({ by }) => by === "you");
}

// The page is put away: nothing of it stays in the browser's memory. What is not sent is kept in the tab.
function empty() {
  transcript.clear();
  composer.draft = "";
}

alsoForget(empty);
addEventListener("pagehide", () => {
  line?.pause();
  empty();
});

// Reading: the newest words stay in view for those who are at the end, and nobody else is moved.

const isAtTheEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
let stays = true;

function toTheEnd() {
  scroll.scrollTop = scroll.scrollHeight;
  stays = true;
  newer.hidden = true;
}

scroll.addEventListener("scroll", () => {
  stays = isAtTheEnd();
  if (stays) newer.hidden = true;
}, { passive: true });
new ResizeObserver(() => stays && state.layout === "talking" && toTheEnd()).observe(scroll);
newer.addEventListener("click", toTheEnd);

// Some phones lay their keyboard over the page: then the page is as high as what is left.
visualViewport?.addEventListener("resize", () => {
  if (visualViewport.scale !== 1) return;
  document.documentElement.style.setProperty("--view", `${visualViewport.height}px`);
});

function open() {
  if (line) {
    if (line.isPaused) line.resume();
    return;
  }
  line = openLine(words, form, {
    after: () => transcript.last,
    frame: receive,
    from: transcript.restart,
    notSent: outbox.notSent,
    opened(isSlow) {
      state.connected(isSlow);
      askedFor = -1;
      if (!isSlow) resume(transcript.last);
      outbox.sendAgain();
    },
    lost: state.disconnected,
    gone({ locked }) {
      if (locked) document.dispatchEvent(new Event("locked"));
      else state.gone();
    },
  });
  setInterval(outbox.tick, TICK);
}

// A page that was put away, or a phone that dropped it, goes on where it was.
const before = outbox.bringBack(transcript.has);
composer.draft ||= kept("draft");
keep("draft", composer.draft); // also what was written before this script was there
if (state.layout !== "over") open();
if (state.layout === "talking") toTheEnd();
for (const { id, body, why } of before) say(id, body, why);
if (line && state.layout === "over") finish();
