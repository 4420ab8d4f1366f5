import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { violations } from "./axe";
import { sshKeys } from "../src/lib/stores/ssh-keys.svelte";
import { calls, openApp } from "./open";

/** The first that runs: a stopped one asks to be started before a session. */
const row = () => screen.getAllByTestId("machine-row").find((row) => row.textContent.includes("Running"))!;

async function openDetails() {
  const app = await openApp("few");
  await screen.findByTestId("machine-table");
  const machine = app.backend.world.machines.find(({ id }) => id === row().dataset["machine"])!;
  machine.public_ips = ["203.0.113.9"];
  app.backend.sessions.hostKeys = [{ algorithm: "ssh-ed25519", fingerprint: "SHA256:abc" }];
  await app.user.click(row());
  const details = within(await screen.findByTestId("machine-details"));
  await details.findByTestId("edit-preferences");
  return { ...app, machine, details };
}

describe("a machine's details", () => {
  it("open a session and are accessible", async () => {
    const { backend, user, machine, details } = await openDetails();
    expect(await violations(screen.getByTestId("machine-details"))).toEqual([]);
    await user.click(details.getByTestId("connect"));
    await waitFor(() => expect(backend.sessions.opened.map(({ id }) => id)).toEqual([machine.id]));
  });

  it("say which routes there are, and what to install for others", async () => {
    const { backend, user, details } = await openDetails();
    const usable = details
      .getAllByTestId("route")
      .map(({ dataset }) => [dataset["route"], dataset["usable"]]);
    expect(usable.slice(0, 2)).toEqual([
      ["public", "true"],
      ["session_manager", "false"],
    ]);
    expect(details.getAllByTestId("route").map(({ textContent }) => textContent.includes("Used"))).toEqual([
      true,
      false,
      false,
    ]);
    await user.click(details.getByText("Install AWS CLI"));
    expect(backend.opened).toEqual(["https://aws.amazon.com/cli/"]);
  });

  it("keep how to connect for the machine, its tag or its provider", async () => {
    const { backend, user, machine, details } = await openDetails();
    await user.click(details.getByTestId("edit-preferences"));
    await user.type(await screen.findByTestId("preference-user"), "-oProxyCommand=x");
    await user.type(screen.getByTestId("preference-port"), "70000");
    await user.click(screen.getByTestId("preference-save"));
    await screen.findByTestId("preference-port-error");
    await user.clear(screen.getByTestId("preference-port"));
    await user.type(screen.getByTestId("preference-port"), "2222");
    await user.click(screen.getByTestId("preference-save"));
    await screen.findByTestId("preference-user-error");
    await user.clear(screen.getByTestId("preference-user"));
    await user.type(screen.getByTestId("preference-user"), "ada");
    await user.click(screen.getByTestId("preference-save"));
    await waitFor(() => expect(screen.queryByTestId("preference-dialog")).toBeNull());
    const { provider, region, id } = machine;
    expect(backend.sessions.rules).toEqual([
      {
        scope: { of: "machine", provider, region, id },
        prefer: { user: "ada", port: 2222, route: null, jump: null, identity: null, key: null },
      },
    ]);
    await waitFor(() => expect(details.getByTestId("preferences").textContent).toContain("As user ada"));

    await user.click(details.getByTestId("edit-preferences"));
    const scope = await screen.findByTestId<HTMLSelectElement>("preference-scope");
    await user.selectOptions(scope, JSON.stringify(["provider", provider]));
    expect(screen.getByTestId<HTMLInputElement>("preference-user").value).toBe("");
    await user.selectOptions(screen.getByTestId("preference-route"), "jump");
    await user.click(screen.getByTestId("preference-save"));
    await waitFor(() => expect(backend.sessions.rules).toHaveLength(2));
    expect(backend.sessions.rules[0]).toMatchObject({ scope: { of: "provider" }, prefer: { route: "jump" } });
  });

  it("choose a kept key, or a file instead", async () => {
    const { backend, user, details } = await openDetails();
    backend.sshKeys.adopt("Work", "SHA256:abc");
    await sshKeys.load();
    const select = async (value: string) => {
      await user.click(details.getByTestId("edit-preferences"));
      await user.selectOptions(await screen.findByTestId("preference-key"), value);
    };
    const saved = async () => {
      await user.click(screen.getByTestId("preference-save"));
      await waitFor(() => expect(screen.queryByTestId("preference-dialog")).toBeNull());
      return backend.sessions.rules[0]?.prefer;
    };
    await select("found1");
    expect(screen.queryByTestId("preference-identity")).toBeNull();
    expect(await saved()).toMatchObject({ key: "found1", identity: null });
    await waitFor(() =>
      expect(details.getByTestId("preferences").textContent).toContain("With the kept key Work"),
    );
    await select("file");
    await user.type(screen.getByTestId("preference-identity"), "/home/ada/.ssh/id");
    expect(await saved()).toMatchObject({ key: null, identity: "/home/ada/.ssh/id" });
    await select("usual");
    expect(await saved()).toBeUndefined();
  });

  it("say of a kept key that was removed that it is gone", async () => {
    const { backend, user, machine, details } = await openDetails();
    const { provider, region, id } = machine;
    backend.sessions.rules = [{ scope: { of: "machine", provider, region, id }, prefer: { key: "gone" } }];
    await user.click(screen.getAllByTestId("machine-row").find((other) => other !== row())!);
    await user.click(row());
    await waitFor(() =>
      expect(screen.getByTestId("preferences").textContent).toContain("A key that was removed"),
    );
    await user.click(screen.getByTestId("edit-preferences"));
    expect((await screen.findByTestId<HTMLSelectElement>("preference-key")).value).toBe("gone");
    expect(details).toBeDefined();
  });

  it("go through another machine that is searched for, and no longer once it is taken away", async () => {
    const { backend, user, machine, details } = await openDetails();
    const host = backend.world.machines.find(({ id, state }) => id !== machine.id && state === "running")!;
    await user.click(details.getByTestId("edit-preferences"));
    const field = await screen.findByTestId("preference-jump");
    await user.type(field, machine.id);
    await screen.findByTestId("preference-jump-none");
    await user.clear(field);
    await user.type(field, host.id);
    await screen.findByTestId("palette-row");
    expect(await violations(screen.getByTestId("preference-dialog"))).toEqual([]);
    await user.keyboard("{Enter}");
    expect((await screen.findByTestId("preference-jump-chosen")).textContent).toContain(host.name);
    expect(screen.getByTestId<HTMLSelectElement>("preference-route").value).toBe("jump");
    expect(screen.queryByTestId("preference-dialog")).not.toBeNull();
    await user.click(screen.getByTestId("preference-save"));
    await waitFor(() => expect(screen.queryByTestId("preference-dialog")).toBeNull());
    const { provider, region, id } = host;
    expect(backend.sessions.rules[0]!.prefer).toMatchObject({
      route: "jump",
      jump: { provider, region, id },
    });
    await waitFor(() =>
      expect(details.getByTestId("preferences").textContent).toBe(`This machine Through ${host.name}`),
    );
    const first = details.getAllByTestId("route")[0]!;
    expect([first.dataset["route"], first.textContent.includes("Used")]).toEqual(["jump", true]);

    await user.click(details.getByTestId("edit-preferences"));
    await user.click(await screen.findByTestId("preference-jump-clear"));
    expect(document.activeElement).toBe(await screen.findByTestId("preference-jump"));
    expect(screen.getByTestId<HTMLSelectElement>("preference-route").value).toBe("");
    await user.click(screen.getByTestId("preference-save"));
    await waitFor(() => expect(backend.sessions.rules).toEqual([]));
  });

  it("take back what was preferred", async () => {
    const { backend, user, machine, details } = await openDetails();
    const { provider, region, id } = machine;
    backend.sessions.rules = [
      { scope: { of: "machine", provider, region, id }, prefer: { user: "ada" } },
      { scope: { of: "provider", id: provider }, prefer: { port: 2222 } },
    ];
    await user.click(details.getByTestId("details-close"));
    await user.click(row());
    await user.click(await screen.findByTestId("edit-preferences"));
    await user.clear(await screen.findByTestId("preference-user"));
    await user.click(screen.getByTestId("preference-save"));
    await waitFor(() => expect(backend.sessions.rules.map(({ scope }) => scope.of)).toEqual(["provider"]));
  });

  it("keep a note, own tags and a favourite", async () => {
    const { backend, user, machine, details } = await openDetails();
    await user.type(details.getByTestId("machine-note"), "The old one");
    await user.type(details.getByTestId("machine-tags"), "blue, , blue, legacy");
    await user.click(details.getByTestId("notes-save"));
    await waitFor(() =>
      expect(backend.sessions.marks[0]).toMatchObject({ note: "The old one", tags: ["blue", "legacy"] }),
    );
    await waitFor(() => expect(details.queryByTestId("notes-save")).toBeNull());
    await user.click(details.getByTestId("favourite"));
    await waitFor(() => expect(within(row()).getByTestId("favourite").ariaPressed).toBe("true"));
    expect(backend.sessions.marks[0]).toMatchObject({ note: "The old one", favourite: true });
    await user.type(screen.getByTestId("machine-search"), "legacy");
    await waitFor(() =>
      expect(screen.getAllByTestId("machine-row").map(({ dataset }) => dataset["machine"])).toEqual([
        machine.id,
      ]),
    );
  });

  it("forget a host key only after asking, naming the machine", async () => {
    const { backend, user, machine, details } = await openDetails();
    await user.click(await details.findByTestId("forget-host-key"));
    expect((await screen.findByTestId("confirm-dialog")).textContent).toContain(machine.name);
    await user.click(screen.getByTestId("confirm-cancel"));
    expect(calls(backend, "connect_forget_host_key")).toEqual([]);
    await user.click(details.getByTestId("forget-host-key"));
    await user.click(await screen.findByTestId("confirm-ok"));
    await waitFor(() => expect(details.queryByTestId("host-key-section")).toBeNull());
    expect(calls(backend, "connect_forget_host_key")).toHaveLength(1);
  });
});

describe("a machine's row", () => {
  it("copies its SSH command and keeps a favourite", async () => {
    const { backend, user } = await openApp("few");
    await screen.findByTestId("machine-table");
    await user.click(within(row()).getByTestId("row-actions"));
    await user.click(await screen.findByTestId("menu-copy-command"));
    await waitFor(() => expect(backend.copied.at(-1)?.text).toMatch(/^ssh ec2-user@/));
    await user.click(within(row()).getByTestId("favourite"));
    await waitFor(() => expect(within(row()).getByTestId("favourite").ariaPressed).toBe("true"));
    expect(screen.queryByTestId("machine-details")).toBeNull();
  });
});
