// What a page can do besides with a script: buttons that copy, share and print appear only where they work, and what
// takes a while is said.
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
// ---- a form, link or part of the page that takes longer than a blink

const BLINK = 300; // ms
const FILE = 8000; // ms, after which a file that is saved beside the page has come, or the browser shows how far it is
const said = document.querySelector("#waiting");
let later = [];

function waits(text, over, longest = null) {
  comes();
  over.setAttribute("aria-busy", "true");
  later = [setTimeout(() => { said.textContent = text; }, BLINK)];
  if (longest) later.push(setTimeout(comes, longest));
}

function comes() {
  later.forEach(clearTimeout);
  said.textContent = "";
  for (const each of document.querySelectorAll("[aria-busy]")) each.removeAttribute("aria-busy");
}

function wordsOf(element, otherwise) {
  return element?.closest("[data-waiting]")?.dataset.waiting ?? otherwise;
}

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  waits(wordsOf(event.submitter ?? event.target, said.dataset.form), document.querySelector("main"));
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const isElsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link?.target;
  if (!link || isElsewhere || event.defaultPrevented || link.origin !== location.origin) return;
  if (link.hash && link.href.split("#")[0] === location.href.split("#")[0]) return;
  const isFile = link.hasAttribute("download") || /\.\w+$/.test(link.pathname);
  const { page, file } = said.dataset;
  waits(wordsOf(link, isFile ? file : page), document.querySelector("main"), isFile ? FILE : null);
});
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (!document.querySelector(`${detail.elt.getAttribute("hx-indicator") ?? "#none"} .busy`)) {
    waits(wordsOf(detail.elt, said.dataset.form), detail.target);
  }
});
document.addEventListener("htmx:afterRequest", comes);
window.addEventListener("pageshow", comes);

document.addEventListener("DOMContentLoaded", () => ready(document));
document.addEventListener("htmx:afterSettle", (event) => ready(event.detail.elt ?? document));

const offline = document.querySelector("form[data-worker]");
if (offline && navigator.serviceWorker) navigator.serviceWorker.register(offline.dataset.worker).catch(() => {});
