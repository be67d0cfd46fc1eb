/* The walk page: walking → (finding) → summary → handed in. The draft is saved at every change. */
(function () {
  "use strict";
  var page = document.querySelector("[data-walk]");
  if (!page) return;
  var D = window.hzDraft, form = page.querySelector("form");
  var offset = Number(page.dataset.now) - Date.now(); // the server's clock counts, not the phone's
  var MAX_PHOTOS = 9, LONG = 6 * 60, ARMING = 500, sending = false, kept = false, picking = false;
  var adding = Promise.resolve(); // the photos on their way into the draft
  var draft = D.load(page.dataset.user, page.dataset.reach) || {
    user: page.dataset.user, reach: page.dataset.reach, name: page.dataset.name,
    client_id: form.elements.client_id.value, started_at: form.elements.started_at.value, ended_at: null,
    kind: "routine", note: "", start: null, end: null, findings: [], editing: null, stage: "walking",
  };

  function one(selector, root) { return (root || page).querySelector(selector); }
  function all(selector, root) { return Array.prototype.slice.call((root || page).querySelectorAll(selector)); }
  function now() { return Date.now() + offset; }
  function show(node, yes) { if (node) node.hidden = !yes; }
  function say(selector, text) { all(selector).concat(all(selector, document)).forEach(function (node) { node.textContent = text; }); }
  function save() {
    kept = D.save(draft);
    show(one("[data-unsaved]"), !kept);
  }
  function finding() { return draft.editing === null ? null : draft.findings[draft.editing]; }

  // ── Stages ──
  function go(stage) {
    draft.stage = stage;
    picking = false;
    save();
    arrive();
  }
  function arrive() {
    draw();
    window.scrollTo(0, 0);
    var head = all('[data-stage="' + draft.stage + '"] [data-head]').find(function (node) { return node.offsetParent; });
    if (head) head.focus();
    arm();
  }
  // The next stage's button lies where the last one's was: the second tap of a double tap must not press it.
  function arm() {
    var buttons = Array.prototype.slice.call(document.querySelectorAll("[data-foot]:not([hidden]) .btn"));
    buttons.forEach(function (button) { button.disabled = true; });
    setTimeout(function () { buttons.forEach(function (button) { button.disabled = sending; }); }, ARMING);
  }
  function draw() {
    var foot = draft.stage === "finding" && isPicking() ? "pick" : draft.stage;
    all("[data-stage]").forEach(function (node) { show(node, node.dataset.stage === draft.stage); });
    document.querySelectorAll("[data-foot]").forEach(function (node) { show(node, node.dataset.foot === foot); });
    ({ walking: drawWalking, finding: drawFinding, summary: drawSummary })[draft.stage]();
  }
  function isPicking() { return picking || !finding().item; }
  function minutes(end) { return Math.max(0, Math.floor((end - D.moment(draft.started_at)) / 60000)); }
  function length(total) { return total < 60 ? total + " 分钟" : Math.floor(total / 60) + " 小时 " + total % 60 + " 分钟"; }
  function span() {
    var sameDay = draft.started_at.slice(0, 10) === draft.ended_at.slice(0, 10), end = D.spoken(draft.ended_at);
    return D.spoken(draft.started_at) + " 至 " + (sameDay ? draft.ended_at.slice(11, 16) : end);
  }
  function tick() { if (draft && draft.stage === "walking") say("[data-elapsed]", length(minutes(now()))); }

  function drawWalking() {
    say("[data-begun]", D.spoken(draft.started_at));
    tick();
    drawPlace("start", draft.start);
    var box = one("[data-findings]");
    box.textContent = "";
    draft.findings.forEach(function (each, index) {
      var row = one("[data-finding-row]").content.cloneNode(true), button = row.querySelector("button");
      row.querySelector("[data-title]").textContent = each.label || "还没有选问题类型";
      row.querySelector("[data-note]").textContent = [each.state === "settled" ? "当场解决" : "需要处理",
        each.photos.length ? each.photos.length + " 张照片" : "", each.text].filter(Boolean).join(" · ");
      button.dataset.open = index;
      box.appendChild(row);
    });
    show(box, draft.findings.length > 0);
  }

  function drawFinding() {
    var each = finding();
    show(one("[data-pick]"), isPicking());
    show(one("[data-describe]"), !isPicking());
    all("[data-item]").forEach(function (chip) { chip.setAttribute("aria-pressed", String(chip.dataset.item === each.item)); });
    say("[data-picked]", each.label);
    say("[data-optional]", each.explain ? "" : "（可不填）");
    show(one("[data-needs-words]"), false);
    all("[name=w-state]").forEach(function (radio) { radio.checked = radio.value === each.state; });
    one("[name=w-text]").value = each.text;
    one("[name=w-measure]").value = each.measure;
    show(one("[data-measure]"), each.state === "settled");
    drawPlace("finding", each.place);
    drawPhotos();
  }
  function drawPhotos() {
    var box = one("[data-previews]"), each = finding();
    box.textContent = "";
    each.photos.forEach(function (id, index) {
      var item = document.createElement("li"), picture = document.createElement("img"), away = document.createElement("button");
      picture.alt = "照片 " + (index + 1);
      D.photo(id).then(function (blob) {
        if (!blob) { picture.alt = "照片丢失，请去掉后重拍"; return; }
        picture.src = URL.createObjectURL(blob);
        picture.onload = function () { URL.revokeObjectURL(picture.src); };
      });
      away.type = "button";
      away.textContent = "×";
      away.setAttribute("aria-label", "去掉照片 " + (index + 1));
      away.dataset.away = id;
      item.appendChild(picture);
      item.appendChild(away);
      box.appendChild(item);
    });
    show(one("[data-add-photo]"), each.photos.length < MAX_PHOTOS);
  }

  function drawSummary() {
    var open = draft.findings.filter(function (each) { return each.state !== "settled"; }).length;
    one("[name=w-start]").value = draft.started_at.slice(0, 16);
    one("[name=w-end]").value = draft.ended_at.slice(0, 16);
    one("[name=w-note]").value = draft.note;
    one("[name=w-kind]").value = draft.kind;
    drawTime();
    say("[data-result]", draft.findings.length
      ? "发现 " + draft.findings.length + " 处，其中 " + open + " 处需要处理" : "一切正常");
    drawPlace("end", draft.end);
  }

  function drawTime() {
    var total = minutes(D.moment(draft.ended_at)), tooLong = total > LONG;
    say("[data-span]", span());
    say("[data-length]", length(total));
    show(one("[data-long]"), tooLong);
    if (tooLong) one(".summary-more").open = true;
  }

  // ── Places: read once, when asked, and never required ──
  function drawPlace(which, place) {
    var box = one('[data-place="' + which + '"]'), words = one("[data-place-words]", box);
    words.textContent = place ? "已记录（±" + Math.round(place[2]) + " 米" + (place[2] > 100 ? "，精度较差，会标注" : "") + "）" : "未记录，可不填";
    one("[data-locate] span", box).textContent = place ? "重新记录" : "记录位置";
  }
  function setPlace(which, place) {
    if (which === "finding") finding().place = place; else draft[which] = place;
    save();
    drawPlace(which, place);
  }
  function locate(which) {
    var box = one('[data-place="' + which + '"]'), words = one("[data-place-words]", box);
    if (!navigator.geolocation || !window.isSecureContext) { words.textContent = "当前浏览器或网址不能定位，可不填"; return; }
    if (!agreed()) { box.appendChild(one("[data-privacy]")); show(one("[data-privacy]"), true); return; }
    words.textContent = "正在定位…";
    navigator.geolocation.getCurrentPosition(function (found) {
      setPlace(which, [found.coords.latitude, found.coords.longitude, found.coords.accuracy]);
    }, function (error) {
      words.textContent = error.code === 1 ? "没有允许定位，可不填" : "没有定到位，可再试一次，也可不填";
    }, { enableHighAccuracy: true, timeout: 15000, maximumAge: 0 });
  }
  function agreed() { try { return localStorage.getItem("hz-place-agreed") === "1"; } catch (error) { return false; } }
  function agree(box) {
    try { localStorage.setItem("hz-place-agreed", "1"); } catch (error) { /* asked again next time */ }
    show(one("[data-privacy]"), false);
    locate(box.dataset.place);
  }

  // ── Photos ──
  function addPhotos(files) {
    var each = finding(), room = MAX_PHOTOS - each.photos.length;
    say("[data-photo-words]", files.length > room ? "最多 " + MAX_PHOTOS + " 张，多出的没有加上。" : "");
    show(one("[data-photo-busy]"), true);
    var last = Array.prototype.slice.call(files, 0, room).reduce(function (before, file) {
      return before.then(function () { return addPhoto(each, file); });
    }, adding).then(function () { if (adding === last) show(one("[data-photo-busy]"), false); });
    adding = last;
  }
  function addPhoto(each, file) {
    return window.hzShrink(file).then(function (buffer) {
      var id = draft.client_id + ":" + Date.now() + Math.random().toString(36).slice(2, 8);
      return D.keepPhoto(id, buffer).then(function (safe) {
        each.photos.push(id);
        save();
        if (!safe) say("[data-photo-words]", "手机不允许保存照片（空间不足或无痕浏览），照片只在本页有效，请尽快提交，不要关闭或刷新页面。");
        if (draft.stage === "finding" && finding() === each) drawPhotos();
      });
    }, function () { say("[data-photo-words]", "有一张照片无法读取，没有加上。"); });
  }

  // ── Handing in ──
  function parcel() {
    var data = new FormData();
    function put(prefix, place) {
      ["lat", "lng", "accuracy"].forEach(function (part, i) { data.append(prefix + part, place ? place[i] : ""); });
    }
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    ["client_id", "reach", "started_at", "ended_at", "kind", "note"].forEach(function (name) { data.append(name, draft[name]); });
    put("start_", draft.start);
    put("end_", draft.end);
    // The counts let the server see that a cut line has swallowed nothing.
    data.append("findings", draft.findings.length);
    var photos = [];
    draft.findings.forEach(function (each, index) {
      var prefix = "f" + index + "-";
      ["item", "state", "text", "measure"].forEach(function (name) { data.append(prefix + name, each[name]); });
      put(prefix, each.place);
      data.append(prefix + "photo_count", each.photos.length);
      each.photos.forEach(function (id, number) {
        photos.push(D.photo(id).then(function (blob) {
          if (!blob) throw { words: "第 " + (index + 1) + " 处发现有照片在手机上找不到了，请返回去掉或重拍后再提交。" };
          return [prefix + "photos", blob, index + "-" + number + ".jpg"];
        }));
      });
    });
    return Promise.all(photos).then(function (found) {
      found.forEach(function (each) { data.append(each[0], each[1], each[2]); });
      return data;
    });
  }
  function busy(yes) {
    sending = yes;
    document.querySelectorAll("[data-act=submit]").forEach(function (button) {
      button.disabled = yes;
      button.querySelector("span").textContent = yes ? "正在提交…" : "提交";
    });
  }
  function submit() {
    if (sending) return;
    busy(true);
    tell([]);
    var stop = new AbortController(), timer = setTimeout(function () { stop.abort(); }, 90000);
    adding.then(parcel).then(function (data) {
      return fetch(form.action, {
        method: "POST", body: data, credentials: "same-origin", signal: stop.signal, headers: { Accept: "application/json" },
      });
    }).then(answered, function (error) { failed([error.words || "未提交成功，内容已保存在手机上，请有信号时再点“提交”。"]); })
      .catch(function () { failed(["未提交成功，内容已保存在手机上，请稍后再点“提交”。"]); })
      .then(function () { clearTimeout(timer); });
  }
  function answered(response) {
    var isJson = (response.headers.get("Content-Type") || "").indexOf("json") > 0;
    say("[data-reload] a", response.redirected ? "重新登录" : "刷新本页");
    if (!isJson) return failed([unreadable(response)], response.redirected || response.status === 403);
    return response.json().then(function (told) {
      if (response.ok && told.client_id === draft.client_id) {
        D.drop(draft);
        draft = null;
        location.replace(told.url);
      } else {
        failed(told.words || [], false, response.status === 409);
      }
    });
  }
  function unreadable(response) {
    if (response.redirected) return "登录已过期，内容已保存在手机上。请重新登录，回到本页再点“提交”。";
    if (response.status === 403) return "页面已过期，内容已保存在手机上。请刷新本页，再点“提交”。";
    if (response.status === 404) return "这个河段已不在您的辖区内，内容已保存在手机上，请联系河长办。";
    return "系统暂时不能接收，内容已保存在手机上，请稍后再点“提交”。";
  }
  function failed(words, reload, conflict) {
    busy(false);
    tell(words);
    show(one("[data-reload]"), Boolean(reload));
    show(one("[data-conflict]"), Boolean(conflict));
  }
  function tell(words) {
    var box = one("[data-trouble]");
    one("[data-trouble-words]").textContent = words.join(" ");
    show(box, words.length > 0);
    if (words.length) box.scrollIntoView({ block: "center" });
  }
  function setTime(name, value) {
    if (!value) return;
    // The picker knows no seconds: an end in the minute of the start is not before it.
    var sameMinute = name === "ended_at" && value.slice(0, 16) === draft.started_at.slice(0, 16);
    draft[name] = sameMinute ? draft.started_at : value.slice(0, 16) + ":00";
    save();
    drawTime();
  }

  // ── What the buttons do ──
  var acts = {
    find: function () {
      draft.findings.push({ item: "", label: "", explain: false, state: "open", text: "", measure: "", place: null, photos: [] });
      draft.editing = draft.findings.length - 1;
      go("finding");
    },
    keep: function () {
      if (finding().explain && !finding().text.trim()) {
        show(one("[data-needs-words]"), true);
        one("[name=w-text]").focus();
        return;
      }
      draft.editing = null;
      go("walking");
    },
    remove: function () {
      finding().photos.forEach(D.dropPhoto);
      draft.findings.splice(draft.editing, 1);
      draft.editing = null;
      go("walking");
    },
    repick: function () { picking = true; arrive(); },
    finish: function () {
      var unnamed = draft.findings.findIndex(function (each) { return !each.item; });
      if (unnamed >= 0) { draft.editing = unnamed; go("finding"); return; }
      draft.ended_at = D.wall(now());
      go("summary");
    },
    resume: function () { draft.ended_at = null; go("walking"); },
    // The arrow at the top leads one step back within the walk, before it leads away from it.
    back: function () {
      var each = finding();
      if (draft.stage === "summary") acts.resume();
      else if (picking) go("finding");
      else if (each && !each.item && !each.text && !each.photos.length) acts.remove();
      else { draft.editing = null; go("walking"); }
    },
    submit: submit,
    discard: function () { D.drop(draft); draft = null; location.replace(page.dataset.home); },
  };
  document.addEventListener("click", function (event) {
    if (draft && draft.stage !== "walking" && event.target.closest(".back-link")) { event.preventDefault(); acts.back(); return; }
    var found = event.target.closest("[data-act], [data-item], [data-open], [data-locate], [data-agree], [data-refuse], [data-away]");
    if (!found || !draft || event.defaultPrevented) return;
    if (found.dataset.act) acts[found.dataset.act]();
    else if (found.dataset.item) pick(found.dataset);
    else if (found.dataset.open) { draft.editing = Number(found.dataset.open); go("finding"); }
    else if (found.hasAttribute("data-locate")) locate(found.closest("[data-place]").dataset.place);
    else if (found.hasAttribute("data-agree")) agree(found.closest("[data-place]"));
    else if (found.hasAttribute("data-refuse")) show(one("[data-privacy]"), false);
    else if (found.tagName === "BUTTON") {
      var each = finding();
      each.photos = each.photos.filter(function (id) { return id !== found.dataset.away; });
      D.dropPhoto(found.dataset.away);
      save();
      drawPhotos();
    }
  });
  function pick(chip) {
    var each = finding();
    each.item = chip.item;
    each.label = chip.label;
    each.explain = chip.explain === "1";
    go("finding");
  }
  page.addEventListener("input", function (event) {
    var field = event.target, value = field.value;
    if (!draft) return;
    if (field.name === "w-text") finding().text = value;
    else if (field.name === "w-measure") finding().measure = value;
    else if (field.name === "w-note") draft.note = value;
    else return;
    save();
  });
  page.addEventListener("change", function (event) {
    var field = event.target, value = field.value;
    if (!draft) return;
    if (field.name === "w-state") {
      finding().state = value;
      show(one("[data-measure]"), value === "settled");
    } else if (field.name === "w-kind") draft.kind = value;
    else if (field.name === "w-start") return setTime("started_at", value);
    else if (field.name === "w-end") return setTime("ended_at", value);
    else if (field.type === "file") { addPhotos(field.files); field.value = ""; return; }
    save();
  });

  // ── The same walk in another tab: this one follows, so that neither overwrites what the other has noted ──
  function meet() {
    if (!draft || sending || !kept) return;
    var there = D.load(draft.user, draft.reach);
    if (!there) return leave();
    if (there.saved_at <= draft.saved_at) return;
    draft = there;
    draw();
  }
  function leave() {
    draft = null;
    all("[data-stage]").forEach(function (node) { show(node, node.dataset.stage === "gone"); });
    document.querySelectorAll("[data-foot]").forEach(function (node) { show(node, false); });
  }
  window.addEventListener("storage", meet);
  document.addEventListener("visibilitychange", function () { meet(); tick(); });

  // ── Begin ──
  if (draft.editing !== null && !finding()) draft.editing = null;
  if (draft.stage === "finding" && draft.editing === null) draft.stage = "walking";
  var plain = one("[data-plain]");
  if (plain) plain.remove();
  show(one("[data-app]"), true);
  show(one("[data-resumed]"), draft.saved_at > 0);
  save();
  draw();
  setInterval(tick, 10000);
  // Back from the receipt: this page's walk has been handed in, so begin afresh.
  window.addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });
})();
