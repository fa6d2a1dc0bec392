// Every conversation this page knows, each with its transcript, and which of them is in view.

import { Conversation } from "./conversation.js";
import { Transcript } from "./transcript.js";

/** place: where transcripts go; scrolled(); isNeeded(id): something of it has not been sent yet. */
export function openShelf(place, { scrolled, isNeeded }) {
  const conversations = new Map(); // id -> Conversation
  const transcripts = new Map(); // id -> Transcript
  let chosen = null;

  const find = (id) => conversations.get(id);
  const all = () => conversations.values();
  /** Mine, and what is over; not what I only read along. */
  const ordered = () =>
    [...all()].filter(({ isWatched }) => !isWatched).sort((a, b) => (a.opened_at ?? "").localeCompare(b.opened_at ?? "") || a.id - b.id);

  /** The conversation with that number, new where we never heard of it. */
  function known(id) {
    if (!conversations.has(id)) conversations.set(id, new Conversation(id));
    return conversations.get(id);
  }

  function transcriptOf(conversation) {
    const found = transcripts.get(conversation.id);
    if (found) return found;
    const transcript = new Transcript(conversation);
    transcripts.set(conversation.id, transcript);
    place.append(transcript.root);
    transcript.root.addEventListener("scroll", scrolled, { passive: true });
    return transcript;
  }

  function choose(conversation) {
    const left = chosen;
    chosen = conversation;
    if (left && left !== conversation) forgetWhatIsOver();
  }

  /** A chat that is over stays in view until one looks elsewhere. */
  function forgetWhatIsOver() {
    for (const conversation of all()) {
      if (conversation.isMine || conversation.isWatched || conversation === chosen || isNeeded(conversation.id)) continue;
      conversations.delete(conversation.id);
      transcripts.get(conversation.id)?.root.remove();
      transcripts.delete(conversation.id);
    }
  }

  /** The one so many further down the list, round and round. */
  function beside(by) {
    const list = ordered();
    return list.length ? list[(list.indexOf(chosen) + by + list.length) % list.length] : null;
  }

  return {
    find, known, all, ordered, transcriptOf, choose, forgetWhatIsOver, beside,
    chosen: () => chosen,
    transcripts: () => transcripts.entries(),
  };
}
