/* The arrow back leads where one came from: a filtered ledger keeps its filter, an issue opened from the messages leads back to them.
   The way is kept per tab. Pages with a form are steps of their page and no places to come back to. */
(function () {
  "use strict";
  var KEY = "hz-way";

  function read() {
    try { return JSON.parse(sessionStorage.getItem(KEY)) || []; } catch (error) { return []; }
  }
  function keep(way) {
    try { sessionStorage.setItem(KEY, JSON.stringify(way.slice(-12))); } catch (error) { /* the arrow's own link serves */ }
  }
  function path(url) { return url.split("?")[0]; }

  function note() {
    var here = location.pathname + location.search, way = read();
    var link = document.querySelector(".back-link");
    if (!link) { keep([here]); return; }
    var at = way.map(path).indexOf(location.pathname);
    if (at >= 0) way = way.slice(0, at);
    var goal = way[way.length - 1];
    // At a desk the link names its goal in words; there only the filter of that very page is brought back.
    var unnamed = !!link.closest(".phone-bar");
    if (goal && (unnamed || path(goal) === link.pathname)) {
      link.href = goal;
      if (unnamed) link.querySelector("span").textContent = "返回";
    }
    if (!document.querySelector("form.form")) way = way.concat(here);
    keep(way);
  }

  document.addEventListener("DOMContentLoaded", note);
  document.addEventListener("htmx:pushedIntoHistory", note);
  window.addEventListener("pageshow", function (event) { if (event.persisted) note(); });
})();
