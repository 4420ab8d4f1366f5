/// Longest title, in characters: longer ones are cut where the eye would not follow anyway.
const LONGEST: usize = 80;

/// A name as it may be shown in a window's title, a file or a message: on one line, without the
/// characters that steer a terminal (C0, C1) or turn the reading direction of what stands beside
/// it (Unicode Standard Annex 9, section 2), and of bearable length.
pub fn title(name: &str) -> String {
    let mut shown: String = name.chars().filter(|c| !steers(*c)).take(LONGEST + 1).collect();
    if shown.chars().count() > LONGEST {
        shown.pop();
        shown.push('…');
    }
    shown
}

fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{2028}' | '\u{2029}')
        || ('\u{202a}'..='\u{202e}').contains(&c)
        || ('\u{2066}'..='\u{2069}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::title;

    #[rstest::rstest]
    #[case("web-1", "web-1")]
    #[case("a\nb\0c\x1b]0;x\x07", "abc]0;x")]
    #[case("\u{202e}gpj.exe", "gpj.exe")]
    #[case("خادم", "خادم")]
    fn what_steers_is_left_out(#[case] name: &str, #[case] shown: &str) {
        assert_eq!(title(name), shown);
    }

    #[test]
    fn a_long_name_is_cut() {
        let shown = title(&"ä".repeat(300));
        assert_eq!(shown.chars().count(), 81);
        assert!(shown.ends_with('…'));
    }
}
