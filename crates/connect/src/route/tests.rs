use std::collections::BTreeSet;
use std::net::IpAddr;

use nexus_model::{CloudId, Machine, MachineKey, MachineState, OsFamily, ProviderId, SshKeyId};
use tempfile::TempDir;
use uuid::Uuid;

use super::{
    Around, Bastion, MachineScope, Path, Preference, Preferences, Route, Rule, Service, choose,
    offers,
};
use crate::Tools;
use crate::tests::machine;

/// A computer with some programs, and what it knows of machines.
struct Computer {
    service: Service,
    programs: TempDir,
    machines: Vec<Machine>,
    preferences: Preferences,
    reachable: BTreeSet<IpAddr>,
}

impl Computer {
    fn with(programs: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for name in programs {
            nexus_testkit::ssh_server::make_program(&folder.path().join(name), "#!/bin/sh\n");
        }
        Self {
            service: Service::Shell,
            programs: folder,
            machines: Vec::new(),
            preferences: Preferences::default(),
            reachable: BTreeSet::new(),
        }
    }

    fn prefer(&mut self, scope: MachineScope, prefer: Preference) {
        self.preferences.0.push(Rule { scope, prefer });
    }

    fn ask<T>(&self, question: impl FnOnce(&Around<'_>) -> T) -> T {
        let tools = Tools::on(&self.programs.path().as_os_str().to_owned());
        question(&Around {
            service: self.service,
            machines: &self.machines,
            tools: &tools,
            preferences: &self.preferences,
            reachable: &self.reachable,
        })
    }

    /// The route taken and the reason, or what is told instead.
    fn chosen(&self, machine: &Machine) -> Result<(Route, String), String> {
        let offer = self.ask(|around| choose(machine, around, None));
        offer.map(|offer| (offer.route, offer.reason)).map_err(|failure| failure.to_string())
    }

    /// The words of the program a route goes through, without its folder.
    fn words(&self, route: Route, machine: &Machine) -> String {
        let offer = self.ask(|around| choose(machine, around, Some(route))).expect("usable");
        match offer.path.expect("a path") {
            Path::Proxy(call) | Path::Tunnel(call) => {
                let folder = format!("{}/", self.programs.path().display());
                call.to_line().replace(&folder, "")
            }
            path => format!("{path:?}"),
        }
    }
}

fn hidden(mut machine: Machine) -> Machine {
    machine.public_ips.clear();
    machine
}

fn in_google(name: &str) -> Machine {
    let mut machine = hidden(machine("4711"));
    machine.cloud = CloudId::new("gcp");
    machine.name = name.to_owned();
    machine.zone = Some("europe-west1-b".into());
    machine.console_url = Some(
        "https://console.cloud.google.com/compute/instancesDetail/zones/europe-west1-b/instances/\
         web?project=example-1"
            .into(),
    );
    machine
}

fn in_azure(id: &str) -> Machine {
    let mut machine = hidden(machine(id));
    machine.cloud = CloudId::new("azure");
    machine
}

#[test]
fn the_public_address_comes_first_and_then_a_private_one_that_answers() {
    let mut computer = Computer::with(&["aws", "session-manager-plugin"]);
    let web = machine("i-0123456789abcdef0");
    computer.reachable.insert(web.private_ips[0]);
    assert_eq!(computer.chosen(&web).expect("a route").0, Route::Public);
    let (route, reason) = computer.chosen(&hidden(web.clone())).expect("a route");
    assert_eq!(route, Route::Private);
    assert_eq!(reason, "Its private address 10.0.0.7 answers from here.");
    computer.reachable.clear();
    assert_eq!(computer.chosen(&hidden(web)).expect("a route").0, Route::SessionManager);
}

#[test]
fn the_same_host_in_a_tailnet_is_found_by_its_address_or_else_by_its_name_if_that_is_one() {
    let mut computer = Computer::with(&["tailscale"]);
    let mut web = hidden(machine("i-1"));
    web.name = "Web 1".into();
    let mut device = hidden(machine("n1"));
    device.cloud = CloudId::new("tailscale");
    device.name = "web-1.tailfe8c.ts.net".into();
    device.private_ips = vec!["100.64.0.7".parse().expect("an address")];
    computer.machines.push(device.clone());
    let (route, reason) = computer.chosen(&web).expect("a route");
    assert_eq!((route, reason.as_str()), (Route::Tailscale, "It is in a tailnet as 100.64.0.7."));

    let mut twin = device.clone();
    twin.id = "n2".into();
    computer.machines.push(twin);
    assert!(computer.chosen(&web).is_err(), "either could be it");
    web.private_ips.push(device.private_ips[0]);
    assert_eq!(computer.chosen(&web).expect("a route").0, Route::Tailscale);
    assert_eq!(computer.chosen(&device).expect("a route").0, Route::Tailscale);
    computer.machines[0].state = MachineState::Stopped;
    assert!(computer.chosen(&web).is_err(), "the device is offline");
}

#[test]
fn a_jump_host_is_the_one_that_was_chosen_or_the_one_that_is_named_so() {
    let mut computer = Computer::with(&[]);
    let db = hidden(machine("i-db"));
    let mut bastion = machine("i-bastion");
    bastion.name = "prod-bastion".into();
    let other = machine("i-other");
    computer.machines = vec![db.clone(), bastion.clone(), other.clone()];
    let (route, reason) = computer.chosen(&db).expect("a route");
    assert_eq!(route, Route::Jump);
    assert_eq!(reason, "prod-bastion is named as the jump host of its region.");

    let jump = Some(MachineKey::of(&other));
    computer.prefer(
        MachineScope::Provider { id: db.provider },
        Preference { jump, route: Some(Route::Jump), ..Preference::default() },
    );
    let reason = computer.chosen(&db).expect("a route").1;
    assert_eq!(reason, "name of i-other was chosen as its jump host.");
    let itself = computer.chosen(&other).expect("a route").0;
    assert_eq!(
        itself,
        Route::Public,
        "the jump host of all machines is not reached through itself"
    );
    computer.machines.pop();
    assert!(computer.chosen(&db).is_err(), "a jump host that was chosen is not replaced");
}

#[test]
fn tools_of_clouds_are_called_with_words_of_their_own() {
    let mut computer = Computer::with(&["aws", "session-manager-plugin", "gcloud", "az"]);
    let web = hidden(machine("i-0123456789abcdef0"));
    assert_eq!(
        computer.words(Route::SessionManager, &web),
        "aws ssm start-session --target i-0123456789abcdef0 --document-name AWS-StartSSHSession \
         --parameters portNumber='%p' --region eu-west-1"
            .replace("portNumber='%p'", "'portNumber=%p'")
    );
    assert_eq!(
        computer.words(Route::InstanceConnect, &web),
        "aws ec2-instance-connect open-tunnel --instance-id i-0123456789abcdef0 --remote-port '%p' \
         --region eu-west-1"
    );
    assert_eq!(
        computer.words(Route::Iap, &in_google("web")),
        "gcloud compute start-iap-tunnel web '%p' --listen-on-stdin --verbosity=error \
         --zone europe-west1-b --project example-1"
    );
    let vm = in_azure("/subscriptions/1/resourceGroups/rg/providers/x/virtualMachines/web");
    let bastion = Bastion { name: "hub".into(), resource_group: "network".into() };
    let prefer = Preference { bastion: Some(bastion), ..Preference::default() };
    computer.prefer(MachineScope::Machine(MachineKey::of(&vm)), prefer);
    assert_eq!(
        computer.words(Route::Bastion, &vm),
        "az network bastion tunnel --name=hub --resource-group=network \
         --target-resource-id=/subscriptions/1/resourceGroups/rg/providers/x/virtualMachines/web \
         '--resource-port=%p' '--port={port}'"
    );
}

#[test]
fn a_desktop_is_reached_by_the_same_ways_but_for_those_of_ssh_alone() {
    let mut computer = Computer::with(&["aws", "session-manager-plugin", "gcloud"]);
    computer.service = Service::Desktop;
    let mut windows = hidden(machine("i-0123456789abcdef0"));
    windows.os = OsFamily::Windows;
    assert_eq!(
        computer.words(Route::SessionManager, &windows),
        "aws ssm start-session --target i-0123456789abcdef0 --document-name \
         AWS-StartPortForwardingSession --parameters 'portNumber=%p,localPortNumber={port}' \
         --region eu-west-1"
    );
    assert_eq!(
        computer.words(Route::InstanceConnect, &windows),
        "aws ec2-instance-connect open-tunnel --instance-id i-0123456789abcdef0 --remote-port '%p' \
         --region eu-west-1"
    );
    let offers = computer.ask(|around| offers(&windows, around));
    assert!(offers.iter().all(|offer| offer.push.is_none()), "nobody logs in with a key");
    let google = in_google("web");
    let os_login = computer.ask(|around| choose(&google, around, Some(Route::OsLogin)));
    assert!(os_login.expect_err("refused").message.contains("OS Login is for SSH."));
    assert!(computer.words(Route::Iap, &google).starts_with("gcloud compute start-iap-tunnel web"));
}

#[rstest::rstest]
#[case(&["aws"], machine("i-0123456789abcdef0"), "Install the Session Manager plugin.")]
#[case(&[], in_google("web"), "Install the Google Cloud CLI.")]
fn a_missing_tool_is_named(#[case] tools: &[&str], #[case] web: Machine, #[case] told: &str) {
    let computer = Computer::with(tools);
    let asked = if web.cloud.as_str() == "aws" { Route::SessionManager } else { Route::Iap };
    let failure = computer.ask(|around| choose(&web, around, Some(asked))).expect_err("missing");
    assert_eq!(failure.remedy, told);
    assert!(failure.link.is_some());
}

#[test]
fn a_machine_without_a_route_is_told_what_would_give_it_one() {
    let mut lonely = hidden(machine("1"));
    lonely.cloud = CloudId::new("hetzner");
    let told = Computer::with(&[]).chosen(&lonely).expect_err("no route");
    assert_eq!(
        told,
        "There is no route to name of 1: it has no address that is reachable from here. Give it a \
         public address, connect to its network, choose a jump host for it, or put it in a tailnet."
    );
}

#[rstest::rstest]
#[case(MachineState::Stopped, "name of i-1 is stopped. Start it, then connect.")]
#[case(MachineState::Terminated, "name of i-1 is gone. Refresh the list.")]
fn a_machine_that_is_down_is_started_first(#[case] state: MachineState, #[case] told: &str) {
    let mut web = machine("i-1");
    web.state = state;
    assert_eq!(Computer::with(&[]).chosen(&web).expect_err("down"), told);
}

#[test]
fn a_preference_of_the_machine_goes_before_one_of_its_tag_and_its_provider() {
    let mut computer = Computer::with(&["aws", "session-manager-plugin"]);
    let mut web = machine("i-0123456789abcdef0");
    web.tags.insert("env".into(), "prod".into());
    let route = |route| Preference { route: Some(route), ..Preference::default() };
    let user = Preference { user: Some("deploy".into()), ..Preference::default() };
    computer.prefer(MachineScope::Provider { id: web.provider }, route(Route::Jump));
    computer.prefer(MachineScope::Tag { key: "env".into(), value: "prod".into() }, user);
    computer.prefer(MachineScope::Machine(MachineKey::of(&web)), route(Route::SessionManager));
    let other = ProviderId(Uuid::from_u128(8));
    computer.prefer(MachineScope::Provider { id: other }, route(Route::Bastion));
    assert_eq!(computer.chosen(&web).expect("a route").0, Route::SessionManager);
    let preference = computer.preferences.of(&web);
    assert_eq!(preference.user.as_deref(), Some("deploy"));
    assert_eq!(computer.preferences.of(&machine("i-2")).route, Some(Route::Jump));
}

#[test]
fn a_file_that_is_preferred_for_a_machine_goes_before_a_key_for_all_of_them() {
    let mut computer = Computer::with(&[]);
    let web = machine("i-web");
    let key = Some(SshKeyId::random());
    let identity = Some("/home/ada/.ssh/web".into());
    computer.prefer(
        MachineScope::Provider { id: web.provider },
        Preference { key, ..Preference::default() },
    );
    computer.prefer(
        MachineScope::Machine(MachineKey::of(&web)),
        Preference { identity: identity.clone(), ..Preference::default() },
    );
    let preference = computer.preferences.of(&web);
    assert_eq!((preference.identity, preference.key), (identity, None));
    assert_eq!(computer.preferences.of(&machine("i-2")).key, key);
}

#[test]
fn every_route_says_why_or_why_not() {
    let computer = Computer::with(&[]);
    for offer in computer.ask(|around| offers(&machine("i-0123456789abcdef0"), around)) {
        assert!(offer.reason.ends_with('.') && offer.reason.len() > 10, "{offer:?}");
        assert_eq!(offer.usable, offer.path.is_some());
    }
}

/// Names of Google's instances, zones and projects, ids of EC2's: what is no such name never
/// becomes a part of a command.
#[rstest::rstest]
#[case("-oProxyCommand=touch /tmp/x")]
#[case("$(id)")]
#[case("a;b")]
#[case("a\nb")]
#[case("%h")]
#[case(&"a".repeat(300))]
fn a_hostile_name_is_never_a_part_of_a_command(#[case] name: &str) {
    let computer = Computer::with(&["aws", "session-manager-plugin", "gcloud"]);
    let mut zone = in_google("web");
    zone.zone = Some(name.to_owned());
    let mut region = machine("i-0123456789abcdef0");
    region.region = name.to_owned();
    for machine in [in_google(name), zone, machine(name), region] {
        for route in [Route::SessionManager, Route::InstanceConnect, Route::Iap, Route::OsLogin] {
            assert!(computer.ask(|around| choose(&machine, around, Some(route))).is_err());
        }
    }
}
