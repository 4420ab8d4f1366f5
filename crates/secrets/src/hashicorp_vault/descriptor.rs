//! What is asked for: where the server is and how to log in to it.

use crate::form::{Field, schema};
use crate::{BackendDescriptor, LoginKind};

pub(super) const ADDRESS: &str = "address";
pub(super) const MOUNT: &str = "mount";
pub(super) const PATH_PREFIX: &str = "path_prefix";
pub(super) const NAMESPACE: &str = "namespace";
pub(super) const CA_CERTIFICATE: &str = "ca_certificate";
pub(super) const AUTH_MOUNT: &str = "auth_mount";
/// The field and the login by it have one name.
pub(super) const TOKEN: &str = "token";
pub(super) const APPROLE: &str = "approle";
pub(super) const USERPASS: &str = "userpass";
pub(super) const LDAP: &str = "ldap";
pub(super) const KUBERNETES: &str = "kubernetes";
pub(super) const OIDC: &str = "oidc";
pub(super) const ROLE_ID: &str = "role_id";
pub(super) const SECRET_ID: &str = "secret_id";
pub(super) const USERNAME: &str = "username";
pub(super) const PASSWORD: &str = "password";
pub(super) const ROLE: &str = "role";
pub(super) const JWT_FILE: &str = "jwt_file";
/// The field that a port which is taken is told at.
pub(super) const REDIRECT_PORT: &str = "redirect_port";

/// The engine that a development server has from the start:
/// <https://developer.hashicorp.com/vault/docs/secrets/kv>.
pub(super) const DEFAULT_MOUNT: &str = "secret";
pub(super) const DEFAULT_PREFIX: &str = "nexus/providers";

/// Where Kubernetes puts a pod's token:
/// <https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/>.
pub(super) const DEFAULT_JWT_FILE: &str = "/var/run/secrets/kubernetes.io/serviceaccount/token";

/// The port of the `vault` command, which the redirect URIs of most roles name:
/// <https://developer.hashicorp.com/vault/docs/auth/jwt#redirect-uris>.
pub(super) const DEFAULT_REDIRECT_PORT: &str = "8250";

const PLACE: &[Field] = &[
    Field::new(ADDRESS, "Address", "As in VAULT_ADDR, such as https://vault.example.com:8200."),
    Field::new(
        MOUNT,
        "Engine",
        "Path of the KV engine. Version 1 and 2 are told apart by themselves.",
    )
    .or(DEFAULT_MOUNT),
    Field::new(
        PATH_PREFIX,
        "Path prefix",
        "Folder in the engine. Everyone who has the same one shares what is in it.",
    )
    .or(DEFAULT_PREFIX),
    Field::new(NAMESPACE, "Namespace", "For Vault Enterprise, HCP and OpenBao, such as team/ops.")
        .optional(),
    Field::new(
        CA_CERTIFICATE,
        "CA certificate",
        "In PEM, if the server's certificate is of an authority that this system does not know.",
    )
    .optional()
    .multiline(),
];

const USER: Field = Field::new(USERNAME, "User name", "As you type it to log in to Vault.");
const THEIR_PASSWORD: Field = Field::new(PASSWORD, "Password", "The user's password.").secret();

/// HashiCorp Vault or OpenBao.
pub(super) fn descriptor() -> BackendDescriptor {
    BackendDescriptor {
        id: "hashicorp-vault".into(),
        name: "HashiCorp Vault".into(),
        summary: "A Vault or OpenBao server that your organisation runs.".into(),
        docs: "https://developer.hashicorp.com/vault/docs/secrets/kv".into(),
        schema: schema(PLACE),
        logins: vec![token(), oidc(), approle(), userpass(), ldap(), kubernetes()],
    }
}

/// <https://developer.hashicorp.com/vault/docs/auth/token>
fn token() -> LoginKind {
    let token = Field::new(TOKEN, "Token", "As “vault login” or “vault token create” prints it.");
    let summary = "A token that you were given. It is renewed as long as Vault allows.";
    login(TOKEN, "Token", summary, &[token.secret()])
}

/// <https://developer.hashicorp.com/vault/docs/auth/jwt#oidc-authentication>
fn oidc() -> LoginKind {
    let role = Field::new(ROLE, "Role", "Vault's role for you; the usual one if empty.");
    let port = Field::new(
        REDIRECT_PORT,
        "Redirect port",
        "Of http://localhost:PORT/oidc/callback among the role's redirect URIs.",
    );
    let token = Field::new(TOKEN, "Token", "That of the login in the browser.");
    let fields = [
        role.optional(),
        port.or(DEFAULT_REDIRECT_PORT),
        auth_mount(OIDC),
        token.secret().of_browser(),
    ];
    let summary = "Your organisation's single sign-on (OIDC), in your own browser.";
    LoginKind { in_browser: true, ..login(OIDC, "Browser (OIDC)", summary, &fields) }
}

/// <https://developer.hashicorp.com/vault/docs/auth/approle>
fn approle() -> LoginKind {
    let role = Field::new(ROLE_ID, "Role ID", "Of auth/approle/role/NAME/role-id.");
    let secret = Field::new(SECRET_ID, "Secret ID", "Left empty for a role that wants none.");
    let fields = [role, secret.secret().optional(), auth_mount(APPROLE)];
    login(APPROLE, "AppRole", "A role for programs: its role ID and a secret ID.", &fields)
}

/// <https://developer.hashicorp.com/vault/docs/auth/userpass>
fn userpass() -> LoginKind {
    let fields = [USER, THEIR_PASSWORD, auth_mount(USERPASS)];
    login(USERPASS, "User name and password", "A user that Vault itself knows.", &fields)
}

/// <https://developer.hashicorp.com/vault/docs/auth/ldap>
fn ldap() -> LoginKind {
    let fields = [USER, THEIR_PASSWORD, auth_mount(LDAP)];
    login(LDAP, "LDAP", "Your user in the organisation's directory.", &fields)
}

/// <https://developer.hashicorp.com/vault/docs/auth/kubernetes>
fn kubernetes() -> LoginKind {
    let role = Field::new(ROLE, "Role", "Vault's role for the service account.");
    let file = Field::new(JWT_FILE, "Token file", "It is read anew for every login.");
    let fields = [role, file.or(DEFAULT_JWT_FILE), auth_mount(KUBERNETES)];
    login(KUBERNETES, "Kubernetes", "The service account of the pod this runs in.", &fields)
}

const fn auth_mount(default: &'static str) -> Field {
    Field::new(AUTH_MOUNT, "Login path", "Where this way to log in is mounted, below auth/.")
        .or(default)
}

fn login(id: &str, name: &str, summary: &str, fields: &[Field]) -> LoginKind {
    let (id, name, summary) = (id.into(), name.into(), summary.into());
    LoginKind { id, name, summary, schema: schema(fields), in_browser: false }
}
