// List pages: what htmx alone does not do. Without this file everything still works as plain links and forms.
function listOf(event) {
  const target = event.detail.target;
  return target && target.id === "list" ? target : null;
}

// A request that failed says so above the table and leaves the rows as they were.
function showListError(event) {
  const list = listOf(event);
  const box = list?.querySelector("[data-list-error]");
  if (box) {
    box.hidden = false;
    box.scrollIntoView({ block: "nearest" });
  }
}
document.addEventListener("htmx:responseError", showListError);
document.addEventListener("htmx:sendError", showListError);
document.addEventListener("htmx:timeout", showListError);

// Signed out meanwhile: the answer is another page (the sign-in), which must not land inside the list.
document.addEventListener("htmx:beforeSwap", (event) => {
  const list = listOf(event);
  const url = event.detail.xhr.responseURL;
  if (list && url && new URL(url).pathname !== window.location.pathname) {
    event.detail.shouldSwap = false;
    window.location.reload();
  }
});

// What a cell cuts off is told where the pointer rests on it, and where the keys have come to.
function tellWhole(event) {
  const cell = event.target.closest?.(".list-table td");
  if (!cell || cell.matches(".col-actions, .col-pick")) return;
  if (cell.scrollWidth > cell.clientWidth) cell.title = cell.innerText.trim();
  else cell.removeAttribute("title");
}
document.addEventListener("pointerover", tellWhole);
document.addEventListener("focusin", tellWhole);
