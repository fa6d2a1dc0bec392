// The counsellor's console: wires the socket to the three panes. What is on screen is a picture of what
// the service said; the truth is in its database, and `resume` brings back whatever was missed.

import { showAbout } from "./about.js";
import { openAnnouncer } from "./announcer.js";
import { openComposer } from "./composer.js";
import { veiled, whenCovered } from "./covered.js";
import { openDialogs } from "./dialogs.js";
import { part, say, showChip } from "./dom.js";
import { forgetOnSignOut, giveBackWhatWasHeld, isUnsureOfTheLast, saveDraftsWith, saveWhatIsNot } from "./drafts.js";
import { openFloor } from "./floor.js";
import { openHanding } from "./handing.js";
import { openHelp } from "./help.js";
import { openHolding } from "./holding.js";
import { listenToKeys } from "./keys.js";
import { openLostBar } from "./lost.js";
import { openLowering } from "./lowering.js";
import { openMine } from "./mine.js";
import { openNotes } from "./notes.js";
import { openOutbox } from "./outbox.js";
import { openPages } from "./pages.js";
import { openReading } from "./reading.js";
import { openRinging } from "./ringing.js";
import { openSafety } from "./safety.js";
import { openShelf } from "./shelf.js";
import { openShift } from "./shift.js";
import { openSocket } from "./socket.js";
import { openSound } from "./sound.js";
import { showStanding } from "./standing.js";
import { openTaking } from "./taking.js";
import { openTellings } from "./telling.js";
import { clockTime } from "./times.js";
import { listen } from "./told.js";
import { listenBeside } from "./told_beside.js";
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
const ringing = openRinging(page.querySelector("[data-act=notice]"), openSound(page.querySelector("[data-act=sound]")));
const outbox = openOutbox(send, showUnsent);
const shelf = openShelf(part(page, "transcripts"), {
  scrolled: showNewer,
  isNeeded: (id) => outbox.of(id).length > 0,
});
const reading = openReading({ isChosen: (conversation) => conversation === shelf.chosen(), tell: send });
const dialogs = openDialogs({ send, announce });
const taking = openTaking(page, { ask: () => send({ type: "take_next" }), isOpen });
const holding = openHolding({ release: (id, body) => outbox.add(id, body), changed: showUnsent });
const composer = openComposer(page, {
  holding,
  typing: ({ id, isByText }) => isByText || send({ type: "typing", conversation: id }),
});
const chosen = () => shelf.chosen();
const notes = openNotes(page, { send, chosen, me: Number(page.dataset.staff), announce });
const safety = openSafety(page, { send, chosen, announce });
const handing = openHanding(page, { send, open: dialogs.open, announce, ringing });
const lowering = openLowering({ send, dialogs });
const tellings = openTellings(page, { send, chosen, dialogs, announce });
const floor = openFloor(page, { open: readAlong });
const help = openHelp(part(whole, "help-calls"), { send, announce, ringing, came: readAlong });
const acts = { resume, choose, chooseFirst, show, showTitle, showUnsent };
const told = {
  ...listen({ page, shelf, waiting, pages, ringing, outbox, composer, dialogs, handing, lowering, tellings, taking, reading, announce, acts }),
  ...listenBeside({ whole, shelf, composer, notes, tellings, handing, floor, help, show, showTitle }),
};

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
  if (focus && conversation.mayWrite) composer.focus();
}

/** A lead reads what somebody else has; what is one's own is simply opened. */
let comes = null;
function readAlong(id) {
  if (shelf.find(id)?.isMine || shelf.find(id)?.isWatched) return choose(id, { focus: true });
  if (page.dataset.mayLead && send({ type: "join", conversation: id })) comes = id;
}

/** The conversation that a lead asked to read is there: it comes into view, for the hand that asked. */
function showWhatCame() {
  if (comes === null || !shelf.find(comes)?.isWatched) return;
  const id = comes;
  comes = null;
  choose(id);
  page.dataset.view = "chat";
}

/** Reading along ends, and nobody else's words stay in view. */
function stopReading() {
  const { id } = shelf.chosen();
  if (!send({ type: "leave", conversation: id })) return;
  shelf.find(id).isWatched = false;
  shelf.choose(null);
  sessionStorage.removeItem(CHOSEN);
  show();
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
  if (!chosen?.mayWrite || !chosen.noticed.length || dialogs.isAnyOpen()) return;
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
  notes.show(chosen);
  safety.show(chosen);
  tellings.show(chosen);
  floor.show(chosen?.id ?? null);
  showStanding(page, chosen);
  showTitle();
  showWhatCame();
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
  const isHere = chosen.mayWrite;
  for (const act of ["hand-over", "help", "end"]) {
    const button = head.querySelector(`[data-act=${act}]`);
    button.hidden = chosen.isWatched;
    button.disabled = !isHere;
  }
  head.querySelector("[data-act=hand-over]").disabled = !isHere || ["handing_over", "safety_hold"].includes(chosen.state);
  head.querySelector("[data-act=help]").setAttribute("aria-pressed", String(help.rings(chosen.id)));
  for (const act of ["take-over", "stop-reading"]) head.querySelector(`[data-act=${act}]`).hidden = !chosen.isWatched;
  head.querySelector("[data-act=escalate]").disabled = !chosen.isMine && !chosen.isWatched && chosen.state === "active";
}

