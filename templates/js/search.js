// The manual's own search: its sections, as the page has them, are indexed when the field is first entered.
// Without this script, or in a browser too old for MiniSearch, the field stays hidden. What the manual says is only
// ever put in as text, never as markup.

const BLOCKS = "h2, h3, h4, h5, h6, p, li, dt, dd, th, td, pre, figcaption, caption";
const HOLDERS = ".box, .sheet, .part";
const APART = "br, .timing > *";
const LEFT_OUT = "svg, .back, .note-call";
const WORDS_BEFORE = 7;
const WORDS_SHOWN = 26;

const language = document.documentElement.lang;
const form = document.querySelector("form.find");
const field = form.querySelector("input");
const closer = form.querySelector("button");
const panel = form.querySelector(".find-panel");
const status = form.querySelector("[role=status]");
const list = form.querySelector("ol");
const phrases = form.querySelector("template").content;
const counts = Array.from(phrases.querySelectorAll("li"), item => item.textContent);

const spelt = new Map();

let sections = [];
let index = null;
let ready = null;
let found = null;

// --- the page → sections: the blocks of text under one heading, or in one box ---

function collected(main) {
  const all = [];
  const current = new Map();
  const parts = new Map();
  let block = null;

  function sectionOf(element) {
    const holder = element.closest(HOLDERS);
    const isHeading = /^H[2-6]$/.test(element.tagName);
    let section = current.get(holder);
    if (!section || (isHeading && (section.heading || section.blocks.length))) {
      const part = holder.closest(".part");
      section = {part, label: null, heading: null, blocks: [], anchor: element.closest("[id]").id};
      if (!parts.has(part)) parts.set(part, section);
      section.opener = parts.get(part);
      current.set(holder, section);
      all.push(section);
    }
    return section;
  }

  function begun(element) {
    const section = sectionOf(element);
    const begins = {element, text: ""};
    if (/^H[2-6]$/.test(element.tagName)) section.heading = begins;
    else if (element.matches(".label") && !section.label) section.label = begins;
    else section.blocks.push(begins);
    return begins;
  }

  const nodes = document.createTreeWalker(main, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, {
    acceptNode: node => node.nodeType === Node.ELEMENT_NODE && node.matches(LEFT_OUT)
      ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  });
  while (nodes.nextNode()) {
    const node = nodes.currentNode;
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (block && node.matches(APART)) block.text += " ";
      continue;
    }
    const element = node.parentElement.closest(BLOCKS);
    if (!element || !element.closest(HOLDERS) || (!node.data.trim() && !(block && block.element === element))) continue;
    if (!block || block.element !== element) block = begun(element);
    block.text += node.data.replace(/\s+/g, " ");
  }
  return all;
}

// A page has few words, many times each.
function spelled(word) {
  if (!spelt.has(word)) spelt.set(word, spellings(word, language));
  return spelt.get(word);
}

function prepare() {
  if (ready) return;
  sections = collected(document.querySelector("main"));
  index = new MiniSearch({
    fields: ["title", "text"],
    tokenize: text => text.match(WORD) || [],
    processTerm: spelled,
    searchOptions: {
      processTerm: word => folded(word, language),
      combineWith: "AND",
      prefix: word => word.length > 1,
      fuzzy: word => word.length > 4 ? 1 : false,
      boost: {title: 2},
    },
  });
  const documents = sections.map((section, id) => ({
    id,
    title: [section.label, section.heading].map(block => block ? block.text : "").join(" "),
    text: section.blocks.map(block => block.text).join(" "),
  }));
  ready = index.addAllAsync(documents, {chunkSize: 20});
}

// --- sections → links, with the words marked ---

function made(tag, name, ...children) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...children);
  return element;
}

// In the language of its block, so that it is set in its fonts and reads in its direction.
function isolated(block, content) {
  const spoken = block.element.closest("[lang]");
  const text = made("bdi", "", content);
  text.lang = spoken.lang;
  text.dir = getComputedStyle(spoken).direction;
  return text;
}

function wordsOf(text, terms) {
  const words = [];
  WORD.lastIndex = 0;
  for (let match = WORD.exec(text); match; match = WORD.exec(text)) {
    const hits = spelled(match[0]).filter(term => terms.has(term));
    words.push({start: match.index, end: match.index + match[0].length, hits});
  }
  return words;
}

function marked(text, words, start, end) {
  const pieces = document.createDocumentFragment();
  let at = start;
  words.filter(word => word.hits.length).forEach(word => {
    pieces.append(text.slice(at, word.start), made("mark", "", text.slice(word.start, word.end)));
    at = word.end;
  });
  pieces.append(text.slice(at, end));
  return pieces;
}

