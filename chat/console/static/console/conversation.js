// One of my conversations as this page knows it: what was said, in order, and what was noticed in it.

export class Conversation {
  constructor(id) {
    this.id = id;
    this.handle = "";
    this.urgency = "routine";
    this.state = "active";
    this.messages = new Map(); // place -> said frame
    this.marks = new Map(); // place -> marks frame
    this.flags = new Map(); // number of a flag -> its words, in the order they came
    this.deliveries = new Map(); // place -> delivery frame
    this.texts = null; // may their phone be texted? null on the web
    this.lastPlace = 0;
    this.unread = 0;
    this.theySaw = 0;
    this.judged = null; // what I said to what was noticed: true, false, or nothing yet
    this.isMine = true;
    this.isWatched = false; // somebody else has it, and I read along
    this.notes = new Map(); // id -> noted frame, in the order they came
    this.safety = null; // the newest answers to the safety questions
    this.askedAt = 0;
    this.typingUntil = 0;
  }

  /** The row of a `mine` or a `watching` frame. Says whether earlier words may be read now that were kept back. */
  take(row, { isMine = true } = {}) {
    const { last_place: knownPlace, last_body: lastBody, last_at: lastAt, unread, reads_from: from, ...rest } = row;
    Object.assign(this, rest, { isMine, isWatched: !isMine });
    const opensUp = from < (this.readsFrom ?? 0);
    if (opensUp) this.forgetWords();
    this.readsFrom = from;
    this.lastPlace = Math.max(this.lastPlace, from);
    this.knownPlace = knownPlace ?? 0;
    this.firstKnownPlace ??= this.knownPlace;
    this.unread = unread ?? 0;
    this.theySaw = Math.max(this.theySaw, rest.young_person_saw ?? 0);
    if (this.knownPlace >= this.lastPlace) Object.assign(this, { lastBody, lastAt });
    return opensUp;
  }

  /** To be given from the beginning once more. */
  forgetWords() {
    this.messages.clear();
    this.marks.clear();
    this.lastPlace = 0;
    this.askedAt = 0;
  }

  /** Says whether the message is the next one. Places are applied strictly in order, each once. */
  fits(place) {
    return place === this.lastPlace + 1;
  }

  add(said) {
    this.messages.set(said.place, said);
    this.lastPlace = said.place;
    if (said.by === "young_person" || said.place >= (this.knownPlace ?? 0)) {
      this.lastBody = said.body;
      this.lastAt = said.at;
    }
    if (said.by === "young_person") this.typingUntil = 0;
  }

  /** What became of a text of ours. Says whether that happened while we looked. */
  delivered(frame) {
    const before = this.deliveries.get(frame.place);
    this.deliveries.set(frame.place, frame);
    return before ? before.state !== frame.state || before.again_at !== frame.again_at : frame.place > (this.firstKnownPlace ?? 0);
  }

  /** Our texts, the newest first. */
  get newestTexts() {
    return [...this.deliveries.values()].sort((a, b) => b.place - a.place);
  }

  get isByText() {
    return this.channel === "sms";
  }

  /** Is something missing between what we show and what the service has? */
  get isBehind() {
    return this.lastPlace < (this.knownPlace ?? 0);
  }

  get isOver() {
    return ["closed", "closed_by_yp", "abandoned", "paused"].includes(this.state) || !(this.isMine || this.isWatched);
  }

  /** May I answer here? Who only reads along may not. */
  get mayWrite() {
    return this.isMine && !this.isOver;
  }

  /** Everything noticed so far, in words, each once. */
  get noticed() {
    const words = [...this.marks.entries()]
      .sort(([a], [b]) => a - b)
      .flatMap(([, frame]) => frame.marks.map((mark) => mark.words));
    return [...new Set([...words, ...this.flags.values()].filter(Boolean))];
  }
}
