import { fireEvent, screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import type { Machine, Settings } from "../src/lib/ipc";
import { violations } from "./axe";
import { calls, openApp } from "./open";

async function openMachines(settings: Partial<Settings> = {}) {
  const app = await openApp("few", settings);
  await screen.findByTestId("machine-table");
  return app;
}

const rowOf = (machine: Machine) =>
  screen.getAllByTestId("machine-row").find((row) => row.dataset["machine"] === machine.id)!;

/** Those in sight that are in a state, in the order of the list. */
function shownIn(machines: Machine[], state: Machine["state"]): Machine[] {
  const shown = screen.getAllByTestId("machine-row").map((row) => row.dataset["machine"]);
  return shown
    .map((id) => machines.find((machine) => machine.id === id)!)
    .filter((machine) => machine.state === state);
}

async function openMenu(machine: Machine) {
  await fireEvent.contextMenu(rowOf(machine).querySelector("[data-cell]")!);
  return screen.findByTestId("row-menu");
}

const keyOf = ({ provider, region, id }: Machine) => ({ provider, region, id });

describe("one machine", () => {
  it("is stopped after a confirmation that names it, its provider and region", async () => {
    const { backend, user } = await openMachines();
    const machine = shownIn(backend.world.machines, "running")[0]!;
    await openMenu(machine);
    expect(screen.getByTestId("menu-power-start").getAttribute("data-disabled")).not.toBeNull();
    expect(screen.getByTestId("menu-power-start").textContent).toContain("Running");
    await user.click(screen.getByTestId("menu-power-stop"));
    const dialog = await screen.findByTestId("confirm-dialog");
    expect(dialog.textContent).toContain(machine.name);
    expect(dialog.textContent).toContain(machine.region);
    const provider = backend.world.cards.find((card) => card.provider.id === machine.provider)!.provider.name;
    expect(dialog.textContent).toContain(provider);
    expect(await violations()).toEqual([]);
    expect(calls(backend, "machines_power")).toHaveLength(0);
    await user.click(screen.getByTestId("confirm-ok"));
    await waitFor(() => expect(calls(backend, "machines_power")).toEqual([[[keyOf(machine)], "stop"]]));
    await screen.findByText(`${machine.name} is stopped.`);
    await waitFor(() => expect(rowOf(machine).textContent).toContain("Stopped"));
  });

  it("is left alone when the person thinks again", async () => {
    const { backend, user } = await openMachines();
    await openMenu(shownIn(backend.world.machines, "running")[0]!);
    await user.click(screen.getByTestId("menu-power-reboot"));
    await user.click(await screen.findByTestId("confirm-cancel"));
    await waitFor(() => expect(screen.queryByTestId("confirm-dialog")).toBeNull());
    expect(calls(backend, "machines_power")).toHaveLength(0);
  });

  it("is started from its details", async () => {
    const { backend, user } = await openMachines();
    await user.click(screen.getByTestId("filter-state"));
    await user.click(await screen.findByTestId("filter-state-stopped"));
    await user.keyboard("{Escape}");
    const machine = shownIn(backend.world.machines, "stopped")[0]!;
    await user.click(rowOf(machine));
    await user.click(await screen.findByTestId("power-start"));
    await user.click(await screen.findByTestId("confirm-ok"));
    await waitFor(() => expect(calls(backend, "machines_power")).toEqual([[[keyOf(machine)], "start"]]));
    expect(screen.queryByTestId("confirm-dialog")).toBeNull();
  });

  it("says what the cloud says when it is refused", async () => {
    const { backend, user } = await openMachines();
    const machine = shownIn(backend.world.machines, "running")[0]!;
    backend.sessions.refused.add(machine.id);
    await openMenu(machine);
    await user.click(screen.getByTestId("menu-power-stop"));
    await user.click(await screen.findByTestId("confirm-ok"));
    await screen.findByText(`${machine.name} is as it was`);
    await screen.findByText(/allow ec2:StopInstances/);
  });

  it("cannot be changed in read-only mode, and the buttons say so", async () => {
    const { backend, user } = await openMachines({ read_only: true });
    const machine = shownIn(backend.world.machines, "running")[0]!;
    await openMenu(machine);
    for (const action of ["start", "stop", "reboot"]) {
      const item = screen.getByTestId(`menu-power-${action}`);
      expect(item.getAttribute("data-disabled")).not.toBeNull();
      expect(item.textContent).toContain("Read-only mode");
    }
    await user.keyboard("{Escape}");
    await user.click(rowOf(machine));
    expect((await screen.findByTestId("power-reason")).textContent).toBe("Read-only mode");
    expect(screen.getByTestId<HTMLButtonElement>("power-stop").disabled).toBe(true);
  });
});

describe("several machines", () => {
  it("are picked by keys and pointer, and asked together", async () => {
    const { backend, user } = await openMachines();
    const running = shownIn(backend.world.machines, "running");
    const [one, other] = [running[0]!, running[1]!];
    await user.keyboard("{Control>}");
    await user.click(rowOf(one));
    await user.click(rowOf(other));
    await user.keyboard("{/Control}");
    const bar = await screen.findByTestId("selection-bar");
    expect(bar.textContent).toContain("2 machines selected");
    expect(screen.queryByTestId("machine-details")).toBeNull();
    expect(rowOf(one).getAttribute("aria-selected")).toBe("true");
    expect(screen.getByTestId<HTMLButtonElement>("selection-start").disabled).toBe(true);
    backend.sessions.refused.add(other.id);
    await user.click(screen.getByTestId("selection-stop"));
    const list = await screen.findByTestId("power-machines");
    expect(within(list).getAllByRole("listitem")).toHaveLength(2);
    await user.click(screen.getByTestId("confirm-ok"));
    await screen.findByText(`${one.name} is stopped.`);
    await screen.findByText(`${other.name} is as it was`);
    await user.click(screen.getByTestId("selection-clear"));
    await waitFor(() => expect(screen.queryByTestId("selection-bar")).toBeNull());
  });

  it("are picked with all in between by Shift, and let go by Escape", async () => {
    const { user } = await openMachines();
    const rows = screen.getAllByTestId("machine-row");
    await user.keyboard("{Control>}");
    await user.click(rows[0]!);
    await user.keyboard("{/Control}{Shift>}");
    await user.click(rows[3]!);
    await user.keyboard("{/Shift}");
    expect((await screen.findByTestId("selection-bar")).textContent).toContain("4 machines selected");
    rows[0]!.querySelector<HTMLElement>("[data-cell]")!.focus();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByTestId("selection-bar")).toBeNull());
  });
});

