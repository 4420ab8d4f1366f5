//! The server's API: <https://developer.hashicorp.com/vault/api-docs>.

use nexus_http::{Api, Call, Request};
use nexus_model::{Failure, Secret};

use super::error::parse_error;
use super::settings::Settings;

/// A server, asked in one namespace. Cheap to clone.
#[derive(Clone)]
pub(super) struct Server {
    api: Api,
    namespace: Option<String>,
}

impl Server {
    pub(super) fn new(settings: &Settings) -> Result<Self, Failure> {
        let api = Api::new(&settings.http, Some(&settings.address), "", [], parse_error)?;
        Ok(Self { api, namespace: settings.namespace.clone() })
    }

    /// The same, which never quotes this secret.
    pub(super) fn keeping(&self, secret: &Secret) -> Self {
        Self { api: self.api.clone().keeping(secret), namespace: self.namespace.clone() }
    }

    pub(super) fn get(&self, operation: &'static str, path: &[&str]) -> Request<'_> {
        self.in_namespace(self.api.get(operation, &below_v1(path)))
    }

    pub(super) fn post(&self, operation: &'static str, path: &[&str]) -> Request<'_> {
        self.in_namespace(self.api.post(operation, &below_v1(path)))
    }

    pub(super) fn delete(&self, operation: &'static str, path: &[&str]) -> Request<'_> {
        self.in_namespace(self.api.delete(operation, &below_v1(path)))
    }

    /// A GET of what only the server as a whole has.
    pub(super) fn get_of_root(&self, operation: &'static str, path: &[&str]) -> Request<'_> {
        self.api.get(operation, &below_v1(path))
    }

    /// What a failure says of a call.
    pub(super) fn call(&self, operation: &'static str) -> Call {
        self.api.call(operation)
    }

    /// The failure of a reply to [`Request::send_once`].
    pub(super) fn refusal(&self, operation: &'static str, reply: &nexus_http::Reply) -> Failure {
        self.api.discreet(parse_error(&self.call(operation), reply))
    }

    /// <https://developer.hashicorp.com/vault/api-docs#namespaces>
    fn in_namespace<'a>(&self, request: Request<'a>) -> Request<'a> {
        match &self.namespace {
            Some(namespace) => request.any_header("x-vault-namespace", namespace, false),
            None => request,
        }
    }
}

fn below_v1<'a>(path: &[&'a str]) -> Vec<&'a str> {
    [&["v1"], path].concat()
}
