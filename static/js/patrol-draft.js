/* Drafts of walks on this phone: words in localStorage, photos (ArrayBuffer) in IndexedDB; bound to their user.
   A draft goes only when the server has given its receipt, or when its user throws it away. */
(function () {
  "use strict";
  var PREFIX = "hz-walk:", SHANGHAI = 8 * 3600 * 1000, memory = {};

  // ── Words ──
  function key(user, reach) { return PREFIX + user + ":" + reach; }
  function load(user, reach) {
    try { return JSON.parse(localStorage.getItem(key(user, reach))); } catch (error) { return null; }
  }
  /* false when the phone has no room or forbids storing: the page then says so */
  function save(draft) {
    draft.saved_at = Date.now();
    try { localStorage.setItem(key(draft.user, draft.reach), JSON.stringify(draft)); return true; } catch (error) { return false; }
  }
  function list(user) {
    var found = [], start = key(user, "");
    try {
      for (var i = 0; i < localStorage.length; i++) {
        var name = localStorage.key(i);
        if (name.indexOf(start) === 0) found.push(load(user, name.slice(start.length)));
      }
    } catch (error) { /* storing is forbidden: there are no drafts */ }
    return found.filter(Boolean);
  }
  function drop(draft) {
    draft.findings.forEach(function (finding) { finding.photos.forEach(dropPhoto); });
    try { localStorage.removeItem(key(draft.user, draft.reach)); } catch (error) { /* nothing was stored */ }
  }

  // ── Photos ──
  function store(mode, act) {
    return new Promise(function (done, fail) {
      var opening = indexedDB.open("hz-patrol", 1);
      opening.onupgradeneeded = function () { opening.result.createObjectStore("photos"); };
      opening.onerror = function () { fail(opening.error); };
      opening.onsuccess = function () {
        var base = opening.result, task = base.transaction("photos", mode), asked = act(task.objectStore("photos"));
        task.oncomplete = function () { base.close(); done(asked.result); };
        task.onerror = task.onabort = function () { base.close(); fail(task.error); };
      };
    });
  }
  /* resolves to true when the photo lies safely on the phone, false when only in this page's memory */
  function keepPhoto(id, buffer) {
    memory[id] = buffer;
    return store("readwrite", function (photos) { return photos.put(buffer, id); }).then(
      function () { return true; }, function () { return false; });
  }
  function photo(id) {
    if (memory[id]) return Promise.resolve(new Blob([memory[id]], { type: "image/jpeg" }));
    return store("readonly", function (photos) { return photos.get(id); }).then(function (buffer) {
      return buffer ? new Blob([buffer], { type: "image/jpeg" }) : null;
    }, function () { return null; });
  }
  function dropPhoto(id) {
    delete memory[id];
    store("readwrite", function (photos) { return photos.delete(id); }).catch(function () {});
  }

  // ── Time: Shanghai's wall clock, whatever the phone's zone ──
  function wall(ms) { return new Date(ms + SHANGHAI).toISOString().slice(0, 19); }
  function moment(text) { return Date.parse((text.length === 16 ? text + ":00" : text) + "+08:00"); }
  function spoken(text) {
    return Number(text.slice(5, 7)) + "月" + Number(text.slice(8, 10)) + "日 " + text.slice(11, 16);
  }

  // ── The start page: what was begun and not handed in ──
  document.querySelectorAll("[data-resume]").forEach(function (box) {
    list(box.dataset.resume).forEach(function (draft) {
      var row = box.querySelector("template").content.cloneNode(true);
      row.querySelector("[data-name]").textContent = draft.name;
      row.querySelector("[data-when]").textContent = spoken(draft.started_at) + " 开始" +
        (draft.findings.length ? "，记了 " + draft.findings.length + " 处发现" : "");
      row.querySelector("a").href = box.dataset.url + "?reach=" + encodeURIComponent(draft.reach);
      box.appendChild(row);
      box.hidden = false;
    });
  });

  window.hzDraft = {
    load: load, save: save, drop: drop, keepPhoto: keepPhoto, photo: photo, dropPhoto: dropPhoto,
    wall: wall, moment: moment, spoken: spoken,
  };
})();
