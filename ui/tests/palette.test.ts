import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { violations } from "./axe";
import { openApp } from "./open";

async function openPalette() {
  const app = await openApp("few");
  await screen.findByTestId("machine-table");
  await app.user.keyboard("{Control>}k{/Control}");
  const input = await screen.findByTestId<HTMLInputElement>("palette-input");
  await waitFor(() => expect(screen.queryAllByTestId("palette-row").length).toBeGreaterThan(1));
  return { ...app, input };
}

const rows = () => screen.queryAllByTestId("palette-row");
const chosen = () => rows().findIndex((row) => row.getAttribute("aria-selected") === "true");

describe("the palette", () => {
  it("takes the focus, finds as one types and connects by Enter", async () => {
    const { backend, user, input } = await openPalette();
    expect(document.activeElement).toBe(input);
    const machine = backend.world.machines.find(({ public_ips }) => public_ips.length > 0)!;
    await user.keyboard(machine.id);
    await waitFor(() => expect(rows()).toHaveLength(1));
    await user.keyboard("{Enter}");
    await waitFor(() => expect(backend.sessions.opened.map(({ id }) => id)).toEqual([machine.id]));
    expect(screen.queryByTestId("palette")).toBeNull();
    await screen.findByText(new RegExp(`Session on ${machine.name} as ec2-user`));
  });

  it("is walked by arrows, which stop at both ends", async () => {
    const { user, input } = await openPalette();
    await user.keyboard("{ArrowUp}");
    expect(chosen()).toBe(0);
    await user.keyboard("{ArrowDown}");
    expect(chosen()).toBe(1);
    expect(input.getAttribute("aria-activedescendant")).toBe(rows()[1]!.id);
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByTestId("palette")).toBeNull());
  });

  it("copies an address and keeps a favourite by a second key", async () => {
    const { backend, user } = await openPalette();
    const first = backend.sessions.machines_find("")[0]!.machine;
    await user.keyboard("{Control>}d{/Control}");
    await waitFor(() => expect(within(rows()[0]!).queryByLabelText("Favourite")).not.toBeNull());
    expect(backend.sessions.marks[0]).toMatchObject({ favourite: true, machine: { id: first.id } });
    await user.keyboard("{Control>}c{/Control}");
    await waitFor(() =>
      expect(backend.copied.at(-1)?.text).toBe(first.public_ips[0] ?? first.private_ips[0]),
    );
  });

  it("says so when nothing matches, and is accessible", async () => {
    const { user } = await openPalette();
    expect(await violations()).toEqual([]);
    await user.keyboard("zzzzzz");
    await screen.findByTestId("palette-empty");
  });
});
