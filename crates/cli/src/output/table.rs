use comfy_table::presets::NOTHING;
use comfy_table::{Attribute, Cell, Color, ContentArrangement};

use super::harmless;

/// What a cell is to say besides its text.
#[derive(Clone, Copy)]
pub(crate) enum Tone {
    /// Nothing more.
    Plain,
    /// All is well.
    Good,
    /// Something is under way or wants a look.
    Attention,
    /// Something is broken.
    Bad,
    /// Less important than the rest.
    Dim,
}

/// An aligned table without lines; colours only on a terminal.
pub(crate) struct Table(comfy_table::Table);

impl Table {
    pub fn new(header: &[&str]) -> Self {
        let mut table = comfy_table::Table::new();
        table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        table
            .set_header(header.iter().map(|title| Cell::new(title).add_attribute(Attribute::Bold)));
        Self(table)
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = (String, Tone)>) {
        self.0.add_row(cells.into_iter().map(|(text, tone)| {
            let cell = Cell::new(harmless(&text));
            match tone {
                Tone::Plain => cell,
                Tone::Good => cell.fg(Color::Green),
                Tone::Attention => cell.fg(Color::Yellow),
                Tone::Bad => cell.fg(Color::Red),
                Tone::Dim => cell.add_attribute(Attribute::Dim),
            }
        }));
    }

    /// The table without blanks at the ends of its lines.
    pub fn text(&self) -> String {
        self.0.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
    }
}
