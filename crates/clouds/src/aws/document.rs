//! AWS's own document of each instance, as JSON.
//!
//! The SDK's types cannot be written out again, and know only the fields of their release. So the
//! reply's text is kept beside the parsed output and turned into JSON element by element: nothing
//! AWS says is lost. Names are those of the API's XML. Values are text, as in the XML, which has
//! no types.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::{Arc, Mutex, PoisonError};

use aws_sdk_ec2::config::interceptors::AfterDeserializationInterceptorContextRef;
use aws_sdk_ec2::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_smithy_runtime_api::box_error::BoxError;
use roxmltree::{Document, Node};
use serde_json::Value;

/// Elements nested deeper than this are no EC2 reply (real ones have about 10 levels).
const MAX_DEPTH: usize = 64;

/// Keeps the body of the last reply of a call.
#[derive(Clone, Debug, Default)]
pub(super) struct KeepBody(Arc<Mutex<Vec<u8>>>);

impl KeepBody {
    /// The body kept, which is then no longer kept.
    pub(super) fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Intercept for KeepBody {
    fn name(&self) -> &'static str {
        "KeepBody"
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let body = context.response().body().bytes().unwrap_or_default().to_vec();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = body;
        Ok(())
    }
}

/// One instance as AWS wrote it.
#[derive(Debug)]
pub(super) struct InstanceDocument {
    /// `instanceId`, to tell that this is the document of the instance it is put beside.
    pub(super) id: String,
    /// The instance's element as JSON text, keys sorted.
    pub(super) json: String,
}

/// Every instance's document of a DescribeInstances reply, in the order of the reply.
///
/// The SDK's parser takes a text that breaks off in the middle for a shorter list; this one does
/// not, so no machine vanishes because a proxy cut a reply.
///
/// # Errors
/// What is wrong with the text, in a few words.
pub(super) fn instances(body: &[u8]) -> Result<Vec<InstanceDocument>, String> {
    let text = std::str::from_utf8(body).map_err(|_| "it is not UTF-8 text".to_owned())?;
    let document = Document::parse(text).map_err(|why| format!("it is not whole XML ({why})"))?;
    let root = document.root_element();
    if root.tag_name().name() != "DescribeInstancesResponse" {
        return Err("it is not a DescribeInstances reply".into());
    }
    items(root, "reservationSet")
        .flat_map(|reservation| items(reservation, "instancesSet"))
        .map(|instance| {
            let id = elements(instance).find(|node| node.tag_name().name() == "instanceId");
            let id = id.and_then(|node| node.text()).unwrap_or_default().to_owned();
            Ok(InstanceDocument { id, json: value(instance, 0)?.to_string() })
        })
        .collect()
}

/// Code and message of an error reply in any of AWS's wrappings.
///
/// The SDK knows for each service the one form AWS uses there. Compatible services put EC2's form
/// into STS's replies, and a person should read "wrong key" all the same.
pub(super) fn error(body: &[u8]) -> (Option<String>, Option<String>) {
    let document = std::str::from_utf8(body).ok().and_then(|text| Document::parse(text).ok());
    let text = |name| {
        let mut nodes = document.as_ref()?.root().descendants();
        nodes.find(|node| node.has_tag_name(name))?.text().map(str::to_owned)
    };
    (text("Code"), text("Message"))
}

fn elements<'a, 'input>(node: Node<'a, 'input>) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(Node::is_element)
}

fn items<'a, 'input>(
    node: Node<'a, 'input>,
    list: &'static str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    elements(node)
        .filter(move |child| child.tag_name().name() == list)
        .flat_map(elements)
        .filter(|child| child.tag_name().name() == "item")
}

