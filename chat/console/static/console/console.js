// The counsellor's console: wires the socket to the three panes. What is on screen is a picture of what
// the service said; the truth is in its database, and `resume` brings back whatever was missed.

import { showAbout } from "./about.js";
import { openComposer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { openDialogs } from "./dialogs.js";
import { part, say, showChip } from "./dom.js";
import { forgetOnSignOut, giveBack } from "./drafts.js";
import { listenToKeys } from "./keys.js";
import { openMine } from "./mine.js";
import { openOutbox } from "./outbox.js";
import { openPages } from "./pages.js";
import { openSocket } from "./socket.js";
import { openSound } from "./sound.js";
import { clockTime } from "./times.js";
import { Transcript } from "./transcript.js";
import { openWaiting } from "./waiting.js";
import { word } from "./words.js";

const CHOSEN = "nightlight.chosen";
const TYPING_LASTS = 5000;
const ASK_AGAIN_AFTER = 2000;
const TAKE_ANSWER_WITHIN = 6000;
const LOST_AFTER = 1200;
const SEEN_AFTER = 150;

const page = document.querySelector("[data-console]");
const whole = document.body;
const conversations = new Map(); // id -> Conversation
const transcripts = new Map(); // id -> Transcript
let chosen = null;
let isTaking = false;
let takeTimer = 0;
let lostTimer = 0;

const waiting = openWaiting(page);
const mine = openMine(page, (id) => choose(id, { focus: true }));
const pages = openPages(part(whole, "pages"));
const sound = openSound(page.querySelector("[data-act=sound]"));
const outbox = openOutbox((frame) => socket?.send(frame) ?? false, showUnsent);
const dialogs = openDialogs({ send: (frame) => socket.send(frame), announce });
const composer = openComposer(page, {
  sent: ({ id }, body) => outbox.add(id, body),
  typing: ({ id }) => socket.send({ type: "typing", conversation: id }),
});
let socket = null;

// What the service tells us

const told = {
  queue(frame) {
    waiting.heard(frame);
    if (waiting.nowWaiting()) sound.ring("queue", "now");
    else sound.forget("queue");
    showTitle();
  },

  mine({ conversations: rows }) {
    for (const row of rows) {
      const conversation = conversations.get(row.id) ?? begin(row.id);
      conversation.take(row);
      transcriptOf(conversation).named();
      transcriptOf(conversation).showSeen();
      if (isBeingRead(conversation)) conversation.unread = 0;
      sound.ring(row.id, conversation.urgency);
      if (conversation.isBehind) resume(conversation);
    }
    const kept = new Set(rows.map((row) => row.id));
    for (const conversation of conversations.values()) if (!kept.has(conversation.id)) conversation.isMine = false;
    forgetWhatIsOver();
    if (!chosen) choose(Number(sessionStorage.getItem(CHOSEN)) || ordered()[0]?.id);
    show();
  },

  taken({ conversation: id }) {
    const conversation = conversations.get(id) ?? begin(id);
    resume(conversation);
    if (isTaking) {
      answerTaking("");
      choose(id, { focus: true });
      if (conversation.handle) announce(word("taken", { handle: conversation.handle }));
    }
    show();
  },

  nobody_waiting() {
    answerTaking(word("nobody-waiting"));
  },

  full() {
    answerTaking(word("full"));
  },

  said(frame) {
    const conversation = conversations.get(frame.conversation) ?? begin(frame.conversation);
    if (outbox.settle(frame.id)) showUnsent(conversation.id);
    if (frame.place <= conversation.lastPlace) return;
    if (!conversation.fits(frame.place)) return resume(conversation);
    const isNew = frame.place > (conversation.knownPlace ?? 0);
    conversation.add(frame);
    transcriptOf(conversation).add(frame);
    if (isBeingRead(conversation)) seen(conversation);
    else if (isNew && frame.by === "young_person") {
      conversation.unread += 1;
      if (conversation !== chosen) announce(word("new-words", { handle: conversation.handle }));
    }
    conversation.knownPlace = Math.max(conversation.knownPlace ?? 0, frame.place);
    show();
  },

  marks(frame) {
    const conversation = conversations.get(frame.conversation);
    if (!conversation) return;
    conversation.marks.set(frame.place, frame);
    if (frame.urgency) conversation.urgency = frame.urgency;
    transcriptOf(conversation).mark(frame);
    conversation.judged = null;
    show();
  },

  flag(frame) {
    const conversation = conversations.get(frame.conversation);
    sound.ring(frame.conversation, frame.urgency);
    if (!conversation) return;
    if (frame.words) conversation.flags.push(frame.words);
    show();
  },

  page(frame) {
    pages.heard(frame);
    sound.ring(`page ${frame.escalation}`, frame.urgency);
    showTitle();
  },

  judged({ conversation: id, agrees }) {
    const conversation = conversations.get(id);
    if (!conversation) return;
    conversation.judged = agrees;
    show();
    if (conversation === chosen) announce(part(page, "about-judged").textContent);
  },

  typing({ conversation: id }) {
    const conversation = conversations.get(id);
    if (!conversation) return;
    conversation.typingUntil = Date.now() + TYPING_LASTS;
    transcriptOf(conversation).showTyping();
  },

  seen({ conversation: id, place }) {
    const conversation = conversations.get(id);
    if (!conversation) return;
    conversation.theySaw = Math.max(conversation.theySaw, place);
    transcriptOf(conversation).showSeen();
  },

  state({ conversation: id, state }) {
    const conversation = conversations.get(id);
    if (!conversation) return;
    conversation.state = state;
    if (state !== "active") dialogs.ended(id);
    show();
  },

  refused(frame) {
    const message = frame.id && outbox.settle(frame.id);
    if (message) {
      giveBack(message.conversation, message.body);
      showUnsent(message.conversation);
      if (message.conversation === chosen?.id) composer.showDraft();
    }
    if (dialogs.refused(frame)) return;
    const conversation = conversations.get(frame.conversation);
    if (frame.reason === "not_yours" && conversation) {
      conversation.isMine = false;
      return show();
    }
    if (isTaking && !frame.id && !frame.conversation) answerTaking(frame.text);
    else if (!frame.conversation || frame.conversation === chosen?.id) composer.refuse(frame.text);
    show();
  },
};

// What we do

function begin(id) {
  const conversation = new Conversation(id);
  conversations.set(id, conversation);
  return conversation;
}

function transcriptOf(conversation) {
  const known = transcripts.get(conversation.id);
  if (known) return known;
  const transcript = new Transcript(conversation);
  transcripts.set(conversation.id, transcript);
  part(page, "transcripts").append(transcript.root);
  transcript.root.addEventListener("scroll", showNewer, { passive: true });
  return transcript;
}

/** Ask for everything after what we have; not again while an answer is on its way. */
function resume(conversation) {
  if (Date.now() - conversation.askedAt < ASK_AGAIN_AFTER && conversation.askedFor === conversation.lastPlace) return;
  const frame = { type: "resume", conversation: conversation.id, after: conversation.lastPlace };
  if (!socket.send(frame)) return;
  conversation.askedAt = Date.now();
  conversation.askedFor = conversation.lastPlace;
}

function choose(id, { focus = false } = {}) {
  const conversation = conversations.get(id);
  if (!conversation) return;
  const left = chosen;
  chosen = conversation;
  sessionStorage.setItem(CHOSEN, id);
  conversation.unread = 0;
  if (left && left !== conversation) forgetWhatIsOver();
  if (focus) page.dataset.view = "chat";
  show();
  if (isBeingRead(conversation)) seen(conversation);
  if (focus && !conversation.isOver) composer.focus();
}

/** Tell the service how far we have read: once for a run of messages that arrive together. */
function seen(conversation) {
  if (conversation.lastPlace <= (conversation.sawPlace ?? 0)) return;
  clearTimeout(conversation.seenSoon);
  conversation.seenSoon = setTimeout(() => {
    const place = conversation.lastPlace;
    if (isBeingRead(conversation) && socket.send({ type: "seen", conversation: conversation.id, place })) conversation.sawPlace = place;
  }, SEEN_AFTER);
}

const isBeingRead = (conversation) => conversation === chosen && document.visibilityState === "visible" && document.hasFocus();

/** A chat that is over stays in view until one looks elsewhere. */
function forgetWhatIsOver() {
  for (const conversation of conversations.values()) {
    if (conversation.isMine || conversation === chosen || outbox.of(conversation.id).length) continue;
    conversations.delete(conversation.id);
    transcripts.get(conversation.id)?.root.remove();
    transcripts.delete(conversation.id);
  }
}

const ordered = () => [...conversations.values()].sort((a, b) => (a.opened_at ?? "").localeCompare(b.opened_at ?? "") || a.id - b.id);

function step(by) {
  const all = ordered();
  if (!all.length) return;
  const at = all.indexOf(chosen);
  choose(all[(at + by + all.length) % all.length].id, { focus: true });
}

/** What was noticed: I agree, or it is not this. Once for the conversation, not a chore for each message. */
function judge(agrees) {
  if (!chosen || chosen.isOver || !chosen.noticed.length || dialogs.isAnyOpen()) return;
  socket.send({ type: "judge", conversation: chosen.id, agrees });
}

function takeNext() {
  if (isTaking || dialogs.isAnyOpen()) return;
  if (!socket.send({ type: "take_next" })) return say(part(page, "take-answer"), word("not-connected"));
  isTaking = true;
  showTaking();
  say(part(page, "take-answer"), word("asking"));
  takeTimer = setTimeout(() => answerTaking(word("no-answer")), TAKE_ANSWER_WITHIN);
}

function answerTaking(text) {
  clearTimeout(takeTimer);
  isTaking = false;
  showTaking();
  say(part(page, "take-answer"), text);
}

// What is shown

function show() {
  const all = ordered();
  mine.show(all, chosen?.id);
  part(page, "nobody").hidden = Boolean(chosen);
  part(page, "conversation").hidden = !chosen;
  for (const [id, transcript] of transcripts) {
    const isShown = id === chosen?.id;
    if (transcript.root.hidden === isShown) transcript.show(isShown);
  }
  showAbout(page, chosen);
  composer.show(chosen);
  showTitle();
  if (chosen) showHead();
  showNewer();
}

function showHead() {
  const head = part(page, "conversation");
  head.dataset.colour = chosen.colour ?? 0;
  transcriptOf(chosen).show(true);
  say(part(head, "name"), chosen.handle);
  showChip(part(head, "name-urgency"), chosen.urgency);
  const nickname = chosen.nickname ? `${chosen.nickname} · ` : "";
  const left = chosen.left ? ` · ${word("left")}` : "";
  say(part(head, "name-line"), nickname + word("since", { time: clockTime(chosen.opened_at) }) + left);
  head.querySelector("[data-act=end]").disabled = chosen.isOver;
  head.querySelector("[data-act=escalate]").disabled = !chosen.isMine && chosen.state === "active";
}

function showUnsent(id) {
  const conversation = conversations.get(id);
  if (conversation) transcriptOf(conversation).showUnsent(outbox.of(id), (message) => outbox.isSlow(message) || !socket?.isOpen());
}

function showNewer() {
  page.querySelector("[data-act=newer]").hidden = !chosen || transcriptOf(chosen).isNearEnd();
}

function showTaking() {
  page.querySelector("[data-act=take-next]").setAttribute("aria-disabled", String(isTaking || !socket.isOpen()));
}

const plainTitle = document.title;

function showTitle() {
  const unread = [...conversations.values()].reduce((sum, { unread: n }) => sum + n, 0);
  const n = unread + waiting.nowWaiting() + pages.count();
  document.title = n ? `(${n}) ${plainTitle}` : plainTitle;
}

function announce(text) {
  say(part(whole, "announcer"), "");
  requestAnimationFrame(() => say(part(whole, "announcer"), text));
}

// The connection

function opened() {
  clearTimeout(lostTimer);
  lostTimer = 0;
  const bar = part(whole, "lost");
  if (!bar.hidden) announce(word("back"));
  bar.hidden = true;
  for (const conversation of conversations.values()) {
    conversation.askedAt = 0;
    resume(conversation);
  }
  outbox.startAgain();
  showTaking();
}

function lost() {
  outbox.lost();
  if (isTaking) answerTaking(word("no-answer"));
  showTaking();
  lostTimer ||= setTimeout(() => showLost(word("lost")), LOST_AFTER);
}

function signedOut() {
  clearTimeout(lostTimer);
  showLost(word("signed-out"));
  part(whole, "sign-in-again").hidden = false;
  whole.querySelector("[data-act=connect-now]").hidden = true;
}

function showLost(text) {
  say(part(whole, "lost-words"), text);
  part(whole, "lost").hidden = false;
}

// Hands on the page

const acts = {
  "take-next": takeNext,
  escalate: () => chosen && dialogs.escalate(chosen),
  end: () => chosen && !chosen.isOver && dialogs.end(chosen),
  keys: () => dialogs.keys(),
  agree: () => judge(true),
  "not-this": () => judge(false),
  "connect-now": () => socket.connectNow(),
  newer: () => chosen && transcriptOf(chosen).toEnd(),
  back: () => (page.dataset.view = "list"),
  about: () => (page.dataset.view = page.dataset.view === "about" ? "chat" : "about"),
  "back-to-chat": () => (page.dataset.view = "chat"),
};

whole.addEventListener("click", ({ target }) => {
  const act = target.closest?.("[data-act]")?.dataset.act;
  acts[act]?.();
});
listenToKeys({
  takeNext,
  escalate: acts.escalate,
  end: acts.end,
  keys: acts.keys,
  agree: acts.agree,
  notThis: acts["not-this"],
  reply: () => chosen && !dialogs.isAnyOpen() && composer.focus(),
  next: () => dialogs.isAnyOpen() || step(1),
  last: () => dialogs.isAnyOpen() || step(-1),
});
function lookAgain() {
  if (!chosen || !isBeingRead(chosen)) return;
  chosen.unread = 0;
  seen(chosen);
  show();
}
addEventListener("focus", lookAgain);
document.addEventListener("visibilitychange", lookAgain);
setInterval(() => {
  for (const transcript of transcripts.values()) transcript.showTyping();
}, 1000);
forgetOnSignOut();

socket = openSocket(page.dataset.socket, {
  opened,
  lost,
  signedOut,
  received: (frame) => Object.hasOwn(told, frame.type) && told[frame.type](frame),
}, { beat: ["heartbeat"] });
showTaking();
