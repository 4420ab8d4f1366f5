use data_encoding::BASE64;
use zeroize::Zeroizing;

/// The label and the content of the first PEM block (RFC 7468, section 2), or `None` if there is
/// none, or it is encrypted as OpenSSL did before PKCS#8 (RFC 1421's headers).
pub(super) fn block(text: &str) -> Option<(&str, Zeroizing<Vec<u8>>)> {
    let (_, rest) = text.split_once("-----BEGIN ")?;
    let (label, rest) = rest.split_once("-----")?;
    let (body, _) = rest.split_once(&*format!("-----END {label}-----"))?;
    let base64: Zeroizing<String> =
        Zeroizing::new(body.chars().filter(|c| !c.is_ascii_whitespace()).collect());
    let der = BASE64.decode(base64.as_bytes()).ok()?;
    Some((label, Zeroizing::new(der)))
}

#[cfg(test)]
mod tests {
    use super::block;

    #[test]
    fn a_block_is_found_among_other_text() {
        let text = "Bag Attributes\n-----BEGIN PRIVATE KEY-----\nAQID\r\nBAU=\n-----END PRIVATE KEY-----\n";
        let (label, der) = block(text).expect("a block");
        assert_eq!((label, der.as_slice()), ("PRIVATE KEY", &[1, 2, 3, 4, 5][..]));
    }

    #[rstest::rstest]
    #[case("")]
    #[case("-----BEGIN X-----\nAQID\n-----END Y-----")]
    #[case("-----BEGIN X-----\nProc-Type: 4,ENCRYPTED\n\nAQID\n-----END X-----")]
    fn anything_else_is_none(#[case] text: &str) {
        assert!(block(text).is_none());
    }
}