function whole(block, terms) {
  return isolated(block, marked(block.text, wordsOf(block.text, terms), 0, block.text.length));
}

// The block that has most of the words, and those around the first of them.
function best(section, terms) {
  const rated = section.blocks.map(block => {
    const words = wordsOf(block.text, terms);
    const hits = words.reduce((all, word) => all.concat(word.hits), []);
    return {block, words, first: words.findIndex(word => word.hits.length), count: new Set(hits).size};
  });
  return rated.reduce((one, other) => other.count > one.count ? other : one, rated[0]);
}

function excerpt({block, words, first}) {
  const from = Math.max(0, first - WORDS_BEFORE);
  const shown = words.slice(from, from + WORDS_SHOWN);
  const isCut = from + WORDS_SHOWN < words.length;
  const start = from ? shown[0].start : 0;
  const pieces = marked(block.text, shown, start, isCut ? shown[shown.length - 1].end : block.text.length);
  if (from) pieces.prepend("… ");
  if (isCut) pieces.append(" …");
  return isolated(block, pieces);
}

function linked(result) {
  const section = sections[result.id];
  const terms = new Set(result.terms);
  const chosen = best(section, terms);
  const opener = section.opener === section ? null : section.opener;
  const around = [opener && opener.label, opener && opener.heading, section.heading && section.label];
  const where = made("span", "find-where");
  around.filter(Boolean).forEach(block => {
    if (where.hasChildNodes()) where.append(" · ");
    where.append(isolated(block, block.text.trim()));
  });
  const link = made("a", "", where, made("span", "find-title", whole(section.heading || section.label, terms)));
  if (chosen) link.append(made("span", "find-text", excerpt(chosen)));
  link.href = `#${encodeURIComponent(section.anchor)}`;
  link.addEventListener("click", event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    hide();
    go(section, chosen && chosen.count ? chosen.block.element : null);
  });
  return made("li", "", link);
}

// --- the list ---

function told(count) {
  if (!field.value.match(WORD)) return "";
  if (!count) return phrases.querySelector(".none").textContent;
  return count > counts.length ? phrases.querySelector(".more").textContent : counts[count - 1];
}

function show() {
  const results = index.search(field.value);
  list.textContent = "";
  results.slice(0, counts.length).forEach(result => list.append(linked(result)));
  status.textContent = told(results.length);
  unfold(status.textContent !== "");
}

function hide() {
  list.textContent = "";
  status.textContent = "";
  unfold(false);
}

// The field at the top of the window, so that as much as can be is seen of the list.
function unfold(is) {
  form.classList.toggle("open", is);
  closer.hidden = !is;
  panel.scrollTop = 0;
  if (is) window.scrollBy(0, Math.max(0, form.getBoundingClientRect().top));
}

function search() {
  prepare();
  ready.then(show);
}

function go(section, element) {
  location.hash = section.anchor;
  if (found) found.classList.remove("found");
  found = element || document.getElementById(section.anchor);
  found.classList.add("found");
  if (!found.hasAttribute("tabindex")) {
    found.tabIndex = -1;
    found.addEventListener("blur", event => event.target.removeAttribute("tabindex"), {once: true});
  }
  found.focus({preventScroll: true});
  found.scrollIntoView({block: element ? "center" : "start"});
}

// From the field down the links, and back.
function step(by) {
  const places = [field].concat(Array.from(list.querySelectorAll("a")));
  const place = places[places.indexOf(document.activeElement) + by];
  if (place) place.focus();
}

const KEYS = {
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  Escape: () => { hide(); field.focus(); },
};

function press(event) {
  if (closer.hidden || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
}

function leave(event) {
  if (!form.contains(event.target)) hide();
}

if (window.MiniSearch && Array.prototype.flatMap) {
  document.documentElement.classList.add("searchable");
  form.hidden = false;
  field.addEventListener("focus", prepare);
  field.addEventListener("input", search);
  field.addEventListener("click", search);
  form.addEventListener("keydown", press);
  form.addEventListener("submit", event => {
    event.preventDefault();
    if (closer.hidden) search(); else step(1);
  });
  closer.addEventListener("click", KEYS.Escape);
  // The phone's keyboard makes room when one begins to read the results.
  panel.addEventListener("touchmove", () => field.blur(), {passive: true});
  document.addEventListener("pointerdown", leave);
  document.addEventListener("focusin", leave);
}
