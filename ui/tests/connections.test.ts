import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { refused } from "../dev/fake/connections";
import { failure } from "../dev/fake/failures";
import { violations } from "./axe";
import { calls, openApp } from "./open";

async function openCards() {
  const app = await openApp("signed-in");
  await app.user.click(await screen.findByTestId("nav-providers"));
  const cards = await screen.findAllByTestId("provider-card");
  const card = (name: string) => within(cards.find((one) => one.dataset["name"] === name)!);
  return { ...app, card };
}

async function openList() {
  const app = await openApp("signed-in");
  await app.user.click(await screen.findByTestId("nav-settings"));
  await screen.findAllByTestId("connection");
  return app;
}

const row = (name: string) =>
  screen.getAllByTestId("connection").find((one) => one.dataset["name"] === name)!;

async function act(
  { user }: { user: { click: (of: Element) => Promise<void> } },
  name: string,
  item: string,
) {
  await user.click(within(row(name)).getByTestId("connection-menu"));
  await user.click(await screen.findByTestId(`menu-${item}`));
}

describe("a provider that signed in", () => {
  it("says as whom, and plainly what was not granted", async () => {
    const { card, user } = await openCards();
    expect(card("Web shop").getByTestId("provider-connection").textContent).toContain("ana@acme.example");
    expect(card("Production").queryByTestId("provider-connection")).toBeNull();
    await user.click(card("Web shop").getByTestId("provider-missing-scopes"));
    const dialog = await screen.findByTestId("connection-dialog");
    const missing = within(dialog).getByTestId("missing-scopes");
    expect(missing.textContent).toContain("1 permission was not granted");
    expect(missing.textContent).toContain("To turn on the APIs of a project.");
    expect(dialog.textContent).toContain("Web shop, Data lake");
    expect(await violations()).toEqual([]);
  });

  it("has no credential to rotate", async () => {
    const { card, user } = await openCards();
    await user.click(card("Web shop").getByTestId("provider-menu"));
    await screen.findByTestId("menu-sign-in");
    expect(screen.queryByTestId("menu-rotate")).toBeNull();
  });

  it("is reconnected at the step of waiting, with what is kept, and is checked again", async () => {
    const { backend, card, user } = await openCards();
    await user.click(card("Old project").getByTestId("provider-reconnect"));
    const dialog = await screen.findByTestId("sign-in-dialog");
    await waitFor(() => expect(dialog.textContent).toContain("Waiting for Google"));
    expect(calls(backend, "signin_start")).toMatchObject([
      [{ connection: "c2", fields: {}, secrets: {}, peer: { kind: "cloud", cloud: "gcp" } }],
    ]);
    // Nothing was typed, so nothing is lost.
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByTestId("sign-in-dialog")).toBeNull());
    expect(calls(backend, "signin_cancel")).toEqual([["c2"]]);
    await user.click(card("Old project").getByTestId("provider-reconnect"));
    await screen.findByTestId("copy-link");
    backend.signIns.end("c2");
    await waitFor(() => expect(screen.queryByTestId("sign-in-dialog")).toBeNull());
    await waitFor(() =>
      expect(card("Old project").getByTestId("provider-health").textContent).toContain("Healthy"),
    );
    expect(calls(backend, "providers_check")).toEqual([["p3", null]]);
    expect(calls(backend, "signin_choices")).toEqual([]);
  });

  it("shows what is kept in a form where it turns out to be wrong", async () => {
    const { backend, card, user } = await openCards();
    await user.click(card("Old project").getByTestId("provider-reconnect"));
    await screen.findByTestId("copy-link");
    const wrong = failure({ code: "invalid_credentials", message: "Google does not know this client." });
    backend.signIns.end("c2", wrong);
    const dialog = await screen.findByTestId("reconnect-dialog");
    expect(within(dialog).getByTestId<HTMLInputElement>("field-client_id").value).toContain("1234-abc");
    expect(within(dialog).getByTestId("failure").textContent).toContain("does not know this client");
  });
});

