// Words, as they are printed or typed → the plain letters by which they are compared. In the words of ECMAScript 2017.

// What makes up words: every letter, digit and mark, and what stands unseen among them (joiners, controls of direction).
const INSIDE = "0-9A-Za-z\u00aa\u00ad\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02c1\u0300-\u036f\u0370-\u052f" +
  "\u0610-\u061a\u061c\u0620-\u0669\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06ff\u0750-\u077f\u0870-\u08ff" +
  "\u1e00-\u1fff\u200c-\u200f\u202a-\u202e\u2060-\u2069\ufb50-\ufd3d\ufd50-\ufdff\ufe70-\ufefc\ufeff";
const WORD = new RegExp(`[${INSIDE}]+(?:['’ʼ][${INSIDE}]+)*`, "g");

// Vowel signs and other marks, tatweel, the signs of the Quran, the hamza, apostrophes, and what is unseen.
const NOTHING = new RegExp(
  "[\u0300-\u036f\u0610-\u061a\u0621\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff" +
  "\u00ad\u061c\u200c-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u02b9-\u02bf'\u2019]", "g");

// One letter in the keyboards and alphabets of Urdu, Pashto, Persian and Arabic.
const SAME = lookup({
  "ا": "ٱ", "ک": "كڪ", "گ": "ګ", "ہ": "هەةۃ", "ی": "يىېۍ", "ٹ": "ټ", "ڈ": "ډ", "ڑ": "ړ", "ڼ": "ڻ",
  "0": "٠۰", "1": "١۱", "2": "٢۲", "3": "٣۳", "4": "٤۴", "5": "٥۵", "6": "٦۶", "7": "٧۷", "8": "٨۸", "9": "٩۹",
});

// What Pashto does not tell apart but Urdu does (لڑکی and لڑکے, کہا and کھا).
const SAME_IN_PASHTO = lookup({"ی": "ے", "ہ": "ھ"});

// What people type who have no Pashto keyboard: as they speak in the east (Peshawar), or in the west (Kandahar).
const EASTERN = lookup({"خ": "ښ", "گ": "ږ", "ز": "ځ", "س": "څ", "ن": "ڼ"});
const WESTERN = lookup({"ش": "ښ", "ژ": "ږ", "ز": "ځ", "س": "څ", "ن": "ڼ"});

// The Quran's small alef, and with it the letter that it turns into one: صلوٰة is صلاة.
const SMALL_ALEF = /[وىی]\u0670|\u0670/g;

// “O” as the Quran has it, one with the word that it calls: elsewhere يا stands by itself.
const CALL = /^\u064a\u064e\u0640\u0670\u0653?/;

function lookup(rows) {
  const found = new Map();
  Object.keys(rows).forEach(letter => Array.from(rows[letter]).forEach(other => found.set(other, letter)));
  return found;
}

function replaced(word, letters) {
  return Array.from(word, letter => letters.get(letter) || letter).join("");
}

// A word as it is looked for; nothing, when it is made of marks alone. NFD takes the hamza off its bearer: ئ is ی, أ is ا.
function folded(word, language) {
  const plain = replaced(word.normalize("NFD").replace(NOTHING, "").toLowerCase(), SAME);
  return language === "ps" ? replaced(plain, SAME_IN_PASHTO) : plain;
}

// All that a printed word is found by: itself, and how it is typed where its letters are not at hand. What is typed
// with all its letters finds only words with these letters: ښه finds no شه, but شه finds ښه.
function spellings(word, language) {
  const plain = folded(word, language);
  const withAlef = folded(word.replace(SMALL_ALEF, "ا"), language);
  const called = CALL.test(word) ? ["یا", folded(word.replace(CALL, ""), language)] : [];
  const all = [plain, withAlef, replaced(plain, EASTERN), replaced(plain, WESTERN)].concat(called);
  return all.filter((one, place) => one && all.indexOf(one) === place);
}
