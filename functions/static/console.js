"use strict";
// What the pages do besides what htmx does. Everything here is comfort: without it every page still works.
(() => {
  const plain = document.title.replace(/^\(\d+\) /, "");
  const kept = (name, fallback) => { try { return (localStorage.getItem(name) ?? fallback) === "yes"; } catch { return fallback === "yes"; } };
  const keep = (name, on) => { try { localStorage.setItem(name, on ? "yes" : "no"); } catch { /* a private window */ } };

  const waited = (since) => {
    const seconds = Math.max(0, Math.floor((Date.now() + skew - Date.parse(since)) / 1000));
    const [days, hours, minutes] = [Math.floor(seconds / 86400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
    const two = (number) => String(number).padStart(2, "0");
    return days ? `${days} d ${hours} h` : hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
  };
  const asOf = () => document.getElementById("as-of");
  let skew = 0; // between the service's clock and this one
  let [told, heard] = ["", Date.now()]; // the time the list was made, by the service's clock, and came, by this one
  const BEAT_MS = 3000;
  const every = () => Number(document.querySelector("[data-beat]")?.dataset.every ?? 1); // beats between two questions
  const lostAfter = () => 20000 + 2 * BEAT_MS * (every() - 1);
  const tick = () => {
    document.querySelectorAll(".clock[data-since]").forEach((one) => { one.textContent = waited(one.dataset.since); });
    document.body.classList.toggle("away", isAway() && !typed());
    const lost = document.getElementById("lost");
    if (lost) lost.hidden = isAway() || Date.now() - heard < lostAfter();
    pass(Date.now() - begun > PASSES_MS);
  };

  // What is said of an act is true of that moment: it goes once the page shows something new, or after two minutes; not while its button has the focus, and not again when the page is loaded anew.
  const [PASSES_MS, begun] = [120000, Date.now()];
  let [was, over] = ["", false]; // what the matters said when the page came; whether that is past
  const written = () => [...document.querySelectorAll(".matter, #beat [role=status]")].map((one) => {
    const copy = one.cloneNode(true);
    copy.querySelectorAll(".clock, .soft, .wrong").forEach((part) => part.remove()); // clocks are no news
    return one.id + copy.textContent;
  }).join();
  const pass = (isPast) => {
    over ||= isPast;
    const said = document.querySelector("[data-passes]");
    if (!over || !said || said.contains(document.activeElement)) return;
    said.remove();
    const here = new URL(location.href);
    ["done", "matter"].forEach((name) => here.searchParams.delete(name));
    history.replaceState(null, "", here);
  };

  // What asks by itself does so at the beats of a worker, or, where there is none, of the page's own clock.
  const beat = () => {
    const asking = document.querySelector("[data-beat]");
    if (!asking) return;
    let beats = 0;
    const ask = () => { if (!isAway()) asking.dispatchEvent(new CustomEvent("beat")); };
    const count = () => { beats += 1; if (beats % every() === 0) ask(); tick(); };
    try { new Worker(asking.dataset.beat).onmessage = count; } catch { setInterval(count, BEAT_MS); }
    document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  };

  // A session that ended takes no page away from her. What she typed goes with her to sign in and comes back with her; a
  // page on which nothing was typed shows no patient to an empty chair.
  const isAway = () => Boolean(document.querySelector("#signed-out > *"));
  const isChanged = (one) => {
    if (one.type === "checkbox" || one.type === "radio") return one.checked !== one.defaultChecked;
    if (one.options) return one.selectedIndex !== Math.max(0, [...one.options].findIndex((option) => option.defaultSelected));
    return one.value !== one.defaultValue;
  };
  const FIELDS = "input:not([type=hidden]), select, textarea";
  const typed = () => [...document.querySelectorAll("main form[method=post]")].find(
    (form) => "typed" in form.dataset || [...form.querySelectorAll(FIELDS)].some(isChanged));
  document.addEventListener("click", (event) => {
    const form = event.target.closest?.("#signed-out a") && typed();
    if (!form) return;
    event.preventDefault();
    form.submit();
  });

  let audio = null;
  const sound = () => { audio ??= new AudioContext(); return audio; };
  const ring = () => {
    sound();
    [0, 0.25].forEach((after) => {
      const [tone, volume] = [audio.createOscillator(), audio.createGain()];
      tone.frequency.value = 660;
      volume.gain.setValueAtTime(0.0001, audio.currentTime + after);
      volume.gain.exponentialRampToValueAtTime(0.2, audio.currentTime + after + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + after + 0.2);
      tone.connect(volume).connect(audio.destination);
      tone.start(audio.currentTime + after);
      tone.stop(audio.currentTime + after + 0.22);
    });
  };

  // A browser makes no sound on a page that nobody has touched since she signed in: it says so until she does.
  const sayWhetherSilent = () => {
    const [silent, sounds] = [document.getElementById("silent"), document.getElementById("sounds")];
    if (!silent || !window.AudioContext) return;
    silent.hidden = !kept("sound", "yes") || sound().state === "running";
    sounds.hidden = !silent.hidden;
  };
  const mindSound = () => {
    if (!document.getElementById("silent") || !window.AudioContext) return;
    sound().addEventListener("statechange", sayWhetherSilent);
    ["pointerdown", "keydown"].forEach((touch) => document.addEventListener(touch, () => sound().resume()));
    setTimeout(sayWhetherSilent, 1000);
  };

  // Opened since this tab looked last, on this page or the one before.
  const isNew = (newest) => {
    let before = null;
    try { before = sessionStorage.getItem("newest"); sessionStorage.setItem("newest", String(Math.max(newest, Number(before)))); } catch { /* a private window */ }
    return before !== null && newest > Number(before);
  };

  const known = new Set();
  const look = (first) => {
    const list = asOf();
    if (!list) return;
    if (list.dataset.at !== told) {
      told = list.dataset.at;
      heard = Date.now();
      skew = Date.parse(told) - heard;
    }
    const waiting = Number(list.dataset.waiting);
    document.title = (kept("title-count", "yes") && waiting ? `(${waiting}) ` : "") + plain;
    const badge = document.getElementById("waiting");
    if (badge) badge.hidden = !waiting;
    if (badge) badge.classList.toggle("grave", "grave" in list.dataset);
    if (badge && badge.firstChild) badge.firstChild.textContent = String(waiting);
    const here = [...document.querySelectorAll(".matter")];
    const fresh = here.filter((one) => !known.has(one.id));
    here.forEach((one) => known.add(one.id));
    if (!first) fresh.forEach((one) => one.classList.add("fresh"));
    if (isNew(Date.parse(list.dataset.newest) || 0) && kept("sound", "yes")) ring();
  };

  const choice = (id) => {
    const box = document.getElementById(id);
    if (!box) return;
    box.checked = kept(id, "yes");
    box.addEventListener("change", () => { keep(id, box.checked); if (id === "sound" && box.checked) ring(); sayWhetherSilent(); look(true); });
  };

  const begin = () => {
    document.querySelectorAll(".js").forEach((one) => { one.hidden = false; });
    ["sound", "title-count"].forEach(choice);
    look(true);
    tick();
    setInterval(tick, 1000);
    beat();
    was = written();
    document.addEventListener("htmx:after:swap", () => { look(false); pass(written() !== was); tick(); });
    document.querySelectorAll("[data-summary]").forEach((one) => one.focus());
    mindSound();
  };

  // A file that the gateway would turn away without a word of ours is not sent.
  document.addEventListener("change", (event) => {
    const { files, dataset } = event.target;
    if (!dataset?.bytesMax) return;
    const tooLarge = [...files].some((file) => file.size > Number(dataset.bytesMax));
    event.target.setCustomValidity(tooLarge ? dataset.tooLarge : "");
    event.target.reportValidity();
  });

  // A double click sends once.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    const asks = event.submitter?.dataset.confirm || (typed() && form.dataset.leaves); // leaves what was typed behind
    if (asks && !window.confirm(asks)) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 4000);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => { delete form.dataset.sent; }));

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin); else begin();
})();
