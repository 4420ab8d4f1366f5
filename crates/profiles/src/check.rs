//! Whether a profile can be used, told field by field.

use nexus_model::{ACCESS_TOKEN, Failure};
use url::Url;

use crate::address::{self, Tail};
use crate::failures::{missing, unusable};
use crate::{AuthType, Profile, header, nearest, schema, template};

/// Longest name: it is a word of the command line and a key in files.
const MAX_NAME: usize = 64;

impl Profile {
    /// Whether it can be used as it is.
    ///
    /// # Errors
    /// `invalid_input`; `field` is the first field that is wrong or missing.
    pub fn check(&self) -> Result<(), Failure> {
        self.check_name()?;
        self.check_placeholders()?;
        if let Some(base) = &self.api_base_url {
            address::parse("api_base_url", base, Tail::None)?;
        }
        if let Some(endpoint) = &self.user_info_endpoint {
            self.check_user_info(endpoint)?;
        }
        if let Some(schema) = &self.params.credential_schema {
            schema::check(schema)?;
        }
        if let Some(name) = &self.params.header_name {
            header::check_name("params.header_name", name)?;
        }
        for (name, template) in &self.params.headers {
            header::check_name(&format!("params.headers.{name}"), name)?;
            header::check_text(&format!("params.headers.{name}"), template)?;
            self.check_template(&format!("params.headers.{name}"), template)?;
        }
        if let Some(prefix) = &self.params.prefix {
            header::check_text("params.prefix", prefix)?;
        }
        self.auth_type.authentication().check(self)
    }

    fn check_name(&self) -> Result<(), Failure> {
        let remedy = "Use lower-case letters, digits, “-”, “_” and “.”, beginning with a letter or digit: jira-basic.";
        let name = self.name.as_bytes();
        let word = |c: &u8| c.is_ascii_lowercase() || c.is_ascii_digit();
        match name {
            [] => Err(missing("name", "a profile is called by it", remedy)),
            _ if name.len() > MAX_NAME => {
                Err(unusable("name", format!("`name` is longer than {MAX_NAME} letters."), remedy))
            }
            [first, rest @ ..]
                if word(first) && rest.iter().all(|c| word(c) || b"-_.".contains(c)) =>
            {
                Ok(())
            }
            _ => Err(unusable("name", "`name` has a letter that no name may have.", remedy)),
        }
    }

    /// A ready profile's variables must have been filled in.
    fn check_placeholders(&self) -> Result<(), Failure> {
        let fields = [
            ("client_id", &self.client_id),
            ("issuer", &self.issuer),
            ("auth_url", &self.auth_url),
            ("token_url", &self.token_url),
            ("revocation_url", &self.revocation_url),
            ("device_url", &self.device_url),
            ("api_base_url", &self.api_base_url),
            ("user_info_endpoint", &self.user_info_endpoint),
            ("params.service", &self.params.service),
            ("params.region", &self.params.region),
        ];
        let open = fields.into_iter().find_map(|(field, text)| {
            let (_, rest) = text.as_ref()?.split_once("${")?;
            Some((field, rest.split('}').next().unwrap_or_default().to_owned()))
        });
        match open {
            None => Ok(()),
            Some((field, variable)) => Err(unusable(
                field,
                format!("`{field}` still has the placeholder ${{{variable}}} in it."),
                format!("Put your own {variable} in its place."),
            )),
        }
    }

    /// What a header is made of must be a field of the credential, or the client's id.
    fn check_template(&self, field: &str, text: &str) -> Result<(), Failure> {
        let form = self.form();
        let fields = form.as_ref().and_then(|form| form["properties"].as_object());
        let mut known: Vec<&str> = fields.into_iter().flatten().map(|(name, _)| &**name).collect();
        if self.auth_type == AuthType::Oauth2 {
            known.extend([ACCESS_TOKEN, "client_id"]);
        }
        match template::names(text).find(|name| !known.contains(name)) {
            None => Ok(()),
            Some(name) => Err(unusable(
                field,
                format!("`{field}` has ${{{name}}}, which is no field of the credential."),
                nearest::remedy(name, &known),
            )),
        }
    }

    fn check_user_info(&self, endpoint: &str) -> Result<(), Failure> {
        if !endpoint.starts_with('/') {
            return address::parse("user_info_endpoint", endpoint, Tail::Query).map(drop);
        }
        if self.api_base_url.is_none() {
            let remedy = "Give the API's root as well, or write the whole address.";
            return Err(missing("api_base_url", "`user_info_endpoint` is a path below it", remedy));
        }
        self.target(endpoint).map(drop).map_err(|failure| failure.in_field("user_info_endpoint"))
    }
}

/// The checks of `oauth2`'s own fields.
pub(crate) fn endpoints(profile: &Profile) -> Result<(), Failure> {
    debug_assert_eq!(profile.auth_type, AuthType::Oauth2);
    if profile.client_id.is_none() {
        let remedy = "Register an application in the provider's console and copy its client id.";
        return Err(missing("client_id", "a sign-in is made with it", remedy));
    }
    let given = |field: &str, text: &Option<String>, tail: Tail| -> Result<Option<Url>, Failure> {
        text.as_deref().map(|text| address::parse(field, text, tail)).transpose()
    };
    let issuer = given("issuer", &profile.issuer, Tail::None)?;
    given("auth_url", &profile.auth_url, Tail::Query)?;
    let token = given("token_url", &profile.token_url, Tail::Query)?;
    given("revocation_url", &profile.revocation_url, Tail::Query)?;
    given("device_url", &profile.device_url, Tail::Query)?;
    if profile.enable_discovery && issuer.is_none() {
        let remedy = "Give the issuer, such as https://accounts.google.com, or turn enable_discovery off and give auth_url and token_url.";
        return Err(missing("issuer", "`enable_discovery` reads the endpoints from it", remedy));
    }
    if !profile.enable_discovery && token.is_none() {
        let remedy = "Give it, or turn enable_discovery on and give the issuer.";
        return Err(missing("token_url", "without discovery tokens are asked for there", remedy));
    }
    Ok(())
}
