use data_encoding::BASE64;
use nexus_model::{ErrorCode, Failure, Secret};

use crate::PrivateKey;

/// The password of an EC2 Windows instance's Administrator: `PasswordData` of `GetPasswordData`,
/// in base64, encrypted to the key pair the instance was launched with.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetPasswordData.html>
///
/// # Errors
/// `not_found` where there is none yet, `bad_response` for what is no base64, and
/// `invalid_credentials` for another key than the instance's.
pub fn ec2_password(password_data: &str, key: &PrivateKey) -> Result<Secret, Failure> {
    let failure =
        |code, message: &str, remedy: &str| Failure::new(code, "GetPasswordData", message, remedy);
    let base64: String = password_data.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    if base64.is_empty() {
        return Err(failure(
            ErrorCode::NotFound,
            "The instance has no password yet.",
            "Try it again up to 15 minutes after its first start. Images of one's own keep the \
             password they had.",
        ));
    }
    let encrypted = BASE64.decode(base64.as_bytes()).map_err(|_| {
        failure(ErrorCode::BadResponse, "The password is not in base64.", "Try it again.")
    })?;
    let text = key.decrypt(&encrypted);
    let text = text.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok());
    text.map(Secret::new).ok_or_else(|| {
        failure(
            ErrorCode::InvalidCredentials,
            "This key does not open the instance's password.",
            "Give the private RSA key of the key pair that the instance was launched with.",
        )
    })
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::rsa::{Pkcs1PublicEncryptingKey, PublicEncryptingKey, PublicKeyComponents};
    use data_encoding::BASE64;
    use nexus_model::ErrorCode;

    use super::ec2_password;
    use crate::PrivateKey;
    use crate::key::tests::made;

    /// As EC2 encrypts a password.
    fn encrypted(password: &str, key: &PrivateKey) -> String {
        let public = key.public().key_data().rsa().expect("an RSA key");
        let n = public.n.as_positive_bytes().expect("positive");
        let e = public.e.as_positive_bytes().expect("positive");
        let key: PublicEncryptingKey = PublicKeyComponents { n, e }.try_into().expect("a key");
        let key = Pkcs1PublicEncryptingKey::new(key).expect("a key");
        let mut bytes = vec![0; key.ciphertext_size()];
        key.encrypt(password.as_bytes(), &mut bytes).expect("encrypted");
        BASE64.encode(&bytes)
    }

    #[rstest::rstest]
    #[case("PEM")]
    #[case("PKCS8")]
    #[case("RFC4716")]
    fn the_key_pair_opens_it_in_each_of_its_formats(#[case] format: &str) {
        let (text, _) = made(&["-t", "rsa", "-b", "2048", "-N", "", "-m", format]);
        let key = PrivateKey::parse(&text, None).expect("a key");
        let data = encrypted("s3cret!ñ", &key);
        // EC2 puts line breaks around it.
        let password = ec2_password(&format!("\r\n{data}\r\n"), &key).expect("a password");
        assert_eq!(password.expose(), "s3cret!ñ");
    }

    #[test]
    fn another_key_is_told_and_so_is_a_password_that_is_not_there_yet() {
        let rsa = ["-t", "rsa", "-b", "2048", "-N", ""];
        let [one, other] = [0, 1].map(|_| PrivateKey::parse(&made(&rsa).0, None).expect("a key"));
        let data = encrypted("s3cret", &one);
        let code = |data: &str, key| ec2_password(data, key).map(|_| ()).expect_err("refused").code;
        assert_eq!(code(&data, &other), ErrorCode::InvalidCredentials);
        let ed25519 = PrivateKey::temporary().expect("a key");
        assert_eq!(code(&data, &ed25519), ErrorCode::InvalidCredentials);
        assert_eq!(code("", &one), ErrorCode::NotFound);
        assert_eq!(code("%%%", &one), ErrorCode::BadResponse);
    }
}
