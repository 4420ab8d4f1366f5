//! Profiles of the files that the AWS CLI and SDKs share.
//!
//! The files are read by the SDK's own reader, so that sections, comments, continued lines and the
//! precedence of the two files are AWS's rules and not a likeness of them:
//! <https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html>. What a profile's settings
//! mean is told in <https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html>.

use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use aws_runtime::env_config::section::{EnvConfigSections, Profile};
use aws_runtime::env_config::source;
use aws_types::os_shim_internal::{Env, Fs};
use futures::FutureExt;
use nexus_model::{ErrorCode, Failure, Fields, Secret, SecretFields};

use super::credential::{ACCESS_KEY, REGION, SECRET_KEY, SESSION_TOKEN};
use super::identity_center::{self, ACCOUNT_ID, ROLE_NAME, SSO_REGION, START_URL};
use super::role::{self, EXTERNAL_ID, MFA_SERIAL, ROLE_ARN, SESSION_DURATION, SESSION_NAME};
use crate::{Candidate, Files, Import, ImportFile};

/// Id of the import.
pub(super) const IMPORT: &str = "profiles";
const CONFIG: &str = "config";
const CREDENTIALS: &str = "credentials";

/// Where the profiles are:
/// <https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html>.
pub(super) fn import() -> Import {
    let file = |id: &str, name: &str, variable: &str| ImportFile {
        id: id.to_owned(),
        name: name.to_owned(),
        variable: Some(variable.to_owned()),
        places: vec![format!("~/.aws/{id}")],
    };
    Import {
        id: IMPORT.into(),
        name: "AWS profiles".into(),
        summary: "Access keys, roles and IAM Identity Center sign-ins of the AWS CLI's profiles."
            .into(),
        files: vec![
            file(CONFIG, "Shared config file", "AWS_CONFIG_FILE"),
            file(CREDENTIALS, "Shared credentials file", "AWS_SHARED_CREDENTIALS_FILE"),
        ],
    }
}

/// Every profile, sorted by name.
///
/// # Errors
/// `invalid_input` for a file that AWS's own reader does not understand either.
pub(super) fn candidates(files: &Files) -> Result<Vec<Candidate>, Failure> {
    let sections = read(files)?;
    let mut names: Vec<&str> = sections.profiles().collect();
    names.sort_unstable();
    // A profile of settings alone (a region for the CLI, say) is no account.
    let profiles = names.into_iter().filter_map(|name| sections.get_profile(name));
    let accounts = profiles.filter(|profile| has_credential(profile));
    Ok(accounts.map(|profile| candidate(&sections, profile)).collect())
}

fn read(files: &Files) -> Result<EnvConfigSections, Failure> {
    // Some editors of Windows begin a text with a mark of its encoding, which is no section.
    let text =
        |id| files.get(id).map(Secret::expose).unwrap_or_default().trim_start_matches('\u{feff}');
    let config =
        || EnvConfigFiles::builder().with_contents(EnvConfigFileKind::Config, text(CONFIG));
    let both = config().with_contents(EnvConfigFileKind::Credentials, text(CREDENTIALS));
    // The reader does not say which of two texts a line is of, so one is read by itself first.
    parse(config().build()).map_err(|why| unreadable(CONFIG, &why))?;
    parse(both.build()).map_err(|why| unreadable(CREDENTIALS, &why))
}

fn unreadable(file: &str, why: &str) -> Failure {
    let message = format!("The AWS {file} file cannot be read: {why}.");
    let remedy = "Correct the line, or leave the file out. The AWS CLI cannot read it either.";
    invalid(message, remedy.to_owned()).in_field(file)
}

fn parse(files: EnvConfigFiles) -> Result<EnvConfigSections, String> {
    // An empty environment and an empty disk: the texts are all there is.
    let (env, fs) = (Env::from_slice(&[]), Fs::from_slice(&[]));
    let source = source::load(&env, &fs, &files).now_or_never();
    let source = source.ok_or("it is not a text")?.map_err(|why| why.to_string())?;
    EnvConfigSections::parse(source).map_err(|why| {
        // "error parsing FILE on line 3:\n  Expected an '=' sign": a text has no file's name.
        let why = why.to_string();
        let why = why.trim_start_matches("error parsing").trim_start();
        why.split_whitespace().collect::<Vec<_>>().join(" ")
    })
}

