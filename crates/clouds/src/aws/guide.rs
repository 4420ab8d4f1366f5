//! How a person creates an access key, and the least it must be allowed.

use crate::{Guide, Policy};

/// All that this app asks of EC2 and STS. None of the three can be narrowed to single resources:
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html>.
/// GetCallerIdentity needs no permission at all; it is named so that the document says what is called.
const POLICY: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "NexusAccessVaultListsMachines",
      "Effect": "Allow",
      "Action": [
        "ec2:DescribeRegions",
        "ec2:DescribeInstances",
        "sts:GetCallerIdentity"
      ],
      "Resource": "*"
    }
  ]
}
"#;

/// Steps for a dedicated IAM user with a key of its own.
pub(super) fn access_key() -> Guide {
    let steps = [
        "Open IAM in the AWS console and create a user for this app, without console access.",
        "Attach the policy below to the user, or the managed policy AmazonEC2ReadOnlyAccess.",
        "Open the user's Security credentials and create an access key for an application running outside AWS.",
        "Copy the access key ID and the secret access key here: AWS shows the secret only once.",
        "For temporary credentials (an ID that starts with ASIA), copy the session token too.",
    ];
    Guide {
        steps: steps.map(str::to_owned).to_vec(),
        policies: vec![Policy {
            title: "Least privilege: list regions and instances".into(),
            text: POLICY.into(),
        }],
        console_url: "https://console.aws.amazon.com/iam/home#/users".into(),
        console_label: "IAM users".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::access_key;

    #[test]
    fn the_policy_is_json_and_allows_only_reading() {
        let policy = &access_key().policies[0];
        let document: serde_json::Value = serde_json::from_str(&policy.text).expect("JSON");
        let actions = document["Statement"][0]["Action"].as_array().expect("actions");
        assert_eq!(actions.len(), 3);
        for action in actions {
            let (_, verb) = action.as_str().and_then(|text| text.split_once(':')).expect("a verb");
            assert!(verb.starts_with("Describe") || verb.starts_with("Get"), "{verb}");
        }
    }
}
