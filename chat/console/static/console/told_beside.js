// What the service tells this page of what lies beside the words: one function for each kind of frame.

import { heardDraft } from "./drafts.js";
import { showService } from "./service.js";

export function listenBeside({ whole, shelf, composer, notes, tellings, handing, floor, help, show, showTitle }) {
  return {
    draft({ conversation: id, body }) {
      if (heardDraft(id, body) && shelf.chosen()?.id === id) composer.showDraft();
      show();
    },

    noted(frame) {
      const conversation = shelf.find(frame.conversation);
      if (!conversation) return;
      notes.heard(conversation, frame);
      show();
    },

    safety(frame) {
      const conversation = shelf.find(frame.conversation);
      if (!conversation) return;
      conversation.safety = frame;
      show();
    },

    telling(frame) {
      const conversation = shelf.find(frame.conversation);
      if (!conversation) return;
      tellings.heard(conversation, frame);
      show();
    },

    help(frame) {
      help.heard(frame);
      showTitle();
      show();
    },

    help_over(frame) {
      help.over(frame);
      showTitle();
      show();
    },

    offer: (frame) => handing.offered(frame),
    offer_over: ({ conversation }) => handing.over(conversation),
    colleagues: (frame) => handing.heardPeople(frame),
    floor: (frame) => floor.heard(frame),
    service: (frame) => showService(whole, frame),
  };
}