/// Settings that a credential may come from.
const SOURCES: [&str; 8] = [
    "aws_access_key_id",
    "aws_secret_access_key",
    "role_arn",
    "sso_session",
    "sso_start_url",
    "credential_process",
    "web_identity_token_file",
    "login_session",
];

fn has_credential(profile: &Profile) -> bool {
    SOURCES.iter().any(|setting| get(profile, setting).is_some())
}

fn candidate(sections: &EnvConfigSections, profile: &Profile) -> Candidate {
    if signs_in(profile) {
        return sign_in_candidate(sections, profile);
    }
    let mut fields = Fields::new();
    let mut secrets = SecretFields::new();
    put(&mut fields, REGION, get(profile, "region"));
    // A token of another service stands for the key, also where it is for a role.
    let by_token = get(profile, "web_identity_token_file").is_some();
    let is_role = get(profile, "role_arn").is_some() && !by_token;
    let source = if is_role { source_of(sections, profile) } else { Ok(profile) };
    let problem = source.and_then(|source| {
        let key = key_of(source)?;
        put(&mut fields, ACCESS_KEY, Some(key.id));
        secrets.insert(SECRET_KEY.to_owned(), Secret::new(key.secret));
        if let Some(token) = key.token {
            secrets.insert(SESSION_TOKEN.to_owned(), Secret::new(token));
        }
        Ok(())
    });
    if is_role {
        put(&mut fields, ROLE_ARN, get(profile, "role_arn"));
        put(&mut fields, EXTERNAL_ID, get(profile, "external_id"));
        put(&mut fields, MFA_SERIAL, get(profile, "mfa_serial"));
        put(&mut fields, SESSION_DURATION, get(profile, "duration_seconds"));
        put(&mut fields, SESSION_NAME, get(profile, "role_session_name"));
    }
    Candidate {
        name: profile.name().to_owned(),
        auth: if is_role { role::AUTH } else { "access_key" }.to_owned(),
        endpoint: None,
        fields,
        secrets,
        problem: problem.err(),
    }
}

/// Whether a profile is one of IAM Identity Center. A key in the profile or a role of its own goes
/// before it.
fn signs_in(profile: &Profile) -> bool {
    let has = |setting| get(profile, setting).is_some();
    let is_role = has("role_arn") || has("web_identity_token_file");
    (has("sso_session") || has("sso_start_url")) && !is_role && !has_key(profile)
}

/// A profile of IAM Identity Center. Its portal is in a section of its own or, as it was first, in
/// the profile: <https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html>.
fn sign_in_candidate(sections: &EnvConfigSections, profile: &Profile) -> Candidate {
    let session = get(profile, "sso_session").map(|name| (name, sections.sso_session(name)));
    let setting = |name| match session {
        Some((_, Some(session))) => session.get(name).map(str::trim),
        Some((_, None)) => None,
        None => get(profile, name),
    };
    let mut fields = Fields::new();
    put(&mut fields, START_URL, setting("sso_start_url"));
    put(&mut fields, SSO_REGION, setting("sso_region"));
    put(&mut fields, ACCOUNT_ID, get(profile, "sso_account_id"));
    put(&mut fields, ROLE_NAME, get(profile, "sso_role_name"));
    let name = profile.name();
    let problem = match session {
        Some((session, None)) => Some(format!(
            "The sso_session {session} of the profile {name} is not in the config file."
        )),
        _ if !fields.contains_key(START_URL) => Some(format!(
            "The profile {name} signs in with IAM Identity Center and has no sso_start_url."
        )),
        _ if !fields.contains_key(SSO_REGION) => Some(format!(
            "The profile {name} signs in with IAM Identity Center and has no sso_region."
        )),
        _ => None,
    };
    let remedy = "Complete the config file, or sign in by “IAM Identity Center” with the portal's start URL and region.";
    Candidate {
        name: name.to_owned(),
        auth: identity_center::AUTH.to_owned(),
        endpoint: None,
        fields,
        secrets: SecretFields::new(),
        problem: problem.map(|what| invalid(what, remedy.into())),
    }
}

