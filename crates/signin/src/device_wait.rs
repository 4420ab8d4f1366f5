//! Polls until the person has confirmed: RFC 8628, sections 3.4 and 3.5.

use std::time::Duration;

use nexus_model::{ErrorCode, Failure};

use crate::{DeviceCode, DeviceIssuer, DevicePoll, Tokens};

/// What is waited longer after a poll that came too early: RFC 8628, section 3.5.
const SLOWER: Duration = Duration::from_secs(5);
/// Longest pause while the network is in trouble; the person may be back any moment.
const LONGEST: Duration = Duration::from_secs(60);

/// Polls in the server's interval until the person has confirmed or the code's time is over.
/// Trouble of the network or the server is waited out.
///
/// # Errors
/// `cancelled` if the person refused, `expired` if the code's time is over, or what else the
/// server answers.
pub async fn wait_for_device(
    issuer: &dyn DeviceIssuer,
    code: &DeviceCode,
) -> Result<Tokens, Failure> {
    let mut interval = Duration::from_secs(u64::from(code.interval_seconds));
    let mut pause = interval;
    loop {
        let left = Duration::try_from(-code.expires_at.age()).unwrap_or_default();
        if left.is_zero() {
            return Err(expired());
        }
        tokio::time::sleep(pause.min(left)).await;
        pause = match issuer.poll(code).await {
            Ok(DevicePoll::Done(tokens)) => return Ok(*tokens),
            Ok(DevicePoll::Pending) => interval,
            Ok(DevicePoll::SlowDown) => {
                interval += SLOWER;
                interval
            }
            Err(failure) if failure.code.is_retryable() => {
                (pause * 2).clamp(interval, LONGEST.max(interval))
            }
            Err(failure) => return Err(failure),
        };
    }
}

fn expired() -> Failure {
    Failure::new(
        ErrorCode::Expired,
        "Sign-in",
        "Sign-in failed: the code's time ran out before it was confirmed.",
        "Start the sign-in again and confirm the new code.",
    )
}
