//! All names, and no values.

use futures::{StreamExt, TryStreamExt, stream};
use nexus_secrets::Expected;

use super::{Case, Verdict, case};
use crate::bench::{key, secret, writer};
use crate::peers::Kind;

pub const CASES: &[Case] = &[case!("200 secrets are listed", many)];

async fn many(kind: Kind) -> Verdict {
    let peer = (kind.start)();
    let backend = writer(&*peer);
    let owners = (0..50).map(|number| format!("owner-{number:08x}"));
    let fields = ["access_key", "metadata", "secret_key", "token"];
    let keys: Vec<_> = owners.flat_map(|owner| fields.map(|field| key(&owner, field))).collect();
    assert_eq!(keys.len(), 200);
    let value = secret("x");
    let written = stream::iter(&keys).map(|key| backend.set(key, &value, &Expected::Absent));
    written.buffer_unordered(8).try_collect::<Vec<_>>().await.expect("written");
    assert_eq!(backend.list(None).await.expect("listed"), keys, "every name, in order");
    let of_one = backend.list(Some("owner-00000007")).await.expect("listed");
    assert_eq!(of_one, fields.map(|field| key("owner-00000007", field)));
    Verdict::Holds
}
