// What the service tells this page: one function for each kind of frame.

import { spoken, wentWrong } from "./deliveries.js";
import { part } from "./dom.js";
import { giveBack } from "./drafts.js";
import { higher } from "./marks.js";
import { decided, word } from "./words.js";

const TYPING_LASTS = 5000;

/** Everything the frames change: the parts of the page, and what they need done (see console.js). */
export function listen({ page, shelf, waiting, pages, ringing, outbox, composer, dialogs, handing, lowering, tellings, taking, reading, announce, acts }) {
  const { resume, choose, chooseFirst, show, showTitle, showUnsent } = acts;

  /** The rows of conversations that I have, or that I read along. */
  function take(rows, { isMine }) {
    for (const row of rows) {
      const conversation = shelf.known(row.id);
      const wasUndecided = conversation.escalation && !conversation.escalation.decided_by;
      const opensUp = conversation.take(row, { isMine });
      lowering.moved(row);
      if (wasUndecided && row.escalation?.decided_by) announce(decided("decided-for", conversation));
      const transcript = shelf.transcriptOf(conversation);
      if (opensUp) transcript.empty();
      transcript.named();
      transcript.showSeen();
      if (reading.isBeingRead(conversation)) conversation.unread = 0;
      if (isMine) ringing.ring(row.id, conversation.urgency);
      if (conversation.isBehind) resume(conversation);
    }
  }

  function leave(rows, mark) {
    const kept = new Set(rows.map((row) => row.id));
    for (const conversation of shelf.all()) if (!kept.has(conversation.id)) conversation[mark] = false;
    shelf.forgetWhatIsOver();
  }

  return {
    queue(frame) {
      pages.settle();
      waiting.heard(frame);
      if (waiting.nowWaiting()) ringing.ring("queue", "now");
      else ringing.forget("queue");
      showTitle();
    },

    mine({ conversations: rows }) {
      leave(rows, "isMine");
      take(rows, { isMine: true });
      handing.heardMine(rows);
      if (!shelf.chosen()) chooseFirst();
      show();
    },

    watching({ conversations: rows }) {
      leave(rows, "isWatched");
      take(rows, { isMine: false });
      show();
    },

    taken({ conversation: id }) {
      const conversation = shelf.known(id);
      resume(conversation);
      // Whoever has begun to write elsewhere meanwhile is not taken away from it: the words would go to the wrong person.
      const isBusy = composer.wasUsedSince(taking.askedAt());
      if (taking.isTaking()) {
        taking.answer("");
        if (!isBusy) choose(id, { focus: true });
        if (conversation.handle) announce(word("taken", { handle: conversation.handle }));
      }
      show();
    },

    nobody_waiting() {
      taking.answer(word("nobody-waiting"));
    },

    full() {
      taking.answer(word("full"));
    },

    said(frame) {
      const conversation = shelf.known(frame.conversation);
      if (outbox.settle(frame.id)) showUnsent(conversation.id);
      if (frame.place <= conversation.lastPlace) return;
      if (!conversation.fits(frame.place)) return resume(conversation);
      const isNew = frame.place > (conversation.knownPlace ?? 0);
      conversation.add(frame);
      shelf.transcriptOf(conversation).add(frame);
      if (reading.isBeingRead(conversation)) reading.seen(conversation);
      else if (isNew && frame.by === "young_person") {
        conversation.unread += 1;
        if (conversation !== shelf.chosen()) announce(word("new-words", { handle: conversation.handle }));
      }
      conversation.knownPlace = Math.max(conversation.knownPlace ?? 0, frame.place);
      show();
    },

    delivery(frame) {
      const conversation = shelf.find(frame.conversation);
      if (!conversation) return;
      const isNews = conversation.delivered(frame);
      shelf.transcriptOf(conversation).showDelivery(frame.place);
      if (isNews && wentWrong(frame)) announce(spoken(conversation, frame));
      show();
    },

    marks(frame) {
      const conversation = shelf.find(frame.conversation);
      if (!conversation) return;
      conversation.marks.set(frame.place, frame);
      conversation.urgency = higher(conversation.urgency, frame.urgency);
      shelf.transcriptOf(conversation).mark(frame);
      conversation.judged = null;
      show();
    },

    flag(frame) {
      const conversation = shelf.find(frame.conversation);
      ringing.ring(frame.conversation, frame.urgency);
      if (!conversation) return;
      conversation.flags.set(frame.flag, frame.words);
      show();
    },

    page(frame) {
      pages.heard(frame);
      ringing.ring(`page ${frame.escalation}${frame.again ? ` ${frame.words}` : ""}`, frame.urgency);
      showTitle();
    },

    page_over({ escalation }) {
      pages.putAway(escalation);
      ringing.forget(`page ${escalation}`);
      showTitle();
    },

    /** Nobody was here for a while: the page covers itself (rota/static/rota/lock.js). */
    locked() {
      document.dispatchEvent(new Event("nightlight:lock"));
    },

    judged({ conversation: id, agrees }) {
      const conversation = shelf.find(id);
      if (!conversation) return;
      conversation.judged = agrees;
      show();
      if (conversation === shelf.chosen()) announce(part(page, "about-judged").textContent);
    },

    typing({ conversation: id }) {
      const conversation = shelf.find(id);
      if (!conversation) return;
      conversation.typingUntil = Date.now() + TYPING_LASTS;
      shelf.transcriptOf(conversation).showTyping();
    },

    seen({ conversation: id, place }) {
      const conversation = shelf.find(id);
      if (!conversation) return;
      conversation.theySaw = Math.max(conversation.theySaw, place);
      shelf.transcriptOf(conversation).showSeen();
    },

    state({ conversation: id, state }) {
      const conversation = shelf.find(id);
      if (!conversation) return;
      conversation.state = state;
      conversation.isWatched = false;
      if (state !== "active") dialogs.ended(id);
      show();
    },

    refused(frame) {
      const message = frame.id && outbox.settle(frame.id);
      if (message) {
        giveBack(message.conversation, message.body);
        showUnsent(message.conversation);
        if (message.conversation === shelf.chosen()?.id) composer.showDraft();
      }
      if (dialogs.refused(frame) || handing.refused(frame) || lowering.refused(frame) || tellings.refused(frame)) return;
      const conversation = shelf.find(frame.conversation);
      if (frame.reason === "not_yours" && conversation) {
        conversation.isMine = false;
        return show();
      }
      if (taking.isTaking() && !frame.id && !frame.conversation) taking.answer(frame.text);
      else if (!frame.conversation || frame.conversation === shelf.chosen()?.id) composer.refuse(frame.text);
      show();
    },
  };
}
