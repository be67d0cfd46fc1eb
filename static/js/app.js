/* Small manners of every page, bound by data attributes. Works on pages that htmx changes, because it listens on the document. */
(function () {
  "use strict";
  var doc = document;

  function on(type, selector, act) {
    doc.addEventListener(type, function (event) {
      var found = event.target.closest && event.target.closest(selector);
      if (found) act(event, found);
    });
  }

  function make(tag, name, text) {
    var node = doc.createElement(tag);
    if (name) node.className = name;
    if (text) node.textContent = text;
    return node;
  }

  function cookie(name) {
    var found = doc.cookie.match(new RegExp("(?:^|; )" + name + "=([^;]*)"));
    return found ? decodeURIComponent(found[1]) : "";
  }

  // ── htmx: the token, and plain words when the line is down ──
  doc.addEventListener("htmx:configRequest", function (event) {
    var field = doc.querySelector("[name=csrfmiddlewaretoken]");
    event.detail.headers["X-CSRFToken"] = cookie("csrftoken") || (field ? field.value : "");
  });
  doc.addEventListener("htmx:sendError", function () {
    toast("网络不通，请稍后再试。", "error");
  });
  doc.addEventListener("htmx:responseError", function (event) {
    var status = event.detail.xhr.status;
    toast(status === 403 ? "当前岗位不能办理，或页面已过期，请刷新后再试。" : status === 404 ? "没有找到，可能已被删除。" : "系统没有办成，请稍后再试。", "error");
  });

  // ── Toasts: words of success go by themselves, words of trouble stay ──
  function arm(line) {
    if (line.classList.contains("toast-error") || line.classList.contains("toast-warning")) return;
    setTimeout(function () { line.remove(); }, 5000);
  }
  function toast(text, tone) {
    var box = doc.getElementById("toasts");
    if (!box) return;
    var line = make("div", "toast-line toast-" + (tone || "info"));
    var close = make("button", "", "×");
    close.type = "button";
    close.setAttribute("data-close", "");
    close.setAttribute("aria-label", "关闭");
    line.appendChild(make("span", "", text));
    line.appendChild(close);
    box.appendChild(line);
    arm(line);
  }
  on("click", "[data-close]", function (event, button) { button.closest(".toast-line").remove(); });

  // ── Questions before what cannot be undone ──
  function ask(words, then) {
    var box = make("dialog", "ask");
    if (!box.showModal) { if (window.confirm(words)) then(); return; }
    var line = make("p", "", words), buttons = make("div");
    var no = make("button", "btn btn-outline-secondary", "取消"), yes = make("button", "btn btn-primary", "确定");
    line.id = "ask-words";
    box.setAttribute("aria-labelledby", "ask-words");
    buttons.appendChild(no);
    buttons.appendChild(yes);
    box.appendChild(line);
    box.appendChild(buttons);
    doc.body.appendChild(box);
    no.onclick = function () { box.close(); };
    yes.onclick = function () { box.close(); then(); };
    box.addEventListener("close", function () { box.remove(); });
    box.showModal();
    yes.focus();
  }
  doc.addEventListener("click", function (event) {
    var asked = event.target.closest("a[data-confirm], button[data-confirm]");
    if (!asked || asked.dataset.agreed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(asked.dataset.confirm, function () {
      asked.dataset.agreed = "1";
      asked.click();
      delete asked.dataset.agreed;
    });
  }, true);
  doc.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.dataset.confirm || form.dataset.agreed) return;
    var button = event.submitter;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(form.dataset.confirm, function () {
      form.dataset.agreed = "1";
      if (form.requestSubmit) form.requestSubmit(button || undefined); else form.submit();
      delete form.dataset.agreed;
    });
  }, true);

  // ── One press is one submission ──
  function rest(form) {
    form.removeAttribute("data-sent");
    form.querySelectorAll(".is-busy").forEach(function (button) { button.classList.remove("is-busy"); });
  }
  doc.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-many")) return;
    if (form.hasAttribute("data-sent")) { event.preventDefault(); return; }
    form.setAttribute("data-sent", "");
    var button = event.submitter || form.querySelector("[type=submit]");
    if (button) button.classList.add("is-busy");
    setTimeout(rest, 20000, form); // an answer that is a download leaves the page standing
  });
  doc.addEventListener("htmx:afterRequest", function (event) {
    var form = event.target.closest && event.target.closest("form");
    if (form) rest(form);
  });
  // Back from the next page: the browser shows this page as it was left, buttons must work again.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) doc.querySelectorAll("form[data-sent]").forEach(rest);
  });

  // ── Photos: what was chosen is shown, and can be taken back ──
  function draw(input) {
    var tile = input.closest(".photo-tile") || input, list = tile.nextElementSibling;
    if (!list || !list.matches(".previews")) {
      list = make("ul", "previews");
      tile.after(list);
    }
    list.textContent = "";
    Array.prototype.forEach.call(input.files, function (file, index) {
      var item = make("li"), picture = make("img"), away = make("button", "", "×");
      picture.src = URL.createObjectURL(file);
      picture.alt = file.name;
      picture.onload = function () { URL.revokeObjectURL(picture.src); };
      away.type = "button";
      away.setAttribute("aria-label", "去掉照片 " + (index + 1));
      away.onclick = function () { keep(input, index); };
      item.appendChild(picture);
      item.appendChild(away);
      list.appendChild(item);
    });
  }
  function keep(input, without) {
    var basket = new DataTransfer();
    Array.prototype.forEach.call(input.files, function (file, index) {
      if (index !== without) basket.items.add(file);
    });
    input.files = basket.files;
    draw(input);
  }
  on("change", "input[type=file][data-photos]", function (event, input) { draw(input); });

  // ── Small things ──
  on("change", "[data-autosubmit]", function (event, control) {
    if (control.form.requestSubmit) control.form.requestSubmit(); else control.form.submit();
  });
  on("click", "[data-elder]", function () {
    var off = doc.documentElement.classList.contains("elder");
    doc.cookie = "elder=" + (off ? "0" : "1") + "; path=/; max-age=31536000; samesite=lax";
    location.reload();
  });
  on("click", "[data-print]", function () { window.print(); });
  on("click", "[data-copy]", function (event, button) {
    var text = button.dataset.copy;
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(function () { toast("已复制", "success"); });
  });
  doc.addEventListener("click", function (event) {
    doc.querySelectorAll("details[data-drop][open]").forEach(function (drop) {
      if (!drop.contains(event.target)) drop.open = false;
    });
  });
  doc.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    doc.querySelectorAll("details[data-drop][open]").forEach(function (drop) {
      drop.open = false;
      drop.querySelector("summary").focus();
    });
  });
  on("click", "[data-error-summary] a", function (event, link) {
    var field = doc.getElementById(link.getAttribute("href").slice(1));
    if (!field) return;
    event.preventDefault();
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });

  function greet(root) {
    root.querySelectorAll("[data-toast]").forEach(arm);
    var summary = root.querySelector("[data-error-summary]");
    if (summary && !summary.closest("[data-still]")) summary.focus();
  }
  greet(doc);
  doc.addEventListener("htmx:afterSwap", function (event) { greet(event.target); });
})();
