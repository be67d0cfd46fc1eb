/* Small words for the page. */

export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

export function make(tag, name = "", text = "") {
  const node = document.createElement(tag);
  if (name) node.className = name;
  if (text) node.textContent = text;
  return node;
}

export function show(node, yes) {
  if (node) node.hidden = !yes;
}

/* Listens on the document, so that it holds for what htmx brings in later. */
export function on(type, selector, act) {
  document.addEventListener(type, (event) => {
    const found = event.target.closest?.(selector);
    if (found) act(event, found);
  });
}

export function cookie(name) {
  const found = document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]*)`));
  return found ? decodeURIComponent(found[1]) : "";
}

/* The cookie's token is the present one; that of a form that stood open may be older than the sign-in. */
export function token() {
  const field = one("[name=csrfmiddlewaretoken]");
  return cookie("__Host-csrftoken") || cookie("csrftoken") || (field ? field.value : "");
}
