//! What a form asks for, written once as JSON Schema.

use serde_json::{Map, Value, json};

/// One field of a form; it must be filled in, unless it has a default or is optional.
#[derive(Clone, Copy)]
pub(crate) struct Field {
    name: &'static str,
    title: &'static str,
    description: &'static str,
    default: Option<&'static str>,
    is_optional: bool,
    is_secret: bool,
    is_multiline: bool,
    is_from_browser: bool,
}

impl Field {
    /// A field of [`crate::BackendConfig`] with its label and what to write there.
    pub(crate) const fn new(
        name: &'static str,
        title: &'static str,
        description: &'static str,
    ) -> Self {
        let (default, is_optional, is_secret, is_multiline, is_from_browser) =
            (None, false, false, false, false);
        Self {
            name,
            title,
            description,
            default,
            is_optional,
            is_secret,
            is_multiline,
            is_from_browser,
        }
    }

    /// What it is when nothing is typed.
    pub(crate) const fn or(mut self, default: &'static str) -> Self {
        self.default = Some(default);
        self
    }

    /// It may be left empty.
    pub(crate) const fn optional(mut self) -> Self {
        self.is_optional = true;
        self
    }

    /// It is never shown.
    pub(crate) const fn secret(mut self) -> Self {
        self.is_secret = true;
        self
    }

    /// It is not typed: the login in the browser brings it.
    pub(crate) const fn of_browser(mut self) -> Self {
        self.is_from_browser = true;
        self
    }

    /// It has several lines.
    pub(crate) const fn multiline(mut self) -> Self {
        self.is_multiline = true;
        self
    }
}

/// The fields as a schema, in their order.
pub(crate) fn schema(fields: &[Field]) -> Value {
    let properties: Map<_, _> =
        fields.iter().map(|field| (field.name.to_owned(), property(field))).collect();
    let needed = |field: &&Field| !field.is_optional && field.default.is_none();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": properties,
        "required": names(fields.iter().filter(needed)),
        "additionalProperties": false,
        "x-order": names(fields.iter()),
    })
}

fn names<'a>(fields: impl Iterator<Item = &'a Field>) -> Vec<&'static str> {
    fields.map(|field| field.name).collect()
}

fn property(field: &Field) -> Value {
    let mut property = Map::new();
    property.insert("type".into(), "string".into());
    property.insert("title".into(), field.title.into());
    property.insert("description".into(), field.description.into());
    if let Some(default) = field.default {
        property.insert("default".into(), default.into());
    }
    let marks = [
        ("writeOnly", field.is_secret),
        ("x-multiline", field.is_multiline),
        ("x-from-browser", field.is_from_browser),
    ];
    for (name, _) in marks.into_iter().filter(|(_, is)| *is) {
        property.insert(name.into(), true.into());
    }
    property.into()
}
