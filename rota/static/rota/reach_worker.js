// Wakes for a push to a browser of somebody who works here. Its place (/staff/reach/) is all it controls: it holds no
// page, keeps nothing and reads nothing. What a push says, it says about nobody.

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("push", (event) => {
  const told = readable(event.data);
  const shown = self.registration.showNotification("Nightlight", {
    body: told.words,
    tag: told.tag,
    renotify: true,
    requireInteraction: true,
    data: { token: told.token },
    actions: told.heard ? [{ action: "heard", title: told.heard }] : [],
  });
  event.waitUntil(shown);
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const token = event.notification.data?.token || "";
  if (event.action === "heard" && token) {
    event.waitUntil(fetch("/staff/reach/heard/", { method: "POST", body: new URLSearchParams({ token }), credentials: "omit" }));
  } else {
    event.waitUntil(self.clients.openWindow("/staff/reach/"));
  }
});

function readable(data) {
  try {
    return data.json();
  } catch {
    return { words: "", tag: "nightlight", token: "", heard: "" };
  }
}
