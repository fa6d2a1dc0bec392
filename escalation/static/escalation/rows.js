// Fetches the rows as a document. An XMLHttpRequest is used because the browser then parses the answer by
// itself, inert, without a string of HTML ever passing through our hands (Trusted Types allow it).

/** The rows for the list, `selected` marked. Rejects when the service did not answer with rows. */
export function fetchRows(url, selected) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", selected ? `${url}?selected=${encodeURIComponent(selected)}` : url);
    request.responseType = "document";
    request.timeout = 8000;
    request.onload = () => {
      const rows = request.response?.querySelector("[data-rows]");
      if (request.status === 200 && rows) resolve(document.importNode(rows, true));
      else reject(new Error(`rows ${request.status}`));
    };
    request.onerror = request.ontimeout = () => reject(new Error("rows unreachable"));
    request.send();
  });
}
