// Where the young person writes. It never loses a draft and never takes the focus by itself.

const LONGEST = 4000; // characters in one message, as the server counts them
const TYPING_EVERY = 3000;

// `does` has said(body), typing(), changed().
export function createComposer(form, does) {
  const box = form.elements.body;
  let typedAt = 0;

  function submit() {
    const parts = inParts(box.value.replace(/[\0\p{Cs}]/gu, "").trim());
    box.value = "";
    size();
    typedAt = 0;
    parts.forEach(does.said);
    does.changed(); // last: words are never kept in neither place
  }

  function size() {
    if (CSS.supports("field-sizing", "content")) return;
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 3}px`;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  // The box keeps the focus, so that a phone's keyboard stays where it is.
  form.querySelector("button").addEventListener("mousedown", (press) => press.preventDefault());
  box.addEventListener("keydown", (key) => {
    if (key.key !== "Enter" || key.shiftKey || key.isComposing || !matchMedia("(pointer: fine)").matches) return;
    key.preventDefault();
    submit();
  });
  box.addEventListener("input", () => {
    size();
    does.changed();
    if (!box.value || Date.now() - typedAt < TYPING_EVERY) return;
    typedAt = Date.now();
    does.typing();
  });
  size();

  return {
    get draft() {
      return box.value;
    },
    set draft(text) {
      box.value = text;
      size();
    },
    // Words that were refused come back to be changed, before what is being written now.
    takeBack(body) {
      box.value = [body, box.value].filter(Boolean).join("\n");
      size();
      does.changed();
      box.focus();
    },
  };
}

// Nobody has to make a long message shorter: it goes in parts, broken at a space where there is one.
function inParts(text) {
  const parts = [];
  let letters = Array.from(text);
  while (letters.length > LONGEST) {
    const space = Math.max(letters.lastIndexOf(" ", LONGEST), letters.lastIndexOf("\n", LONGEST));
    const end = space > LONGEST / 2 ? space : LONGEST;
    parts.push(letters.slice(0, end).join(""));
    letters = Array.from(letters.slice(end).join("").trimStart());
  }
  if (letters.length) parts.push(letters.join(""));
  return parts;
}
