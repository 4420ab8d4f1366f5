import { describe, expect, it } from "vitest";
import { aws } from "../../../dev/fake/clouds";
import { endpointError } from "./endpoint";
import { fieldsOf, filled, split } from "./form";
import { validateFields } from "./validate";

const { schema } = aws.auth_kinds[0]!;
const specs = fieldsOf(schema);
const good = { access_key: "AKIAIOSFODNN7EXAMPLE", secret_key: "wJalrXUtnFEMI/K7MDENG" };

describe("a form from a schema", () => {
  it("has the fields in the schema's order, with what each is", () => {
    expect(specs.map((spec) => spec.id)).toEqual(["access_key", "secret_key", "session_token", "region"]);
    expect(specs.map((spec) => spec.secret)).toEqual([false, true, true, false]);
    expect(specs.map((spec) => spec.required)).toEqual([true, true, false, false]);
  });

  it.each([null, 3, "x", [], { properties: 4 }])("survives a schema that is %j", (broken) => {
    expect(fieldsOf(broken)).toEqual([]);
  });

  it("keeps secrets apart and leaves the empty out", () => {
    expect(split(specs, { ...good, session_token: "  ", region: " eu-west-1 " })).toEqual({
      fields: { access_key: good.access_key, region: "eu-west-1" },
      secrets: { secret_key: good.secret_key },
    });
    expect(filled({ a: " " })).toEqual({});
  });
});

describe("validation", () => {
  it("passes what is good", () => expect(validateFields(schema, specs, good)).toEqual({}));

  it("asks for what is missing, once each", () => {
    expect(Object.keys(validateFields(schema, specs, {}))).toEqual(["access_key", "secret_key"]);
  });

  it("marks each wrong field and shows an example", () => {
    const errors = validateFields(schema, specs, {
      access_key: "akia",
      secret_key: "short",
      region: "Paris",
    });
    expect(Object.keys(errors).sort()).toEqual(["access_key", "region", "secret_key"]);
    expect(errors["region"]).toContain("us-east-1");
  });

  it("does not repeat a secret in its message", () => {
    expect(validateFields(schema, specs, { ...good, secret_key: "hunter2" })["secret_key"]).not.toContain(
      "hunter2",
    );
  });

  it("can be limited to some fields", () => {
    expect(validateFields(schema, specs, {}, (spec) => !spec.secret)).toHaveProperty("access_key");
    expect(validateFields(schema, specs, {}, (spec) => !spec.secret)).not.toHaveProperty("secret_key");
  });
});

describe("a custom endpoint", () => {
  it.each([
    "",
    "https://ec2.example.com",
    "https://10.0.0.1:8443",
    "http://localhost:5000",
    "http://127.0.0.1:5000",
    "http://127.9.8.7",
    "http://[::1]:5000",
  ])("may be %j", (text) => expect(endpointError(text)).toBeNull());
  it.each([
    "http://ec2.example.com",
    "http://localhost.example.com",
    "http://127.0.0.1.example.com",
    "ftp://localhost",
    "ec2.example.com",
    "https://user:pw@example.com",
    "https://example.com/?a=1",
    "https://example.com/#x",
  ])("may not be %j", (text) => expect(endpointError(text)).toBeTruthy());
});
