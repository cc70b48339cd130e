"""Hypothesis strategies for what people write: lessons, stories, passages, manuals, catalogues, drawings."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = st.sampled_from(
    [
        *("peace", "jirga", "امن", "سوله", "2026", "{{ venue }}", "{{ nothing }}", "*jirga*{.term}", "[@allport1954]"),
        *("<quran:49:13>", "<quran:1:99>", "<quran:2:256:1-4>", "<quran:1:1:9-9>", "<bible:ruth:1:16>"),
        *("[](#tree)", "`code`", "**strong*", "[^1]", "\\", "&amp;", "<b>", "|", "ﷺ"),
        *("\u200f", "\u202e", "e\u0301", "🙂", "'", '"', ": ", "#", "- ", "1. ", "{minutes=10}", "{lang=ar}", "---"),
    ]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
BOXES = st.sampled_from(
    [
        *(
            "activity",
            "discuss",
            "facilitator",
            "handout",
            "only",
            "story",
            "scripture",
            "concept",
            "assessment",
            "none",
        ),
        *('activity {title="A" minutes=5}', "only {audience=women}", "only {literacy=low}", "story {theme=trust}"),
        *('scripture {ref="quran:49:13"}', "poem {id=the-river}", 'handout {title="Rules"}', "activity {minutes=x}"),
    ]
)
LEAVES = st.one_of(
    SENTENCES,
    SENTENCES.map(lambda text: f"## {text}"),
    SENTENCES.map(lambda text: f"- {text}\n- {text}\n  1. {text}"),
    SENTENCES.map(lambda text: f"> {text}"),
    SENTENCES.map(lambda text: f"| a | b |\n|---|---|\n| {text} | {text} |"),
    SENTENCES.map(lambda text: f"```\n{text}\n```"),
    SENTENCES.map(lambda text: f"![{text}](tree.svg){{#tree}}"),
    SENTENCES.map(lambda text: f"[^1]: {text}"),
)


def _boxed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def box(parts: tuple[str, list[str], int, int]) -> str:
        name, bodies, opening, closing = parts
        body = "\n\n".join(bodies)
        return f"{':' * opening} {name}\n{body}\n{':' * closing}"

    return st.tuples(BOXES, st.lists(inner, max_size=3), st.integers(3, 6), st.integers(3, 6)).map(box)


BLOCKS = st.recursive(LEAVES, _boxed, max_leaves=8)
BODIES = st.lists(BLOCKS, max_size=6).map("\n\n".join)

KEYS = ("title", "summary", "goal", "minutes", "themes", "audiences", "requires", "objectives", "materials", "x")
VALUES = st.one_of(
    SENTENCES,
    st.sampled_from(["60", "0", "-1", "[trust]", "[trust, none]", "[community]", "{}", "[]", "null", "true"]),
)
FRONTS = st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=8).map(
    lambda facts: "".join(f"{key}: {value}\n" for key, value in facts.items())
)
LESSONS = st.one_of(
    st.tuples(FRONTS, BODIES).map(lambda parts: f"---\n{parts[0]}---\n{parts[1]}\n"),
    BODIES.map(
        lambda body: (
            "---\ntitle: Meeting\nsummary: We meet.\nminutes: 600\nthemes: [trust]\naudiences: [community]\n"
            f"objectives: [Say one thing.]\n---\n{body}\n"
        )
    ),
)

MANUAL_KEYS = ("title", "audience", "region", "tradition", "literacy", "languages", "editions", "annexes", "values")
MANUALS = st.tuples(
    st.dictionaries(st.sampled_from(MANUAL_KEYS), VALUES, max_size=4),
    st.sampled_from(["09:30", "9", "25:00", '"09:30"', "[]"]),
    st.lists(
        st.sampled_from(["lesson: meeting", "lesson: none", "break: Tea", "{break: Tea, minutes: 10}"]), max_size=4
    ),
).map(
    lambda parts: (
        "".join(f"{key}: {value}\n" for key, value in parts[0].items())
        + f"days:\n  - title: Trust\n    starts: {parts[1]}\n    sessions:\n"
        + "".join(f"      - {item}\n" for item in parts[2])
    )
)


STORIES = st.tuples(FRONTS, st.sampled_from(["story", "proverb", "poem", "x"]), SENTENCES, BODIES).map(
    lambda parts: (
        f"---\n{parts[0]}kind: {parts[1]}\nregions: [swat]\nsource: {parts[2]}\nlicence: CC\n---\n{parts[3]}\n"
    )
)

VERSES = st.tuples(
    st.sampled_from(["quran", "bible:ruth", "koran"]), st.integers(0, 200), st.integers(0, 300), st.integers(1, 40)
).map(lambda one: f"{one[0]}:{one[1]}:{one[2]}" + (f":{one[3] % 7}-{one[3]}" if one[3] > 20 else f"-{one[2] + 1}"))
PASSAGES = st.dictionaries(
    st.sampled_from(["nations", "peace", "X"]), st.tuples(VERSES, SENTENCES, VALUES), max_size=3
).map(
    lambda entries: "".join(
        f"{name}: {{ref: {ref}, title: {_quoted(title)}, themes: {themes}, context: {_quoted(title)}}}\n"
        for name, (ref, title, themes) in entries.items()
    )
)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


ENTRIES = st.tuples(
    st.sampled_from(["meeting/title", "meeting", "", "none"]),
    st.sampled_from(["Meeting", "Draw it.", "Talk.", ""]),
    SENTENCES,
    st.sampled_from(["", "#, fuzzy\n", "# draft: not reviewed by a native speaker\n", "#~ "]),
).map(lambda one: f"{one[3]}msgctxt {_quoted(one[0])}\nmsgid {_quoted(one[1])}\nmsgstr {_quoted(one[2])}\n")
CATALOGUES = st.lists(ENTRIES, max_size=5).map(lambda entries: 'msgid ""\nmsgstr ""\n\n' + "\n".join(entries))

DRAWINGS = st.recursive(
    st.sampled_from(
        ['<path d="M0 0h9"/>', "<text>x</text>", '<use href="#a"/>', "<!-- -->", "&#48;", "<script/>", "<g"]
    ),
    lambda inner: st.lists(inner, max_size=3).map(lambda parts: f'<g id="a">{"".join(parts)}</g>'),
    max_leaves=12,
).map(lambda inner: f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inner}</svg>')
