/// Makes text of bytes that arrive in chunks, which may end in the middle of a character.
#[derive(Debug, Default)]
pub(super) struct Utf8 {
    /// The beginning of a character: three bytes at most.
    rest: Vec<u8>,
}

impl Utf8 {
    /// The text up to the last whole character. What is no UTF-8 becomes U+FFFD.
    pub(super) fn take(&mut self, bytes: &[u8]) -> String {
        self.rest.extend_from_slice(bytes);
        let whole = self.rest.len() - unfinished(&self.rest);
        let text = String::from_utf8_lossy(&self.rest[..whole]).into_owned();
        self.rest.drain(..whole);
        text
    }

    /// What is left, now that nothing follows.
    pub(super) fn end(&mut self) -> String {
        String::from_utf8_lossy(&std::mem::take(&mut self.rest)).into_owned()
    }
}

/// How many bytes at the end are the beginning of a character that more could finish.
fn unfinished(bytes: &[u8]) -> usize {
    for length in 1..=bytes.len().min(3) {
        let tail = &bytes[bytes.len() - length..];
        if let Err(error) = std::str::from_utf8(tail)
            && error.valid_up_to() == 0
            && error.error_len().is_none()
        {
            return length;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::Utf8;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn text_is_the_same_however_it_is_cut(text: String, cuts: Vec<prop::sample::Index>) {
            let bytes = text.as_bytes();
            let mut cuts: Vec<_> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
            cuts.sort_unstable();
            cuts.push(bytes.len());
            let (mut utf8, mut told, mut from) = (Utf8::default(), String::new(), 0);
            for to in cuts {
                told += &utf8.take(&bytes[from..to]);
                from = to;
            }
            told += &utf8.end();
            prop_assert_eq!(told, text);
        }

        #[test]
        fn bytes_that_are_no_text_are_all_told_in_time(bytes: Vec<u8>) {
            let mut utf8 = Utf8::default();
            let told = [utf8.take(&bytes), utf8.end()].concat();
            prop_assert_eq!(told, String::from_utf8_lossy(&bytes));
        }
    }
}
