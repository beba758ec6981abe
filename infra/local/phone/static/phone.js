"use strict";

// The page works without this script; with it, texts appear by themselves and nothing typed is lost.

const POLL_MILLISECONDS = 1000;
const NEAR_BOTTOM_PIXELS = 80;
const table = document.getElementById("table");
const said = document.getElementById("said");

function toBottom(log) {
  log.scrollTop = log.scrollHeight;
}

function isNearBottom(log) {
  return log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_BOTTOM_PIXELS;
}

function setText(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

// A line already shown changes only in its mark, so that a screen reader hears each text once. A call that rang and is
// over is another line, and says more the longer it lasts.
function mergeLine(lines, fresh, before) {
  const shown = document.getElementById(fresh.id);
  if (!shown) {
    fresh.classList.add("fresh");
    before ? before.after(fresh) : lines.prepend(fresh);
    return fresh;
  }
  if (!shown.classList.contains(fresh.classList[0])) {
    shown.replaceWith(fresh);
    return fresh;
  }
  if (fresh.matches(".call")) setText(shown.querySelector(".words"), fresh.querySelector(".words").textContent);
  const fate = fresh.querySelector(".fate");
  if (fate) {
    shown.querySelector(".fate").className = fate.className;
    setText(shown.querySelector(".mark"), fate.querySelector(".mark").textContent);
  }
  return shown;
}

function mergeLog(log, fresh) {
  const follow = isNearBottom(log);
  const lines = log.querySelector("ol");
  const freshLines = [...fresh.querySelectorAll("li")];
  const ids = new Set(freshLines.map((line) => line.id));
  [...lines.children].filter((line) => !ids.has(line.id)).forEach((line) => line.remove());
  let before = null;
  for (const line of freshLines) before = mergeLine(lines, line, before);
  if (follow) toBottom(log);
}

function mergeHandset(fresh) {
  const shown = document.getElementById(fresh.id);
  if (!shown) {
    table.append(fresh);
    toBottom(fresh.querySelector(".log"));
    return;
  }
  const clock = fresh.querySelector(".clock time");
  const shownClock = shown.querySelector(".clock time");
  setText(shownClock, clock.textContent);
  shownClock.dateTime = clock.dateTime;
  mergeLog(shown.querySelector(".log"), fresh.querySelector(".log"));
}

async function refresh() {
  const answer = await fetch("/_phone/screens", { cache: "no-store" });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const handsets = [...fresh.querySelectorAll(".handset")];
  const ids = new Set(handsets.map((handset) => handset.id));
  table.querySelectorAll(".handset").forEach((old) => ids.has(old.id) || old.remove());
  table.querySelectorAll(".nothing").forEach((note) => note.remove());
  handsets.forEach((handset) => mergeHandset(document.adoptNode(handset)));
  fresh.querySelectorAll(".nothing").forEach((note) => table.append(document.adoptNode(note)));
}

async function poll() {
  try {
    if (!document.hidden) await refresh();
  } catch {
    // The phone is down or restarting: what is shown stays, and the next poll tries again.
  }
  setTimeout(poll, POLL_MILLISECONDS);
}

async function sendTyped(form) {
  const box = form.elements.body;
  const body = new URLSearchParams(new FormData(form));
  if (!box.value.trim()) return;
  const typed = box.value;
  box.value = "";
  const sending = fetch("/_phone/typed", { method: "POST", body, redirect: "manual" });
  await refresh();
  const answer = await sending;
  if (answer.type !== "opaqueredirect") {
    box.value = typed;
    setText(said, "That text could not be sent.");
  }
  await refresh();
}

async function answerCall(form, button) {
  const body = new URLSearchParams({ call: form.elements.call.value, how: button.value });
  await fetch("/_phone/answer", { method: "POST", body, redirect: "manual" });
  await refresh();
}

async function skipTime(form, button) {
  if (form.dataset.busy) return;
  const buttons = [...form.querySelectorAll("button")];
  form.dataset.busy = "yes";
  buttons.forEach((each) => each.setAttribute("aria-disabled", "true"));
  setText(said, "Moving time…");
  try {
    const body = JSON.stringify({ to: button.value });
    const answer = await fetch("/_phone/skip", { method: "POST", headers: { "Content-Type": "application/json" }, body });
    setText(said, answer.ok ? (await answer.json()).said : "Time did not move.");
    await refresh();
  } catch {
    setText(said, "Time did not move: the phone does not answer.");
  } finally {
    delete form.dataset.busy;
    buttons.forEach((each) => each.removeAttribute("aria-disabled"));
  }
}

document.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.target.matches(".box")) sendTyped(event.target);
  if (event.target.matches(".rings")) answerCall(event.target, event.submitter);
  if (event.target.matches(".time")) skipTime(event.target, event.submitter);
});

// Enter sends, Shift and Enter begins a new line.
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches(".box textarea");
  if (!typing || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

document.querySelectorAll(".log").forEach(toBottom);
setTimeout(poll, POLL_MILLISECONDS);