describe("the connections", () => {
  it("are listed with their state in words, and have no fault that axe finds", async () => {
    await openList();
    const states = screen.getAllByTestId("connection-state").map((one) => one.textContent);
    expect(states[0]).toContain("Signed in");
    expect(states[1]).toContain("Reconnect: Google no longer accepts the sign-in.");
    expect(row("Billing").textContent).toContain("Connected");
    expect(await violations()).toEqual([]);
  });

  it("are renewed when asked to, or say why not", async () => {
    const app = await openList();
    await act(app, "octocat", "renew");
    expect((await screen.findByTestId("toast")).textContent).toContain("octocat was renewed");
    await act(app, "ana@old.example", "renew");
    await waitFor(() => expect(screen.getAllByTestId("toast")).toHaveLength(2));
    expect(screen.getAllByTestId("toast")[1]!.textContent).toContain("Sign in again.");
  });

  it("get another name, by Enter", async () => {
    const app = await openList();
    await act(app, "octocat", "rename");
    const name = await screen.findByTestId<HTMLInputElement>("connection-name");
    expect(document.activeElement).toBe(name);
    await app.user.clear(name);
    await app.user.keyboard("{Enter}");
    expect((await screen.findByTestId("connection-name-error")).textContent).toBeTruthy();
    await app.user.type(name, "Cat{Enter}");
    await waitFor(() => expect(row("Cat")).toBeTruthy());
    expect(calls(app.backend, "connections_rename")).toEqual([["c3", "Cat"]]);
  });

  it("are revoked and wiped after a yes that names who uses them", async () => {
    const app = await openList();
    await act(app, "ana@acme.example", "disconnect");
    const dialog = await screen.findByTestId("confirm-dialog");
    expect(dialog.textContent).toContain("Web shop, Data lake");
    expect(document.activeElement).toBe(within(dialog).getByTestId("confirm-cancel"));
    await app.user.click(within(dialog).getByTestId("confirm-ok"));
    await waitFor(() => expect(calls(app.backend, "connections_disconnect")).toEqual([["c1", false]]));
    await waitFor(() => expect(screen.getAllByTestId("connection")).toHaveLength(5));
    expect((await screen.findByTestId("toast")).textContent).toContain("was revoked and wiped");
  });

  it("are wiped without the other side only once it did not answer, and only if asked", async () => {
    const app = await openList();
    app.backend.connections.answering = false;
    await act(app, "octocat", "disconnect");
    await app.user.click(await screen.findByTestId("confirm-ok"));
    const dialog = screen.getByTestId("confirm-dialog");
    await waitFor(() => expect(dialog.textContent).toContain("Nothing was wiped."));
    expect(dialog.textContent).toContain("did not answer within 10 seconds");
    expect(screen.getByTestId("confirm-ok").textContent).toContain("Wipe anyway");
    await app.user.click(screen.getByTestId("confirm-ok"));
    await waitFor(() => expect(screen.getAllByTestId("connection")).toHaveLength(5));
    expect(calls(app.backend, "connections_disconnect")).toEqual([
      ["c3", false],
      ["c3", true],
    ]);
  });

  it("say so where there are none", async () => {
    const { user } = await openApp("few");
    await user.click(await screen.findByTestId("nav-settings"));
    expect((await screen.findByTestId("connections-none")).textContent).toContain("Nobody is signed in");
  });

  it("do not keep the machines from being shown when they cannot be read", async () => {
    const app = await openApp("locked");
    app.backend.connections.connections_list = () => {
      throw failure({ code: "internal", message: "The disk is full." });
    };
    await app.user.type(await screen.findByTestId("unlock-secret"), "correct horse{Enter}");
    await screen.findByTestId("machine-table");
    await app.user.click(screen.getByTestId("nav-settings"));
    expect((await screen.findByTestId("connections")).textContent).toContain("The disk is full.");
  });

  it.each([
    ["c2", "view-providers", "ana@old.example"],
    ["c6", "profile-page", "ana@acme.example"],
  ])("that is lost is gone to from its note: %s", async (connection, place, name) => {
    const { backend, user } = await openApp("signed-in");
    await screen.findByTestId("machine-table");
    const tell = backend["emit" as never] as (event: unknown) => void;
    tell({ type: "connection_lost", connection, name, failure: refused });
    const toast = await screen.findByTestId("toast");
    expect(toast.textContent).toContain(`${name} needs to be reconnected`);
    await user.click(within(toast).getByTestId("toast-reconnect"));
    await screen.findByTestId(place);
    await waitFor(() => expect(calls(backend, "signin_start")).toMatchObject([[{ connection }]]));
  });
});
