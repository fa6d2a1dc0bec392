// The counsellor's console: wires the socket to the three panes. What is on screen is a picture of what
// the service said; the truth is in its database, and `resume` brings back whatever was missed.

import { showAbout } from "./about.js";
import { openAnnouncer } from "./announcer.js";
import { openComposer } from "./composer.js";
import { openDialogs } from "./dialogs.js";
import { part, say, showChip } from "./dom.js";
import { forgetOnSignOut } from "./drafts.js";
import { listenToKeys } from "./keys.js";
import { openLostBar } from "./lost.js";
import { openMine } from "./mine.js";
import { openOutbox } from "./outbox.js";
import { openPages } from "./pages.js";
import { openReading } from "./reading.js";
import { openShelf } from "./shelf.js";
import { openSocket } from "./socket.js";
import { openSound } from "./sound.js";
import { openTaking } from "./taking.js";
import { clockTime } from "./times.js";
import { listen } from "./told.js";
import { openWaiting } from "./waiting.js";
import { word } from "./words.js";

const CHOSEN = "nightlight.chosen";
const ASK_AGAIN_AFTER = 2000;

const page = document.querySelector("[data-console]");
const whole = document.body;
let socket = null;
const send = (frame) => socket?.send(frame) ?? false;
const isOpen = () => socket?.isOpen() ?? false;

const announce = openAnnouncer(part(whole, "announcer"));
const lostBar = openLostBar(whole, announce);
const waiting = openWaiting(page);
const mine = openMine(page, (id) => choose(id, { focus: true }));
const pages = openPages(part(whole, "pages"));
const sound = openSound(page.querySelector("[data-act=sound]"));
const outbox = openOutbox(send, showUnsent);
const shelf = openShelf(part(page, "transcripts"), {
  scrolled: showNewer,
  isNeeded: (id) => outbox.of(id).length > 0,
});
const reading = openReading({ isChosen: (conversation) => conversation === shelf.chosen(), tell: send });
const dialogs = openDialogs({ send, announce });
const taking = openTaking(page, { ask: () => send({ type: "take_next" }), isOpen });
const composer = openComposer(page, {
  sent: ({ id }, body) => outbox.add(id, body),
  typing: ({ id, isByText }) => isByText || send({ type: "typing", conversation: id }),
});
const told = listen({
  page, shelf, waiting, pages, sound, outbox, composer, dialogs, taking, reading, announce,
  acts: { resume, choose, chooseFirst, show, showTitle, showUnsent },
});

// What we do

/** Ask for everything after what we have; not again while an answer is on its way. */
function resume(conversation) {
  if (Date.now() - conversation.askedAt < ASK_AGAIN_AFTER && conversation.askedFor === conversation.lastPlace) return;
  const frame = { type: "resume", conversation: conversation.id, after: conversation.lastPlace };
  if (!send(frame)) return;
  conversation.askedAt = Date.now();
  conversation.askedFor = conversation.lastPlace;
}

function choose(id, { focus = false } = {}) {
  const conversation = shelf.find(id);
  if (!conversation) return;
  shelf.choose(conversation);
  sessionStorage.setItem(CHOSEN, id);
  conversation.unread = 0;
  if (focus) page.dataset.view = "chat";
  show();
  if (reading.isBeingRead(conversation)) reading.seen(conversation);
  if (focus && !conversation.isOver) composer.focus();
}

function chooseFirst() {
  choose(Number(sessionStorage.getItem(CHOSEN)) || shelf.ordered()[0]?.id);
}

function step(by) {
  const conversation = shelf.beside(by);
  if (conversation) choose(conversation.id, { focus: true });
}

/** What was noticed: I agree, or it is not this. Once for the conversation, not a chore for each message. */
function judge(agrees) {
  const chosen = shelf.chosen();
  if (!chosen || chosen.isOver || !chosen.noticed.length || dialogs.isAnyOpen()) return;
  send({ type: "judge", conversation: chosen.id, agrees });
}

// What is shown

