// What was said, on the page. Each conversation has its own, so that only the one in view is read aloud.

import { showDelivery } from "./deliveries.js";
import { part, piece, say } from "./dom.js";
import { showBody, showNoticed } from "./marks.js";
import { clockTime, fullTime } from "./times.js";
import { word } from "./words.js";

export class Transcript {
  constructor(conversation) {
    this.conversation = conversation;
    this.root = piece("piece-transcript");
    this.root.id = `transcript-${conversation.id}`;
    this.root.hidden = true;
    this.rows = new Map(); // place -> li
    this.named();
    this.atEnd = true;
    // The box shrinks when a banner comes or a draft grows: the last words stay in view.
    new ResizeObserver(() => this.keepAtEnd()).observe(this.root);
    this.root.addEventListener("scroll", () => (this.atEnd = this.isNearEnd()), { passive: true });
  }

  /** The handle may be known only after the first words. */
  named() {
    const { handle } = this.conversation;
    if (this.handle === handle) return;
    this.handle = handle;
    this.root.setAttribute("aria-label", word("conversation-with", { handle }));
    for (const who of this.root.querySelectorAll(".said--young_person > [data-part=who]")) say(who, `${handle}:`);
  }

  /** Earlier words are coming that were kept back: all of them are given anew. */
  empty() {
    this.rows.clear();
    part(this.root, "list").replaceChildren();
  }

  add(said) {
    const row = piece("piece-message");
    row.dataset.place = said.place;
    this.fill(row, said);
    this.rows.set(said.place, row);
    part(this.root, "list").append(row);
    const marks = this.conversation.marks.get(said.place);
    if (marks) this.mark(marks);
    this.showTyping();
    this.showSeen();
    this.showDelivery(said.place);
    this.keepAtEnd();
  }

  fill(row, { by, name, body, at }) {
    row.classList.add(`said--${by}`);
    const isTheirs = by === "young_person";
    say(part(row, "who"), isTheirs ? `${this.conversation.handle}:` : by === "you" ? word("you") : `${name || word("service")}`);
    say(part(row, "name"), by === "counsellor" ? name : "");
    part(row, "body").textContent = body;
    const time = part(row, "at");
    time.dateTime = at;
    time.textContent = clockTime(at);
    time.title = fullTime(at);
  }

  mark(frame) {
    const row = this.rows.get(frame.place);
    const said = this.conversation.messages.get(frame.place);
    if (!row || !said) return;
    showBody(part(row, "body"), said.body, frame.marks);
    const urgency = showNoticed(part(row, "noticed"), frame);
    if (frame.marks.length) row.dataset.urgency = urgency;
    this.keepAtEnd();
  }

  /** Own messages that are not stored yet, below everything that is. */
  showUnsent(messages, isSlow) {
    const rows = messages.map((message) => {
      const row = piece("piece-message");
      this.fill(row, { by: "you", body: message.body, at: message.at });
      row.classList.add("said--unsent");
      row.dataset.id = message.id;
      part(row, "at").hidden = true;
      part(row, "delivery").textContent = word(isSlow(message) ? "not-sent" : "sending");
      return row;
    });
    part(this.root, "unsent").replaceChildren(...rows);
    this.keepAtEnd();
  }

  /** What became of our words on their way to a phone. */
  showDelivery(place) {
    const row = this.rows.get(place);
    const frame = this.conversation.deliveries.get(place);
    if (!row || !frame) return;
    showDelivery(part(row, "delivery"), frame);
    this.keepAtEnd();
  }

  /** A phone tells nobody what was read. */
  showSeen() {
    if (this.conversation.isByText) return;
    for (const [place, row] of this.rows) {
      if (!row.classList.contains("said--you")) continue;
      say(part(row, "delivery"), place <= this.conversation.theySaw ? word("seen") : "");
    }
  }

  showTyping() {
    const isTyping = this.conversation.typingUntil > Date.now();
    const text = isTyping ? word("typing", { handle: this.conversation.handle }) : "";
    const line = part(this.root, "typing");
    if (line.textContent === text) return;
    line.textContent = text;
    this.keepAtEnd();
  }

  show(isShown) {
    this.root.hidden = !isShown;
    if (isShown && this.atEnd) this.toEnd();
  }

  isNearEnd() {
    return this.root.scrollHeight - this.root.scrollTop - this.root.clientHeight < 60;
  }

  keepAtEnd() {
    if (this.atEnd && !this.root.hidden) this.toEnd();
  }

  toEnd() {
    this.root.scrollTop = this.root.scrollHeight;
    this.atEnd = true;
  }
}
