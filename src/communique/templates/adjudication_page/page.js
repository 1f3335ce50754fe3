"use strict";
// All text is set as text, never as HTML.
const $ = (id) => document.getElementById(id);
let queue = null;   // the session's items, and the revision that this page has seen
let item = null;    // the item in view
let chosen = null;  // the number of a card, 0 for reject, null for none
let busy = false;

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function say(words) { $("spoken").textContent = words; }

function complain(words) {
  $("error").textContent = words;
  $("error").hidden = !words;
}

async function ask(path, body) {
  const options = body === undefined ? {} : {
    method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body),
  };
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error("The command has ended. All saved answers are in the file. " +
      "Run the command again to go on with the rest.");
  }
  const data = await response.json();
  if (data.queue) queue = data.queue;
  if (!response.ok) {
    throw new Error(data.error.charAt(0).toUpperCase() + data.error.slice(1) + ".");
  }
  return data;
}

const isOpen = (entry) => entry.answer === null;
const here = () => queue.entries.findIndex((entry) => item && entry.id === item.id);

function nextOpen(step) {
  const count = queue.entries.length;
  const start = here() < 0 ? (step > 0 ? -1 : count) : here();
  for (let n = 1; n <= count; n += 1) {
    const entry = queue.entries[(start + step * n + count * (n + 1)) % count];
    if (isOpen(entry)) return entry;
  }
  return null;
}

function showProgress() {
  const count = queue.entries.length;
  const open = queue.entries.filter(isOpen).length;
  const at = here() < 0 || !item ? "" : `Item ${here() + 1} of ${count} · `;
  $("corpus").textContent = `Adjudication of ${queue.corpus} · ${queue.adjudicator}`;
  $("progress").textContent = `${at}${count - open} decided, ${open} open`;
  $("bar").max = Math.max(count, 1);
  $("bar").value = count - open;
  document.title = `${open} open · ${queue.corpus}`;
}

async function show(entry) {
  if (!entry) {
    showDone();
    return;
  }
  item = await ask(`item/${entry.id}`);
  chosen = null;
  $("done").hidden = true;
  $("item").hidden = false;
  showProgress();
  showHead();
  showText();
  showAnswers();
  showChoice();
  $("choices").scrollTop = 0;
  $("title").focus();
}

function showDone() {
  item = null;
  chosen = null;
  $("item").hidden = true;
  $("done").hidden = false;
  showProgress();
  const count = queue.entries.length;
  $("done-title").textContent = count ? "Everything is decided." : "Nothing is open.";
  $("done-words").textContent = count
    ? `${count} saved. Press u to take the last answer back, q to stop.` : "Press q to stop.";
  $("done-title").focus();
}

function showHead() {
  const title = $("title");
  const place = [item.layer, `document ${item.document}`];
  if (item.question) place.unshift(item.question);
  title.replaceChildren(
    make("span", "", shortened(item.title)), " ", make("span", "place", place.join(" · ")));
  const words = item.differ_in.map((name) => make("b", "", name === "range" ? "border" : name));
  $("differ").replaceChildren("The votes differ in: ", ...words.flatMap((w, n) => n ? [", ", w] : [w]));
}

function shortened(text) { return text.length > 90 ? `${text.slice(0, 89)}…` : text; }

function showText() {
  const parts = item.passages.flatMap((passage) => {
    const listed = [];
    if (passage.role) listed.push(make("p", "role", passage.role));
    if (passage.before) listed.push(make("p", "more context", passage.before));
    const words = make("p");
    for (const piece of passage.pieces) words.append(marked(piece));
    listed.push(words);
    if (passage.after) listed.push(make("p", "more context", passage.after));
    return listed;
  });
  $("text").replaceChildren(...parts);
  showContext();
  const first = $("text").querySelector("mark");
  $("text").scrollTop = 0;
  if (first) first.scrollIntoView({block: "center"});
}

function marked(piece) {
  if (!piece.answers.length) return document.createTextNode(piece.text);
  const all = item.passages.length > 1 || piece.answers.length === item.answers.length;
  const mark = make("mark", all ? "all" : "some", piece.text);
  mark.dataset.answers = piece.answers.join(" ");
  if (!all) mark.title = `in answer ${piece.answers.join(", ")} only`;
  return mark;
}

