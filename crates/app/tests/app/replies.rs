//! Replies that the peer cannot be brought to give.

use nexus_testkit::http::Response;

const NAMESPACE: &str = "http://ec2.amazonaws.com/doc/2016-11-15/";

/// These regions and no others.
pub fn regions(names: &[&str]) -> Response {
    let item = |name: &&str| {
        format!(
            "<item><regionName>{name}</regionName>\
             <regionEndpoint>ec2.{name}.amazonaws.com</regionEndpoint></item>"
        )
    };
    let items: String = names.iter().map(item).collect();
    let body = format!("<regionInfo>{items}</regionInfo>");
    Response::xml(200, element("DescribeRegionsResponse", &body))
}

/// A region's only page, with these machines.
pub fn page(machines: &[&str]) -> Response {
    Response::xml(200, element("DescribeInstancesResponse", &reservations(machines)))
}

/// A page that announces itself as the next one: it arrives, and its region fails after it.
pub fn page_without_end(machines: &[&str]) -> Response {
    let body = format!("{}<nextToken>again</nextToken>", reservations(machines));
    Response::xml(200, element("DescribeInstancesResponse", &body))
}

fn reservations(machines: &[&str]) -> String {
    let item = |id: &&str| {
        format!(
            "<item><reservationId>r-1</reservationId><instancesSet><item>\
             <instanceId>{id}</instanceId><instanceType>t3.nano</instanceType>\
             <instanceState><code>16</code><name>running</name></instanceState>\
             </item></instancesSet></item>"
        )
    };
    let items: String = machines.iter().map(item).collect();
    format!("<reservationSet>{items}</reservationSet>")
}

fn element(name: &str, body: &str) -> String {
    format!("<{name} xmlns=\"{NAMESPACE}\"><requestId>1</requestId>{body}</{name}>")
}
