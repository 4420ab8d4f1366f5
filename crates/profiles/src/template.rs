//! Texts with `${name}` in them.

/// The names in a template, in order.
pub(crate) fn names(template: &str) -> impl Iterator<Item = &str> {
    let parts = template.split("${").skip(1);
    parts.filter_map(|part| part.split_once('}').map(|(name, _)| name))
}

/// The template with its names replaced; a name without a value stays as it is.
pub(crate) fn fill<'a>(template: &str, value: impl Fn(&str) -> Option<&'a str>) -> String {
    let (first, parts) = match template.split_once("${") {
        Some((first, rest)) => (first, rest),
        None => return template.to_owned(),
    };
    let mut filled = first.to_owned();
    for part in parts.split("${") {
        let known = part.split_once('}').and_then(|(name, rest)| Some((value(name)?, rest)));
        match known {
            Some((value, rest)) => filled.extend([value, rest]),
            None => filled.extend(["${", part]),
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::{fill, names};

    #[test]
    fn known_names_are_filled_and_others_stay() {
        let value = |name: &str| (name == "a").then_some("1");
        assert_eq!(fill("x${a}y${b}z${", value), "x1y${b}z${");
        assert_eq!(fill("${a}${a}", value), "11");
        assert_eq!(fill("$a", value), "$a");
        assert_eq!(names("x${a}y${b}z${").collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        assert_eq!(fill("${a}", |_| Some("${a}")), "${a}");
    }
}