/// An element of `item`s is a list, one of other elements an object, one of text a string. An
/// empty one is an empty list if it is named like one (`tagSet`), else an empty string.
fn value(node: Node<'_, '_>, depth: usize) -> Result<Value, String> {
    if depth > MAX_DEPTH {
        return Err("its elements are nested too deep".into());
    }
    let children: Vec<_> = elements(node).collect();
    if children.is_empty() {
        let text: String = node.children().filter_map(|child| child.text()).collect();
        let name = node.tag_name().name();
        let empty_list = name.ends_with("Set") && text.trim().is_empty();
        return Ok(if empty_list { Value::Array(Vec::new()) } else { Value::String(text) });
    }
    if children.iter().all(|child| child.tag_name().name() == "item") {
        let values = children.into_iter().map(|child| value(child, depth + 1));
        return values.collect::<Result<Vec<_>, _>>().map(Value::Array);
    }
    let mut object = BTreeMap::new();
    for child in children {
        let inner = value(child, depth + 1)?;
        // A name that comes twice is not in the API's documents; keep both rather than one.
        match object.entry(child.tag_name().name().to_owned()) {
            Entry::Vacant(place) => {
                place.insert(inner);
            }
            Entry::Occupied(mut place) => match place.get_mut() {
                Value::Array(values) => values.push(inner),
                first => *first = Value::Array(vec![first.take(), inner]),
            },
        }
    }
    // By hand: whether a `Map` sorts its keys depends on what else the program is built with.
    Ok(Value::Object(object.into_iter().collect()))
}

#[cfg(test)]
mod tests {
    use super::{error, instances};

    fn reply(instance: &str) -> String {
        format!(
            "<DescribeInstancesResponse><reservationSet><item><instancesSet><item>{instance}\
             </item></instancesSet></item></reservationSet></DescribeInstancesResponse>"
        )
    }

    #[test]
    fn lists_objects_and_texts_become_json_with_sorted_keys() {
        let text = reply(
            "<instanceId>i-1</instanceId><groupSet/><reason/>\
             <tagSet><item><key>a&amp;b</key><value><![CDATA[<c>]]></value></item></tagSet>\
             <brandNew><deep>1</deep></brandNew>",
        );
        let documents = instances(text.as_bytes()).expect("parses");
        assert_eq!(documents[0].id, "i-1");
        assert_eq!(
            documents[0].json,
            r#"{"brandNew":{"deep":"1"},"groupSet":[],"instanceId":"i-1","reason":"","tagSet":[{"key":"a&b","value":"<c>"}]}"#
        );
    }

    #[test]
    fn a_name_that_comes_twice_keeps_both_values() {
        let text = reply("<instanceId>i-1</instanceId><x>1</x><x>2</x><x>3</x>");
        let documents = instances(text.as_bytes()).expect("parses");
        assert_eq!(documents[0].json, r#"{"instanceId":"i-1","x":["1","2","3"]}"#);
    }

    #[test]
    fn an_error_is_read_in_any_wrapping() {
        for text in [
            "<Response><Errors><Error><Code>A</Code><Message>b</Message></Error></Errors></Response>",
            "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Code>A</Code><Message>b</Message></Error></ErrorResponse>",
            "<ErrorResponse><Errors><Error><Code>A</Code><Message>b</Message></Error></Errors></ErrorResponse>",
        ] {
            assert_eq!(error(text.as_bytes()), (Some("A".to_owned()), Some("b".to_owned())));
        }
        assert_eq!(error(b"<html><body>502</body></html>"), (None, None));
        assert_eq!(error(b"\xff"), (None, None));
    }

    #[test]
    fn entity_bombs_and_bottomless_nesting_are_refused() {
        let bomb = "<!DOCTYPE x [<!ENTITY a \"b\">]><DescribeInstancesResponse/>";
        assert!(instances(bomb.as_bytes()).is_err());
        let deep = reply(&format!("{}{}", "<a>".repeat(10_000), "</a>".repeat(10_000)));
        assert_eq!(
            instances(deep.as_bytes()).expect_err("refused"),
            "its elements are nested too deep"
        );
    }
}
