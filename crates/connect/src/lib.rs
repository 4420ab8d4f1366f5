//! A machine to a session: route, SSH or RDP arguments, keys, known hosts, terminal.
