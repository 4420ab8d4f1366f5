//! Error replies in AWS's own forms, for what no peer can be brought to say.

use crate::http::Response;

/// As EC2 replies:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html#api-error-response>.
pub fn ec2(status: u16, code: &str, message: &str) -> Response {
    Response::xml(
        status,
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error><Code>{code}</Code>\
             <Message>{message}</Message></Error></Errors>\
             <RequestID>ea966190-f9aa-478e-9ede-example00ec2</RequestID></Response>"
        ),
    )
}

/// As STS and IAM reply:
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/programming.html>.
pub fn sts(status: u16, code: &str, message: &str) -> Response {
    Response::xml(
        status,
        format!(
            "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error>\
             <Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>\
             <RequestId>c6104cbe-af31-11e0-8154-example00sts</RequestId></ErrorResponse>"
        ),
    )
}

/// What STS says to a session token whose time is over.
pub fn expired_token_sts() -> Response {
    sts(403, "ExpiredToken", "The security token included in the request is expired")
}

/// What EC2 says to a session token whose time is over.
pub fn expired_token_ec2() -> Response {
    ec2(400, "RequestExpired", "Request has expired.")
}

/// What EC2 says to a key that may not make the call.
pub fn unauthorized() -> Response {
    let message = "You are not authorized to perform this operation. \
                   Encoded authorization failure message: 4GIOHlTkIaWHQD0Q0m6XSnuUMCm-abcdef";
    ec2(403, "UnauthorizedOperation", message)
}
