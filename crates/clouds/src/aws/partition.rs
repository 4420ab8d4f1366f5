//! What differs between AWS's separate partitions: where the console and the APIs are.
//!
//! Only names for people. The address that is called is the SDK's business.

/// Region of the calls that belong to no region, when the person named none.
pub(super) const HOME_REGION: &str = "us-east-1";

/// The same for an account in a partition, by its global endpoints' region in the list of
/// partitions that AWS publishes with its SDKs. `None` for a partition not in the list.
pub(super) fn home_region(partition: &str) -> Option<&'static str> {
    Some(match partition {
        "aws" => HOME_REGION,
        "aws-cn" => "cn-northwest-1",
        "aws-eusc" => "eusc-de-east-1",
        "aws-iso" => "us-iso-east-1",
        "aws-iso-b" => "us-isob-east-1",
        "aws-iso-e" => "eu-isoe-west-1",
        "aws-iso-f" => "us-isof-south-1",
        "aws-us-gov" => "us-gov-west-1",
        _ => return None,
    })
}

/// The partition a region is in, as an ARN names it, by the start of the region's name:
/// <https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html>.
pub(super) fn partition(region: &str) -> &'static str {
    match region.split('-').collect::<Vec<_>>()[..] {
        ["cn", ..] => "aws-cn",
        ["us", "gov", ..] => "aws-us-gov",
        ["eusc", ..] => "aws-eusc",
        ["us", "iso", ..] => "aws-iso",
        ["us", "isob", ..] => "aws-iso-b",
        ["eu", "isoe", ..] => "aws-iso-e",
        ["us", "isof", ..] => "aws-iso-f",
        _ => "aws",
    }
}

/// Whether a credential of one region can be one of the other: none is known in two partitions.
pub(super) fn are_together(region: &str, other: &str) -> bool {
    partition(region) == partition(other)
}

/// Host of the console for a region, `None` for a partition whose console is not public.
///
/// <https://docs.amazonaws.cn/en_us/aws/latest/userguide/endpoints-arns.html>,
/// <https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/signing-into-govcloud.html>
fn console_domain(region: &str) -> Option<&'static str> {
    match partition(region) {
        "aws-cn" => Some("console.amazonaws.cn"),
        "aws-us-gov" => Some("console.amazonaws-us-gov.com"),
        "aws-eusc" => Some("console.amazonaws-eusc.eu"),
        isolated if isolated.starts_with("aws-iso") => None,
        _ => Some("console.aws.amazon.com"),
    }
}

/// Host name of a service's API, to name it in messages.
///
/// <https://docs.aws.amazon.com/general/latest/gr/ec2-service.html>
pub(super) fn api_host(service: &str, region: &str) -> String {
    let suffix = match partition(region) {
        "aws-cn" => "amazonaws.com.cn",
        "aws-eusc" => "amazonaws.eu",
        _ => "amazonaws.com",
    };
    format!("{service}.{region}.{suffix}")
}

/// An instance's page in the console.
pub(super) fn instance_page(region: &str, instance: &str) -> Option<String> {
    let domain = console_domain(region)?;
    Some(format!(
        "https://{region}.{domain}/ec2/home?region={region}#InstanceDetails:instanceId={instance}"
    ))
}

/// The page of IAM users and their keys, where most failures are mended.
pub(super) fn iam_page(region: &str) -> Option<String> {
    console_domain(region).map(|domain| format!("https://{domain}/iam/home#/users"))
}

/// The page of IAM roles and their trust policies.
pub(super) fn roles_page(region: &str) -> Option<String> {
    console_domain(region).map(|domain| format!("https://{domain}/iam/home#/roles"))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{home_region, iam_page, instance_page, partition};

    #[rstest]
    fn the_home_of_a_partition_is_in_it(
        #[values(
            "aws",
            "aws-cn",
            "aws-eusc",
            "aws-iso",
            "aws-iso-b",
            "aws-iso-e",
            "aws-iso-f",
            "aws-us-gov"
        )]
        name: &str,
    ) {
        assert_eq!(home_region(name).map(partition), Some(name));
    }

    #[rstest]
    #[case("eu-west-1", Some("https://console.aws.amazon.com/iam/home#/users"))]
    #[case("cn-north-1", Some("https://console.amazonaws.cn/iam/home#/users"))]
    #[case("us-gov-west-1", Some("https://console.amazonaws-us-gov.com/iam/home#/users"))]
    #[case("eusc-de-east-1", Some("https://console.amazonaws-eusc.eu/iam/home#/users"))]
    #[case("us-iso-east-1", None)]
    #[case("", Some("https://console.aws.amazon.com/iam/home#/users"))]
    fn each_partition_has_its_console(#[case] region: &str, #[case] page: Option<&str>) {
        assert_eq!(iam_page(region).as_deref(), page);
    }

    #[test]
    fn an_instance_has_a_page_in_its_region() {
        assert_eq!(
            instance_page("eu-west-1", "i-0abc").as_deref(),
            Some(
                "https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1#InstanceDetails:instanceId=i-0abc"
            )
        );
    }
}
