use proptest::prelude::*;

use super::ConnectLink;
use crate::route::Route;
use crate::tests::machine;

#[test]
fn a_whole_link_is_read() {
    let link = "nexusvault://connect/web%20%2F1?provider=AWS%20production&region=eu-west-1&\
                user=ec2-user&port=2222&route=session_manager";
    let asked = ConnectLink::parse(link).expect("a link");
    assert_eq!(asked.machine, "web /1");
    assert_eq!(asked.provider.as_deref(), Some("AWS production"));
    assert_eq!(asked.user.as_deref(), Some("ec2-user"));
    assert_eq!(asked.port.map(std::num::NonZeroU16::get), Some(2222));
    assert_eq!(asked.route, Some(Route::SessionManager));
}

#[rstest::rstest]
#[case("")]
#[case("nexusvault:")]
#[case("nexusvault://connect")]
#[case("nexusvault://connect/")]
#[case("nexusvault://reveal/web")]
#[case("nexusvault://connect/web/more")]
#[case("nexusvault://connect@evil/web")]
#[case("nexusvault://u:p@connect/web")]
#[case("nexusvault://connect:22/web")]
#[case("nexusvault://connect/web#x")]
#[case("https://connect/web")]
#[case("nexusvault://connect/web?command=id")]
#[case("nexusvault://connect/web?identity=/etc/passwd")]
#[case("nexusvault://connect/web?user=-oProxyCommand%3Did")]
#[case("nexusvault://connect/web?user=a%0Ab")]
#[case("nexusvault://connect/web?user=a&user=b")]
#[case("nexusvault://connect/web?port=0")]
#[case("nexusvault://connect/web?port=65536")]
#[case("nexusvault://connect/web?port=%2B22")]
#[case("nexusvault://connect/web?route=teleport")]
#[case("nexusvault://connect/a%00b")]
#[case("nexusvault://connect/a%0Ab")]
#[case("nexusvault://connect/%ff")]
#[case("nexusvault://connect/web\n")]
#[case(" nexusvault://connect/web")]
#[case(&format!("nexusvault://connect/{}", "a".repeat(3000)))]
fn anything_else_is_refused(#[case] link: &str) {
    ConnectLink::parse(link).expect_err("refused");
}

#[test]
fn the_machine_it_means_is_found_by_id_or_else_by_a_name_that_only_one_has() {
    let [mut one, mut other] = [machine("i-1"), machine("i-2")];
    one.name = "web".into();
    other.name = "web".into();
    let machines = [one, other];
    let find = |link: &str| ConnectLink::parse(link).expect("a link").find(&machines);
    assert_eq!(find("nexusvault://connect/i-2").expect("found").id, "i-2");
    let told = find("nexusvault://connect/web").expect_err("two").message;
    assert_eq!(told, "There are 2 machines “web”.");
    assert!(find("nexusvault://connect/i-3").is_err());
    assert!(find("nexusvault://connect/i-1?region=us-east-1").is_err());
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in ".{0,200}") {
        let _ = ConnectLink::parse(&text);
        let _ = ConnectLink::parse(&format!("nexusvault://connect/{text}"));
    }

    #[test]
    fn any_name_comes_back_as_it_was(name in "[^\\p{C}\u{fffd}]{1,60}") {
        let mut url = url::Url::parse("nexusvault://connect").expect("a URL");
        url.path_segments_mut().expect("a path").push(&name);
        // Two names have a meaning of their own in every URL.
        prop_assume!(name != "." && name != "..");
        let asked = ConnectLink::parse(url.as_str()).expect("a link");
        prop_assert_eq!(asked.machine, name);
    }
}