function showContext() {
  const on = pressed("c");
  for (const element of document.querySelectorAll(".context")) element.hidden = !on;
}

// What all answers share stands once above the cards; the cards show what differs.
function showAgreed() {
  const first = item.answers[0];
  const shared = item.answers.length < 2 ? [] : first.values.filter((v) => !v.differs);
  const parts = shared.map((v) => [`${v.attribute} `, make("b", "", v.value)]);
  if (item.answers.length > 1 && !first.label_differs) parts.unshift([make("b", "", first.label)]);
  $("agreed").hidden = !parts.length;
  $("agreed").replaceChildren("All agree on: ", ...parts.flatMap((p, n) => n ? [" · ", ...p] : p));
}

function showAnswers() {
  showAgreed();
  const cards = item.answers.map(card);
  cards.push(rejection());
  $("answers").replaceChildren(...cards.map((button) => {
    const row = make("li");
    row.append(button);
    return row;
  }));
}

function card(answer) {
  const button = cardButton(answer.number, String(answer.number));
  const label = make("span", "label");
  label.append(make("span", answer.label_differs ? "differs" : "", answer.label));
  button.append(label);
  if (answer.label_differs && answer.definition) {
    button.append(make("span", "definition", answer.definition));
  }
  if (answer.words.length) button.append(words(answer.words));
  const listed = item.answers.length < 2 ? answer.values : answer.values.filter((v) => v.differs);
  if (listed.length) button.append(values(listed));
  const most = answer.is_proposed ? make("span", "most", " · most votes") : "";
  button.append(votes(`${answer.voters.length} of ${item.voters}`, answer.voters, most));
  return button;
}

function rejection() {
  const button = cardButton(0, "r");
  button.append(make("span", "label", "Reject: keep none of these"));
  if (item.absent.length) {
    const count = `no such answer from ${item.absent.length} of ${item.voters}`;
    button.append(votes(count, item.absent, ""));
  }
  return button;
}

function cardButton(number, key) {
  const button = make("button", "card");
  button.type = "button";
  button.dataset.number = number;
  button.setAttribute("aria-pressed", "false");
  button.append(make("kbd", "", key));
  button.addEventListener("click", () => choose(number));
  button.addEventListener("mouseenter", () => point(number));
  button.addEventListener("mouseleave", () => point(chosen));
  button.addEventListener("focus", () => point(number));
  return button;
}

function words(parts) {
  const quoted = make("span", "words");
  quoted.append("“");
  for (const part of parts) {
    if (part.kind === "same") {
      quoted.append(middle(part.text));
      continue;
    }
    const less = part.kind === "less";
    quoted.append(make("span", "spoken", less ? " (without: " : " (with: "));
    quoted.append(make("span", less ? "less-words" : "more-words", middle(part.text)));
    quoted.append(make("span", "spoken", ") "));
  }
  quoted.append("”");
  return quoted;
}

function middle(text) {
  return text.length > 160 ? `${text.slice(0, 75)} … ${text.slice(-75)}` : text;
}

function values(listed) {
  const grid = make("span", "values");
  for (const value of listed) {
    grid.append(make("span", "name", value.attribute));
    const cell = make("span");
    cell.append(make("span", value.differs ? "differs" : "", value.value));
    if (value.names) cell.append(make("span", "hint", ` ${value.names}`));
    grid.append(cell);
  }
  return grid;
}

function votes(count, voters, more) {
  const line = make("span", "votes", count);
  line.append(make("span", "who", `: ${voters.join(", ")}`), more);
  return line;
}

function point(number) {
  for (const mark of document.querySelectorAll("#text mark")) {
    const has = number !== null && mark.dataset.answers.split(" ").includes(String(number));
    mark.classList.toggle("now", has);
  }
}

