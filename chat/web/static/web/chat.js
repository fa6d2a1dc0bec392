// The chat page: joins the transcript, the outbox, the composer, the socket and what the page says about them.

import { createComposer } from "./composer.js";
import { createOutbox, uuid } from "./outbox.js";
import { look, post, showFrame } from "./plain.js";
import { openSocket } from "./socket.js";
import { createState } from "./state.js";
import { createTranscript } from "./transcript.js";

const LATE_AFTER = 4000;
const ASK_AGAIN_AFTER = 3000;
const TICK = 5000;
const KEPT = "kept";

const page = document.querySelector("[data-chat]");
const words = page.dataset;
const find = (name) => page.querySelector(`[data-${name}]`);
const log = find("log");
const form = find("composer");
const scroll = find("scroll");
const newer = find("newer");

let socket = null;
let frame = null; // stands in for the transcript where no socket gets through
let askedFor = -1;
let isLeaving = false;

const state = createState(page, words);
const transcript = createTranscript(log, words, { gap: resume, change: (body) => composer.takeBack(body) });
const outbox = createOutbox({
  send({ id, body }) {
    const left = socket?.send({ type: "say", id, body }) || (frame && sendByPost(id, body));
    if (left) labelSending(id);
    return left;
  },
  changed() {
    state.unsent = outbox.unsent.length > 0;
    remember();
  },
});
const composer = createComposer(form, {
  said: (body) => say(uuid(), body),
  typing: () => socket?.send({ type: "typing" }),
  changed: remember,
});

function say(id, body) {
  transcript.write(id, body, state.isLost ? "late" : "sending");
  if (!state.isLost) labelSending(id);
  outbox.add(id, body);
  toTheEnd();
}

function labelSending(id) {
  transcript.label(id, "sending");
  setTimeout(() => outbox.has(id) && transcript.label(id, "late"), LATE_AFTER);
}

function sendByPost(id, body) {
  post(form, id, body).then((answer) => answer && receive(answer), () => {});
  return true;
}

function resume(after) {
  if (askedFor === after || !socket?.send({ type: "resume", after })) return;
  askedFor = after;
  setTimeout(() => {
    if (askedFor !== after) return;
    askedFor = -1;
    if (transcript.isBehind) resume(transcript.last);
  }, ASK_AGAIN_AFTER);
}

function receive(message) {
  if (isLeaving) return;
  switch (message.type) {
    case "said":
      return hear(message);
    case "refused":
      if (message.reason === "not_now") return; // it stays in the outbox and goes again
      if (!message.id) return state.tell(message.text);
      if (!outbox.settle(message.id)) return;
      transcript.refused(message.id, message.text);
      return toTheEnd();
    case "seen":
      return transcript.seen(message.place);
    case "typing":
      return state.writing(true);
    case "state":
      if (state.now(message)) toTheEnd();
      if (message.seen) transcript.seen(message.seen);
      if (state.layout === "over") finish();
  }
}

// What is not sent yet may still be sent: to write again opens the chat again.
function finish() {
  const isUnfinished = Boolean(composer.draft || outbox.unsent.length);
  page.classList.toggle("unfinished", isUnfinished);
  if (!isUnfinished) socket.stop();
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

// Kept so that a phone that drops a page in the background loses nothing. Leaving the page wipes it.

function remember() {
  if (isLeaving) return;
  try {
    const unsent = outbox.unsent;
    const draft = composer.draft;
    if (draft || unsent.length) sessionStorage.setItem(KEPT, JSON.stringify({ draft, unsent }));
    else sessionStorage.removeItem(KEPT);
  } catch {
    // No storage allowed: the words live on the page alone.
  }
}

function bringBack() {
  try {
    const { draft, unsent } = JSON.parse(sessionStorage.getItem(KEPT)) ?? {};
    if (draft && !composer.draft) composer.draft = draft;
    for (const { id, body } of unsent ?? []) if (!transcript.has(id)) say(id, body);
  } catch {
    // Nothing kept, or nothing readable.
  }
}

function forget() {
  isLeaving = true;
  socket?.stop();
  outbox.clear();
  transcript.clear();
  composer.draft = "";
  try {
    sessionStorage.clear();
  } catch {
    // No storage, nothing kept.
  }
}

document.addEventListener("leaving", forget);
addEventListener("pagehide", forget);

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

find("hide-words").addEventListener("click", ({ currentTarget }) => {
  const hides = page.classList.toggle("hidden-words");
  currentTarget.textContent = hides ? words.show : words.hide;
});

if (state.layout !== "over") {
  socket = openSocket(words.socket, {
    opened() {
      if (frame) {
        frame.remove();
        frame = null;
        page.classList.remove("by-frame");
      }
      state.connected();
      askedFor = -1;
      resume(transcript.last);
      outbox.sendAgain();
    },
    async closed(failures) {
      if (isLeaving || state.layout === "over") return;
      if (!frame) state.disconnected();
      if (failures % 3 || !navigator.onLine) return;
      const found = await look(words.frame);
      if (isLeaving || socket.isOpen) return;
      if (found === "gone") {
        socket.stop();
        state.gone();
      } else if (found === "ok" && !frame) {
        frame = showFrame(log, words.frame, words.title);
        page.classList.add("by-frame");
        state.connected();
        state.tell(words.slow);
        outbox.sendAgain();
      }
    },
    frame: receive,
  });
  setInterval(outbox.tick, TICK);
  if (state.layout === "talking") toTheEnd();
  bringBack();
}
