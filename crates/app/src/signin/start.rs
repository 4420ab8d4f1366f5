use std::sync::Arc;

use nexus_model::Failure;
use nexus_signin::{
    Answers, Client, DeviceCode, DeviceIssuer, SignIn, SignInPlan, Tokens, client_credentials,
    qr_svg, wait_for_device,
};
use nexus_vault::Vault;
use tokio::sync::oneshot;

use super::attempt::Attempt;
use super::outcome::Outcome;
use super::under_way::UnderWay;
use super::{DevicePrompt, SignInPrompt, SignInRequest};
use crate::{App, failures};

impl App {
    /// Begins a sign-in and opens its page. The connection is pending from now on; a known one
    /// stays as it is until the person has come back. What comes of it is told by
    /// [`crate::AppEvent::SignInEnded`].
    ///
    /// # Errors
    /// `invalid_input` naming the field, `locked`, or why the server cannot be used.
    pub async fn start_sign_in(&self, request: &SignInRequest) -> Result<SignInPrompt, Failure> {
        let vault = self.vault().await?;
        let attempt = self.attempt(&vault, request).await?;
        let id = attempt.connection.id;
        // The port may be a fixed one: an older sign-in of the same connection gives it back.
        self.sign_ins.cancel(id);
        let waiting = Waiting::start(self, attempt.plan.clone()).await;
        let explain = |failure| self.explained(&attempt.connection.peer, failure);
        let waiting = waiting.map_err(explain)?;
        let peer = self.peer_name(&vault, &attempt.connection.peer).await?;
        let prompt = waiting.prompt(&attempt, &peer);
        let answers = waiting.answers();
        let mark = vault.connections().mark_sign_in(id)?;
        self.keep_pending(&vault, &attempt).await?;

        // Held until it is under way, so that locking finds it.
        let session = self.session.read().await;
        if session.is_none() {
            return Err(failures::locked());
        }
        let link = prompt.link().map(str::to_owned);
        let (go, begun) = oneshot::channel::<()>();
        let app = self.clone();
        let task = tokio::spawn(async move {
            let _under_way = mark;
            // Not before it is noted, or its end would be noted first.
            let _ = begun.await;
            let result = waiting.wait().await;
            let result = result.map_err(|why| app.explained(&attempt.connection.peer, why));
            if app.sign_ins.ended(id) {
                app.sign_in_came_to(Outcome { vault, attempt, result }).await;
            }
        });
        let task = task.abort_handle();
        self.sign_ins.put(id, UnderWay { link: link.clone(), answers, task });
        drop(session);
        let _ = go.send(());
        self.open_if_possible(link.as_deref());
        Ok(prompt)
    }

    /// A new connection is there from now on; of a known one nothing is changed yet.
    async fn keep_pending(&self, vault: &Vault, attempt: &Attempt) -> Result<(), Failure> {
        if !attempt.is_known {
            self.insert_connection(vault, &attempt.connection, &attempt.secrets).await?;
            self.emit_connections(vault).await?;
        }
        Ok(())
    }
}

/// A sign-in that has been begun at its server.
enum Waiting {
    Browser(Box<SignIn>),
    Device(Arc<dyn DeviceIssuer>, DeviceCode),
    /// Nobody is waited for but the server.
    Client(Box<Client>, App),
}

impl Waiting {
    async fn start(app: &App, plan: SignInPlan) -> Result<Self, Failure> {
        Ok(match plan {
            SignInPlan::Browser(client) => {
                Self::Browser(Box::new(SignIn::start(app.clouds.http(), *client).await?))
            }
            SignInPlan::Device(issuer) => {
                let code = issuer.start().await?;
                Self::Device(issuer, code)
            }
            SignInPlan::Client(client) => Self::Client(client, app.clone()),
        })
    }

    fn prompt(&self, attempt: &Attempt, peer: &str) -> SignInPrompt {
        let connection = attempt.connection.id;
        match self {
            Self::Browser(sign_in) => SignInPrompt {
                connection,
                awaited: format!("Waiting for {peer} in your browser."),
                authorization_url: Some(sign_in.authorization_url().to_owned()),
                redirect_uri: Some(sign_in.redirect_uri().to_owned()),
                device: None,
                expires_at: Some(sign_in.expires_at()),
            },
            Self::Device(_, code) => SignInPrompt {
                connection,
                awaited: format!("Waiting for you to confirm the code at {peer}."),
                authorization_url: None,
                redirect_uri: None,
                device: Some(device(code)),
                expires_at: Some(code.expires_at),
            },
            Self::Client(..) => SignInPrompt {
                connection,
                awaited: format!("Asking {peer} for a token."),
                authorization_url: None,
                redirect_uri: None,
                device: None,
                expires_at: None,
            },
        }
    }

    fn answers(&self) -> Option<Answers> {
        match self {
            Self::Browser(sign_in) => Some(sign_in.answer_slot()),
            Self::Device(..) | Self::Client(..) => None,
        }
    }

    async fn wait(self) -> Result<Tokens, Failure> {
        match self {
            Self::Browser(sign_in) => sign_in.wait().await,
            Self::Device(issuer, code) => wait_for_device(issuer.as_ref(), &code).await,
            Self::Client(client, app) => client_credentials(app.clouds.http(), &client).await,
        }
    }
}

fn device(code: &DeviceCode) -> DevicePrompt {
    let mut prompt = DevicePrompt {
        user_code: code.user_code.clone(),
        verification_uri: code.verification_uri.clone(),
        verification_uri_complete: code.verification_uri_complete.clone(),
        qr_svg: String::new(),
    };
    prompt.qr_svg = qr_svg(prompt.link());
    prompt
}
