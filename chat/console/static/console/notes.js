// Words of staff for staff. Whispers of a lead stand above the box where one answers, in a colour and a border of their
// own; all notes stand on the right. Neither input is the one that answers the young person.

import { make, part, piece, say } from "./dom.js";
import { clockTime, dayAndTime } from "./times.js";
import { word } from "./words.js";

/** send(frame) -> was it written; chosen() -> the conversation in view; me: number of who looks. */
export function openNotes(page, { send, chosen, me, announce }) {
  const noteForm = part(page, "note-form");
  const whisperForm = part(page, "whisper-form");
  const strip = part(page, "whispers");
  const typed = new Map(); // what stands in a form, by form and conversation
  let shownFor = null;

  for (const [form, type] of [[noteForm, "note"], [whisperForm, "whisper"]]) {
    form.addEventListener("submit", (submitted) => {
      submitted.preventDefault();
      write(form, type);
    });
    form.elements.body.addEventListener("keydown", (key) => {
      if (key.key !== "Enter" || !(key.ctrlKey || key.metaKey) || key.isComposing) return;
      key.preventDefault();
      write(form, type);
    });
  }
  part(strip, "hide-whisper").addEventListener("click", () => {
    const conversation = chosen();
    if (conversation) conversation.whispersSeen = whispersFor(conversation).length;
    show(conversation);
  });

  function write(form, type) {
    const conversation = chosen();
    const body = form.elements.body.value.trim();
    if (!conversation || !body) return;
    if (!send({ type, conversation: conversation.id, id: crypto.randomUUID(), body })) return announce(word("not-connected"));
    form.elements.body.value = "";
  }

  function heard(conversation, frame) {
    const isNew = !conversation.notes.has(frame.id);
    conversation.notes.set(frame.id, frame);
    if (isNew && frame.kind === "whisper" && frame.by !== me && conversation.isMine) {
      announce(word("whispered", { name: frame.name, handle: conversation.handle }));
    }
  }

  const whispersFor = (conversation) => [...conversation.notes.values()].filter(({ kind, by }) => kind === "whisper" && by !== me);

  function show(conversation) {
    keepWhatIsTyped(conversation);
    const newest = conversation?.isMine ? whispersFor(conversation) : [];
    const last = newest.length > (conversation?.whispersSeen ?? 0) ? newest.at(-1) : null;
    strip.hidden = !last;
    say(part(strip, "whisper-by"), last ? word("whisper-by", { name: last.name, time: clockTime(last.at) }) : "");
    say(part(strip, "whisper-body"), last?.body ?? "");
    whisperForm.hidden = !conversation?.isWatched;
    if (conversation?.isWatched) {
      const name = conversation.owner || word("nobody");
      say(part(whisperForm, "whisper-to"), word("whisper-to", { name }));
      say(part(whisperForm, "whisper-send"), word("whisper-to", { name }));
      say(part(whisperForm, "whisper-never"), word("whisper-never", { handle: conversation.handle }));
    }
    if (conversation) showList(conversation);
    noteForm.hidden = !conversation || conversation.isOver;
  }

  /** Each conversation has its own half-written note. */
  function keepWhatIsTyped(conversation) {
    if (shownFor === (conversation?.id ?? null)) return;
    for (const form of [noteForm, whisperForm]) {
      typed.set(`${form.dataset.part} ${shownFor}`, form.elements.body.value);
      form.elements.body.value = typed.get(`${form.dataset.part} ${conversation?.id}`) ?? "";
    }
    shownFor = conversation?.id ?? null;
  }

  function showList(conversation) {
    const list = part(page, "notes");
    const notes = [...conversation.notes.values()];
    part(page, "notes-none").hidden = notes.length > 0;
    const key = `${conversation.id} ${notes.map(({ id }) => id).join()}`;
    if (list.dataset.shown === key) return;
    list.dataset.shown = key;
    list.replaceChildren(...notes.map(row));
  }

  function row(note) {
    const item = piece("piece-note");
    item.classList.add(`note--${note.kind}`);
    const line = part(item, "note-line");
    line.append(make("strong", "", word(`note.${note.kind}`)), ` · ${note.by === me ? word("me") : note.name} · ${dayAndTime(note.at)}`);
    say(part(item, "note-body"), note.body);
    return item;
  }

  return { heard, show };
}
