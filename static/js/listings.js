// Comforts only: lists and ads work without this file.

// A list is refreshed in place when a filter changes.
const regions = () => document.querySelectorAll("[data-region]");
let latest = 0;

async function show(url, isNew) {
  const turn = ++latest;
  const answer = await fetch(url, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (turn !== latest) return; // a later choice was faster
  if (!page.getElementById("results")) {
    location.assign(url);
    return;
  }
  const focused = document.activeElement?.id;
  const open = new Map([...document.querySelectorAll("details[id]")].map((part) => [part.id, part.open]));
  regions().forEach((region) => region.replaceChildren(...page.getElementById(region.id).childNodes));
  open.forEach((isOpen, id) => {
    const part = document.getElementById(id);
    if (part) part.open = isOpen;
  });
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  document.title = page.title;
  document.querySelectorAll(".language-switch a").forEach((link, number) => {
    link.href = page.querySelectorAll(".language-switch a")[number].href;
  });
  document.getElementById("announcement").textContent = document.getElementById("count").textContent;
  if (isNew) history.pushState({}, "", url);
  else document.getElementById("listing-words").value = page.getElementById("listing-words").value;
}

function searched(form) {
  const chosen = new URLSearchParams([...new FormData(form)].filter(([name, value]) => value && name !== "filters"));
  const query = chosen.toString();
  return form.getAttribute("action").split("#")[0] + (query ? `?${query}` : "");
}

const load = (url, isNew) => show(url, isNew).catch(() => location.assign(url));

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-live]") && event.target.type !== "search") load(searched(form), true);
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-live]")) return;
  event.preventDefault();
  load(searched(event.target), true).then(() => document.getElementById("results").focus());
});

if (document.querySelector("[data-live]")) {
  addEventListener("popstate", () => load(location.href, false));
}

// One ad: that it was opened and that the way to apply was taken, without anything about by whom.
const counted = document.querySelector("[data-count]");
if (counted) {
  const tell = (what) => navigator.sendBeacon(`${counted.dataset.count}?what=${what}`);
  const opened = () => document.visibilityState === "visible" && tell("view");
  // Browsers fetch and draw pages ahead that nobody looks at in the end.
  if (document.visibilityState === "visible" && !document.prerendering) opened();
  else document.addEventListener("visibilitychange", opened, { once: true });
  counted.addEventListener("click", (event) => {
    if (event.target.closest("[data-count-click]")) tell("apply");
  });
}

document.querySelectorAll("[data-share]").forEach((button) => {
  button.hidden = !navigator.share;
  button.addEventListener("click", () => navigator.share({ title: document.title, url: location.href }).catch(() => {}));
});
