use memchr::memmem::Finder;
use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Matcher, Utf32Str, chars};

/// A query, word by word, without regard to case and accents.
pub(super) struct Pattern(Vec<Word>);

struct Word {
    /// Folded, as it is looked for.
    text: String,
    finder: Finder<'static>,
    atom: Atom,
    letters: u64,
}

/// What a character is worth: what the fine score gives it too.
const CHARACTER: u32 = 16;
/// A character outside the name is worth less, for a name is what people think of first.
const ELSEWHERE: u32 = 12;
/// What it is worth that a word begins the name, or a part of it, or another thing.
const BEGINS_NAME: u32 = 40;
const BEGINS_PART: u32 = 24;
const BEGINS_OTHER: u32 = 12;

/// A machine's texts, folded.
#[derive(Clone, Copy)]
pub(super) struct Texts<'a> {
    pub(super) name: &'a str,
    pub(super) others: &'a str,
    /// [`letters`] of the name.
    pub(super) letters: u64,
}

impl Pattern {
    pub(super) fn new(query: &str) -> Self {
        let word = |word: &str| {
            let text = fold(word);
            Word {
                finder: Finder::new(&text).into_owned(),
                atom: Atom::new(
                    &text,
                    CaseMatching::Respect,
                    Normalization::Never,
                    AtomKind::Fuzzy,
                    false,
                ),
                letters: letters(&text),
                text,
            }
        };
        Self(query.split_whitespace().map(word).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How well a machine matches at a glance, or `None` if a word is nowhere. It is quick enough
    /// to be asked of every machine.
    pub(super) fn glance(&self, texts: Texts<'_>) -> Option<u32> {
        self.0.iter().try_fold(0, |sum, word| Some(sum + word.glance(texts)?))
    }

    /// How well the letters in the name hang together, for the few that the eye will see.
    pub(super) fn fine(&self, name: &str, tools: &mut Tools) -> u32 {
        let name = Utf32Str::new(name, &mut tools.letters);
        let scores = self.0.iter().map(|word| word.atom.score(name, &mut tools.matcher));
        scores.map(|score| u32::from(score.unwrap_or_default())).sum()
    }

    /// The characters of a name that it matches, by their places.
    pub(super) fn matched(&self, name: &str, tools: &mut Tools) -> Vec<u32> {
        let name = Utf32Str::new(name, &mut tools.letters);
        let mut places = Vec::new();
        for word in &self.0 {
            let _ = word.atom.indices(name, &mut tools.matcher, &mut places);
        }
        places.sort_unstable();
        places.dedup();
        places
    }
}

/// What fine scores are found with, kept for its memory.
#[derive(Default)]
pub(super) struct Tools {
    matcher: Matcher,
    letters: Vec<char>,
}

impl Word {
    fn glance(&self, texts: Texts<'_>) -> Option<u32> {
        let length = self.text.len() as u32;
        let may_be_in_name = self.letters & !texts.letters == 0;
        if may_be_in_name && let Some(at) = self.finder.find(texts.name.as_bytes()) {
            let begins = match at {
                0 => BEGINS_NAME,
                _ if is_edge(texts.name, at) => BEGINS_PART,
                _ => 0,
            };
            return Some(length * CHARACTER + begins);
        }
        let elsewhere = self.finder.find(texts.others.as_bytes()).map(|at| {
            let begins = if is_edge(texts.others, at) { BEGINS_OTHER } else { 0 };
            length * ELSEWHERE + begins
        });
        elsewhere.or_else(|| (may_be_in_name && in_order(&self.text, texts.name)).then_some(length))
    }
}

/// Whether what begins at a place does not go on from a letter or digit before it.
fn is_edge(text: &str, at: usize) -> bool {
    at == 0 || !text.as_bytes()[at - 1].is_ascii_alphanumeric()
}

/// Whether all characters of a word are in a text, in their order.
fn in_order(word: &str, text: &str) -> bool {
    let mut rest = text.chars();
    word.chars().all(|wanted| rest.any(|c| c == wanted))
}

/// In lower case and without accents, each character for itself.
pub(super) fn fold(text: &str) -> String {
    text.chars().map(|c| chars::normalize(chars::to_lower_case(c))).collect()
}

/// Which ASCII letters and digits a folded text has, each a bit. A word with one that a name lacks
/// is not in it, which saves looking at most names.
pub(super) fn letters(text: &str) -> u64 {
    text.bytes().fold(0, |all, byte| {
        all | match byte {
            b'a'..=b'z' => 1 << (byte - b'a'),
            b'0'..=b'9' => 1 << (26 + byte - b'0'),
            _ => 0,
        }
    })
}
