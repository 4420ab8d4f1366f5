import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { writesRefused } from "../dev/fake/secret-backend";
import { LOCKED_KEY, PASSPHRASE, PRIVATE_KEY } from "../dev/fake/ssh-keys";
import { violations } from "./axe";
import { calls, enter, openApp } from "./open";

type App = Awaited<ReturnType<typeof openApp>>;

async function openSettings(scenario: Parameters<typeof openApp>[0]): Promise<App> {
  const app = await openApp(scenario);
  await app.user.click(await screen.findByTestId("nav-settings"));
  await screen.findByTestId("ssh-keys");
  return app;
}

const rows = () => screen.queryAllByTestId("ssh-key");
const inDialog = () => within(screen.getByTestId("ssh-key-dialog"));
const area = () => screen.getByTestId<HTMLTextAreaElement>("ssh-key-key");

async function fill({ user }: App, name: string, key: string, passphrase = ""): Promise<void> {
  await user.click(screen.getByTestId("ssh-key-add"));
  await user.type(await screen.findByTestId("ssh-key-name"), name);
  await user.click(area());
  await user.paste(key);
  if (passphrase) await user.type(screen.getByTestId("ssh-key-passphrase"), passphrase);
}

const save = ({ user }: App) => user.click(screen.getByTestId("ssh-key-save"));

describe("the SSH keys that are kept", () => {
  it("show what may be shown, and which machines use them", async () => {
    const app = await openSettings("many");
    const [machine] = app.backend.world.machines;
    const { provider, region, id, name } = machine!;
    app.backend.sessions.rules = [
      { scope: { of: "machine", provider, region, id }, prefer: { key: "k1" } },
      { scope: { of: "tag", key: "env", value: "prod" }, prefer: { key: "k1" } },
    ];
    await app.user.click(screen.getByTestId("nav-machines"));
    await app.user.click(screen.getByTestId("nav-settings"));
    await waitFor(() => expect(rows()).toHaveLength(2));
    const first = within(rows()[0]!);
    expect(rows()[0]!.textContent).toContain("Ed25519 · ana@laptop");
    expect(first.getByTestId("ssh-key-fingerprint").textContent).toContain("SHA256:");
    expect((await first.findByTestId("ssh-key-uses")).textContent).toContain(`${name}, `);
    expect(first.getByTestId("ssh-key-uses").textContent).toContain("env=prod");
    await app.user.click(first.getByTestId("ssh-key-copy"));
    expect(app.backend.copied.at(-1)!.text).toMatch(/^ssh-ed25519 AAAA/);
    expect(await violations(screen.getByTestId("ssh-keys"))).toEqual([]);
  });

  it("are renamed, and a name that is taken is told", async () => {
    const app = await openSettings("many");
    await app.user.click(within(rows()[0]!).getByTestId("ssh-key-menu"));
    await app.user.click(await screen.findByTestId("menu-ssh-key-rename"));
    const field = await screen.findByTestId("ssh-key-new-name");
    await app.user.clear(field);
    await app.user.type(field, "Handed out by EC2");
    await app.user.click(screen.getByTestId("rename-save"));
    expect((await screen.findByTestId("ssh-key-new-name-error")).textContent).toContain("already");
    await app.user.clear(field);
    await app.user.type(field, "Laptop");
    await app.user.click(screen.getByTestId("rename-save"));
    await waitFor(() => expect(rows()[0]!.dataset["name"]).toBe("Laptop"));
  });

  it("are removed after a question that says what comes of it", async () => {
    const app = await openSettings("external");
    app.backend.sessions.rules = [{ scope: { of: "provider", id: "p1" }, prefer: { key: "k1" } }];
    await app.user.click(screen.getByTestId("nav-machines"));
    await app.user.click(screen.getByTestId("nav-settings"));
    await waitFor(() => expect(screen.getByTestId("ssh-key-uses").textContent).toContain("Production"));
    await app.user.click(within(rows()[0]!).getByTestId("ssh-key-menu"));
    await app.user.click(await screen.findByTestId("menu-ssh-key-remove"));
    const asked = await screen.findByRole("alertdialog");
    expect(asked.textContent).toContain("sessions there fail until another key is chosen");
    expect(asked.textContent).toContain("HashiCorp Vault");
    await app.user.click(within(asked).getByTestId("confirm-ok"));
    await waitFor(() => expect(rows()).toHaveLength(1));
    expect(calls(app.backend, "ssh_keys_remove")).toEqual([["k1"]]);
  });
});

