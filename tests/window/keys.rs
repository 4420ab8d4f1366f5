//! What is typed and asked of the page besides its `data-testid`s.

use std::time::{Duration, Instant};

use nexus_testkit::Window;
use serde_json::Value;
use thirtyfour::Key;

use crate::tray::PATIENCE;

/// Answers what the script does once it is something.
pub async fn when(window: &Window, what: &str, script: &str) -> Value {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let answer = window.driver().execute(script, Vec::new()).await.expect("a script");
        let answer = answer.json().clone();
        if !matches!(answer, Value::Null | Value::Bool(false)) {
            return answer;
        }
        assert!(Instant::now() < deadline, "{what} did not come about");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Types where the focus is.
pub async fn typed(window: &Window, text: &str) {
    window.driver().action_chain().send_keys(text).perform().await.expect("typed");
}

/// Presses keys together.
pub async fn chord(window: &Window, held: &[Key], key: char) {
    let actions = window.driver().action_chain();
    let actions = held.iter().fold(actions, |actions, held| actions.key_down(held.clone()));
    let actions = actions.key_down(key).key_up(key);
    let actions = held.iter().fold(actions, |actions, held| actions.key_up(held.clone()));
    actions.perform().await.expect("pressed");
}

/// What a command of the app answers, by the page's own way to it.
pub async fn invoke(window: &Window, command: &str, arguments: Value) -> Value {
    let script = "const done = arguments[2]; \
        window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1]).then(done, \
            (failure) => done({ failure }));";
    let driver = window.driver();
    let answer = driver.execute_async(script, vec![command.into(), arguments]).await;
    let answer = answer.expect("a script").json().clone();
    assert_eq!(answer.get("failure"), None, "{command}");
    answer
}
