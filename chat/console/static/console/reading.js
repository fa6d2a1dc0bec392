// How far the counsellor has read. The service is told once for a run of messages that arrive together.

const SEEN_AFTER = 150;

/** isChosen(conversation): is it the one in view? tell(frame) -> was it written. */
export function openReading({ isChosen, tell }) {
  const isBeingRead = (conversation) =>
    isChosen(conversation) && document.visibilityState === "visible" && document.hasFocus();

  function seen(conversation) {
    if (conversation.lastPlace <= (conversation.sawPlace ?? 0)) return;
    clearTimeout(conversation.seenSoon);
    conversation.seenSoon = setTimeout(() => {
      const place = conversation.lastPlace;
      if (isBeingRead(conversation) && tell({ type: "seen", conversation: conversation.id, place })) conversation.sawPlace = place;
    }, SEEN_AFTER);
  }

  return { isBeingRead, seen };
}
