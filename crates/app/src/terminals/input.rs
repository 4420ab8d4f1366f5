use nexus_connect::pty::Size;
use nexus_model::{Failure, Secret};

use crate::{App, failures};

impl App {
    /// Sends what was typed to a session.
    ///
    /// # Errors
    /// `not_found` once it has ended.
    pub async fn write_terminal(&self, id: u32, text: String) -> Result<(), Failure> {
        let pty = self.terminals.pty(id)?;
        // A program that does not read makes the writer wait.
        let written = tokio::task::spawn_blocking(move || pty.write(&text)).await;
        written.unwrap_or_else(|_| {
            Err(failures::internal("terminal", "The session took no input.", "Try it again."))
        })
    }

    /// Sends what was copied to a session, as a terminal does: with carriage returns for line
    /// breaks, and where the program wants to tell it from what is typed, between marks that the
    /// text itself cannot forge (<https://invisible-island.net/xterm/ctlseqs/ctlseqs.html>,
    /// Bracketed Paste Mode).
    ///
    /// # Errors
    /// As [`App::write_terminal`].
    pub async fn paste_in_terminal(
        &self,
        id: u32,
        text: &Secret,
        bracketed: bool,
    ) -> Result<(), Failure> {
        self.write_terminal(id, pasted(text.expose(), bracketed)).await
    }

    /// Tells a session another size.
    ///
    /// # Errors
    /// `not_found` once it has ended.
    pub async fn resize_terminal(&self, id: u32, size: Size) -> Result<(), Failure> {
        self.terminals.pty(id)?.resize(size)
    }

    /// Says that so many pieces of a session's output are shown, so that more may come.
    pub fn take_terminal_output(&self, id: u32, pieces: u32) {
        self.terminals.taken(id, pieces);
    }

    /// Ends a session; one that has ended already stays so.
    pub fn close_terminal(&self, id: u32) {
        self.terminals.close(id);
    }
}

fn pasted(text: &str, bracketed: bool) -> String {
    let text = text.replace("\r\n", "\r").replace('\n', "\r");
    if bracketed { format!("\x1b[200~{}\x1b[201~", text.replace('\x1b', "")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::pasted;

    #[test]
    fn what_is_pasted_cannot_end_its_own_brackets() {
        assert_eq!(pasted("one\r\ntwo\nthree", false), "one\rtwo\rthree");
        let hostile = "x\x1b[201~rm -rf ~\n";
        assert_eq!(pasted(hostile, true), "\x1b[200~x[201~rm -rf ~\r\x1b[201~");
    }
}
