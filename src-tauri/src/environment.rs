//! What must be so before the window system starts.

/// Prepares this process: no core dumps, and on Linux a renderer that works everywhere.
pub(crate) fn prepare() {
    nexus_app::forbid_core_dumps();
    #[cfg(target_os = "linux")]
    restart_with_safe_renderer();
}

/// WebKitGTK's DMA-BUF renderer shows an empty window with some drivers. Whether it is used is
/// read from the environment, which a running process cannot change safely, so the program starts
/// itself once more with the variable set. A value chosen by the person stays.
#[cfg(target_os = "linux")]
fn restart_with_safe_renderer() {
    use std::env;
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    const VARIABLE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if env::var_os(VARIABLE).is_some() {
        return;
    }
    if let Ok(program) = env::current_exe() {
        // Returns only if it failed; then the app runs with the renderer it has.
        let error = Command::new(program).args(env::args_os().skip(1)).env(VARIABLE, "1").exec();
        tracing::warn!(%error, "could not choose the renderer");
    }
}
