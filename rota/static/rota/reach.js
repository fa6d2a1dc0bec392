// "Let this browser ring": asks the browser, and gives us the address it names. Without script, numbers still work.

const button = document.querySelector("[data-reach-add]");
const says = document.querySelector("[data-reach-says]");
const works = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

if (button && works) {
  button.hidden = false;
  button.addEventListener("click", () => add().catch(() => say(button.dataset.failed)));
} else if (button) {
  say(button.dataset.cannot);
}

async function add() {
  if ((await Notification.requestPermission()) !== "granted") {
    say(button.dataset.refused);
    return;
  }
  const registered = await navigator.serviceWorker.register(trusted(button.dataset.worker), { scope: "/staff/reach/" });
  const subscription = await registered.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytes(button.dataset.key),
  });
  const body = new FormData(button.form);
  body.set("subscription", JSON.stringify(subscription));
  const answer = await fetch(button.form.action, { method: "POST", body, headers: { Accept: "application/json" } });
  if (answer.ok) {
    window.location.reload();
  } else {
    say((await answer.json()).error || button.dataset.failed);
  }
}

// The one script address this page may make (config/csp.py, allows_worker).
function trusted(address) {
  if (!window.trustedTypes) {
    return address;
  }
  return window.trustedTypes.createPolicy("reach", { createScriptURL: (given) => given }).createScriptURL(address);
}

function bytes(coded) {
  const plain = atob(coded.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function say(words) {
  says.textContent = words;
}
