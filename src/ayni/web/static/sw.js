// Without a connection the pages of a family give way to the calculator in one file, which was kept on the first visit.
"use strict";

const KEPT = "ayni-offline-2";
const CALCULATORS = { es: "/es/hogar/sin-internet.html", en: "/en/household/offline.html" };

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(Object.values(CALCULATORS))));
});

self.addEventListener("activate", (event) => {
  const others = caches.keys().then((names) => names.filter((name) => name !== KEPT));
  event.waitUntil(others.then((names) => Promise.all(names.map((name) => caches.delete(name)))));
});

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.mode !== "navigate" || !/^\/(es\/hogar|en\/household)/.test(pathname)) return;
  const calculator = CALCULATORS[pathname.slice(1, 3)];
  event.respondWith(fetch(event.request).catch(() => caches.match(calculator)));
});
