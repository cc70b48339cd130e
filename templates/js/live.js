// Shows one edition of a manual that is being written: hears of news, and changes of the page only what is another.

const asked = new URLSearchParams(location.search).get("edition") ?? "";
const frame = document.getElementById("page");
const READ = "main :is(h2, h3, h4, h5, h6, p, li, dt, tr, figure)";
let shown = "";
let coming = Promise.resolve();

const events = new EventSource(`/events?edition=${encodeURIComponent(asked)}`);
events.onopen = () => document.body.classList.remove("left");
events.onerror = () => {
  document.body.classList.add("left");
  document.getElementById("proof").textContent = "Kitabcha has stopped: run `watch` again.";
};
events.onmessage = event => {
  const news = JSON.parse(event.data);
  coming = coming.then(() => show(news)).catch(() => { shown = ""; });
};

async function show(news) {
  showEditions(news);
  showProof(news);
  showFound(news);
  document.title = `${news.isOld ? "✗ " : ""}${news.edition}`;
  if (!news.page || news.page === shown) return;
  await (shown ? renewPage(news) : openPage(news));
  shown = news.page;
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// --- the bar

function showEditions(news) {
  const languages = new Map();
  for (const one of news.editions) {
    if (!languages.has(one.language)) languages.set(one.language, element("span", ""));
    const own = languages.get(one.language);
    if (!own.childElementCount) own.append(element("bdi", one.name, { lang: one.language }));
    const link = element("a", one.kind, { href: `/?edition=${encodeURIComponent(one.edition)}` });
    if (one.edition === news.edition) link.setAttribute("aria-current", "page");
    link.addEventListener("click", () => { link.hash = placeOnPage(); });
    own.append(link);
  }
  document.getElementById("editions").replaceChildren(...languages.values());
}

function showProof(news) {
  const links = news.proofs.map(address =>
    element("a", address.split("?")[0].split("/").pop(), { href: address, target: "_blank" }));
  const told = news.proofIsMade ? "The PDF is being made …" : "";
  document.getElementById("proof").replaceChildren(...(links.length ? links : [told]));
}

// --- what is wrong, as the command line prints it

function showFound(news) {
  const panel = document.getElementById("found");
  const errors = news.found.filter(one => one.severity === "error").length;
  const warnings = news.found.length - errors;
  const counts = [[errors, "error"], [warnings, "warning"]]
    .filter(([count]) => count).map(([count, word]) => `${count} ${word}${count === 1 ? "" : "s"}`).join(", ");
  const old = news.isOld ? `. ${news.page ? "The page below is an old one, from before." : "There is no page yet."}` : "";
  panel.querySelector("h1").textContent = counts + old;
  panel.querySelector("ol").replaceChildren(...news.found.map(told));
  panel.classList.toggle("only-warnings", !errors);
  panel.hidden = !news.found.length;
  document.body.classList.toggle("old", news.isOld);
}

function told(one) {
  const item = element("li", "");
  item.append(element("span", one.place, { class: "place" }), `: ${one.severity}: ${one.message}`);
  if (one.hint) item.append(element("p", `hint: ${one.hint}`, { class: "hint" }));
  return item;
}

// --- the page

const address = news => `/pages/${news.edition.split("/").map(encodeURIComponent).join("/")}`;

async function openPage(news) {
  const loaded = new Promise(resolve => frame.addEventListener("load", resolve, { once: true }));
  frame.hidden = false;
  frame.src = address(news) + location.hash;
  await loaded;
  frame.contentDocument.addEventListener("click", event => {
    const link = event.target.closest("a[href^='http']");
    if (link) Object.assign(link, { target: "_blank", rel: "noopener" });
  });
}

async function renewPage(news) {
  const answer = await fetch(address(news));
  if (!answer.ok) throw new Error(answer.statusText);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const page = frame.contentDocument;
  const open = [...page.querySelectorAll("details")].map(one => one.open);
  fresh.querySelectorAll("details").forEach((one, index) => { one.open = open[index] ?? one.open; });
  const held = [...blocksOnScreen(page)].map(block => [block, block.getBoundingClientRect().top]);
  const changed = [];
  renew(page.head, page.adoptNode(fresh.head), []);
  renew(page.body, page.adoptNode(fresh.body), changed);
  const still = held.find(([block]) => block.isConnected);
  if (still) frame.contentWindow.scrollBy(0, still[0].getBoundingClientRect().top - still[1]);
  for (const one of changed) {
    one.animate([{ outline: "3px solid #1f5d52" }, { outline: "3px solid transparent" }], 1500);
  }
}

// What is the same stays the same element, so that the browser sets anew only what is another.
function renew(old, fresh, changed) {
  const before = [...old.childNodes], after = [...fresh.childNodes];
  const most = Math.min(before.length, after.length);
  let start = 0, end = 0;
  while (start < most && before[start].isEqualNode(after[start])) start++;
  while (end < most - start && before.at(-1 - end).isEqualNode(after.at(-1 - end))) end++;
  const gone = before.slice(start, before.length - end), come = after.slice(start, after.length - end);
  const pairs = gone.map((node, index) => [node, come[index]]).filter(([one, other]) => !other || !one.isEqualNode(other));
  if (gone.length === come.length && pairs.every(([one, other]) => isOfOneKind(one, other))) {
    for (const [one, other] of pairs) renew(one, other, changed);
    return;
  }
  const next = before[before.length - end] ?? null;
  for (const node of come) old.insertBefore(node, next);
  for (const node of gone) node.remove();
  const elements = come.filter(node => node.nodeType === Node.ELEMENT_NODE);
  changed.push(...(elements.length === come.length ? elements : [old]));
}

function isOfOneKind(one, other) {
  return one.nodeType === Node.ELEMENT_NODE && one.cloneNode(false).isEqualNode(other.cloneNode(false));
}

function* blocksOnScreen(page) {
  for (const block of page.querySelectorAll(READ)) {
    const { top, bottom, height } = block.getBoundingClientRect();
    if (top > frame.clientHeight) return;
    if (height && bottom > 0) yield block;
  }
}

// The name of what is read now, to be read in another language or edition.
function placeOnPage() {
  const page = frame.contentDocument;
  const above = [...(page?.querySelectorAll("main [id]") ?? [])].filter(one => one.getBoundingClientRect().top < 40);
  return above.at(-1)?.id ?? "";
}