fn put(fields: &mut Fields, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        fields.insert(name.to_owned(), value.to_owned());
    }
}

/// The profile with the keys that a role is assumed with.
///
/// A source that has keys is used with them even if it names a role too, and a profile may be its
/// own source; both are AWS's rules. A chain of roles is not followed: an account here has one.
fn source_of<'a>(
    sections: &'a EnvConfigSections,
    profile: &'a Profile,
) -> Result<&'a Profile, Failure> {
    let name = profile.name();
    let source = match (get(profile, "source_profile"), get(profile, "credential_source")) {
        (Some(source), None) => source,
        (Some(_), Some(_)) => {
            let what =
                format!("The profile {name} has both a source_profile and a credential_source.");
            return Err(invalid(what, "Remove one of the two.".into()));
        }
        (None, Some(source)) => {
            let what = format!("The profile {name} takes its key from {source}, not from a file.");
            return Err(invalid(what, enter_role()));
        }
        (None, None) => {
            let what =
                format!("The profile {name} names a role and no source_profile to assume it with.");
            return Err(invalid(what, enter_role()));
        }
    };
    let Some(found) = sections.get_profile(source) else {
        let what = format!("The source_profile {source} of the profile {name} is in neither file.");
        return Err(invalid(what, "Correct the name, or give both files.".into()));
    };
    if get(found, "role_arn").is_none() || has_key(found) {
        return Ok(found);
    }
    let what = match circle(sections, profile) {
        Some(circle) => format!("The source profiles go in a circle: {circle}."),
        None => {
            format!(
                "The profile {name} assumes its role with another role, that of the profile {source}."
            )
        }
    };
    Err(invalid(what, enter_role()))
}

/// The way from a profile through its sources back to one that was passed, if it leads there.
fn circle(sections: &EnvConfigSections, first: &Profile) -> Option<String> {
    let mut way = vec![first.name()];
    let mut profile = first;
    while let Some(source) = get(profile, "source_profile") {
        let passed = way.contains(&source);
        way.push(source);
        if passed {
            return Some(way.join(" → "));
        }
        profile = sections.get_profile(source).filter(|source| !has_key(source))?;
    }
    None
}

struct Key<'a> {
    id: &'a str,
    secret: &'a str,
    token: Option<&'a str>,
}

fn has_key(profile: &Profile) -> bool {
    get(profile, "aws_access_key_id").is_some() || get(profile, "aws_secret_access_key").is_some()
}

fn key_of(profile: &Profile) -> Result<Key<'_>, Failure> {
    let name = profile.name();
    let (id, secret) = (get(profile, "aws_access_key_id"), get(profile, "aws_secret_access_key"));
    if let (Some(id), Some(secret)) = (id, secret) {
        return Ok(Key { id, secret, token: get(profile, "aws_session_token") });
    }
    let has = |setting| get(profile, setting).is_some();
    let what = if has_key(profile) {
        let missing = if id.is_none() { "aws_access_key_id" } else { "aws_secret_access_key" };
        return Err(invalid(
            format!("The profile {name} has no {missing}."),
            "Add it to the file.".into(),
        ));
    } else if has("sso_session") || has("sso_start_url") {
        "signs in with IAM Identity Center"
    } else if has("credential_process") {
        "gets its key from another program (credential_process)"
    } else if has("web_identity_token_file") {
        "gets its key with a web identity token"
    } else if has("login_session") {
        "signs in with the AWS console's login"
    } else {
        "has no access key"
    };
    let remedy = "Create an access key for this app in IAM and add it as a provider; `aws configure export-credentials` \
                  shows a temporary one of the profile.";
    Err(invalid(format!("The profile {name} {what}: there is no key in the files."), remedy.into()))
}

fn enter_role() -> String {
    "Add a provider by “Assume role” with an access key that may assume the role itself.".to_owned()
}

/// A setting that is there and not blank.
fn get<'a>(profile: &'a Profile, setting: &str) -> Option<&'a str> {
    profile.get(setting).map(str::trim).filter(|text| !text.is_empty())
}

fn invalid(message: String, remedy: String) -> Failure {
    Failure::new(ErrorCode::InvalidInput, "import accounts", message, remedy)
}

#[cfg(test)]
#[path = "profiles_tests.rs"]
mod tests;