describe("a session on a stopped machine", () => {
  async function connectToStopped(settings: Partial<Settings> = {}) {
    const app = await openMachines(settings);
    const { backend, user } = app;
    await user.click(screen.getByTestId("filter-state"));
    await user.click(await screen.findByTestId("filter-state-stopped"));
    await user.keyboard("{Escape}");
    const machine = shownIn(backend.world.machines, "stopped")[0]!;
    machine.public_ips = ["203.0.113.9"];
    await openMenu(machine);
    await user.click(screen.getByTestId("menu-connect"));
    return { ...app, machine };
  }

  it("is offered with its start", async () => {
    const { backend, user, machine } = await connectToStopped();
    const dialog = await screen.findByTestId("confirm-dialog");
    expect(dialog.textContent).toContain(`${machine.name} is stopped`);
    expect(calls(backend, "connect_open")).toHaveLength(0);
    await user.click(screen.getByTestId("confirm-ok"));
    await waitFor(() => expect(calls(backend, "connect_open")).toHaveLength(1));
    expect(calls(backend, "connect_open")[0]).toMatchObject([{ machine: keyOf(machine), start: true }]);
  });

  it("is asked for as it is in read-only mode", async () => {
    const { backend } = await connectToStopped({ read_only: true });
    await waitFor(() => expect(calls(backend, "connect_open")).toHaveLength(1));
    expect(screen.queryByTestId("confirm-dialog")).toBeNull();
  });
});