describe("adding an SSH key", () => {
  it("keeps a pasted one with its passphrase, and forgets what was pasted", async () => {
    const app = await openSettings("few");
    expect(rows()).toHaveLength(0);
    await fill(app, " Work ", LOCKED_KEY, PASSPHRASE);
    expect(await violations(screen.getByTestId("ssh-key-dialog"))).toEqual([]);
    const [key, passphrase] = [area(), screen.getByTestId<HTMLInputElement>("ssh-key-passphrase")];
    expect(key.classList).toContain("masked");
    await save(app);
    await waitFor(() => expect(rows().map(({ dataset }) => dataset["name"])).toEqual(["Work"]));
    expect(screen.queryByTestId("ssh-key-dialog")).toBeNull();
    expect([key.value, passphrase.value]).toEqual(["", ""]);
    expect(document.body.innerHTML).not.toContain("PRIVATE KEY");
    const [sent] = calls(app.backend, "ssh_keys_add")[0]!;
    expect(sent).toEqual({ name: "Work", key: LOCKED_KEY, passphrase: PASSPHRASE });
  });

  it("takes one from a file", async () => {
    const app = await openSettings("few");
    await fill(app, "Work", "");
    const file = new File([PRIVATE_KEY], "id_ed25519");
    await app.user.upload(screen.getByTestId("ssh-key-key-file"), file);
    await waitFor(() => expect(area().value).toBe(PRIVATE_KEY));
    await enter(screen.getByTestId("ssh-key-name"));
    await waitFor(() => expect(rows()).toHaveLength(1));
    expect(calls(app.backend, "ssh_keys_add")[0]![0]).toMatchObject({ passphrase: null });
  });

  it.each([
    ["a public key", "ssh-ed25519 AAAA ana@laptop", "", "key", "Give the private half"],
    ["another text", "hello", "", "key", "from -----BEGIN to -----END"],
    ["a missing passphrase", LOCKED_KEY, "", "passphrase", "has a passphrase"],
    ["a wrong passphrase", LOCKED_KEY, "battery staple", "passphrase", "does not open"],
  ])("says what is wrong with %s, at its field", async (_, key, passphrase, field, told) => {
    const app = await openSettings("few");
    await fill(app, "Work", key, passphrase);
    await save(app);
    expect((await screen.findByTestId(`ssh-key-${field}-error`)).textContent).toContain(told);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("error-summary")));
    // What was typed is still there to be mended.
    expect(area().value).toBe(key);
    await app.user.type(screen.getByTestId(`ssh-key-${field}`), "x");
    expect(screen.queryByTestId(`ssh-key-${field}-error`)).toBeNull();
  });

  it("wants a name and a key, and says so before anything is sent", async () => {
    const app = await openSettings("few");
    await app.user.click(screen.getByTestId("ssh-key-add"));
    await app.user.click(await screen.findByTestId("ssh-key-save"));
    await inDialog().findByTestId("ssh-key-name-error");
    inDialog().getByTestId("ssh-key-key-error");
    expect(calls(app.backend, "ssh_keys_add")).toEqual([]);
  });

  it("says why the place where credentials are kept does not take it", async () => {
    const app = await openSettings("external");
    await fill(app, "New", PRIVATE_KEY);
    app.backend.nextFailure = writesRefused;
    await save(app);
    const failure = await inDialog().findByTestId("failure");
    expect(failure.textContent).toContain("may not write");
    expect(rows()).toHaveLength(2);
  });
});
