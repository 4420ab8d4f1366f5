use rstest::rstest;

use crate::Profile;

fn profile() -> Profile {
    Profile {
        name: "example".into(),
        api_base_url: Some("https://api.example.com/v1/".into()),
        user_info_endpoint: Some("https://id.example.com/me".into()),
        ..Profile::default()
    }
}

#[rstest]
#[case("/items", "https://api.example.com/v1/items")]
#[case("items?limit=5&after=a%2Fb", "https://api.example.com/v1/items?limit=5&after=a%2Fb")]
#[case("", "https://api.example.com/v1/")]
#[case("?a=1", "https://api.example.com/v1/?a=1")]
#[case(
    "/items?next=https://evil.example/..",
    "https://api.example.com/v1/items?next=https://evil.example/.."
)]
#[case("/things:search", "https://api.example.com/v1/things:search")]
#[case("/v..1/a.b", "https://api.example.com/v1/v..1/a.b")]
#[case("/a@evil.example", "https://api.example.com/v1/a@evil.example")]
#[case("https://api.example.com/other", "https://api.example.com/other")]
#[case("https://API.example.com:443/other", "https://api.example.com/other")]
#[case("https://id.example.com/me", "https://id.example.com/me")]
fn a_path_goes_to_the_profiles_own_host(#[case] path: &str, #[case] url: &str) {
    assert_eq!(profile().target(path).expect(path).as_str(), url);
}

#[rstest]
#[case("//evil.example/items")]
#[case("///evil.example/items")]
#[case("https://evil.example/items")]
#[case("https:evil.example")]
#[case("https://api.example.com.evil.example/")]
#[case("https://api.example.com@evil.example/")]
#[case("https://user@api.example.com/")]
#[case("https://user:pw@api.example.com/v1/items")]
#[case("https://api.example.com:8443/v1/items")]
#[case("http://api.example.com/v1/items")]
#[case("https://аpi.example.com/v1")]
#[case("ftp://api.example.com/v1")]
#[case("javascript:alert(1)")]
#[case("file:///etc/passwd")]
#[case("/../admin")]
#[case("/a/../../admin")]
#[case("/a/./b")]
#[case("/%2e%2e/admin")]
#[case("/.%2E/admin")]
#[case("/%252e%252e/admin")]
#[case("/..%2fadmin")]
#[case("/a%2f..%2f..%2fadmin")]
#[case("/..%5cadmin")]
#[case("\\\\evil.example\\items")]
#[case("/\\evil.example/items")]
#[case("/\t/evil.example")]
#[case("/items\r\nHost: evil.example")]
#[case("/items HTTP/1.1")]
#[case("/items#fragment")]
fn anything_that_leads_elsewhere_is_refused(#[case] path: &str) {
    let failure = profile().target(path).expect_err(path);
    assert_eq!(failure.field.as_deref(), Some("path"), "{failure}");
    assert!(!failure.message.contains("pw"), "{failure}");
}

#[test]
fn a_profile_without_an_address_sends_nothing() {
    let failure = Profile::default().target("/items").expect_err("nowhere to go");
    assert_eq!(failure.field.as_deref(), Some("api_base_url"));
}

proptest::proptest! {
    #[test]
    fn no_path_at_all_leads_to_another_host(path in "\\PC{0,40}") {
        if let Ok(url) = profile().target(&path) {
            let host = url.host_str().unwrap_or_default();
            proptest::prop_assert!(["api.example.com", "id.example.com"].contains(&host));
            proptest::prop_assert!(url.username().is_empty());
        }
    }
}