function show() {
  const chosen = shelf.chosen();
  mine.show(shelf.ordered(), chosen?.id);
  part(page, "nobody").hidden = Boolean(chosen);
  part(page, "conversation").hidden = !chosen;
  for (const [id, transcript] of shelf.transcripts()) {
    const isShown = id === chosen?.id;
    if (transcript.root.hidden === isShown) transcript.show(isShown);
  }
  showAbout(page, chosen);
  composer.show(chosen);
  showTitle();
  if (chosen) showHead(chosen);
  showNewer();
}

function showHead(chosen) {
  const head = part(page, "conversation");
  head.dataset.colour = chosen.colour ?? 0;
  shelf.transcriptOf(chosen).show(true);
  say(part(head, "name"), chosen.handle);
  showChip(part(head, "name-urgency"), chosen.urgency);
  const nickname = chosen.nickname ? `${chosen.nickname} · ` : "";
  const channel = chosen.isByText ? `${word("channel.sms")} · ` : "";
  const left = chosen.left ? ` · ${word("left")}` : "";
  say(part(head, "name-line"), nickname + channel + word("since", { time: clockTime(chosen.opened_at) }) + left);
  head.querySelector("[data-act=end]").disabled = chosen.isOver;
  head.querySelector("[data-act=escalate]").disabled = !chosen.isMine && chosen.state === "active";
}

function showUnsent(id) {
  const conversation = shelf.find(id);
  if (conversation) shelf.transcriptOf(conversation).showUnsent(outbox.of(id), (message) => outbox.isSlow(message) || !isOpen());
}

function showNewer() {
  const chosen = shelf.chosen();
  page.querySelector("[data-act=newer]").hidden = !chosen || shelf.transcriptOf(chosen).isNearEnd();
}

const plainTitle = document.title;

function showTitle() {
  const unread = [...shelf.all()].reduce((sum, { unread: n }) => sum + n, 0);
  const n = unread + waiting.nowWaiting() + pages.count();
  document.title = n ? `(${n}) ${plainTitle}` : plainTitle;
}

// The connection

function opened() {
  lostBar.back();
  pages.askAnew();
  for (const conversation of shelf.all()) {
    conversation.askedAt = 0;
    resume(conversation);
  }
  outbox.startAgain();
  taking.show();
}

function lost() {
  outbox.lost();
  taking.lost();
  lostBar.lost();
}

// Hands on the page

const acts = {
  "take-next": () => dialogs.isAnyOpen() || taking.take(),
  escalate: () => shelf.chosen() && dialogs.escalate(shelf.chosen()),
  end: () => shelf.chosen() && !shelf.chosen().isOver && dialogs.end(shelf.chosen()),
  keys: () => dialogs.keys(),
  agree: () => judge(true),
  "not-this": () => judge(false),
  "connect-now": () => socket.connectNow(),
  newer: () => shelf.chosen() && shelf.transcriptOf(shelf.chosen()).toEnd(),
  back: () => (page.dataset.view = "list"),
  about: () => (page.dataset.view = page.dataset.view === "about" ? "chat" : "about"),
  "back-to-chat": () => (page.dataset.view = "chat"),
};

whole.addEventListener("click", ({ target }) => {
  const act = target.closest?.("[data-act]")?.dataset.act;
  acts[act]?.();
});
listenToKeys({
  takeNext: acts["take-next"],
  escalate: acts.escalate,
  end: acts.end,
  keys: acts.keys,
  agree: acts.agree,
  notThis: acts["not-this"],
  reply: () => shelf.chosen() && !dialogs.isAnyOpen() && composer.focus(),
  next: () => dialogs.isAnyOpen() || step(1),
  last: () => dialogs.isAnyOpen() || step(-1),
});

function lookAgain() {
  const chosen = shelf.chosen();
  if (!chosen || !reading.isBeingRead(chosen)) return;
  chosen.unread = 0;
  reading.seen(chosen);
  show();
}
addEventListener("focus", lookAgain);
document.addEventListener("visibilitychange", lookAgain);
setInterval(() => {
  for (const [, transcript] of shelf.transcripts()) transcript.showTyping();
}, 1000);
forgetOnSignOut();

socket = openSocket(page.dataset.socket, {
  opened,
  lost,
  signedOut: lostBar.signedOut,
  received: (frame) => Object.hasOwn(told, frame.type) && told[frame.type](frame),
}, { beat: ["heartbeat"] });
taking.show();
