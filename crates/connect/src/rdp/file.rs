use super::Desktop;

/// The content of an `.rdp` file, lines of `name:type:value`. Host and user can hold no line break,
/// so none can be a line of its own.
/// <https://learn.microsoft.com/azure/virtual-desktop/rdp-properties>
pub fn file(desktop: &Desktop) -> String {
    let address = desktop.host.with_port(desktop.port.get());
    let lines = [
        format!("full address:s:{address}"),
        format!("username:s:{}", desktop.user),
        // The program asks for the password itself.
        "prompt for credentials:i:1".to_owned(),
        // A machine that cannot prove who it is is told to the person, who decides.
        "authentication level:i:2".to_owned(),
        "screen mode id:i:1".to_owned(),
        "dynamic resolution:i:1".to_owned(),
        "redirectclipboard:i:1".to_owned(),
        // Nothing else of this computer is open to the machine.
        "drivestoredirect:s:".to_owned(),
        "redirectprinters:i:0".to_owned(),
        "redirectsmartcards:i:0".to_owned(),
    ];
    lines.join("\r\n") + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::file;
    use crate::rdp::{Desktop, PORT};

    #[test]
    fn it_is_as_the_programs_of_microsoft_read_it() {
        let desktop = Desktop {
            host: "2001:db8::7".parse().expect("a host"),
            port: PORT,
            user: "EXAMPLE\\jane".parse().expect("a user"),
        };
        let expected = "full address:s:[2001:db8::7]:3389\r\n\
            username:s:EXAMPLE\\jane\r\n\
            prompt for credentials:i:1\r\n\
            authentication level:i:2\r\n\
            screen mode id:i:1\r\n\
            dynamic resolution:i:1\r\n\
            redirectclipboard:i:1\r\n\
            drivestoredirect:s:\r\n\
            redirectprinters:i:0\r\n\
            redirectsmartcards:i:0\r\n";
        assert_eq!(file(&desktop), expected);
    }
}
