// Every key needs a modifier, so that no letter does anything while somebody types. Only `?` is bare,
// and only outside fields. `code` is the place on the keyboard: Alt makes other letters on some of them.

const FIELDS = "input, textarea, select, [contenteditable]";

export function listenToKeys(acts) {
  addEventListener("keydown", (key) => {
    if (key.isComposing) return;
    const act = actOf(key);
    if (!act || !acts[act]) return;
    key.preventDefault();
    if (!key.repeat || act === "next" || act === "last") acts[act]();
  });
}

function actOf({ code, key, altKey, ctrlKey, metaKey, shiftKey, target }) {
  if (altKey && !ctrlKey && !metaKey) {
    if (shiftKey) return { KeyA: "notThis" }[code];
    return { KeyA: "agree", KeyN: "takeNext", KeyE: "escalate", KeyR: "reply", KeyX: "end", KeyH: "help", KeyO: "handOver", ArrowDown: "next", ArrowUp: "last" }[code];
  }
  if (key === "?" && !altKey && !ctrlKey && !metaKey && !target.closest?.(FIELDS)) return "keys";
  return null;
}
