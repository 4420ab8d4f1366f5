use super::{Key, Target};
use crate::Invocation;

/// The call of OpenSSH that a person would type to get to the last of these machines through those
/// before it, with nothing that belongs to this app: their own known hosts, their own settings.
///
/// `None` where one line of OpenSSH cannot say it: a program in between that is itself behind a
/// jump host, or a jump host with a key of its own.
pub fn typed(way: &[Target]) -> Option<Invocation> {
    let (machine, jumps) = way.split_last()?;
    let differs = |jump: &Target| jump.proxy.is_some() || jump.key != machine.key;
    if jumps.iter().any(differs) {
        return None;
    }
    let mut call = Invocation::new("ssh");
    if let Some(proxy) = &machine.proxy {
        call = call.arg("-o").arg(format!("ProxyCommand={}", proxy.to_line()));
    }
    if !jumps.is_empty() {
        let place =
            |jump: &Target| format!("{}@{}", jump.user, jump.host.with_port(jump.port.get()));
        call = call.arg("-J").arg(jumps.iter().map(place).collect::<Vec<_>>().join(","));
    }
    if let Key::File(file) = &machine.key {
        // OpenSSH would replace a `%` (ssh_config, TOKENS).
        call = call.arg("-i").arg(file.to_string_lossy().replace('%', "%%"));
    }
    if machine.port != crate::session::PORT {
        call = call.arg("-p").arg(machine.port.to_string());
    }
    Some(call.arg(format!("{}@{}", machine.user, machine.host.as_str())))
}

#[cfg(test)]
mod tests {
    use super::{Key, Target, typed};
    use crate::Invocation;

    fn target(host: &str, port: u16) -> Target {
        Target {
            host: host.parse().expect("a host"),
            port: port.try_into().expect("a port"),
            user: "ada".parse().expect("a user"),
            key: Key::Own,
            alias: "nexus-1".into(),
            known_hosts: "/tmp/known".into(),
            proxy: None,
        }
    }

    fn line(way: &[Target]) -> Option<String> {
        typed(way).map(|call| call.to_line())
    }

    #[test]
    fn one_machine_is_a_short_line() {
        assert_eq!(line(&[target("192.0.2.7", 22)]).as_deref(), Some("ssh ada@192.0.2.7"));
        let mut other = target("2001:db8::7", 2222);
        other.key = Key::File("/home/ada/50% of/key".into());
        let said = line(&[other]);
        let wanted = "ssh -i '/home/ada/50%% of/key' -p 2222 ada@2001:db8::7";
        assert_eq!(said.as_deref(), Some(wanted));
    }

    #[test]
    fn jump_hosts_are_named_in_their_order() {
        let way = [target("192.0.2.1", 22), target("2001:db8::2", 2222), target("10.0.0.3", 22)];
        let wanted = "ssh -J 'ada@192.0.2.1:22,ada@[2001:db8::2]:2222' ada@10.0.0.3";
        assert_eq!(line(&way).as_deref(), Some(wanted));
    }

    #[test]
    fn what_one_line_cannot_say_is_none() {
        let mut jump = target("192.0.2.1", 22);
        jump.key = Key::File("/home/ada/other".into());
        assert_eq!(line(&[jump, target("10.0.0.3", 22)]), None);
        let mut jump = target("192.0.2.1", 22);
        jump.proxy = Some(Invocation::new("aws").arg("ssm"));
        assert_eq!(line(&[jump, target("10.0.0.3", 22)]), None);
    }
}
