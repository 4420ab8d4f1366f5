//! Looks for what must never be found.

use std::fs;

use data_encoding::{BASE64_NOPAD, HEXLOWER, HEXUPPER};

use crate::bench::Bench;

impl Bench {
    /// Fails if a secret shows in what was printed, or in the vault's folder.
    pub fn assert_no_trace_of(&self, secrets: &[&str]) {
        let printed = self.printed.lock().expect("no thread panicked").clone();
        assert_absent("what was printed", printed.as_bytes(), secrets);
        self.assert_sealed(secrets);
    }

    /// Fails if any of these shows in the vault's folder.
    pub fn assert_sealed(&self, texts: &[&str]) {
        let vault = self.vault_folder().join("vault.db");
        assert!(vault.exists(), "there is something to look at");
        for entry in fs::read_dir(self.vault_folder()).expect("the vault's folder") {
            let path = entry.expect("an entry").path();
            let bytes = fs::read(&path).expect("its bytes");
            assert_absent(&path.display().to_string(), &bytes, texts);
        }
    }
}

fn assert_absent(place: &str, bytes: &[u8], texts: &[&str]) {
    // All that is looked for is ASCII, which this leaves as it is; looking is fast in a text only.
    let readable = String::from_utf8_lossy(bytes);
    for (form, needle) in texts.iter().flat_map(|text| forms(text)) {
        assert!(!readable.contains(&needle), "{place} has, {form}, what it must not have");
    }
}

fn forms(secret: &str) -> Vec<(&'static str, String)> {
    assert!(secret.is_ascii(), "{secret}");
    let bytes = secret.as_bytes();
    let mut forms = vec![
        ("as it is", secret.to_owned()),
        ("in UTF-16", secret.chars().flat_map(|letter| [letter, '\0']).collect()),
        ("in hex", HEXLOWER.encode(bytes)),
        ("in hex", HEXUPPER.encode(bytes)),
    ];
    // The same text has three forms, by where in a group of three bytes it begins.
    for start in 0..3 {
        let whole = (bytes.len() - start) / 3 * 3;
        forms.push(("in base64", BASE64_NOPAD.encode(&bytes[start..start + whole])));
    }
    forms
}

#[test]
fn each_form_is_found() {
    let secret = "correct horse";
    let utf16: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let told = [
        secret.as_bytes().to_vec(),
        utf16,
        HEXLOWER.encode(secret.as_bytes()).into_bytes(),
        BASE64_NOPAD.encode(format!("x{secret}").as_bytes()).into_bytes(),
        BASE64_NOPAD.encode(format!("xy{secret}").as_bytes()).into_bytes(),
        BASE64_NOPAD.encode(format!("xyz{secret}").as_bytes()).into_bytes(),
    ];
    for bytes in told {
        let noisy = [b"\xff\x00\xc3".as_slice(), &bytes, b"\xe2\x82"].concat();
        let found = std::panic::catch_unwind(|| assert_absent("a place", &noisy, &[secret]));
        assert!(found.is_err(), "{bytes:?}");
    }
}
