//! What OpenSSH asks an agent to sign when it logs in.

/// `SSH_MSG_USERAUTH_REQUEST` (RFC 4252, section 6).
const USERAUTH_REQUEST: u8 = 50;

/// The user whose log-in this data is (RFC 4252, section 7), or `None` if it is anything else: an
/// agent that signs whatever it is given could be made to sign files or other protocols' messages.
pub(super) fn user(data: &[u8]) -> Option<&str> {
    let (session, rest) = string(data)?;
    let (kind, rest) = rest.split_first()?;
    let (user, rest) = string(rest)?;
    let (service, rest) = string(rest)?;
    let (method, _) = string(rest)?;
    // `publickey-hostbound-v00@openssh.com` is OpenSSH's own since 8.9 (its `PROTOCOL` file).
    let is_login = !session.is_empty()
        && *kind == USERAUTH_REQUEST
        && service == b"ssh-connection"
        && (method == b"publickey" || method == b"publickey-hostbound-v00@openssh.com");
    is_login.then(|| std::str::from_utf8(user).ok()).flatten()
}

/// A string and what follows it (RFC 4251, section 5).
fn string(data: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = data.split_first_chunk::<4>()?;
    rest.split_at_checked(u32::from_be_bytes(*length) as usize)
}

#[cfg(test)]
mod tests {
    use super::user;

    fn request(kind: u8, service: &str, method: &str) -> Vec<u8> {
        let string = |text: &[u8]| [&(text.len() as u32).to_be_bytes(), text].concat();
        let parts = [b"jane".as_slice(), service.as_bytes(), method.as_bytes()].map(string);
        [string(&[7; 32]), vec![kind], parts.concat()].concat()
    }

    #[test]
    fn a_login_names_its_user() {
        assert_eq!(user(&request(50, "ssh-connection", "publickey")), Some("jane"));
        let bound = "publickey-hostbound-v00@openssh.com";
        assert_eq!(user(&request(50, "ssh-connection", bound)), Some("jane"));
    }

    #[rstest::rstest]
    #[case(request(51, "ssh-connection", "publickey"))]
    #[case(request(50, "ssh-userauth", "publickey"))]
    #[case(request(50, "ssh-connection", "hostbased"))]
    #[case(b"SSHSIG\0\0\0\x04file".to_vec())]
    #[case(vec![0xff; 8])]
    #[case(Vec::new())]
    fn anything_else_is_not_signed(#[case] data: Vec<u8>) {
        assert_eq!(user(&data), None);
    }
}
