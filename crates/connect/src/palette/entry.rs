use nexus_model::Machine;

/// What is searched of a machine.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The machine.
    pub machine: &'a Machine,
    /// The name of its provider.
    pub provider: &'a str,
    /// Tags the person has given it.
    pub own_tags: &'a [String],
}

impl Entry<'_> {
    /// All but the name, each on a line of its own.
    pub(super) fn others(&self) -> String {
        let machine = self.machine;
        let mut lines = vec![machine.id.clone(), self.provider.to_owned()];
        lines
            .extend(machine.public_ips.iter().chain(&machine.private_ips).map(ToString::to_string));
        lines.extend(machine.private_dns.clone());
        lines.extend([machine.cloud.to_string(), machine.region.clone()]);
        lines.extend(machine.tags.iter().map(|(key, value)| format!("{key}={value}")));
        lines.extend(self.own_tags.iter().cloned());
        lines.join("\n")
    }
}
