/* What is typed and photographed in a form is kept on this device until the server has taken it: no line, an ended
   session, a closed tab cost nothing. Forms that ask for it say data-keep="user:their own address". */
(function () {
  "use strict";
  var D = window.hzDraft, PREFIX = "hz-form:", SENT = "hz-form-sent", MAX_PHOTOS = 9, held = new WeakMap(), late = {}, restoring = false;

  function all(selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); }
  function node(name, kind, text) {
    var made = document.createElement(name);
    made.className = kind;
    made.textContent = text || "";
    return made;
  }
  function load(key) { try { return JSON.parse(localStorage.getItem(PREFIX + key)); } catch (error) { return null; } }
  function store(key, draft) {
    try { localStorage.setItem(PREFIX + key, JSON.stringify(draft)); return true; } catch (error) { return false; }
  }
  function drop(key) {
    ((load(key) || {}).photos || []).forEach(function (photo) { D.dropPhoto(photo.id); });
    try { localStorage.removeItem(PREFIX + key); } catch (error) { /* nothing was stored */ }
  }

  // ── What a form holds ──
  function fields(form) {
    return Array.prototype.filter.call(form.elements, function (field) {
      return field.name && field.name !== "csrfmiddlewaretoken" && !/^(file|submit|button)$/.test(field.type);
    });
  }
  function values(form) {
    return fields(form).map(function (field) {
      return [field.name, field.value, /radio|checkbox/.test(field.type) ? field.checked : null];
    });
  }
  function save(form) {
    var draft = load(form.dataset.keep) || { photos: [] };
    draft.values = values(form);
    form.dataset.kept = store(form.dataset.keep, draft) ? "1" : "";
  }
  function fill(form, told) {
    var left = told.slice();
    fields(form).forEach(function (field) {
      var tick = /radio|checkbox/.test(field.type);
      var at = left.findIndex(function (one) { return one[0] === field.name && (!tick || one[1] === field.value); });
      if (at < 0) return;
      var one = left.splice(at, 1)[0], before = field.value;
      if (tick) field.checked = one[2]; else field.value = one[1];
      if (field.tagName === "SELECT" && field.value !== one[1]) late[field.name] = one[1];
      if (field.tagName === "SELECT" && field.value !== before) field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  // The choices of one box may hang on another's (河段 on 河湖) and come a moment later.
  function fillLate(select) {
    if (!select || select.tagName !== "SELECT" || !(select.name in late)) return;
    select.value = late[select.name];
    delete late[select.name];
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // ── Photos: a second look through the camera adds to the first ──
  function put(input, files) {
    var basket = new DataTransfer();
    files.forEach(function (file) { basket.items.add(file); });
    input.files = basket.files;
    held.set(input, files);
  }
  function words(input, text) {
    var line = input.form.querySelector("[data-photo-note]");
    if (!line) {
      line = node("p", "field-error");
      line.setAttribute("data-photo-note", "");
      line.setAttribute("role", "status");
      input.closest(".field").appendChild(line);
    }
    line.textContent = text;
  }
  function add(input) {
    var before = held.get(input) || [], known = before.map(mark);
    var fresh = Array.prototype.filter.call(input.files, function (file) { return known.indexOf(mark(file)) < 0; });
    var together = before.concat(fresh);
    put(input, together.slice(0, MAX_PHOTOS));
    words(input, together.length > MAX_PHOTOS ? "最多 " + MAX_PHOTOS + " 张，多出的没有加上。" : "");
    keepPhotos(input.form, input);
  }
  function mark(file) { return file.name + file.size + ":" + file.lastModified; }
  function keepPhotos(form, input) {
    var draft = load(form.dataset.keep) || { values: values(form), photos: [] }, old = draft.photos;
    draft.photos = Array.prototype.map.call(input.files, function (file) {
      var known = old.find(function (one) { return one.mark === mark(file); });
      return known || { id: PREFIX + Math.random().toString(36).slice(2), name: file.name, type: file.type, at: file.lastModified, mark: mark(file), file: file };
    });
    old.forEach(function (one) { if (draft.photos.indexOf(one) < 0) D.dropPhoto(one.id); });
    var fresh = draft.photos.filter(function (one) { return one.file; });
    Promise.all(fresh.map(function (one) {
      return new Response(one.file).arrayBuffer().then(function (buffer) { return D.keepPhoto(one.id, buffer); });
    })).then(function () {
      fresh.forEach(function (one) { delete one.file; });
      store(form.dataset.keep, Object.assign(draft, { values: values(form) }));
    });
  }
  function restorePhotos(form, photos) {
    var input = form.querySelector("input[type=file][multiple]");
    if (!input || !photos.length) return;
    Promise.all(photos.map(function (one) {
      return D.photo(one.id).then(function (blob) {
        return blob && new File([blob], one.name, { type: one.type, lastModified: one.at });
      });
    })).then(function (files) {
      put(input, files.filter(Boolean));
      restoring = true;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      restoring = false;
    });
  }

  // ── A form appears: with errors it is the server's answer, else what was not handed in comes back ──
  function begin(form) {
    var draft = load(form.dataset.keep);
    if (!draft || form.dataset.begun) return;
    form.dataset.begun = "1";
    if (form.querySelector("[data-error-summary]")) return answered(form, draft);
    fill(form, draft.values);
    restorePhotos(form, draft.photos);
    var note = node("div", "notice notice-blue kept-note"), clear = node("button", "btn btn-outline-secondary", "清空重填");
    note.setAttribute("role", "status");
    note.appendChild(node("span", "", "已恢复上次没有提交的内容。"));
    clear.type = "button";
    clear.onclick = function () { drop(form.dataset.keep); location.reload(); };
    note.appendChild(clear);
    form.insertBefore(note, form.firstChild);
  }
  // The server holds the photos now; a page loaded anew does not tell which, so the draft remembers.
  function answered(form, draft) {
    var there = form.elements.kept, before = draft.values.find(function (one) { return one[0] === "kept"; });
    if (there && before && !there.value) there.value = before[1];
    drop(form.dataset.keep);
    save(form);
  }
  function beginAll() { all("form[data-keep]").forEach(begin); }

  // ── Handing in: first ask whether the line and the sign-in stand; only then leave the page ──
  function check(form, button) {
    save(form);
    form.dataset.asking = "1";
    button.classList.add("is-busy");
    fetch(address(form), { method: "HEAD", credentials: "same-origin", redirect: "manual", cache: "no-store" }).then(function (answer) {
      if (answer.type === "opaqueredirect") tell(form, "登录已过期，还没有提交。" + safe(form) + "请重新登录，会回到这里，再点“" + name(button) + "”。", true);
      else if (answer.status >= 500) tell(form, "系统暂时不能接收，还没有提交。" + safe(form) + "请稍后再点“" + name(button) + "”。");
      else hand(form, button);
    }, function () {
      tell(form, "没有信号，还没有提交。" + safe(form) + "有信号时请再点“" + name(button) + "”。");
    }).then(function () {
      delete form.dataset.asking;
      if (!form.hasAttribute("data-sent")) button.classList.remove("is-busy");
    });
  }
  function address(form) { return form.dataset.keep.slice(form.dataset.keep.indexOf(":") + 1); }
  function name(button) { return button.textContent.trim(); }
  function safe(form) { return form.dataset.kept ? "内容已保存在本机。" : "内容还在本页，请不要关闭。"; }
  function hand(form, button) {
    try { sessionStorage.setItem(SENT, form.dataset.keep); } catch (error) { /* the draft is then offered once more */ }
    form.dataset.agreed = form.dataset.stands = "1";
    if (form.requestSubmit) form.requestSubmit(button); else form.submit();
  }
  function tell(form, text, signIn) {
    var old = form.querySelector("[data-trouble]"), box = node("div", "notice notice-red"), body = node("div", "", text);
    if (old) old.remove();
    box.setAttribute("role", "alert");
    box.setAttribute("data-trouble", "");
    if (signIn) {
      var link = node("a", "btn btn-outline-secondary", "重新登录");
      link.href = address(form);
      body.appendChild(document.createElement("br"));
      body.appendChild(link);
    }
    box.appendChild(body);
    form.insertBefore(box, form.querySelector(".form-buttons"));
    box.scrollIntoView({ block: "center" });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.dataset.keep || form.hasAttribute("data-sent")) return;
    if (form.dataset.stands) { delete form.dataset.stands; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!form.dataset.asking) check(form, event.submitter || form.querySelector("[type=submit]"));
  }, true);
  document.addEventListener("change", function (event) {
    var field = event.target, form = field.form;
    if (!form || !form.dataset.keep || restoring) return;
    if (field.type === "file") add(field); else save(form);
  }, true);
  document.addEventListener("input", function (event) {
    var field = event.target, form = field.form;
    if (form && form.dataset.keep && field.type !== "file") save(form);
    if (field.maxLength > 99) full(field);
  });
  // A box that is full says so, instead of swallowing the rest of what was pasted.
  function full(field) {
    var line = field.nextElementSibling, isFull = field.value.length >= field.maxLength;
    if (line && line.hasAttribute("data-full")) line.remove();
    if (!isFull) return;
    line = node("p", "field-error", "已写满 " + field.maxLength + " 字，多出的没有记下，请分开写或删减。");
    line.setAttribute("data-full", "");
    line.setAttribute("role", "status");
    field.after(line);
  }
  document.addEventListener("click", function (event) {
    var form = event.target.closest(".previews button") && event.target.closest("form[data-keep]");
    var input = form && form.querySelector("input[type=file][multiple]");
    if (input) setTimeout(function () { held.set(input, Array.prototype.slice.call(input.files)); keepPhotos(form, input); });
  }, true);

  // ── Taken: the page after a submission is no longer the form ──
  (function () {
    var sent = null, way = performance.getEntriesByType("navigation")[0];
    try { sent = sessionStorage.getItem(SENT); sessionStorage.removeItem(SENT); } catch (error) { return; }
    var here = sent && all("form[data-keep]").some(function (form) { return form.dataset.keep === sent; });
    if (sent && !here && way && way.type === "navigate" && document.referrer.indexOf(location.origin) === 0) drop(sent);
  })();
  // Deferred scripts run before this event, and htmx listens for it too: its boxes must answer to what is filled in.
  document.addEventListener("DOMContentLoaded", beginAll);
  document.addEventListener("htmx:afterSettle", function (event) {
    beginAll();
    fillLate(document.getElementById(event.target.id));
  });
})();
