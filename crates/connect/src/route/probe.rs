use std::collections::BTreeSet;
use std::net::IpAddr;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// How long an address may take to answer: more than a round trip around the world, less than a
/// person notices twice.
const PATIENCE: Duration = Duration::from_millis(400);

/// Those of some private addresses that answer on a port, all asked at once.
pub async fn reachable(addresses: &[IpAddr], port: u16) -> BTreeSet<IpAddr> {
    let mut asked = JoinSet::new();
    for address in addresses.iter().copied() {
        asked.spawn(async move {
            let opened = tokio::time::timeout(PATIENCE, TcpStream::connect((address, port))).await;
            matches!(opened, Ok(Ok(_))).then_some(address)
        });
    }
    asked.join_all().await.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr, TcpListener};

    use super::reachable;

    #[tokio::test]
    async fn only_what_listens_is_reachable() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let port = listener.local_addr().expect("its number").port();
        let [here, other] = [IpAddr::from([127, 0, 0, 1]), IpAddr::from([127, 0, 0, 2])];
        let seen = reachable(&[here, other], port).await;
        assert!(seen.contains(&here) && !seen.contains(&other));
    }
}
