"use strict";
// Filters of a list. They count and step over all its pages, and stay from page to page.
(() => {
  const form = document.querySelector("form.filters");
  if (!form || typeof communiqueList === "undefined") return;
  const { stem, size, filters, rows } = communiqueList;
  const number = Number(form.dataset.page);
  const output = form.querySelector("output");
  const items = [...document.querySelectorAll(".listed .difference")];
  const query = new URLSearchParams(location.search);
  const address = (page) => `${page === 1 ? stem : `${stem}-${page}`}.html`;

  const selects = filters.map(([name, words, values]) => {
    const label = document.createElement("label");
    const select = document.createElement("select");
    select.name = name;
    select.append(new Option("all", ""), ...values.map(([value, shown]) => new Option(shown, value)));
    if (values.some(([value]) => value === query.get(name))) select.value = query.get(name);
    label.append(`${words} `, select);
    if (values.length > 1) output.before(label);
    return select;
  });

  const link = (rel, page, words, query) => {
    const ends = document.querySelector(".stepped .ends");
    ends.querySelector(`a[rel="${rel}"]`)?.remove();
    if (!page) return;
    const made = document.createElement("a");
    made.rel = rel;
    made.href = address(page) + query;
    made.textContent = words;
    if (rel === "prev") ends.prepend(made, " ");
    else ends.append(made);
  };

  const apply = () => {
    const wanted = selects.map((select) => select.selectedIndex - 1);
    const fits = (row) => wanted.every((value, n) => value < 0 || row[n].includes(value));
    const pages = new Map();
    let every = 0;
    rows.forEach((row, at) => {
      if (!fits(row)) return;
      every += 1;
      const page = Math.floor(at / size) + 1;
      pages.set(page, (pages.get(page) ?? 0) + 1);
    });
    items.forEach((item, n) => { item.hidden = !fits(rows[(number - 1) * size + n]); });
    const given = new URLSearchParams(selects.filter((s) => s.value).map((s) => [s.name, s.value]));
    const search = given.size ? `?${given}` : "";
    try { history.replaceState(null, "", `${search || location.pathname}${location.hash}`); } catch { /* not allowed here */ }
    const here = pages.get(number) ?? 0;
    const several = rows.length > size;
    output.textContent = `${every} of ${rows.length} shown${several ? `, ${here} on this page` : ""}`;
    if (!several) return;
    const listed = [...pages.keys()];
    link("prev", listed.filter((page) => page < number).at(-1), "← Page before", search);
    link("next", listed.find((page) => page > number), "Next page →", search);
  };
  form.hidden = false;
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
})();
