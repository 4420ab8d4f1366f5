//! How figures are printed.

use std::time::Duration;

/// Prints how long something took: half of the times, nearly all of them, and the worst.
///
/// # Panics
/// Without any time.
#[allow(clippy::print_stdout, reason = "figures are for whoever runs the test")]
pub fn tell(what: &str, mut taken: Vec<Duration>) {
    taken.sort_unstable();
    let at = |percent: usize| taken[(taken.len() - 1) * percent / 100];
    let (times, half, most, worst) = (taken.len(), at(50), at(99), at(100));
    println!("{what}: {times} times, p50 {half:?}, p99 {most:?}, worst {worst:?}");
}
