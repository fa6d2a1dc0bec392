// Shows what goes up while words are marked. The service takes out the same: a word, and the spaces after it.

export function showWhatIsLeft(asks) {
  const words = asks.querySelector("[data-part=cut-words]");
  const left = asks.querySelector("[data-part=cut-left]");
  const preview = asks.querySelector("[data-part=cut-preview]");
  asks.querySelector("[data-part=preview-button]").hidden = true;

  function show() {
    preview.textContent = whatIsLeft(words);
    left.hidden = !words.querySelector(":checked");
  }
  words.addEventListener("change", show);
  if (words.querySelector(":checked")) show();
}

function whatIsLeft(words) {
  let text = "";
  let isAfterGone = false;
  for (const node of words.childNodes) {
    const isWord = node.nodeType === Node.ELEMENT_NODE;
    const isGone = isWord && node.querySelector("input").checked;
    if (isWord ? !isGone : !isAfterGone) text += node.textContent;
    else if (!isWord) text += node.textContent.replace(/^[^\S\r\n]*/, "");
    isAfterGone = isGone;
  }
  return text;
}
