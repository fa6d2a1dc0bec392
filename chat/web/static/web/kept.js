// What this tab keeps, so that a reload or a phone that drops the page loses nothing; and how it is all forgotten.
// Session storage alone: it ends with the tab, and leaving wipes it.

const forgetters = [];
let isForgotten = false;

export function keep(name, text) {
  if (isForgotten) return;
  try {
    if (text) sessionStorage.setItem(`nl.${name}`, text);
    else sessionStorage.removeItem(`nl.${name}`);
  } catch {
    // No storage allowed: the words live on the page alone.
  }
}

export function kept(name) {
  try {
    return sessionStorage.getItem(`nl.${name}`) ?? "";
  } catch {
    return "";
  }
}

export function alsoForget(does) {
  forgetters.push(does);
}

// Nothing stays: not on the page, not in the tab, and no connection that could bring it back.
export function forgetEverything() {
  isForgotten = true;
  for (const forget of forgetters) forget();
  try {
    sessionStorage.clear();
  } catch {
    // No storage, nothing kept.
  }
}

document.addEventListener("leaving", forgetEverything);
