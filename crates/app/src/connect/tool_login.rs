use async_trait::async_trait;
use nexus_clouds::ToolSession;
use nexus_connect::names::title;
use nexus_connect::{Accounts, ToolLogin};
use nexus_model::{AuditAction, Failure, Machine};
use nexus_vault::Vault;

use crate::App;
use crate::activity::audit_call;

/// Opens sessions for the clouds' own tools with what the vault has.
pub(super) struct ToolLogins<'a> {
    pub app: &'a App,
    pub vault: &'a Vault,
}

#[async_trait]
impl Accounts for ToolLogins<'_> {
    async fn login(&self, machine: &Machine) -> Result<ToolLogin, Failure> {
        let Self { app, vault } = self;
        let cloud = app.cloud(&machine.cloud)?;
        let provider = app.provider(vault, machine.provider).await?;
        let cloud = &cloud;
        let call = |account| async move { cloud.tool_session(&account, &machine.region).await };
        let session = app.with_account(vault, &provider, call).await;
        if let Ok(ToolSession::OwnLogin { advice }) = session {
            return Ok(ToolLogin { advice, ..ToolLogin::default() });
        }
        let until = match &session {
            Ok(ToolSession::HandedOver { expires_at: Some(end), .. }) => format!(" until {end}"),
            _ => String::new(),
        };
        let done = format!(
            "{}'s own tool was given a session{until}, to reach {}.",
            cloud.descriptor().name,
            title(&machine.name)
        );
        audit_call(vault, AuditAction::ToolSession, &provider.name, &session, done).await?;
        let mut login = ToolLogin::default();
        if let ToolSession::HandedOver { variables, .. } = session? {
            login.environment = variables;
        }
        Ok(login)
    }
}
