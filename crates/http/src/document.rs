use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error};
use serde_json::value::RawValue;

/// A part of a JSON reply twice: as the fields that are used, and as the vendor wrote it.
#[derive(Clone, Debug)]
pub struct Document<T> {
    /// The fields that are used.
    pub value: T,
    /// The whole, unchanged.
    pub json: String,
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Document<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let value = serde_json::from_str(raw.get()).map_err(Error::custom)?;
        Ok(Self { value, json: String::from(Box::<str>::from(raw)) })
    }
}

#[cfg(test)]
mod tests {
    use super::Document;

    #[test]
    fn the_text_stays_as_it_was_written() {
        #[derive(serde::Deserialize)]
        struct Fields {
            id: u64,
        }
        let page = r#"[ {"id": 1,  "z": 1.50, "a": null} ]"#;
        let page: Vec<Document<Fields>> = serde_json::from_str(page).expect("a page");
        assert_eq!(page[0].value.id, 1);
        assert_eq!(page[0].json, r#"{"id": 1,  "z": 1.50, "a": null}"#);
    }
}
