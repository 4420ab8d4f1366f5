use nexus_model::{ErrorCode, Failure};

use super::{Connector, Request};
use crate::names::title;
use crate::rdp::{self, Desktop};
use crate::route::Path;

impl Connector {
    /// Where a machine's remote desktop is. Needs a Tokio runtime.
    ///
    /// # Errors
    /// As [`Connector::connect`], and `invalid_input` for a route that only SSH can take.
    pub async fn desktop(&self, request: &Request<'_>) -> Result<Desktop, Failure> {
        let machine = request.machine;
        let offer = self.offer(machine, request, request.route, rdp::PORT).await?;
        let Some(Path::Direct(host)) = offer.path else {
            return Err(Failure::new(
                ErrorCode::InvalidInput,
                "remote desktop",
                format!("{} leads to {} by SSH only.", offer.title, title(&machine.name)),
                "Choose a route with an address: public, private or in a tailnet.",
            )
            .in_field("route"));
        };
        let preference = request.preferences.of(machine);
        let port = request.port.or(preference.port).unwrap_or(rdp::PORT);
        Ok(Desktop { host, port, user: self.user(request, &preference)? })
    }
}