function choose(number) {
  if (!item || number > item.answers.length) return;
  chosen = number;
  const reason = number ? item.reason_to_keep : item.reason_to_reject;
  $("reasons").replaceChildren(...queue.reasons.map((name) => {
    const label = make("label", "", name);
    const radio = make("input");
    Object.assign(radio, {type: "radio", name: "reason", value: name, checked: name === reason});
    label.prepend(radio);
    return label;
  }));
  $("save-words").textContent = number ? `Keep answer ${number}` : "Reject";
  showChoice();
  $("reasons").querySelector("input:checked").focus();
  const card = document.querySelector(`.card[data-number="${number}"]`);
  card.scrollIntoView({block: "nearest"});
}

function showChoice() {
  $("why").hidden = chosen === null;
  for (const button of document.querySelectorAll(".card")) {
    button.setAttribute("aria-pressed", String(chosen === Number(button.dataset.number)));
  }
  point(chosen);
}

function cancel() {
  if (chosen === null) return;
  chosen = null;
  showChoice();
  $("title").focus();
}

async function save() {
  if (chosen === null) return;
  const reason = $("reasons").querySelector("input:checked").value;
  const answer = {id: item.id, choice: chosen || null, reason, revision: queue.revision};
  await ask("decide", answer);
  await show(nextOpen(1));
  say(`Saved. ${$("progress").textContent}`);
}

async function undo() {
  const data = await ask("undo", {revision: queue.revision});
  await show(queue.entries.find((entry) => entry.id === data.reopened));
  say("The last answer is taken back.");
}

async function stop() {
  $("stop").close();
  await ask("quit", {});
  const open = queue.entries.filter(isOpen).length;
  showDone();
  $("done-title").textContent = "Stopped. You can close this tab.";
  $("done-words").textContent = `${queue.entries.length - open} decided and saved, ${open} open.`;
  $("keys").hidden = true;
  queue = null;
}

const pressed = (key) =>
  document.querySelector(`[data-key="${key}"]`).getAttribute("aria-pressed") === "true";

function toggle(key) {
  const on = !pressed(key);
  document.querySelector(`[data-key="${key}"]`).setAttribute("aria-pressed", String(on));
  document.body.classList.toggle("no-voters", !pressed("v"));
  showContext();
}

async function step(direction) {
  const entry = nextOpen(direction);
  if (!entry || (item && entry.id === item.id)) {
    say("No other item is open.");
    return;
  }
  await show(entry);
}

const ACTIONS = {
  n: () => step(1),
  p: () => step(-1),
  u: undo,
  c: () => toggle("c"),
  v: () => toggle("v"),
  q: () => $("stop").showModal(),
  r: () => choose(0),
};

// One action at a time: a key that is pressed twice by mistake saves nothing twice.
async function act(action) {
  if (busy || !queue) return;
  setBusy(true);
  complain("");
  try {
    await action();
  } catch (error) {
    await recover(error);
  } finally {
    setBusy(false);
  }
}

function setBusy(is) {
  busy = is;
  document.body.setAttribute("aria-busy", String(is));
}

async function recover(error) {
  try {
    const entry = item && queue.entries.find((e) => e.id === item.id);
    await show(entry && isOpen(entry) ? entry : nextOpen(1));
  } catch { /* the message says what is wrong */ }
  complain(error.message);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || $("stop").open || event.repeat) return;
  const onButton = event.target.closest && event.target.closest("button");
  if (event.key === "Enter" && !onButton && chosen !== null) {
    event.preventDefault();
    act(save);
  } else if (event.key === "Escape") {
    cancel();
  } else if (/^[1-9]$/.test(event.key)) {
    event.preventDefault();
    if (!busy) choose(Number(event.key));
  } else if (ACTIONS[event.key.toLowerCase()]) {
    event.preventDefault();
    act(ACTIONS[event.key.toLowerCase()]);
  }
});
$("why").addEventListener("submit", (event) => {
  event.preventDefault();
  act(save);
});
$("cancel").addEventListener("click", cancel);
$("stop-yes").addEventListener("click", () => act(stop));
$("stop-no").addEventListener("click", () => $("stop").close());
for (const button of document.querySelectorAll("[data-key]")) {
  button.addEventListener("click", () => act(ACTIONS[button.dataset.key]));
}

(async () => {
  try {
    queue = await ask("queue");
    await show(nextOpen(1));
  } catch (error) {
    complain(error.message);
  }
})();
