use nexus_model::{Machine, OsFamily};

/// The user a machine's image lets in, as far as can be guessed, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserGuess {
    /// The user's name.
    pub user: String,
    /// What it was guessed from, in words: “the image of a Debian”.
    pub reason: String,
}

/// Who a cloud's images let in.
enum Usual {
    /// The system's own user, by [`BY_SYSTEM`]; this one where the system is not told.
    OfSystem(&'static str),
    /// This user on all, but for systems that never have it.
    Always(&'static str),
    /// The person's own name here, which the cloud's agent makes a user of.
    Person,
}

/// Default users by cloud, from each vendor's documentation.
const BY_CLOUD: &[(&str, Usual)] = &[
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/managing-users.html
    ("aws", Usual::OfSystem("ec2-user")),
    // https://learn.microsoft.com/azure/virtual-machines/linux/quick-create-portal
    ("azure", Usual::Always("azureuser")),
    // https://cloud.google.com/compute/docs/connect/standard-ssh
    ("gcp", Usual::Person),
    // https://docs.digitalocean.com/products/droplets/how-to/connect-with-ssh/
    ("digitalocean", Usual::Always("root")),
    // https://techdocs.akamai.com/cloud-computing/docs/connect-to-a-compute-instance-using-ssh
    ("linode", Usual::Always("root")),
    // https://docs.vultr.com/how-to-access-your-vultr-vps
    ("vultr", Usual::Always("root")),
    // https://docs.hetzner.com/cloud/servers/getting-started/connecting-to-the-server
    ("hetzner", Usual::Always("root")),
    // https://www.scaleway.com/en/docs/instances/how-to/connect-to-instance/
    ("scaleway", Usual::Always("root")),
    // https://help.ovhcloud.com/csm/en-public-cloud-compute-default-user
    ("ovh", Usual::OfSystem("root")),
    // https://docs.openstack.org/image-guide/obtain-images.html
    ("openstack", Usual::OfSystem("cloud-user")),
    ("tailscale", Usual::Person),
];

/// Default users of systems' own cloud images, by a word in the image's name, most telling first.
const BY_SYSTEM: &[(&str, &str)] = &[
    // https://docs.fedoraproject.org/en-US/fedora-coreos/getting-started/
    ("coreos", "core"),
    // https://www.flatcar.org/docs/latest/
    ("flatcar", "core"),
    // https://docs.bitnami.com/aws/faq/get-started/connect-ssh/
    ("bitnami", "bitnami"),
    // https://documentation.ubuntu.com/public-images/
    ("ubuntu", "ubuntu"),
    // https://wiki.debian.org/Cloud (Amazon's Debian has `admin`, see OF_CLOUD)
    ("debian", "debian"),
    // https://docs.rockylinux.org/
    ("rocky", "rocky"),
    // https://wiki.almalinux.org/cloud/
    ("alma", "almalinux"),
    ("centos", "centos"),
    ("fedora", "fedora"),
    // https://docs.oracle.com/en-us/iaas/Content/Compute/References/images.htm
    ("oracle", "opc"),
    ("amzn", "ec2-user"),
    ("amazon", "ec2-user"),
    ("al2023", "ec2-user"),
    ("rhel", "cloud-user"),
    ("opensuse", "opensuse"),
    ("suse", "sles"),
    ("archlinux", "arch"),
    ("alpine", "alpine"),
    ("freebsd", "freebsd"),
    ("cirros", "cirros"),
    ("kali", "kali"),
];

/// Where a cloud's image of a system has another user than the system's own.
const OF_CLOUD: &[(&str, &str, &str)] = &[
    ("aws", "debian", "admin"),
    ("aws", "fedora", "fedora"),
    ("aws", "rhel", "ec2-user"),
    ("aws", "suse", "ec2-user"),
    ("aws", "oracle", "ec2-user"),
    ("aws", "alma", "ec2-user"),
    ("aws", "freebsd", "ec2-user"),
    // https://docs.digitalocean.com/products/droplets/details/images/
    ("digitalocean", "coreos", "core"),
    ("digitalocean", "freebsd", "freebsd"),
    ("hetzner", "coreos", "core"),
    ("vultr", "coreos", "core"),
    ("vultr", "flatcar", "core"),
];

/// Guesses the user of a machine from its image, its system and its cloud. `person` is the name
/// of the one who asks, on this computer.
pub fn guess_user(machine: &Machine, person: &str) -> UserGuess {
    let guess = |user: &str, reason: String| UserGuess { user: user.to_owned(), reason };
    if machine.os == OsFamily::Windows {
        return guess("Administrator", "a Windows machine".to_owned());
    }
    let image = machine.image.as_deref().unwrap_or_default().to_lowercase();
    let system = BY_SYSTEM.iter().find(|(word, _)| image.contains(word));
    let cloud = machine.cloud.as_str();
    if let Some((word, _)) = system
        && let Some((.., user)) = OF_CLOUD.iter().find(|(id, of, _)| *id == cloud && of == word)
    {
        return guess(user, format!("an image of “{word}” in this cloud"));
    }
    match (BY_CLOUD.iter().find(|(id, _)| *id == cloud).map(|(_, default)| default), system) {
        (Some(Usual::Always(user)), _) => guess(user, "this cloud's usual user".to_owned()),
        (Some(Usual::Person), _) => guess(person, "your own name on this computer".to_owned()),
        (_, Some((word, user))) => guess(user, format!("an image of “{word}”")),
        (Some(Usual::OfSystem(user)), None) => guess(user, "this cloud's usual user".to_owned()),
        (None, None) => guess(person, "your own name on this computer".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::guess_user;
    use crate::tests::machine;
    use nexus_model::{CloudId, OsFamily};

    #[rstest::rstest]
    #[case("aws", "ami-0abc", "ec2-user")]
    #[case("aws", "debian-12-amd64", "admin")]
    #[case("aws", "ubuntu/images/hvm-ssd/ubuntu-jammy", "ubuntu")]
    #[case("azure", "canonical:ubuntu-24_04-lts:server:latest", "azureuser")]
    #[case("gcp", "debian-12", "jane")]
    #[case("digitalocean", "ubuntu-24-04-x64", "root")]
    #[case("digitalocean", "fedora-coreos", "core")]
    #[case("hetzner", "debian-12", "root")]
    #[case("ovh", "Debian 12", "debian")]
    #[case("openstack", "cirros-0.6", "cirros")]
    #[case("openstack", "", "cloud-user")]
    #[case("tailscale", "linux", "jane")]
    #[case("oracle", "Oracle-Linux-9", "opc")]
    fn the_user_comes_from_cloud_and_image(
        #[case] cloud: &str,
        #[case] image: &str,
        #[case] user: &str,
    ) {
        let mut machine = machine("i-1");
        machine.cloud = CloudId::new(cloud);
        machine.image = Some(image.to_owned());
        assert_eq!(guess_user(&machine, "jane").user, user);
    }

    #[test]
    fn a_windows_machine_has_its_administrator() {
        let mut machine = machine("i-1");
        machine.os = OsFamily::Windows;
        assert_eq!(guess_user(&machine, "jane").user, "Administrator");
    }
}
