//! The XML of ListBuckets and of an error.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

/// A ListBuckets reply:
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html>.
#[derive(Debug)]
pub(super) struct BucketList {
    /// The owner's name, or ID.
    pub(super) owner: Option<String>,
    pub(super) buckets: Vec<Listed>,
    /// The token that the next page is asked for with.
    pub(super) next: Option<String>,
}

/// One bucket: its elements by name, text as it was written.
#[derive(Debug)]
pub(super) struct Listed(pub(super) BTreeMap<String, String>);

/// What an error says:
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#RESTErrorResponses>.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) request_id: Option<String>,
    /// The region the store wants, where the request was signed for another.
    pub(super) region: Option<String>,
}

/// Reads a ListBuckets reply.
///
/// # Errors
/// What is wrong with the text, in a few words and without quoting it.
pub(super) fn bucket_list(body: &[u8]) -> Result<BucketList, String> {
    let text = std::str::from_utf8(body).map_err(|_| "it is not UTF-8 text".to_owned())?;
    let document = Document::parse(text).map_err(|why| {
        let at = why.pos();
        format!("it is not whole XML, at line {}, column {}", at.row, at.col)
    })?;
    let root = document.root_element();
    if root.tag_name().name() != "ListAllMyBucketsResult" {
        return Err("it is not a ListBuckets reply".into());
    }
    let owner = child(root, "Owner");
    let owner = owner.and_then(|owner| text_of(owner, "DisplayName").or(text_of(owner, "ID")));
    let buckets = child(root, "Buckets").ok_or("it has no list of buckets")?;
    let buckets = elements(buckets).filter(|node| node.tag_name().name() == "Bucket");
    Ok(BucketList { owner, buckets: buckets.map(listed).collect(), next: next(root) })
}

/// Reads an error, as far as it is one.
pub(super) fn error(body: &[u8]) -> Option<Told> {
    let document = Document::parse(std::str::from_utf8(body).ok()?).ok()?;
    let root = document.root_element();
    (root.tag_name().name() == "Error").then(|| Told {
        code: text_of(root, "Code"),
        message: text_of(root, "Message"),
        request_id: text_of(root, "RequestId"),
        region: text_of(root, "Region"),
    })
}

/// S3 names the next page in `ContinuationToken`. Cloudflare R2 names it in
/// `NextContinuationToken`, beside `IsTruncated`, and repeats the present page's in the other
/// (<https://developers.cloudflare.com/r2/api/s3/extensions/#listbuckets>).
fn next(root: Node<'_, '_>) -> Option<String> {
    let name = match child(root, "IsTruncated") {
        Some(_) => "NextContinuationToken",
        None => "ContinuationToken",
    };
    text_of(root, name)
}

fn listed(bucket: Node<'_, '_>) -> Listed {
    let text = |node: Node<'_, '_>| node.text().unwrap_or_default().to_owned();
    Listed(elements(bucket).map(|node| (node.tag_name().name().to_owned(), text(node))).collect())
}

fn elements<'a, 'input>(node: Node<'a, 'input>) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(Node::is_element)
}

fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    elements(node).find(|child| child.tag_name().name() == name)
}

fn text_of(node: Node<'_, '_>, name: &str) -> Option<String> {
    let text = child(node, name)?.text()?;
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::bucket_list;

    #[test]
    fn a_store_without_pages_is_read() {
        let list = bucket_list(include_bytes!("fixtures/list_buckets.xml")).expect("a list");
        assert_eq!(list.owner.as_deref(), Some("minio"));
        let names: Vec<_> = list.buckets.iter().map(|bucket| bucket.0["Name"].as_str()).collect();
        assert_eq!(names, ["backups", "quotes & samples"]);
        assert_eq!(list.next, None);
    }

    #[test]
    fn a_page_names_the_next() {
        let list = bucket_list(include_bytes!("fixtures/list_buckets_page.xml")).expect("a list");
        assert_eq!(list.owner.as_deref(), Some("bcaf1ffd86f41161ca5fb16fd081034f"));
        assert_eq!(list.buckets[0].0["BucketRegion"], "eu-central-1");
        assert_eq!(list.next.as_deref(), Some("eyJNYXJrZXIiOiBudWxsfQ=="));
    }

    #[test]
    fn the_token_that_was_sent_is_not_the_next() {
        let list = bucket_list(include_bytes!("fixtures/list_buckets_r2_last.xml"));
        assert_eq!(list.expect("a list").next, None);
    }

    #[rstest]
    #[case("<html/>", "not a ListBuckets reply")]
    #[case("<ListAllMyBucketsResult><Buckets>", "not whole XML")]
    #[case("<ListAllMyBucketsResult/>", "no list of buckets")]
    #[case("{}", "not whole XML")]
    fn what_is_no_list_is_told(#[case] text: &str, #[case] why: &str) {
        let told = bucket_list(text.as_bytes()).expect_err("no list");
        assert!(told.contains(why), "{told}");
    }
}
