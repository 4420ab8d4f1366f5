import { describe, expect, it } from "vitest";
import { fieldsOf, type Values } from "./form";
import { fillIn } from "./placeholders";

const specs = fieldsOf({
  properties: {
    role_arn: { title: "Role ARN" },
    secret_key: { title: "Secret access key", writeOnly: true },
  },
});

describe("a text with fields in it", () => {
  it("has what was typed, wherever the field is named", () => {
    expect(fillIn("${role_arn} and ${role_arn}", specs, { role_arn: " arn:aws:$& " })).toBe(
      "arn:aws:$& and arn:aws:$&",
    );
  });

  it.each<Values>([{}, { role_arn: "  " }])("has the field's name while it is empty: %j", (values) => {
    expect(fillIn('"${role_arn}"', specs, values)).toBe('"<Role ARN>"');
  });

  it("never has a secret", () => {
    expect(fillIn("${secret_key}", specs, { secret_key: "hunter2" })).toBe("<Secret access key>");
  });

  it.each(["${aws:username}", "${other}", "$role_arn", "${}"])("leaves %s alone", (text) => {
    expect(fillIn(text, specs, { other: "x" })).toBe(text);
  });
});
