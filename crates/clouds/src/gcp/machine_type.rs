//! What a machine type's name tells of its size. An instance has no other field for it.

/// vCPUs and MiB of memory, as far as the name tells.
///
/// A custom type has both in its name: `custom-4-8192`, `n2-custom-4-8192-ext`, and for shared
/// cores `e2-custom-micro-1024`
/// (<https://docs.cloud.google.com/compute/docs/samples/compute-custom-machine-type-helper-class>).
/// A predefined one ends in its vCPUs (`n2-standard-4`, `c3-standard-8-lssd`), but for types that
/// count accelerators (`a2-highgpu-1g`)
/// (<https://docs.cloud.google.com/compute/docs/machine-resource>).
pub(super) fn size(name: &str) -> (Option<u32>, Option<u32>) {
    let parts: Vec<_> = name.split('-').collect();
    match parts.as_slice() {
        ["custom", size @ ..] | [_, "custom", size @ ..] => custom(size),
        ["e2", "micro"] => (Some(2), Some(1024)),
        ["e2", "small"] => (Some(2), Some(2048)),
        ["e2", "medium"] => (Some(2), Some(4096)),
        [_, _, vcpus, ..] => (number(vcpus), None),
        _ => (None, None),
    }
}

fn custom(size: &[&str]) -> (Option<u32>, Option<u32>) {
    match size {
        ["micro" | "small" | "medium", memory, ..] => (Some(2), number(memory)),
        [vcpus, memory, ..] => (number(vcpus), number(memory)),
        _ => (None, None),
    }
}

/// A plain number. `1g` counts GPUs and `4t` TPU chips.
fn number(text: &str) -> Option<u32> {
    text.parse().ok().filter(|number| *number > 0)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::size;

    #[rstest]
    #[case("custom-4-8192", Some(4), Some(8192))]
    #[case("n2-custom-4-5120", Some(4), Some(5120))]
    #[case("n1-custom-2-15360-ext", Some(2), Some(15360))]
    #[case("e2-custom-micro-1024", Some(2), Some(1024))]
    #[case("e2-medium", Some(2), Some(4096))]
    #[case("n2-standard-4", Some(4), None)]
    #[case("c3-standard-8-lssd", Some(8), None)]
    #[case("c3-standard-192-metal", Some(192), None)]
    #[case("a2-highgpu-1g", None, None)]
    #[case("ct5lp-hightpu-4t", None, None)]
    #[case("f1-micro", None, None)]
    #[case("custom", None, None)]
    #[case("custom-x-0", None, None)]
    #[case("", None, None)]
    fn a_name_tells_what_it_tells(
        #[case] name: &str,
        #[case] vcpus: Option<u32>,
        #[case] memory_mib: Option<u32>,
    ) {
        assert_eq!(size(name), (vcpus, memory_mib));
    }
}
