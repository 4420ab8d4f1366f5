//! A Windows instance's password, and what the AWS CLI is given, from strict stand-ins of EC2.

use std::path::PathBuf;

use nexus_app::{App, NewProvider, NewSshKey, PasswordRequest, Registry};
use nexus_clouds::ToolSession;
use nexus_model::{
    Account, AuditAction, AuditOutcome, CloudId, Endpoint, ErrorCode, Machine, MachineKey,
    ProviderId, Secret,
};
use nexus_testkit::windows::{self, Instance, KeyPair};
use nexus_testkit::{Moto, Rest};

use crate::bench::{ACCESS_KEY, Bench, SECRET, fields, secrets};

const PASSWORD: &str = "s3cret!ñ-of-web";

/// A vault with the machines of a played EC2.
async fn office(instances: &[Instance<'_>]) -> (Bench, Rest) {
    let ec2 = windows::start(instances);
    let bench = Bench::open().await;
    let credential = windows::aws().credential();
    let new = NewProvider {
        cloud: CloudId::new("aws"),
        auth: credential.auth.into(),
        name: "Production".into(),
        endpoint: Some(ec2.url()),
        fields: credential.fields.into_iter().map(|(name, text)| (name.into(), text)).collect(),
        secrets: credential
            .secrets
            .into_iter()
            .map(|(name, text)| (name.to_owned(), Secret::new(text)))
            .collect(),
    };
    let id = bench.app.add_provider(new).await.expect("kept").provider.id;
    bench.app.refresh(id).await.expect("listed");
    (bench, ec2)
}

async fn request(app: &App, name: &str) -> PasswordRequest {
    let machine: Machine = app.machine_named(name, None).await.expect("listed");
    PasswordRequest::of(MachineKey::of(&machine))
}

async fn with_file(app: &App, name: &str, file: PathBuf) -> PasswordRequest {
    PasswordRequest { identity: Some(file), ..request(app, name).await }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_opened_by_its_key_pair_alone_and_that_is_noted() {
    let (pair, other) = (KeyPair::make(), KeyPair::make());
    let data = pair.encrypted(PASSWORD);
    let web = Instance { number: 1, name: "web", key_pair: Some("Work"), password_data: &data };
    let (bench, _ec2) = office(&[web]).await;
    let app = &bench.app;

    let asked = app.windows_password(request(app, "web").await).await.expect_err("no key");
    assert_eq!((asked.code, asked.field.as_deref()), (ErrorCode::InvalidInput, Some("key")));
    assert!(asked.remedy.contains("“Work”"), "{asked}");
    let wrong = app.windows_password(with_file(app, "web", other.file()).await).await;
    let wrong = wrong.expect_err("another key");
    assert_eq!((wrong.code, wrong.field.as_deref()), (ErrorCode::InvalidCredentials, Some("key")));
    assert!(wrong.remedy.contains("“Work”"), "{wrong}");
    let login =
        app.windows_password(with_file(app, "web", pair.file()).await).await.expect("opened");
    assert_eq!((login.user.as_str(), login.password.expose()), ("Administrator", PASSWORD));
    assert!(!format!("{login:?}").contains(PASSWORD));

    // A kept key that is called as the pair is found by itself.
    let text = Secret::new(std::fs::read_to_string(pair.file()).expect("a key"));
    let new = NewSshKey { name: "work".into(), key: text, passphrase: None };
    app.add_ssh_key(new).await.expect("kept");
    let login = app.windows_password(request(app, "web").await).await.expect("opened");
    assert_eq!(login.password.expose(), PASSWORD);

    let log = app.activity(None, 100).await.expect("the log");
    let shown: Vec<_> = log
        .iter()
        .filter(|entry| entry.event.action == AuditAction::PasswordReveal)
        .map(|entry| (entry.event.outcome, entry.event.provider.as_deref()))
        .collect();
    use AuditOutcome::{Done, Failed};
    let by = Some("Production");
    assert_eq!(shown, [(Done, by), (Done, by), (Failed, by)], "newest first; a question is none");
    assert!(!format!("{log:?}").contains(PASSWORD));
}

#[tokio::test(flavor = "multi_thread")]
async fn why_there_is_no_password_is_told() {
    let instance = |number, name, key_pair| Instance { number, name, key_pair, password_data: "" };
    let (bench, _ec2) =
        office(&[instance(1, "young", Some("Work")), instance(2, "bare", None)]).await;
    let app = &bench.app;
    let pair = KeyPair::make();
    let young = app.windows_password(with_file(app, "young", pair.file()).await).await;
    let young = young.expect_err("not yet");
    assert_eq!(young.code, ErrorCode::NotFound);
    assert!(young.remedy.contains("15 minutes"), "{young}");
    let bare = app.windows_password(with_file(app, "bare", pair.file()).await).await;
    let bare = bare.expect_err("no key pair");
    assert_eq!(bare.code, ErrorCode::NotFound);
    assert!(bare.message.contains("without a key pair") && bare.link.is_some(), "{bare}");
}

fn account(auth: &str, endpoint: &str, more: &[(&str, &str)]) -> Account {
    let mut typed = fields(&[("access_key", ACCESS_KEY)]);
    typed.extend(fields(more));
    Account {
        provider: ProviderId::random(),
        cloud: CloudId::new("aws"),
        auth: auth.into(),
        endpoint: Some(Endpoint::parse(endpoint).expect("an endpoint")),
        fields: typed,
        secrets: secrets(&[("secret_key", SECRET)]),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_aws_cli_is_given_a_session_and_never_the_key_it_was_made_with() {
    let moto = Moto::start();
    let aws = Registry::standard().get(&CloudId::new("aws")).expect("a cloud");
    let role = ("role_arn", "arn:aws:iam::123456789012:role/operator");
    let of_key = account("access_key", &moto.url(), &[]);
    let of_role = account("assume_role", &moto.url(), &[role, ("read_only", "off")]);
    for account in [of_key, of_role] {
        let session = aws.tool_session(&account, "eu-west-1").await.expect("a session");
        let ToolSession::HandedOver { variables, expires_at } = session else {
            panic!("{session:?}");
        };
        let said = |name: &str| variables.get(name).map(Secret::expose).unwrap_or_default();
        // moto gives each session of a key the same id, which is no session's by its prefix.
        assert!(!said("AWS_ACCESS_KEY_ID").is_empty());
        assert!(!said("AWS_SESSION_TOKEN").is_empty());
        assert_eq!(said("AWS_REGION"), "eu-west-1");
        assert_eq!(said("AWS_ENDPOINT_URL"), account.endpoint.as_ref().expect("one").as_str());
        assert!(variables.values().all(|value| !value.expose().contains(SECRET)));
        let seconds = expires_at.expect("it ends").unix() - nexus_model::Timestamp::now().unix();
        assert!((1..=3600).contains(&seconds), "{seconds} seconds");
    }
    let reader = account("assume_role", &moto.url(), &[role]);
    let session = aws.tool_session(&reader, "eu-west-1").await.expect("an answer");
    assert!(matches!(session, ToolSession::OwnLogin { advice } if advice.contains("Read only")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tool_that_takes_no_session_is_told_to_use_its_own_login() {
    let clouds = Registry::standard();
    for (cloud, told) in [("azure", "az login"), ("gcp", "gcloud auth login"), ("hetzner", "")] {
        let account = Account {
            cloud: CloudId::new(cloud),
            // A person's sign-in of Google's, which may only read.
            auth: "browser".into(),
            endpoint: None,
            secrets: secrets(&[("access_token", "ya29.token")]),
            ..account("", "https://cloud.example", &[])
        };
        let cloud = clouds.get(&account.cloud).expect("a cloud");
        let session = cloud.tool_session(&account, "somewhere").await.expect("an answer");
        let ToolSession::OwnLogin { advice } = session else { panic!("{session:?}") };
        assert!(advice.contains(told), "{advice}");
    }
}
