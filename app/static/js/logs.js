// The day's log saves itself while somebody types, keeps the words on the device while there is no network, and
// sends them when it is back. The page works without it: there is a button for keeping a draft.
(() => {
  // An entry that was handed in: what this device still remembers of it is not needed any more.
  document.querySelectorAll("[data-forget]").forEach((handed) => {
    try { localStorage.removeItem(handed.dataset.forget); } catch (error) { /* nothing was kept */ }
  });

  const form = document.querySelector("form[data-draft]");
  if (!form || !window.fetch || !window.FormData) return;
  const FIELDS = ["kind", "done", "learned", "suggestion", "hours", "names"];
  const PAUSE = 3000;
  const said = form.querySelector("[data-said]");
  const place = form.dataset.place;
  let timer = null;
  let sending = false;
  let isLeaving = false;

  const tell = (words) => { if (said && words) said.textContent = words; };

  // A private window or a full memory refuses to keep anything: then there is only the server.
  const memory = {
    read() { try { return JSON.parse(localStorage.getItem(place)); } catch (error) { return null; } },
    write(kept) { try { localStorage.setItem(place, JSON.stringify(kept)); } catch (error) { /* see above */ } },
    clear() { try { localStorage.removeItem(place); } catch (error) { /* see above */ } },
  };

  const typed = () => {
    const words = {};
    FIELDS.forEach((name) => { words[name] = form.elements[name].value; });
    return words;
  };

  const note = () => {
    memory.write({ words: typed(), at: Date.now(), base: form.elements.base.value, revision: form.elements.revision.value });
  };

  // Only the age of the words is sent: the clock of a telephone may be wrong.
  const body = (kept) => {
    const data = new FormData();
    FIELDS.forEach((name) => data.append(name, kept.words[name] || ""));
    data.append("csrf_token", form.elements.csrf_token ? form.elements.csrf_token.value : "");
    data.append("day", form.elements.day.value);
    data.append("base", kept.base || "");
    data.append("revision", kept.revision || "");
    data.append("age", Math.max(0, Math.round((Date.now() - kept.at) / 1000)));
    return data;
  };

  const later = (pause) => { if (!timer) timer = window.setTimeout(send, pause); };

  function send() {
    timer = null;
    const kept = memory.read();
    if (!kept || sending || isLeaving) return;
    sending = true;
    fetch(form.dataset.draft, { method: "POST", body: body(kept), credentials: "same-origin" })
      .then((answer) => answer.json().then((told) => {
        tell(told.said);
        if (!answer.ok) return;
        form.elements.base.value = told.base;
        form.elements.revision.value = told.revision;
        const newer = memory.read();
        if (newer && newer.at === kept.at) memory.clear();
        else note();
        if (kept.restored) { isLeaving = true; window.location.reload(); }
      }))
      .catch(() => { tell(navigator.onLine ? form.dataset.failed : form.dataset.offline); later(PAUSE * 5); })
      .then(() => { sending = false; if (memory.read() && navigator.onLine) later(PAUSE); });
  }

  form.addEventListener("input", (event) => {
    if (!FIELDS.includes(event.target.name)) return;
    note();
    later(PAUSE);
  });
  window.addEventListener("online", send);

  form.addEventListener("submit", (event) => {
    note();
    if (navigator.onLine) { isLeaving = true; return; }
    event.preventDefault();
    tell(form.dataset.offline);
  }, true);

  // Words that never reached the server: send them; which version stands then is decided there.
  const left = memory.read();
  if (left && left.words && !form.hasAttribute("data-refused")) {
    left.restored = true;
    memory.write(left);
    tell(form.dataset.restored);
    send();
  }

  const like = document.querySelector("[data-like-last]");
  if (like) {
    like.addEventListener("click", (event) => {
      event.preventDefault();
      form.elements.kind.value = like.dataset.kind;
      form.elements.hours.value = like.dataset.hours;
      if (!form.elements.done.value.trim()) form.elements.done.value = like.dataset.done;
      form.elements.done.focus();
      note();
      later(PAUSE);
    });
  }
})();
