import { fireEvent, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { FakeSessions } from "../dev/fake/sessions";
import type { Machine } from "../src/lib/ipc";
import { violations } from "./axe";
import { calls, openApp } from "./open";

/** The first in sight that runs, as a Windows machine with an address. */
async function openWithWindows() {
  const app = await openApp("few");
  await screen.findByTestId("machine-table");
  const row = screen.getAllByTestId("machine-row").find((row) => row.textContent.includes("Running"))!;
  const machine = app.backend.world.machines.find(({ id }) => id === row.dataset["machine"])!;
  Object.assign(machine, { os: "windows", public_ips: ["203.0.113.9"] } satisfies Partial<Machine>);
  app.backend.ask({
    type: "resources_listed",
    provider: machine.provider,
    resources: [{ kind: "machine", ...structuredClone(machine) }],
  });
  return { ...app, machine, row };
}

describe("a Windows machine", () => {
  it("opens its desktop from its row's menu, and a shell where that is wanted", async () => {
    const { backend, user, machine, row } = await openWithWindows();
    const openMenu = async () => {
      await fireEvent.contextMenu(row.querySelector("[data-cell]")!);
      return screen.findByTestId("menu-connect");
    };
    await waitFor(async () => expect((await openMenu()).textContent).toContain("Open desktop"));
    await user.click(screen.getByTestId("menu-connect"));
    await waitFor(() => expect(backend.sessions.desktops.map(({ id }) => id)).toEqual([machine.id]));
    await screen.findByText(`Desktop of ${machine.name} as Administrator, by Public address.`);
    expect(calls(backend, "connect_open")).toEqual([]);

    await openMenu();
    await user.click(screen.getByTestId("menu-connect-terminal"));
    await waitFor(() => expect(backend.sessions.opened.map(({ id }) => id)).toEqual([machine.id]));
  });

  it("opens its desktop from its details", async () => {
    const { backend, user, machine, row } = await openWithWindows();
    await user.click(row);
    const button = await screen.findByTestId("connect");
    await waitFor(() => expect(button.textContent).toContain("Open desktop"));
    expect(await violations(screen.getByTestId("machine-details"))).toEqual([]);
    await user.click(button);
    await waitFor(() => expect(backend.sessions.desktops.map(({ id }) => id)).toEqual([machine.id]));
  });

  it("opens its desktop by Enter in the search, and a shell by the second key", async () => {
    const { backend, user, machine } = await openWithWindows();
    await user.keyboard("{Control>}k{/Control}");
    const find = async () => {
      await screen.findByTestId("palette-input");
      await user.keyboard(machine.id);
      await waitFor(() => expect(screen.queryAllByTestId("palette-row")).toHaveLength(1));
    };
    await find();
    expect(screen.getByTestId("palette").textContent).toContain("Open desktop");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(backend.sessions.desktops).toHaveLength(1));
    await user.keyboard("{Control>}k{/Control}");
    await find();
    await user.keyboard("{Shift>}{Enter}{/Shift}");
    await waitFor(() => expect(backend.sessions.opened.map(({ id }) => id)).toEqual([machine.id]));
  });

  it("is opened by the program that is chosen", async () => {
    const { backend, user } = await openApp("few");
    await user.click(await screen.findByTestId("nav-settings"));
    const choice = await screen.findByTestId<HTMLSelectElement>("setting-remote-desktop");
    await waitFor(() => expect([...choice.options].map(({ text }) => text)).toContain("FreeRDP"));
    await user.selectOptions(choice, "freerdp");
    await waitFor(() => expect(backend.settings.remote_desktop).toBe("freerdp"));
  });
});

describe("a first password", () => {
  async function openDetails() {
    const app = await openWithWindows();
    await app.user.click(app.row);
    const show = await screen.findByTestId("show-password");
    expect(calls(app.backend, "machines_password")).toEqual([]);
    await app.user.click(show);
    await screen.findByTestId("password-key-dialog");
    return app;
  }

  async function giveText(user: Awaited<ReturnType<typeof openApp>>["user"], text: string) {
    const choice = screen.queryByTestId<HTMLSelectElement>("password-key");
    if (choice) await user.selectOptions(choice, "file");
    const area = await screen.findByTestId("password-text");
    await user.clear(area);
    await user.click(area);
    await user.paste(text);
    await user.click(screen.getByTestId("password-give"));
  }

  it("asks for its key, is copied as a secret and hidden again", async () => {
    const { backend, user } = await openDetails();
    expect(screen.getByTestId("password-key-dialog").textContent).toContain("key pair “work”");
    expect(await violations()).toEqual([]);
    await giveText(user, "not the pair's");
    await waitFor(() =>
      expect(screen.getByTestId("password-key-dialog").textContent).toContain("This key does not open"),
    );
    await giveText(user, FakeSessions.PAIR);
    const shown = await screen.findByTestId("shown-password");
    expect(shown.textContent).toBe("s3cret!ñ");
    expect(screen.queryByTestId("password-key-dialog")).toBeNull();
    await user.click(screen.getByTestId("copy-password"));
    await waitFor(() => expect(backend.copied.at(-1)).toEqual({ text: "s3cret!ñ", secret: true }));
    await user.click(screen.getByTestId("hide-password"));
    await screen.findByTestId("show-password");
    expect(document.body.textContent).not.toContain("s3cret!ñ");
  });

  it("is hidden when the clipboard would be cleared", async () => {
    const { user } = await openDetails();
    const timers = vi.spyOn(globalThis, "setTimeout");
    await giveText(user, FakeSessions.PAIR);
    await screen.findByTestId("shown-password");
    const hides = timers.mock.calls.find(([, after]) => after === 30_000);
    timers.mockRestore();
    (hides![0] as () => void)();
    await screen.findByTestId("show-password");
  });

  it("is not offered for another system", async () => {
    const { backend, user } = await openApp("few");
    await screen.findByTestId("machine-table");
    const isLinux = (row: HTMLElement) =>
      backend.world.machines.find(({ id }) => id === row.dataset["machine"])!.os === "linux";
    await user.click(screen.getAllByTestId("machine-row").find(isLinux)!);
    await screen.findByTestId("edit-preferences");
    expect(screen.queryByTestId("password-section")).toBeNull();
  });
});
