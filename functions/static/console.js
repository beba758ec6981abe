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
  const LOST_MS = 20000;
  const tick = () => {
    document.querySelectorAll(".clock[data-since]").forEach((one) => { one.textContent = waited(one.dataset.since); });
    const lost = document.getElementById("lost");
    if (lost) lost.hidden = Date.now() - heard < LOST_MS;
  };

  // The list asks anew at each beat of a worker, or, where there is none, of the page's own clock.
  const beat = () => {
    const list = document.getElementById("matters");
    if (!list) return;
    const ask = () => list.dispatchEvent(new CustomEvent("beat"));
    try { new Worker(list.dataset.beat).onmessage = () => { ask(); tick(); }; } catch { setInterval(ask, 3000); }
    document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  };

  let audio = null;
  const ring = () => {
    audio ??= new AudioContext();
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
    if (first) return;
    fresh.forEach((one) => one.classList.add("fresh"));
    if (fresh.length && kept("sound", "yes")) ring();
  };

  const choice = (id) => {
    const box = document.getElementById(id);
    if (!box) return;
    box.checked = kept(id, "yes");
    box.addEventListener("change", () => { keep(id, box.checked); if (id === "sound" && box.checked) ring(); look(true); });
  };

  const begin = () => {
    document.querySelectorAll(".js").forEach((one) => { one.hidden = false; });
    ["sound", "title-count"].forEach(choice);
    look(true);
    tick();
    setInterval(tick, 1000);
    beat();
    document.addEventListener("htmx:after:swap", () => { look(false); tick(); });
    document.querySelectorAll("[data-summary]").forEach((one) => one.focus());
  };

  // A double click sends once.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (event.submitter?.dataset.confirm && !window.confirm(event.submitter.dataset.confirm)) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 4000);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => { delete form.dataset.sent; }));

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin); else begin();
})();
