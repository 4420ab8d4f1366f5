use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Matcher, Utf32Str};

/// A query, word by word, without regard to case and accents.
pub(super) struct Pattern(Vec<Word>);

struct Word {
    atom: Atom,
    /// As it is looked for outside the name.
    text: String,
    /// Its characters, by [`letters`].
    letters: u64,
}

/// What a character outside the name is worth: half of one in the name, for a name is what people
/// think of first.
const OTHER: u32 = 8;
/// What it is worth that a word outside the name begins where another thing begins.
const BEGINS: u32 = 12;

impl Pattern {
    pub(super) fn new(query: &str) -> Self {
        let word = |text: &str| Word {
            atom: Atom::new(
                text,
                CaseMatching::Ignore,
                Normalization::Smart,
                AtomKind::Fuzzy,
                false,
            ),
            text: text.to_lowercase(),
            letters: letters(text),
        };
        Self(query.split_whitespace().map(word).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How well a name and the rest match, or `None` if a word is in neither.
    pub(super) fn score(
        &self,
        (name, name_letters): (Utf32Str<'_>, u64),
        others: &str,
        matcher: &mut Matcher,
    ) -> Option<u32> {
        self.0.iter().try_fold(0, |sum, word| {
            let may = word.letters & !name_letters == 0;
            let in_name = may.then(|| word.atom.score(name, matcher)).flatten().map(u32::from);
            // What a name holds in one piece is not found better elsewhere.
            let whole = word.text.chars().count() as u32 * 16;
            let score = match in_name {
                Some(score) if score >= whole => Some(score),
                in_name => in_name.max(in_others(&word.text, others)),
            };
            Some(sum + score?)
        })
    }

    /// The characters of a name that it matches, by their places.
    pub(super) fn matched(&self, name: Utf32Str<'_>, matcher: &mut Matcher) -> Vec<u32> {
        let mut places = Vec::new();
        for word in &self.0 {
            let _ = word.atom.indices(name, matcher, &mut places);
        }
        places.sort_unstable();
        places.dedup();
        places
    }
}

fn in_others(word: &str, others: &str) -> Option<u32> {
    let at = others.find(word)?;
    let begins = !others[..at].ends_with(char::is_alphanumeric);
    Some(word.len() as u32 * OTHER + if begins { BEGINS } else { 0 })
}

/// Which ASCII letters and digits a text has, each a bit. A word with one that an ASCII name lacks
/// cannot match it, which saves looking at most names.
pub(super) fn letters(text: &str) -> u64 {
    text.bytes().fold(0, |all, byte| {
        all | match byte.to_ascii_lowercase() {
            letter @ b'a'..=b'z' => 1 << (letter - b'a'),
            digit @ b'0'..=b'9' => 1 << (26 + digit - b'0'),
            _ => 0,
        }
    })
}
