//! A link as a picture, for a telephone to read.

use qrcode::QrCode;
use qrcode::render::{svg, unicode};

/// Points of the picture's side.
const SIDE: u32 = 200;

/// An SVG document of black on white, whatever the theme: many readers know no other. Empty if the
/// text is longer than a QR code can hold (about 2,900 bytes).
pub fn qr_svg(text: &str) -> String {
    let Ok(code) = QrCode::new(text) else { return String::new() };
    let mut picture = code.render::<svg::Color<'_>>();
    picture.min_dimensions(SIDE, SIDE).build()
}

/// Lines for a terminal with a dark background, two rows of the code in each. Empty if the text is
/// too long.
pub fn qr_terminal(text: &str) -> String {
    let Ok(code) = QrCode::new(text) else { return String::new() };
    // The crate draws what is dark in the terminal's foreground, which is the light one here.
    let mut lines = code.render();
    lines.dark_color(unicode::Dense1x2::Light).light_color(unicode::Dense1x2::Dark).build()
}

#[cfg(test)]
mod tests {
    use super::{qr_svg, qr_terminal};

    #[test]
    fn a_link_becomes_a_picture_and_lines() {
        let link = "https://id.example/device?user_code=ABCD-EFGH";
        assert!(qr_svg(link).contains("<svg"), "{}", qr_svg(link));
        let lines = qr_terminal(link);
        let width = lines.lines().next().map_or(0, |line| line.chars().count());
        assert!(lines.lines().all(|line| line.chars().count() == width), "{lines}");
        assert!(lines.lines().count() * 2 >= width, "{lines}");
    }

    #[test]
    fn what_no_code_can_hold_is_empty() {
        assert_eq!(qr_svg(&"x".repeat(3000)), "");
        assert_eq!(qr_terminal(&"x".repeat(3000)), "");
    }
}
