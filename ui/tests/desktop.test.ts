import { fireEvent, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
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
