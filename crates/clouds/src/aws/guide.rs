//! How a person creates an access key, a role or a permission set, and the least each must be
//! allowed.

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

/// What starting, stopping and rebooting asks for, beside the rest. These may be narrowed to single
/// instances or tags: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html>.
const POWER: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "NexusAccessVaultChangesPower",
      "Effect": "Allow",
      "Action": [
        "ec2:StartInstances",
        "ec2:StopInstances",
        "ec2:RebootInstances"
      ],
      "Resource": "*"
    }
  ]
}
"#;

/// Who may assume the role. An account's number stands for whoever the account lets, in every
/// partition: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>.
/// The external ID is no secret, but keeps others who may use the key from this role:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html>.
const TRUST: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "AWS": "ACCOUNT_OF_THE_ACCESS_KEY" },
      "Action": "sts:AssumeRole",
      "Condition": {
        "StringEquals": { "sts:ExternalId": "${external_id}" }
      }
    }
  ]
}
"#;

/// The same for a role that also asks for MFA:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html>.
const TRUST_WITH_MFA: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "AWS": "ACCOUNT_OF_THE_ACCESS_KEY" },
      "Action": "sts:AssumeRole",
      "Condition": {
        "StringEquals": { "sts:ExternalId": "${external_id}" },
        "Bool": { "aws:MultiFactorAuthPresent": "true" }
      }
    }
  ]
}
"#;

/// All that the access key's user needs.
const ASSUME: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "NexusAccessVaultAssumesTheRole",
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Resource": "${role_arn}"
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
    let users = "https://console.aws.amazon.com/iam/home#/users";
    let mut guide = Guide::new(steps, users, "IAM users");
    guide.policies = vec![policy("Least privilege: list regions and instances", POLICY), power()];
    guide
}

/// Steps by <https://docs.aws.amazon.com/singlesignon/latest/userguide/getting-started.html>. Nothing is
/// registered: each sign-in registers a client of its own.
pub(super) fn identity_center() -> Guide {
    let steps = [
        "Open IAM Identity Center in the AWS console. Its dashboard shows the AWS access portal URL and the region: copy both here.",
        "For less than your usual rights, create a permission set with the inline policy below, or with the managed policy AmazonEC2ReadOnlyAccess.",
        "Assign the permission set to your user or group in every account whose machines are to be listed.",
        "Sign in: compare the code that the browser shows with the one here before you allow the access.",
        "Choose any number of accounts and roles. Each becomes a provider; all of them share the one sign-in.",
        "How long a sign-in lasts is a setting of IAM Identity Center (Settings, Authentication, Session duration).",
    ];
    let page = "https://console.aws.amazon.com/singlesignon/home";
    let mut guide = Guide::new(steps, page, "IAM Identity Center");
    guide.policies = vec![
        policy("Inline policy of the permission set: list regions and instances", POLICY),
        power(),
    ];
    guide
}

/// Steps for a role, and a user who may do nothing but assume it.
pub(super) fn assume_role() -> Guide {
    let steps = [
        "In the account whose machines are to be listed, open IAM, create a role with a custom trust policy and paste the trust policy below.",
        "Put the 12 digits of the access key's account in place of ACCOUNT_OF_THE_ACCESS_KEY.",
        "Give the role the policy that lists regions and instances, or the managed policy AmazonEC2ReadOnlyAccess.",
        "Copy the role's ARN here.",
        "In the account of the access key, give the key's user the policy that assumes the role.",
        "If the trust policy asks for MFA, copy the ARN of the user's MFA device here too.",
        "A role or policy that was just changed may take up to 5 minutes to be in force.",
    ];
    let roles = "https://console.aws.amazon.com/iam/home#/roles";
    let mut guide = Guide::new(steps, roles, "IAM roles");
    guide.policies = vec![
        policy("Trust policy of the role", TRUST),
        policy("Trust policy of a role that asks for MFA", TRUST_WITH_MFA),
        policy("Least privilege of the role: list regions and instances", POLICY),
        power(),
        policy("Least privilege of the access key's user: assume the role", ASSUME),
    ];
    guide
}

fn power() -> Policy {
    policy("Optional: start, stop and reboot instances", POWER)
}

fn policy(title: &str, text: &str) -> Policy {
    Policy { title: title.to_owned(), text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{access_key, assume_role};

    #[test]
    fn the_documents_of_a_role_are_json_and_take_their_values_from_the_form() {
        let policies = assume_role().policies;
        let fields = super::super::role::schema()["properties"].clone();
        for policy in &policies {
            let document: serde_json::Value = serde_json::from_str(&policy.text).expect("JSON");
            assert_eq!(document["Version"], "2012-10-17");
            for after in policy.text.split("${").skip(1) {
                let name = after.split('}').next().expect("a name");
                assert!(fields[name].is_object(), "the form has no {name}");
            }
        }
        let trusts = policies.iter().filter(|policy| policy.text.contains("${external_id}"));
        assert_eq!(trusts.count(), 2);
    }

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
