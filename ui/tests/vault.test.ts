import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { PASSWORD, RECOVERY_KEY } from "../dev/fake/backend";
import { machines } from "../src/lib/stores/machines.svelte";
import { providers } from "../src/lib/stores/providers.svelte";
import { calls, openApp } from "./open";

describe("the first start", () => {
  it("creates by keyring and password, and opens only once the recovery key is confirmed", async () => {
    const { backend, user } = await openApp("absent");
    await screen.findByTestId("vault-create");
    await user.click(screen.getByTestId("create-password"));
    await user.type(screen.getByTestId("new-password"), "correct horse");
    await user.type(screen.getByTestId("repeat-password"), "correct house");
    await user.click(screen.getByTestId("create-submit"));
    expect(await screen.findByTestId("repeat-password-error")).toBeTruthy();
    expect(calls(backend, "vault_create")).toEqual([]);

    await user.clear(screen.getByTestId("repeat-password"));
    await user.type(screen.getByTestId("repeat-password"), "correct horse");
    await user.click(screen.getByTestId("create-submit"));
    expect((await screen.findByTestId("recovery-key")).textContent?.trim()).toBe(RECOVERY_KEY);
    expect(calls(backend, "vault_create")).toEqual([[{ password: "correct horse", keyring: true }]]);

    await user.type(screen.getByTestId("recovery-confirm"), "WRONG");
    await user.click(screen.getByTestId("recovery-done"));
    expect(screen.queryByTestId("window")).toBeNull();
    expect(calls(backend, "vault_confirm_recovery")).toEqual([]);

    await user.clear(screen.getByTestId("recovery-confirm"));
    await user.type(screen.getByTestId("recovery-confirm"), RECOVERY_KEY.split("-").at(-1)!.toLowerCase());
    await user.click(screen.getByTestId("recovery-done"));
    await screen.findByTestId("machines-empty");
    expect(document.body.textContent).not.toContain(RECOVERY_KEY);
  });

  it("does not let a vault be made that nothing opens", async () => {
    const { user } = await openApp("absent");
    await user.click(await screen.findByTestId("create-keyring"));
    expect(screen.getByTestId<HTMLButtonElement>("create-submit").disabled).toBe(true);
  });
});

describe("unlocking", () => {
  it("goes by the keyring on its own, once, and not after a lock by hand", async () => {
    const { backend, user } = await openApp("keyring");
    await screen.findByTestId("machine-table");
    expect(calls(backend, "vault_unlock")).toEqual([[{ kind: "keyring", secret: null }]]);
    await user.click(screen.getByTestId("lock"));
    await screen.findByTestId("vault-locked");
    expect(calls(backend, "vault_unlock")).toHaveLength(1);
    await user.click(screen.getByTestId("unlock-keyring"));
    await screen.findByTestId("machine-table");
  });

  it("says that a password is wrong, waits when told to, and opens with the right one", async () => {
    const { backend, user } = await openApp("locked");
    await user.type(await screen.findByTestId("unlock-secret"), "nope");
    for (let turn = 0; turn < 2; turn += 1) {
      await user.click(screen.getByTestId("unlock-submit"));
      await screen.findByTestId("unlock-secret-error");
    }
    expect(screen.queryByTestId("unlock-wait")).toBeNull();
    await user.click(screen.getByTestId("unlock-submit"));
    expect((await screen.findByTestId("unlock-wait")).textContent).toMatch(/0:0\d/);
    expect(screen.getByTestId<HTMLButtonElement>("unlock-submit").disabled).toBe(true);
    backend.status = { ...backend.status, retry_at: null };
    backend.vault_lock();
    await waitFor(() => expect(screen.queryByTestId("unlock-wait")).toBeNull());
    await user.clear(screen.getByTestId("unlock-secret"));
    await user.type(screen.getByTestId("unlock-secret"), PASSWORD);
    await user.click(screen.getByTestId("unlock-submit"));
    await screen.findByTestId("machine-table");
  });

  it("opens with the recovery key", async () => {
    const { user } = await openApp("locked");
    await user.click(await screen.findByTestId("unlock-by-recovery"));
    await user.type(screen.getByTestId("unlock-secret"), RECOVERY_KEY);
    await user.click(screen.getByTestId("unlock-submit"));
    await screen.findByTestId("machine-table");
  });
});

describe("locking", () => {
  it("leaves nothing of the machines in the page", async () => {
    const { backend } = await openApp("few");
    await screen.findByTestId("machine-table");
    const { name } = backend.world.machines[0]!;
    backend.vault_lock();
    await screen.findByTestId("vault-locked");
    expect(document.documentElement.outerHTML).not.toContain(name);
    expect(document.documentElement.outerHTML).not.toContain("Production");
    expect(machines.rows).toEqual([]);
    expect(machines.get("x")).toBeUndefined();
    expect(providers.cards).toEqual([]);
  });

  it("closes an open dialog too", async () => {
    const { backend, user } = await openApp("few");
    await screen.findByTestId("machine-table");
    await user.keyboard("{Control>}n{/Control}");
    await user.click(await screen.findByTestId("cloud-aws"));
    await user.type(screen.getByTestId("field-secret_key"), "typed-secret");
    backend.vault_lock();
    await screen.findByTestId("vault-locked");
    await waitFor(() => expect(screen.queryByTestId("add-provider-dialog")).toBeNull());
  });
});

describe("the recovery key that was not confirmed", () => {
  it("is asked for calmly and can be replaced", async () => {
    const { backend, user } = await openApp("unconfirmed");
    const banner = await screen.findByTestId("recovery-banner");
    await user.click(within(banner).getByTestId("recovery-replace"));
    await user.click(await screen.findByTestId("recovery-make"));
    await user.type(await screen.findByTestId("recovery-confirm"), RECOVERY_KEY.split("-").at(-1)!);
    await user.click(screen.getByTestId("recovery-done"));
    await waitFor(() => expect(screen.queryByTestId("recovery-banner")).toBeNull());
    expect(calls(backend, "vault_confirm_recovery")).toHaveLength(1);
  });
});
