// What a page can do besides with a script: buttons that copy, share and print appear only where they work.
"use strict";

const works = {
  copy: () => Boolean(navigator.clipboard),
  share: () => Boolean(navigator.share),
  print: () => true,
};

const acts = {
  async copy(button) {
    await navigator.clipboard.writeText(textOf(button));
    const before = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = before; }, 2000);
  },
  async share(button) {
    const text = textOf(button);
    await navigator.share(text === location.href ? { title: document.title, url: text } : { text }).catch(() => {});
  },
  print() {
    window.print();
  },
};

function textOf(button) {
  const of = button.dataset.of && document.querySelector(button.dataset.of);
  return of ? (of.value ?? of.textContent).trim() : location.href;
}

// The amount in a field, moved by a step, as people of the page's language write it.
function stepped(input, step, language) {
  const [thousands, decimal] = language === "es" ? [".", ","] : [",", "."];
  const [number, sign] = [input.value.replace(/[^0-9.,]/g, ""), input.value.includes("%") ? " %" : ""];
  const value = Number(number.replaceAll(thousands, "").replace(decimal, ".")) || 0;
  const moved = Math.max(0, Math.round((value + step) * 1e6) / 1e6);
  return moved.toLocaleString(language === "es" ? "de" : "en", { maximumFractionDigits: 6 }) + sign;
}

function ready(root) {
  for (const button of root.querySelectorAll("[data-act]")) button.hidden = !works[button.dataset.act]();
}

document.addEventListener("click", (event) => {
  const by = event.target.closest("[data-step]");
  if (by) {
    event.preventDefault();
    const input = by.parentElement.querySelector("input");
    input.value = stepped(input, Number(by.dataset.step), by.form.dataset.language);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    return;
  }
  const button = event.target.closest("[data-act]");
  if (button) acts[button.dataset.act](button);
});
document.addEventListener("DOMContentLoaded", () => ready(document));
document.addEventListener("htmx:afterSettle", (event) => ready(event.detail.elt ?? document));

const offline = document.querySelector("form[data-worker]");
if (offline && navigator.serviceWorker) navigator.serviceWorker.register(offline.dataset.worker).catch(() => {});
