import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { startFake } from "../dev/fake";
import PaletteAlone from "../src/views/PaletteAlone.svelte";
import { calls, openApp } from "./open";

function openAlone() {
  const backend = startFake("few", { language: "en" });
  render(PaletteAlone);
  return { backend, user: userEvent.setup({ delay: null }) };
}

describe("the search alone", () => {
  it("opens a session in the terminal and closes its window", async () => {
    const { backend, user } = openAlone();
    await screen.findByTestId("palette-input");
    const machine = backend.world.machines.find(({ public_ips }) => public_ips.length > 0)!;
    await user.keyboard(machine.id);
    await waitFor(() => expect(screen.queryAllByTestId("palette-row")).toHaveLength(1));
    await user.keyboard("{Enter}");
    await waitFor(() => expect(calls(backend, "palette_close")).toHaveLength(1));
    expect(backend.sessions.opened.map(({ id }) => id)).toEqual([machine.id]);
  });

  it("opens what was typed by a hand that is quicker than the answer", async () => {
    const { backend, user } = openAlone();
    await screen.findByTestId("palette-input");
    const machine = backend.world.machines.find(({ public_ips }) => public_ips.length > 0)!;
    await user.keyboard(`${machine.id}{Enter}`);
    await waitFor(() => expect(calls(backend, "palette_close")).toHaveLength(1));
    expect(backend.sessions.opened.map(({ id }) => id)).toEqual([machine.id]);
  });

  it("asks before it starts a stopped machine, and has tabs opened by the main window", async () => {
    const { backend, user } = openAlone();
    await screen.findByTestId("palette-input");
    const machine = backend.world.machines.find((it) => it.state === "stopped" && it.public_ips.length > 0)!;
    await user.keyboard(machine.id);
    await waitFor(() => expect(screen.queryAllByTestId("palette-row")).toHaveLength(1));
    await user.keyboard("{Enter}");
    await user.click(await screen.findByTestId("confirm-cancel"));
    expect(calls(backend, "connect_open")).toEqual([]);
    expect(calls(backend, "palette_close")).toEqual([]);
    await user.click(screen.getByTestId("palette-input"));
    await user.keyboard("{Enter}");
    await user.click(await screen.findByTestId("confirm-ok"));
    await waitFor(() => expect(calls(backend, "palette_close")).toHaveLength(1));
    expect(calls(backend, "connect_open")[0]).toMatchObject([{ start: true }]);

    await user.click(screen.getByTestId("palette-input"));
    await user.keyboard("{Shift>}{Enter}{/Shift}");
    await waitFor(() => expect(calls(backend, "palette_close")).toHaveLength(2));
    expect(calls(backend, "terminal_ask")).toEqual([
      [{ provider: machine.provider, region: machine.region, id: machine.id }],
    ]);
  });

  it("stays to say why a session was not opened, and closes by Escape", async () => {
    const { backend, user } = openAlone();
    await screen.findByTestId("palette-input");
    const machine = backend.world.machines.find(({ public_ips }) => public_ips.length === 0)!;
    await user.keyboard(machine.id);
    await waitFor(() => expect(screen.queryAllByTestId("palette-row")).toHaveLength(1));
    await user.keyboard("{Enter}");
    await screen.findByText(/There is no route to/);
    expect(calls(backend, "palette_close")).toEqual([]);
    await user.keyboard("{Escape}");
    await waitFor(() => expect(calls(backend, "palette_close")).toHaveLength(1));
  });
});

describe("the settings of the shortcut and the login", () => {
  it("are kept, and a shortcut that is refused is taken back with the reason", async () => {
    const { backend, user } = await openApp("few");
    await user.click(await screen.findByTestId("nav-settings"));
    await user.click(await screen.findByTestId("setting-start-at-login"));
    await waitFor(() => expect(backend.settings.start_at_login).toBe(true));
    const select = await screen.findByTestId<HTMLSelectElement>("setting-shortcut");
    await user.selectOptions(select, "CmdOrCtrl+Shift+K");
    await waitFor(() => expect(backend.settings.global_shortcut).toBe("CmdOrCtrl+Shift+K"));
    await user.selectOptions(select, "");
    await waitFor(() => expect(backend.settings.global_shortcut).toBeNull());
    backend.nextFailure = {
      code: "invalid_input",
      message: "Another program has this combination.",
      remedy: "Choose another one.",
      operation: "take the global shortcut",
      region: null,
      http_status: null,
      provider_code: null,
      request_id: null,
      link: null,
      field: "global_shortcut",
      retry_at: null,
    };
    await user.selectOptions(select, "CmdOrCtrl+Shift+K");
    await screen.findByText(/Another program has this combination/);
    await waitFor(() => expect(select.value).toBe(""));
  });
});
