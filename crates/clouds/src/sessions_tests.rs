use std::sync::atomic::{AtomicUsize, Ordering};

use nexus_model::{Account, CloudId, ErrorCode, Failure, ProviderId, Secret, Timestamp};
use rstest::rstest;

use super::{ONE_TIME_CODE, Session, Sessions, renew_at};

fn account() -> Account {
    Account {
        provider: ProviderId::random(),
        cloud: CloudId::new("cloud"),
        auth: "key".into(),
        endpoint: None,
        fields: [("user".to_owned(), "reader".to_owned())].into(),
        secrets: [("key".to_owned(), Secret::new("k"))].into(),
    }
}

/// A session of this many seconds, numbered by how many were opened.
async fn open(opened: &AtomicUsize, seconds: i64) -> Result<Session, Failure> {
    tokio::task::yield_now().await;
    let number = opened.fetch_add(1, Ordering::SeqCst);
    let secrets = [("token".to_owned(), Secret::new(format!("t{number}")))].into();
    let expires_at = Timestamp::from_unix(Timestamp::now().unix() + seconds).expect("a moment");
    Ok(Session { secrets, fields: [].into(), expires_at })
}

#[tokio::test]
async fn many_callers_open_one_session() {
    let (sessions, account, opened) = (Sessions::default(), account(), AtomicUsize::new(0));
    let callers = (0..50).map(|_| sessions.get_or_open(&account, "token", open(&opened, 3600)));
    let got = futures::future::join_all(callers).await;
    assert!(got.iter().all(Result::is_ok));
    assert_eq!(opened.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_session_that_is_over_is_opened_anew() {
    let (sessions, account, opened) = (Sessions::default(), account(), AtomicUsize::new(0));
    for _ in 0..2 {
        sessions.get_or_open(&account, "token", open(&opened, 0)).await.expect("opened");
    }
    assert_eq!(opened.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn what_was_not_opened_is_tried_again() {
    let (sessions, account, opened) = (Sessions::default(), account(), AtomicUsize::new(0));
    let refused = async { Err(Failure::new(ErrorCode::Expired, "open", "no", "wait")) };
    sessions.get_or_open(&account, "token", refused).await.expect_err("refused");
    sessions.get_or_open(&account, "token", open(&opened, 3600)).await.expect("opened");
}

#[tokio::test]
async fn another_credential_purpose_or_provider_has_its_own() {
    let (sessions, opened) = (Sessions::default(), AtomicUsize::new(0));
    let first = account();
    let mut rotated = first.clone();
    rotated.secrets.insert("key".into(), Secret::new("k2"));
    let other = Account { provider: ProviderId::random(), ..first.clone() };
    for (account, purpose) in
        [(&first, "token"), (&first, "console"), (&rotated, "token"), (&other, "token")]
    {
        sessions.get_or_open(account, purpose, open(&opened, 3600)).await.expect("opened");
    }
    assert_eq!(opened.load(Ordering::SeqCst), 4);

    let mut with_code = first.clone();
    with_code.secrets.insert(ONE_TIME_CODE.into(), Secret::new("123456"));
    sessions.get_or_open(&with_code, "token", open(&opened, 3600)).await.expect("opened");
    assert_eq!(opened.load(Ordering::SeqCst), 4, "a one-time code makes no other credential");
}

#[tokio::test]
async fn forgotten_is_forgotten() {
    let (sessions, opened) = (Sessions::default(), AtomicUsize::new(0));
    let (mine, other) = (account(), account());
    let ask = async |account: &Account| {
        sessions.get_or_open(account, "token", open(&opened, 3600)).await.expect("opened");
        opened.load(Ordering::SeqCst)
    };
    assert_eq!((ask(&mine).await, ask(&other).await), (1, 2));
    sessions.forget(mine.provider);
    assert_eq!((ask(&other).await, ask(&mine).await), (2, 3));
    sessions.forget_all();
    assert_eq!((ask(&other).await, ask(&mine).await), (4, 5));
}

#[tokio::test]
async fn a_refused_session_is_replaced_once() {
    let (sessions, account, opened) = (Sessions::default(), account(), AtomicUsize::new(0));
    let ask = || sessions.get_or_open(&account, "token", open(&opened, 3600));
    let first = ask().await.expect("opened");
    sessions.refused(&account, "token", &first).await;
    let second = ask().await.expect("opened");
    sessions.refused(&account, "token", &first).await;
    let third = ask().await.expect("the second");
    assert_eq!(opened.load(Ordering::SeqCst), 2, "a late word about the first changes nothing");
    assert_eq!(second.secrets["token"].expose(), third.secrets["token"].expose());
}

#[rstest]
#[case(3600, 3300)]
#[case(900, 810)]
#[case(43_200, 42_900)]
#[case(0, 0)]
#[case(-60, -60)]
fn it_is_renewed_ahead_of_its_end(#[case] life: i64, #[case] renewed_after: i64) {
    let now = Timestamp::now();
    let end = Timestamp::from_unix(now.unix() + life).expect("a moment");
    assert_eq!(renew_at(now, end).unix() - now.unix(), renewed_after);
}
