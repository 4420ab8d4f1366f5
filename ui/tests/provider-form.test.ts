import { fireEvent, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { violations } from "./axe";
import { calls, openApp } from "./open";

async function openForm(cloud: string, kind?: string) {
  const app = await openApp("many");
  await screen.findByTestId("window");
  await app.user.keyboard("{Control>}n{/Control}");
  await app.user.click(await screen.findByTestId(`cloud-${cloud}`));
  if (kind) await app.user.click(screen.getByTestId(`auth-${kind}`));
  return app;
}

const field = (id: string) => screen.getByTestId<HTMLInputElement>(`field-${id}`);
const PEM = '{\n  "private_key": "-----BEGIN PRIVATE KEY-----"\n}';
const file = (text: string, name = "key.json") => new File([text], name, { type: "application/json" });

describe("a secret of several lines", () => {
  it("is masked, keeps its lines, and can be shown", async () => {
    const { user } = await openForm("gcp");
    await user.click(screen.getByLabelText("Key file"));
    await user.paste(PEM);
    expect(field("key").value).toBe(PEM);
    expect(field("key").className).toContain("masked");
    await user.click(screen.getByTestId("field-key-reveal"));
    expect(field("key").className).not.toContain("masked");
    expect(await violations()).toEqual([]);
  });

  it("cannot be copied while it is masked", async () => {
    const { user } = await openForm("gcp");
    await user.click(field("key"));
    await user.paste(PEM);
    expect(await fireEvent.copy(field("key"))).toBe(false);
    await user.click(screen.getByTestId("field-key-reveal"));
    expect(await fireEvent.copy(field("key"))).toBe(true);
  });

  it("takes the text of a file that is chosen, and sends it as a secret", async () => {
    const { user, backend } = await openForm("gcp");
    await user.type(field("name"), "Data");
    await user.upload(screen.getByTestId("field-key-file"), file(PEM));
    await waitFor(() => expect(field("key").value).toBe(PEM));
    expect(document.activeElement).toBe(field("key"));
    await user.click(screen.getByTestId("provider-save"));
    await waitFor(() => expect(calls(backend, "providers_add")).toHaveLength(1));
    expect(calls(backend, "providers_add")[0]).toMatchObject([{ fields: {}, secrets: { key: PEM } }]);
  });

  it("takes the text of a file that is dropped on it", async () => {
    await openForm("gcp");
    const dataTransfer = { types: ["Files"], files: [file(PEM)] };
    expect(await fireEvent.dragOver(field("key"), { dataTransfer })).toBe(false);
    await fireEvent.drop(field("key"), { dataTransfer });
    await waitFor(() => expect(field("key").value).toBe(PEM));
  });

  it("says why a file was not taken, and keeps what was there", async () => {
    const { user } = await openForm("gcp");
    await user.click(field("key"));
    await user.paste(PEM);
    await user.upload(screen.getByTestId("field-key-file"), file("x".repeat(65 * 1024), "disk.img"));
    const error = await screen.findByTestId("field-key-error");
    expect(error.textContent).toContain("disk.img is longer than 64 KiB");
    expect(field("key").getAttribute("aria-invalid")).toBe("true");
    expect(field("key").value).toBe(PEM);
    await user.upload(screen.getByTestId("field-key-file"), file(PEM));
    await waitFor(() => expect(screen.queryByTestId("field-key-error")).toBeNull());
  });
});

describe("a choice", () => {
  it("begins with the default and is sent", async () => {
    const { user, backend } = await openForm("aws", "assume_role");
    expect(field("read_only").value).toBe("on");
    expect([...field("read_only").querySelectorAll("option")].map((option) => option.value)).toEqual([
      "on",
      "off",
    ]);
    await user.selectOptions(field("read_only"), "off");
    await user.type(field("role_arn"), "arn:aws:iam::123456789012:role/nexus");
    await user.type(field("access_key"), "AKIAIOSFODNN7EXAMPLE");
    await user.type(field("secret_key"), "wJalrXUtnFEMIK7MDENG");
    await user.click(screen.getByTestId("test-connection"));
    await waitFor(() => expect(calls(backend, "providers_test")).toHaveLength(1));
    expect(calls(backend, "providers_test")[0]).toMatchObject([{ fields: { read_only: "off" } }]);
  });
});

describe("the endpoint", () => {
  const typed = "https://keystone.cloud.example:5000/v3";

  it("is an ordinary field where the cloud is nowhere without it", async () => {
    const { user, backend } = await openForm("openstack");
    expect(screen.getByLabelText("Auth URL")).toBe(field("endpoint"));
    expect(field("endpoint").placeholder).toBe(typed);
    expect(screen.queryByTestId("advanced")).toBeNull();
    const ids = [...document.querySelectorAll<HTMLElement>("form input")].map((input) => input.id);
    expect(ids).toEqual(["field-name", "field-endpoint", "field-id", "field-secret"]);
    await user.click(screen.getByTestId("provider-save"));
    const summary = await screen.findByTestId("error-summary");
    expect(summary.textContent).toMatch(/Name:.*Auth URL:.*ID:.*Secret:/s);
    await user.type(field("name"), "Private");
    await user.type(field("endpoint"), typed);
    await user.type(field("id"), "21dced0f");
    await user.type(field("secret"), "s3cret");
    await user.click(screen.getByTestId("provider-save"));
    await waitFor(() => expect(calls(backend, "providers_add")).toHaveLength(1));
    expect(calls(backend, "providers_add")[0]).toMatchObject([{ cloud: "openstack", endpoint: typed }]);
  });

  it("is out of the way elsewhere, and comes forth when it is wrong", async () => {
    const { user } = await openForm("aws");
    const advanced = screen.getByTestId<HTMLDetailsElement>("advanced");
    expect(advanced.open).toBe(false);
    await user.click(screen.getByTestId("toggle-advanced"));
    await user.type(field("endpoint"), "http://ec2.example.com");
    await user.click(screen.getByTestId("toggle-advanced"));
    await user.click(screen.getByTestId("provider-save"));
    await waitFor(() => expect(advanced.open).toBe(true));
    expect((await screen.findByTestId("field-endpoint-error")).textContent).toContain("https");
  });
});

describe("a generated field", () => {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

  it("holds a UUID of its own for each new provider, to copy or to change", async () => {
    const { user, backend } = await openForm("aws", "assume_role");
    const first = field("external_id").value;
    expect(first).toMatch(uuid);
    await user.click(screen.getByTestId("field-external_id-copy"));
    await waitFor(() => expect(backend.copied).toEqual([{ text: first, secret: false }]));
    // It is not typed, so there is nothing to lose.
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByTestId("add-provider-dialog")).toBeNull());
    await user.keyboard("{Control>}n{/Control}");
    await user.click(await screen.findByTestId("cloud-aws"));
    await user.click(screen.getByTestId("auth-assume_role"));
    expect(field("external_id").value).toMatch(uuid);
    expect(field("external_id").value).not.toBe(first);
  });
});

describe("the guide", () => {
  const policies = () => screen.getAllByTestId("guide-policy").map((box) => box.textContent);

  it("puts what is typed into each policy, to read and to copy", async () => {
    const { user, backend } = await openForm("aws", "assume_role");
    expect(policies()).toHaveLength(2);
    expect(policies()[0]).toContain(`"sts:ExternalId": "${field("external_id").value}"`);
    expect(policies()[1]).toContain('"Resource": "<Role ARN>"');
    await user.clear(field("external_id"));
    await waitFor(() => expect(policies()[0]).toContain('"sts:ExternalId": "<External ID>"'));
    await user.type(field("role_arn"), "arn:aws:iam::123456789012:role/nexus");
    await waitFor(() =>
      expect(policies()[1]).toContain('"Resource": "arn:aws:iam::123456789012:role/nexus"'),
    );
    await user.click(screen.getByLabelText("Copy: Policy of the access key's user"));
    await waitFor(() => expect(backend.copied).toHaveLength(1));
    expect(backend.copied[0]!.text).toContain("role/nexus");
    expect(await violations()).toEqual([]);
  });
});
