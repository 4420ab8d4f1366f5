//! `nexus`: the use cases of the app in a terminal.
//!
//! Its words, the shape of its JSON and its exit statuses are a contract that scripts rely on.

mod arguments;
mod browser;
mod commands;
mod exit;
mod key;
mod output;

use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use nexus_app::{App, OsKeychain, Registry, default_vault_path};
use nexus_model::Failure;

use crate::arguments::{Arguments, Command, ProvidersCommand};
use crate::commands::buckets::BUCKETS;
use crate::commands::machines::MACHINES;
use crate::exit::Exit;
use crate::key::KeySource;
use crate::output::Output;

#[tokio::main]
async fn main() -> ExitCode {
    nexus_app::forbid_core_dumps();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => arguments::refuse(error),
    };
    let output = Output::new(arguments.command.json());
    let exit = match run(arguments, &output).await {
        Ok(exit) => exit,
        Err(failure) => {
            output.failure(&failure);
            Exit::of(&failure)
        }
    };
    exit.into()
}

async fn run(arguments: Arguments, output: &Output) -> Result<Exit, Failure> {
    let path = arguments.vault.map_or_else(default_vault_path, Ok)?;
    let app = App::new(path, Registry::standard(), Arc::new(OsKeychain));
    let key = KeySource { from_stdin: arguments.password_stdin };
    let result = match arguments.command {
        Command::Vault(command) => commands::vault::run(&app, key, command, output).await,
        Command::Clouds { .. } => commands::clouds::run(&app, output),
        Command::Providers { command, .. } => {
            key.unlock(&app).await?;
            match command {
                None => commands::providers::list(&app, output).await,
                Some(ProvidersCommand::Add(new)) => {
                    commands::providers::add(&app, new, output).await
                }
                Some(ProvidersCommand::Check { name, code_stdin, .. }) => {
                    let code = code_stdin.then(key::line_of_stdin).transpose()?;
                    commands::providers::check(&app, &name, code, output).await
                }
                Some(ProvidersCommand::Import(import)) => {
                    commands::import::run(&app, import, output).await
                }
                Some(ProvidersCommand::Remove { name, .. }) => {
                    commands::providers::remove(&app, &name, output).await
                }
            }
        }
        Command::Signin(request) => {
            key.unlock(&app).await?;
            commands::signin::run(&app, request, output).await
        }
        Command::Connections { command, .. } => {
            key.unlock(&app).await?;
            commands::connections::run(&app, command, output).await
        }
        Command::Keys { command, .. } => {
            key.unlock(&app).await?;
            commands::keys::run(&app, command, output).await
        }
        Command::Profiles { command, .. } => {
            key.unlock(&app).await?;
            commands::profiles::run(&app, command, output).await
        }
        Command::SecretBackend(command) => {
            key.unlock(&app).await?;
            commands::secret_backend::run(&app, command, output).await
        }
        Command::Request(request) => {
            key.unlock(&app).await?;
            commands::request::run(&app, request, output).await
        }
        Command::Machines(request) => {
            key.unlock(&app).await?;
            commands::resources::run(&app, &MACHINES, request, output).await
        }
        Command::Buckets(request) => {
            key.unlock(&app).await?;
            commands::resources::run(&app, &BUCKETS, request, output).await
        }
        Command::Power(command) => {
            key.unlock(&app).await?;
            commands::power::run(&app, command, output).await
        }
        Command::Ssh(request) => {
            key.unlock(&app).await?;
            commands::ssh::run(&app, request).await
        }
        Command::Rdp(request) => {
            key.unlock(&app).await?;
            commands::rdp::run(&app, request).await
        }
        Command::Password(request) => {
            key.unlock(&app).await?;
            commands::rdp::password(&app, request, output).await
        }
    };
    let locked = app.lock_vault("the command ended").await;
    result.and_then(|exit| locked.map(|()| exit))
}
