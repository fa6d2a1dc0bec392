// Passkeys: the browser is asked, and what it answers goes into the hidden field of a plain form.
//
//   data-passkey        a button: signs with a passkey. Its value is the address that asks; without one, #passkey-options.
//   data-passkey-new    a form: makes a new passkey before it is sent.
//   data-passkey-sign-in  a form that is shown only where there are passkeys.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
const inText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const withBytes = (keys) => keys?.map((key) => ({ ...key, id: bytes(key.id) }));
const optionsOnPage = () => JSON.parse(document.getElementById("passkey-options").textContent);

export const arePossible = () => Boolean(window.PublicKeyCredential && navigator.credentials);

/** Has a passkey of this person sign what the service asks; the answer as the service reads it. */
export async function sign({ publicKey }) {
  const question = { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: withBytes(publicKey.allowCredentials) };
  const credential = await navigator.credentials.get({ publicKey: question });
  const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response;
  return answer(credential, {
    clientDataJSON: inText(clientDataJSON),
    authenticatorData: inText(authenticatorData),
    signature: inText(signature),
    userHandle: userHandle && inText(userHandle),
  });
}

/** A new passkey on this device, one that finds its person by itself and asks for them. */
async function make({ publicKey }) {
  const question = {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    user: { ...publicKey.user, id: bytes(publicKey.user.id) },
    excludeCredentials: withBytes(publicKey.excludeCredentials),
    authenticatorSelection: { ...publicKey.authenticatorSelection, residentKey: "preferred", userVerification: "required" },
  };
  const credential = await navigator.credentials.create({ publicKey: question });
  const { clientDataJSON, attestationObject } = credential.response;
  return answer(credential, {
    clientDataJSON: inText(clientDataJSON),
    attestationObject: inText(attestationObject),
    transports: credential.response.getTransports?.() ?? [],
  });
}

function answer(credential, response) {
  const { id, type, authenticatorAttachment } = credential;
  const clientExtensionResults = credential.getClientExtensionResults();
  return { id, rawId: id, type, authenticatorAttachment, clientExtensionResults, response };
}

export async function ask(address) {
  const answered = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!answered.ok) throw new Error(String(answered.status));
  const question = await answered.json();
  return question.request_options ?? question;
}

async function fill(form, work) {
  const trouble = form.querySelector("[data-passkey-error]");
  if (trouble) trouble.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(await work());
  } catch {
    if (trouble) trouble.hidden = false;
    return;
  }
  form.submit();
}

if (arePossible()) {
  for (const form of document.querySelectorAll("[data-passkey-sign-in]")) form.hidden = false;
  for (const button of document.querySelectorAll("form [data-passkey]")) {
    button.hidden = false;
    if (button.closest("[data-lock]")) continue; // lock.js sends that one itself
    button.addEventListener("click", () =>
      fill(button.form, async () => sign(button.dataset.passkey ? await ask(button.dataset.passkey) : optionsOnPage())),
    );
  }
}
for (const form of document.querySelectorAll("[data-passkey-new]")) {
  form.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    void fill(form, () => make(optionsOnPage()));
  });
}
