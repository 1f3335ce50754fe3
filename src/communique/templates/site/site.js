"use strict";
// Everything can be read without this script. It adds a card for each mark, keys and copied links.
(() => {
  const all = (selector, under = document) => [...under.querySelectorAll(selector)];
  const main = document.getElementById("main");

  const openTarget = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    for (let at = target.parentElement; at; at = at.parentElement)
      if (at.tagName === "DETAILS") at.open = true;
    target.scrollIntoView({ block: "center" });
  };

  // Links to copy
  const copyLink = async (anchor, button) => {
    const url = new URL(location.href);
    url.hash = anchor;
    let done = true;
    try { await navigator.clipboard.writeText(url.href); }
    catch {
      const area = document.createElement("textarea");
      area.value = url.href;
      document.body.append(area);
      area.select();
      done = document.execCommand("copy");
      area.remove();
    }
    button.textContent = done ? "Copied" : url.href;
    setTimeout(() => { button.textContent = "Copy link"; }, 2000);
  };
  const copyButton = (anchor) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy link";
    button.addEventListener("click", () => copyLink(anchor, button));
    return button;
  };
  document.addEventListener("toggle", (event) => {
    if (!event.target.matches?.("details.labels[open]")) return;
    for (const item of all("li.label", event.target))
      if (!item.querySelector("button.copy")) item.querySelector("small").append(copyButton(item.dataset.for));
  }, true);
  for (const item of all(".difference")) item.querySelector(".of")?.append(copyButton(item.id));

  // A mark and its note light up together, and a card says what the label means
  const card = document.querySelector(".card");
  let shown = null;
  const light = (uid, on) => {
    if (!uid) return;
    const name = CSS.escape(uid);
    for (const one of all(`.block [data-uid="${name}"],[data-note="${name}"]`)) one.classList.toggle("lit", on);
  };
  const hide = () => {
    if (!shown) return;
    light(shown.dataset.uid ?? shown.dataset.note, false);
    shown = null;
    if (card) card.hidden = true;
  };
  const place = (mark) => {
    const lines = [...mark.getClientRects()];
    if (!lines.length) return;
    const box = { left: lines.at(-1).left, bottom: mark.getBoundingClientRect().bottom, top: lines[0].top };
    card.style.left = `${Math.max(8, Math.min(box.left, innerWidth - card.offsetWidth - 8))}px`;
    const below = box.bottom + 8;
    const fits = below + card.offsetHeight < innerHeight;
    card.style.top = `${fits ? below : Math.max(8, box.top - card.offsetHeight - 8)}px`;
  };
  const show = (mark) => {
    if (shown === mark) return;
    hide();
    shown = mark;
    const uid = mark.dataset.uid;
    light(uid, true);
    const item = document.querySelector(`li.label[data-for="${CSS.escape(uid)}"]`);
    if (!item || !card) return;
    card.className = `card ${[...item.classList].filter((c) => /^[lk]\d/.test(c)).join(" ")}`;
    card.replaceChildren(...[...item.cloneNode(true).childNodes].filter((n) => !n.matches?.("q")));
    for (const button of all("button", card)) button.remove();
    card.append(copyButton(uid));
    card.hidden = false;
    place(mark);
  };
  const markOf = (node) => node.closest?.(".block mark[data-uid]");
  let timer = 0;
  document.addEventListener("pointerover", (event) => {
    const mark = markOf(event.target);
    clearTimeout(timer);
    if (mark) { mark.removeAttribute("title"); timer = setTimeout(() => show(mark), 120); }
    else if (!event.target.closest?.(".card")) timer = setTimeout(hide, 250);
    const note = event.target.closest?.("[data-note]");
    if (note) light(note.dataset.note, true);
  });
  document.addEventListener("pointerout", (event) => {
    const note = event.target.closest?.("[data-note]");
    if (note && !note.contains(event.relatedTarget)) light(note.dataset.note, false);
  });
  document.addEventListener("click", (event) => {
    const mark = markOf(event.target);
    if (mark) show(mark);
    else if (!event.target.closest?.(".card")) hide();
  });
  document.addEventListener("focusin", (event) => {
    const mark = markOf(event.target);
    if (mark) show(mark);
    const note = event.target.closest?.("[data-note]");
    all(".lit").forEach((one) => { if (one !== shown && !mark) one.classList.remove("lit"); });
    if (note) light(note.dataset.note, true);
  });

  // Keys
  const steps = () => {
    const passes = document.getElementById("show-passes");
    if (main.querySelector(".stepped") || passes?.checked) return all(".difference", main).filter((d) => !d.hidden);
    return all(".block mark[id]", main).filter((mark) => {
      const layer = /\bl(\d+)\b/.exec(mark.className)?.[1];
      return document.getElementById(`layer-${layer}`)?.checked ?? true;
    });
  };
  let current = null;
  const step = (by) => {
    const listed = steps();
    const focused = listed.indexOf(document.activeElement);
    let at = focused >= 0 ? focused : listed.indexOf(current);
    if (at < 0 && location.hash) at = listed.indexOf(document.getElementById(decodeURIComponent(location.hash.slice(1))));
    const next = listed[at < 0 ? (by > 0 ? 0 : listed.length - 1) : at + by];
    if (!next) {
      const link = document.querySelector(`.stepped .ends a[rel="${by > 0 ? "next" : "prev"}"]`);
      if (link) location.href = link.href;
      return;
    }
    current?.classList.remove("current");
    current = next;
    next.tabIndex = -1;
    if (next.matches(".difference")) next.classList.add("current");
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") { clearTimeout(timer); hide(); return; }
    if (event.target.closest?.("input:not([type=checkbox]),select,textarea")) return;
    if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
    else return;
    event.preventDefault();
  });

  addEventListener("hashchange", openTarget);
  openTarget();
})();
