import { fireEvent, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { violations } from "./axe";
import { calls, openApp } from "./open";

async function openTab(settings: Parameters<typeof openApp>[1] = { sessions_in_app: true }) {
  const app = await openApp("few", settings);
  await screen.findByTestId("machine-table");
  const machine = app.backend.world.machines.find(({ public_ips }) => public_ips.length > 0)!;
  await app.user.keyboard("{Control>}k{/Control}");
  await screen.findByTestId("palette-input");
  await app.user.keyboard(machine.id);
  await waitFor(() => expect(screen.queryAllByTestId("palette-row")).toHaveLength(1));
  await app.user.keyboard(settings?.sessions_in_app ? "{Enter}" : "{Shift>}{Enter}{/Shift}");
  await shows(`ec2-user@${machine.name}`);
  return { ...app, machine, shell: app.backend.terminals };
}

const output = () => document.querySelector(".xterm-rows")?.textContent ?? "";
const shows = (text: string) => waitFor(() => expect(output()).toContain(text));
const tabs = () => screen.queryAllByTestId("terminal-tab");

describe("a session in a tab", () => {
  it("shows what the machine writes, sends what is typed, and has the focus", async () => {
    const { user, shell, machine } = await openTab();
    expect(tabs()[0]!.textContent).toContain(machine.name);
    expect(document.activeElement?.className).toContain("xterm-helper-textarea");
    await user.keyboard("uptime{Enter}");
    await waitFor(() => expect(shell.typed).toBe("uptime\r"));
    await shows("uptime");
  });

  it("is opened from the palette by Shift and Enter where sessions are elsewhere", async () => {
    const { shell, backend } = await openTab({ sessions_in_app: false });
    expect(shell.sizes).toHaveLength(1);
    expect(backend.sessions.opened).toEqual([]);
  });

  it("leaves the shell its keys, and takes the window's with Shift", async () => {
    const { user, shell, backend } = await openTab();
    await fireEvent.keyDown(document.activeElement!, { key: "l", keyCode: 76, ctrlKey: true });
    await waitFor(() => expect(shell.typed).toBe("\x0c"));
    expect(backend.status.state).toBe("unlocked");
    await user.keyboard("{Control>}{Shift>}v{/Shift}{/Control}");
    await waitFor(() => expect(shell.pasted).toEqual([false]));
    shell.say(1, "\x1b[?2004hready ");
    await shows("ready");
    await user.keyboard("{Control>}{Shift>}f{/Shift}{/Control}");
    await user.keyboard("nothing like it");
    await waitFor(() =>
      expect(screen.getByTestId("terminal-search-result").textContent).toContain("No match"),
    );
    await user.clear(screen.getByTestId("terminal-search"));
    await user.keyboard("Linux{Escape}");
    await user.keyboard("{Control>}{Shift>}c{/Shift}{/Control}");
    await waitFor(() => expect(backend.copied).toEqual([{ text: "Linux", secret: false }]));
    await user.keyboard("{Control>}{Shift>}v{/Shift}{/Control}");
    await waitFor(() => expect(shell.pasted).toEqual([false, true]));
    await user.keyboard("{Control>}{Shift>}l{/Shift}{/Control}");
    await screen.findByTestId("vault-locked");
    expect(output()).toBe("");
  });

  it("says with which status it ended, and connects again", async () => {
    const { user, shell } = await openTab();
    await user.keyboard("exit 5{Enter}");
    await screen.findByText("Session ended, status 5.");
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId("terminal-reconnect"));
    await waitFor(() => expect(shell.sizes).toHaveLength(2));
    await waitFor(() => expect(screen.queryByTestId("terminal-end")).toBeNull());
    await user.keyboard("again");
    await shows("again");
  });

  it("says how much is shown, so that the rest may come", async () => {
    const { shell } = await openTab();
    for (let at = 0; at < 40; at += 1) shell.say(1, "x");
    await waitFor(() => expect(shell.taken).toBe(32));
  });

  it("goes on while another view is shown, and is closed only after a question", async () => {
    const { user, shell } = await openTab();
    await user.click(screen.getByTestId("nav-machines"));
    shell.say(1, "meanwhile");
    await user.click(screen.getByTestId("nav-terminal"));
    await shows("meanwhile");
    await user.click(screen.getByTestId("terminal-close"));
    expect(await violations()).toEqual([]);
    await user.click(await screen.findByTestId("confirm-cancel"));
    expect(tabs()).toHaveLength(1);
    await user.click(screen.getByTestId("terminal-close"));
    await user.click(await screen.findByTestId("confirm-ok"));
    await waitFor(() => expect(tabs()).toHaveLength(0));
    expect(shell.closed).toEqual([1]);
    await screen.findByTestId("machine-table");
    expect(screen.queryByTestId("nav-terminal")).toBeNull();
  });

  it("explains why there is none", async () => {
    const { backend } = await openApp("few", { sessions_in_app: true });
    await screen.findByTestId("machine-table");
    const machine = backend.world.machines.find(({ public_ips }) => public_ips.length === 0)!;
    const request = { machine, user: null, port: null, route: null, identity: null, command: [] };
    backend.ask({ type: "terminal_asked", machine, request });
    const end = await screen.findByTestId("terminal-end");
    expect(end.textContent).toContain("There is no route");
    await fireEvent.click(screen.getByTestId("terminal-end-close"));
    await waitFor(() => expect(tabs()).toHaveLength(0));
  });

  it("is where Connect leads once that is set", async () => {
    const { user, backend } = await openApp("few");
    await user.click(await screen.findByTestId("nav-settings"));
    await user.selectOptions(await screen.findByTestId("setting-sessions-in"), "app");
    await waitFor(() => expect(calls(backend, "settings_set").length).toBeGreaterThan(0));
    expect(backend.settings.sessions_in_app).toBe(true);
  });
});