function showUnsent(id) {
  const conversation = shelf.find(id);
  if (conversation) shelf.transcriptOf(conversation).showUnsent(outbox.of(id), (message) => outbox.isSlow(message) || !isOpen());
  composer.showHeld();
}

function showNewer() {
  const chosen = shelf.chosen();
  page.querySelector("[data-act=newer]").hidden = !chosen || shelf.transcriptOf(chosen).isNearEnd();
}

const plainTitle = document.title;

function showTitle() {
  const unread = [...shelf.all()].reduce((sum, { unread: n }) => sum + n, 0);
  const n = unread + waiting.nowWaiting() + pages.count() + help.count();
  document.title = n ? `(${n}) ${plainTitle}` : plainTitle;
}

// The connection

function opened() {
  lostBar.back();
  pages.askAnew();
  handing.askAnew();
  help.askAnew();
  // Before anything is asked for: the answer holds the draft as the service has it, and would take this one's place.
  saveWhatIsNot([...shelf.all()].filter(({ isMine }) => isMine).map(({ id }) => id));
  for (const conversation of shelf.all()) {
    conversation.askedAt = 0;
    if (!conversation.isWatched) resume(conversation);
  }
  outbox.startAgain();
  for (const { id, isWatched } of shelf.all()) if (isWatched) send({ type: "join", conversation: id });
  taking.show();
}

function lost() {
  isUnsureOfTheLast();
  outbox.lost();
  taking.lost();
  lostBar.lost();
}

// Hands on the page

const hands = {
  "take-next": () => dialogs.isAnyOpen() || taking.take(),
  escalate: () => shelf.chosen() && dialogs.escalate(shelf.chosen()),
  end: () => shelf.chosen()?.mayWrite && dialogs.end(shelf.chosen()),
  "end-now": () => shelf.chosen()?.mayWrite && dialogs.end(shelf.chosen()),
  "carry-on": () => tell("carry_on"),
  "hand-over": () => mayHandOver() && handing.start(shelf.chosen()),
  keep: () => tell("keep"),
  help: () => dialogs.isAnyOpen() || tell("help"),
  lower: () => shelf.chosen() && lowering.start(shelf.chosen()),
  "ask-who-sees": () => tell("ask_who_sees"),
  "take-over": () => shelf.chosen()?.isWatched && send({ type: "take_over", conversation: shelf.chosen().id }),
  "stop-reading": () => shelf.chosen()?.isWatched && stopReading(),
  keys: () => dialogs.keys(),
  agree: () => judge(true),
  "not-this": () => judge(false),
  "connect-now": () => socket.connectNow(),
  newer: () => shelf.chosen() && shelf.transcriptOf(shelf.chosen()).toEnd(),
  back: () => (page.dataset.view = "list"),
  about: () => (page.dataset.view = page.dataset.view === "about" ? "chat" : "about"),
  "back-to-chat": () => (page.dataset.view = "chat"),
};

/** About the conversation in view, where it is mine. */
function tell(type) {
  const chosen = shelf.chosen();
  if (chosen?.mayWrite && !send({ type, conversation: chosen.id })) announce(word("not-connected"));
}

const mayHandOver = () => shelf.chosen()?.mayWrite && !["handing_over", "safety_hold"].includes(shelf.chosen().state);

whole.addEventListener("click", ({ target }) => {
  const act = target.closest?.("[data-act]")?.dataset.act;
  hands[act]?.();
});
listenToKeys({
  takeNext: hands["take-next"],
  escalate: hands.escalate,
  end: hands.end,
  handOver: hands["hand-over"],
  help: hands.help,
  keys: hands.keys,
  agree: hands.agree,
  notThis: hands["not-this"],
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
  showStanding(page, shelf.chosen());
  composer.showHeld();
}, 1000);
forgetOnSignOut();
saveDraftsWith(send);
giveBackWhatWasHeld();
openShift(whole, { announce, ringing });

socket = openSocket(page.dataset.socket, {
  opened,
  lost,
  signedOut: lostBar.signedOut,
  received(frame) {
    const seen = veiled(frame);
    if (seen && Object.hasOwn(told, seen.type)) told[seen.type](seen);
  },
}, { beat: ["heartbeat"] });
taking.show();
// Any frame makes the service look how the sign-in stands: it keeps words back from now on.
whenCovered({ known: () => send({ type: "heartbeat" }), open: () => socket.anew() });
