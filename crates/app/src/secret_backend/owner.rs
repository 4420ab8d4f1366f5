use nexus_model::{CloudId, Connection, Fields, Peer, Provider, SshKey};
use nexus_vault::{ProfileRecord, SecretOwner};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Longest part of an owner's name that is of letters: 48 bytes less a dash and eight digits.
const LONGEST: usize = 39;

/// Name of an SSH key's fingerprint among what is not secret of it.
pub(super) const FINGERPRINT: &str = "fingerprint";

/// What a credential belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum OwnerKind {
    /// A provider.
    Provider,
    /// A connection.
    Connection,
    /// A profile.
    Profile,
    /// A private SSH key.
    SshKey,
}

/// What travels beside a credential, nothing of it secret: another app finds it by this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct About {
    pub kind: OwnerKind,
    pub id: Uuid,
    pub name: String,
    pub cloud: Option<CloudId>,
    pub auth: Option<String>,
    pub endpoint: Option<String>,
    pub fields: Fields,
    /// Names of the secret fields.
    #[serde(default)]
    pub secrets: Vec<String>,
}

impl About {
    pub fn provider(provider: &Provider) -> Self {
        Self {
            kind: OwnerKind::Provider,
            id: provider.id.0,
            name: provider.name.clone(),
            cloud: Some(provider.cloud.clone()),
            auth: Some(provider.auth.clone()),
            endpoint: provider.endpoint.as_ref().map(ToString::to_string),
            fields: provider.fields.clone(),
            secrets: Vec::new(),
        }
    }

    pub fn connection(connection: &Connection) -> Self {
        let (cloud, auth) = match &connection.peer {
            Peer::Cloud { cloud, auth } => (Some(cloud.clone()), Some(auth.clone())),
            Peer::Profile { .. } => (None, None),
        };
        Self {
            kind: OwnerKind::Connection,
            id: connection.id.0,
            name: connection.name.clone(),
            cloud,
            auth,
            endpoint: connection.endpoint.as_ref().map(ToString::to_string),
            fields: connection.fields.clone(),
            secrets: Vec::new(),
        }
    }

    pub fn profile(record: &ProfileRecord) -> Self {
        Self {
            kind: OwnerKind::Profile,
            id: record.id.0,
            name: record.name.clone(),
            cloud: None,
            auth: None,
            endpoint: None,
            fields: Fields::new(),
            secrets: Vec::new(),
        }
    }

    pub fn ssh_key(key: &SshKey) -> Self {
        Self {
            kind: OwnerKind::SshKey,
            id: key.id.0,
            name: key.name.clone(),
            cloud: None,
            auth: None,
            endpoint: None,
            fields: [
                (FINGERPRINT.to_owned(), key.fingerprint.clone()),
                ("public_key".to_owned(), key.public_key.clone()),
            ]
            .into(),
            secrets: Vec::new(),
        }
    }

    /// Whose it is in the vault.
    pub fn owner(&self) -> SecretOwner {
        match self.kind {
            OwnerKind::Provider => SecretOwner::Provider(nexus_model::ProviderId(self.id)),
            OwnerKind::Connection => SecretOwner::Connection(nexus_model::ConnectionId(self.id)),
            OwnerKind::Profile => SecretOwner::Profile(nexus_model::ProfileId(self.id)),
            OwnerKind::SshKey => SecretOwner::SshKey(nexus_model::SshKeyId(self.id)),
        }
    }

    /// What its values are called in a store, from when they are first kept there on.
    pub fn slug(&self) -> String {
        let letters = self.name.to_lowercase();
        let plain = letters.split(|letter: char| !letter.is_ascii_alphanumeric());
        let mut slug = plain.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
        slug.truncate(LONGEST);
        let id = self.id.simple().to_string();
        let id = id.get(..8).unwrap_or_default();
        match slug.trim_end_matches('-') {
            "" => id.to_owned(),
            slug => format!("{slug}-{id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{About, Fields, OwnerKind, Uuid};

    #[test]
    fn every_name_makes_a_key_that_every_store_takes() {
        let id = Uuid::from_u128(0x1f0c_22aa << 96);
        for (name, slug) in [
            ("AWS Prod (EU)", "aws-prod-eu-1f0c22aa"),
            ("Ünïcode", "n-code-1f0c22aa"),
            ("東京", "1f0c22aa"),
            ("../../etc", "etc-1f0c22aa"),
        ] {
            let about = About {
                kind: OwnerKind::Provider,
                id,
                name: name.into(),
                cloud: None,
                auth: None,
                endpoint: None,
                fields: Fields::new(),
                secrets: vec![],
            };
            assert_eq!(about.slug(), slug);
            let long = About { name: name.repeat(60), ..about };
            assert!(nexus_secrets::SecretKey::new(&long.slug(), "a").is_ok(), "{}", long.slug());
        }
    }
}
