// Fetches a part of a page as a document. An XMLHttpRequest is used because the browser then parses the answer by
// itself, inert, without a string of HTML ever passing through our hands (Trusted Types allow it).

/** The rows for the list, `selected` marked. Rejects when the service did not answer with rows. */
export const fetchRows = (url, selected) =>
  fetchPart(selected ? `${url}${url.includes("?") ? "&" : "?"}selected=${encodeURIComponent(selected)}` : url, "[data-rows]");

/** The part of a page that `selector` names. Rejects when the service did not answer with it. */
export function fetchPart(url, selector) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", url);
    request.responseType = "document";
    request.timeout = 8000;
    request.onload = () => {
      const found = request.response?.querySelector(selector);
      if (request.status === 200 && found) resolve(document.importNode(found, true));
      else reject(new Error(`${selector} ${request.status}`));
    };
    request.onerror = request.ontimeout = () => reject(new Error(`${selector} unreachable`));
    request.send();
  });
}
