"use strict";
// The index is in small scripts: files from disk cannot be fetched. Each calls `communique`.
(() => {
  const known = new Map();
  const asking = new Map();
  globalThis.communique = (name, data) => known.set(name, data);
  const load = (name) => {
    if (!asking.has(name)) asking.set(name, new Promise((resolve) => {
      if (known.has(name)) { resolve(known.get(name)); return; }
      const script = document.createElement("script");
      script.src = `search/${name}.js`;
      script.onload = script.onerror = () => resolve(known.get(name) ?? null);
      document.head.append(script);
    }));
    return asking.get(name);
  };
  const numbers = (steps) => { let at = 0; return steps.map((step) => (at += step)); };

  const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]|[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu;
  const words = (text) => (text.toLowerCase().match(/\S+/gu) ?? []).flatMap((part) => {
    const found = [];
    for (const run of part.match(WORD) ?? []) {
      // a run of letters may be followed by characters that are words of their own
      let rest = "";
      for (const c of run) {
        if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(c)) { if (rest) found.push(rest); rest = ""; found.push(c); }
        else rest += c;
      }
      if (rest) found.push(rest);
    }
    return found;
  });
  const shardOf = (word) => {
    const points = [...word].map((c) => c.codePointAt(0));
    return points[0] >= 0x2e80 ? `c${(points[0] >> 6).toString(16)}` : points.slice(0, 2).map((p) => p.toString(16)).join("-");
  };

  const blocksOf = async (word, isPrefix) => {
    const shards = known.get("shards") ?? [];
    const own = shardOf(word);
    const names = [...word].length === 1 && isPrefix && !own.startsWith("c")
      ? shards.filter((s) => s === own || s.startsWith(`${own}-`)) : shards.filter((s) => s === own);
    const found = new Set();
    for (const rows of await Promise.all(names.map((s) => load(`w-${s}`))))
      for (const [key, steps] of Object.entries(rows ?? {}))
        if (key === word || (isPrefix && key.startsWith(word))) for (const n of numbers(steps)) found.add(n);
    return found;
  };
  const labelled = async (form) => {
    const [label, annotator, decision] = ["label", "annotator", "decision"].map((n) => form.elements[n]?.value ?? "");
    if (!label && !annotator && !decision) return null;
    const every = [...form.elements.label.options].map((o) => o.value).filter(Boolean);
    const found = new Set();
    for (const rows of await Promise.all((label ? [label] : every).map(load)))
      for (const [key, steps] of Object.entries(rows ?? {})) {
        const [how, ...who] = key.split("|");
        if ((!decision || how === decision) && (!annotator || who.includes(annotator))) for (const n of numbers(steps)) found.add(n);
      }
    return found;
  };

  const MOST = 40;
  let turn = 0;
  const search = async (form) => {
    const mine = ++turn;
    const started = performance.now();
    const asked = words(form.elements.q.value);
    const sets = await Promise.all(asked.map((word, n) => blocksOf(word, n === asked.length - 1)));
    const chosen = await labelled(form);
    if (mine !== turn) return;
    if (chosen) sets.push(chosen);
    const out = document.querySelector(".found");
    const list = document.querySelector(".hits");
    list.replaceChildren();
    if (!sets.length) { out.textContent = ""; return; }
    sets.sort((a, b) => a.size - b.size);
    const hits = [...sets[0]].filter((n) => sets.every((set) => set.has(n))).sort((a, b) => a - b);
    const documents = known.get("documents");
    const starts = []; let total = 0;
    for (const [, , ids] of documents) { starts.push(total); total += ids.length; }
    const docOf = (n) => { let low = 0, high = starts.length - 1; while (low < high) { const mid = (low + high + 1) >> 1; if (starts[mid] <= n) low = mid; else high = mid - 1; } return low; };
    const count = new Set(hits.map(docOf)).size;
    out.textContent = hits.length ? `${hits.length} paragraph${hits.length === 1 ? "" : "s"} in ${count} document${count === 1 ? "" : "s"}${hits.length > MOST ? `, the first ${MOST} shown` : ""}` : "Nothing found";
    out.dataset.milliseconds = Math.round(performance.now() - started);
    for (const n of hits.slice(0, MOST)) {
      const doc = docOf(n);
      const [id, title, ids] = documents[doc];
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `documents/${id}.html#b${ids[n - starts[doc]]}`;
      const name = document.createElement("bdi");
      name.textContent = title;
      link.append(name);
      const snippet = document.createElement("p");
      snippet.dir = "auto";
      item.append(link, snippet);
      list.append(item);
      if (form.dataset.texts) load(`t-${id}`).then((texts) => fill(snippet, texts?.[n - starts[doc]] ?? "", asked));
    }
  };
  const fill = (snippet, text, asked) => {
    const low = text.toLowerCase();
    const at = low.length === text.length && asked.length ? Math.max(0, low.indexOf(asked[0])) : 0;
    const from = Math.max(0, text.lastIndexOf(" ", Math.max(0, at - 60)) + 1);
    const part = text.slice(from, from + 240);
    snippet.append(from ? "…" : "");
    let rest = 0;
    const small = part.toLowerCase();
    for (let i = 0; i < part.length && small.length === part.length;) {
      const word = asked.find((w) => small.startsWith(w, i));
      if (!word) { i += 1; continue; }
      const hit = document.createElement("mark");
      hit.className = "hit";
      hit.textContent = part.slice(i, i + word.length);
      snippet.append(part.slice(rest, i), hit);
      i += word.length; rest = i;
    }
    snippet.append(part.slice(rest), from + 240 < text.length ? "…" : "");
  };

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("form.search");
    form.hidden = false;
    const query = new URLSearchParams(location.search);
    for (const element of form.elements) if (element.name && query.has(element.name)) element.value = query.get(element.name);
    let timer = 0;
    const later = () => { clearTimeout(timer); timer = setTimeout(() => {
      const wanted = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
      try { history.replaceState(null, "", wanted.size ? `?${wanted}` : location.pathname); } catch { /* not allowed here */ }
      search(form);
    }, 80); };
    form.addEventListener("input", later);
    form.addEventListener("submit", (event) => { event.preventDefault(); later(); });
    if (query.size) search(form);
  });
})();
