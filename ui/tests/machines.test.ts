import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { readView } from "../src/lib/machines/view";
import { calls, openApp } from "./open";

const shown = () => Number(screen.getByTestId("machine-count").dataset["shown"]);
const total = () => Number(screen.getByTestId("machine-count").dataset["total"]);
const rows = () => screen.getAllByTestId("machine-row");
const machineKey = (id: string) => ({ kind: "machine", id });
const names = () => rows().map((row) => row.querySelector('[aria-colindex="2"]')?.textContent?.trim());

async function openMachines(scenario: Parameters<typeof openApp>[0]) {
  const app = await openApp(scenario);
  await screen.findByTestId("machine-table");
  return app;
}

describe("the list", () => {
  it("draws only what is in sight of 10,000 machines", async () => {
    await openMachines("many");
    expect(total()).toBe(10_000);
    expect(rows().length).toBeGreaterThan(8);
    expect(rows().length).toBeLessThan(40);
    expect(screen.getByTestId("machine-table").getAttribute("aria-rowcount")).toBe("10001");
  });

  it("searches while typing and clears", async () => {
    const { backend, user } = await openMachines("many");
    const wanted = backend.world.machines[4321]!;
    await user.click(screen.getByTestId("machine-search"));
    await user.paste(wanted.private_ips[0]!);
    await waitFor(() => expect(shown()).toBe(1));
    expect(rows()[0]!.dataset["machine"]).toBe(wanted.id);
    await user.clear(screen.getByTestId("machine-search"));
    await user.type(screen.getByTestId("machine-search"), "zzzz");
    await screen.findByTestId("machines-no-match");
    await user.click(screen.getByTestId("clear-filters"));
    await waitFor(() => expect(shown()).toBe(10_000));
  });

  it("filters by a facet with its count and remembers that", async () => {
    const { backend, user } = await openMachines("few");
    const stopped = backend.world.machines.filter((machine) => machine.state === "stopped").length;
    await user.click(screen.getByTestId("filter-state"));
    const option = await screen.findByTestId("filter-state-stopped");
    expect(option.closest("label")?.textContent).toContain(String(stopped));
    await user.click(option);
    await waitFor(() => expect(shown()).toBe(stopped));
    await waitFor(() => expect(calls(backend, "settings_set")).toHaveLength(1), { timeout: 3000 });
    expect(readView(backend.settings.views?.["machines"]).filters.state).toEqual(["stopped"]);
  });

  it("opens as it was left", async () => {
    const view = JSON.stringify({
      filters: { region: ["eu-west-1"] },
      sort: { column: "name", descending: true },
    });
    const { backend } = await openApp("few", { views: { machines: view } });
    await screen.findByTestId("machine-table");
    expect(shown()).toBe(backend.world.machines.filter((machine) => machine.region === "eu-west-1").length);
    expect(screen.getByTestId("sort-name").closest("[role=columnheader]")?.getAttribute("aria-sort")).toBe(
      "descending",
    );
  });

  it("sorts by a header and back", async () => {
    const { user } = await openMachines("few");
    const up = names();
    await user.click(screen.getByTestId("sort-name"));
    await waitFor(() => expect(names()[0]).not.toBe(up[0]));
    await user.click(screen.getByTestId("sort-name"));
    await waitFor(() => expect(names()).toEqual(up));
  });

  it("shows and hides columns", async () => {
    const { user } = await openMachines("few");
    expect(screen.queryByTestId("sort-id")).toBeNull();
    await user.click(screen.getByTestId("columns"));
    await user.click(await screen.findByTestId("column-id"));
    expect(await screen.findByTestId("sort-id")).toBeTruthy();
    await user.click(screen.getByTestId("column-tags"));
    await waitFor(() => expect(screen.queryByTestId("sort-tags")).toBeNull());
  });
});

describe("the keyboard", () => {
  it("moves, copies a cell and opens details", async () => {
    const { backend, user } = await openMachines("few");
    const first = names()[0]!;
    screen.getByTestId("machine-search").focus();
    await user.keyboard("{ArrowDown}{ArrowRight}");
    await waitFor(() => expect(document.activeElement?.textContent?.trim()).toBe(first));
    await user.keyboard("{Control>}c{/Control}");
    await waitFor(() => expect(backend.copied).toEqual([{ text: first, secret: false }]));
    await user.keyboard("{End}");
    await waitFor(() => expect(document.activeElement?.getAttribute("aria-colindex")).toBe("9"));
    await user.keyboard("{ArrowUp}");
    await waitFor(() => expect(document.activeElement?.getAttribute("data-testid")).toBe("sort-tags"));
    await user.keyboard("{ArrowDown}{Enter}");
    expect(
      within(await screen.findByTestId("machine-details"))
        .getByRole("heading", { level: 2 })
        .textContent?.trim(),
    ).toBe(first);
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByTestId("machine-details")).toBeNull());
  });

  it("reaches the last of 10,000 rows", async () => {
    const { user } = await openMachines("many");
    screen.getByTestId("machine-search").focus();
    await user.keyboard("{ArrowDown}{Control>}{End}{/Control}");
    await waitFor(() =>
      expect(document.activeElement?.closest("[role=row]")?.getAttribute("aria-rowindex")).toBe("10001"),
    );
  });

  it("has one cell in the tab order", async () => {
    await openMachines("few");
    const stops = screen.getByTestId("machine-table").querySelectorAll('[tabindex="0"]');
    expect(stops).toHaveLength(1);
  });
});

describe("details", () => {
  it("shows the cloud's own document", async () => {
    const { user } = await openMachines("few");
    await user.click(rows()[0]!);
    await user.click(await screen.findByTestId("tab-document"));
    const text = (await screen.findByTestId("raw-document")).textContent!;
    expect(JSON.parse(text).InstanceId).toBe(rows()[0]!.dataset["machine"]);
    expect(text).toContain("\n  ");
  });
});

describe("events", () => {
  it("adds, replaces, removes and drops machines as they are told", async () => {
    const { backend } = await openMachines("few");
    const [one] = backend.world.machines;
    const tell = backend["emit" as never] as (event: unknown) => void;
    tell({
      type: "resources_listed",
      provider: "p1",
      resources: [
        { kind: "machine", ...one!, name: "aaa-renamed" },
        { kind: "machine", ...one!, id: "i-new", name: "aaa-new" },
      ],
    });
    await waitFor(() => expect(total()).toBe(81));
    expect(names().slice(0, 2)).toEqual(["aaa-new", "aaa-renamed"]);
    tell({ type: "resources_removed", provider: "p1", region: one!.region, keys: [machineKey("i-new")] });
    await waitFor(() => expect(total()).toBe(80));
    tell({ type: "resources_removed", provider: "p1", region: "elsewhere", keys: [machineKey(one!.id)] });
    tell({ type: "provider_removed", provider: "p2" });
    await waitFor(() => expect(total()).toBe(40));
  });

  it("makes one new list of many batches", async () => {
    const { backend } = await openMachines("few");
    const frames = vi.spyOn(globalThis, "requestAnimationFrame");
    const tell = backend["emit" as never] as (event: unknown) => void;
    for (let index = 0; index < 50; index += 1) {
      tell({
        type: "resources_listed",
        provider: "p1",
        resources: [{ kind: "machine", ...backend.world.machines[0]!, id: `i-${index}` }],
      });
    }
    await waitFor(() => expect(total()).toBe(130));
    expect(frames.mock.calls.length).toBeLessThan(20);
    frames.mockRestore();
  });

  it("shows how far a refresh is and cancels it", async () => {
    const { backend, user } = await openMachines("few");
    backend.regionEvery = 60_000;
    await user.click(screen.getByTestId("refresh"));
    (backend["emit" as never] as (event: unknown) => void)({
      type: "refresh_progress",
      provider: "p1",
      progress: { regions_done: 3, regions_total: 8 },
    });
    (backend["emit" as never] as (event: unknown) => void)({
      type: "refresh_progress",
      provider: "p2",
      progress: { regions_done: 1, regions_total: 8 },
    });
    await waitFor(() =>
      expect(screen.getByTestId("refresh-progress").textContent?.trim()).toBe("4 of 16 regions"),
    );
    await user.click(screen.getByTestId("refresh-cancel"));
    await waitFor(() => expect(screen.queryByTestId("refresh-progress")).toBeNull());
    expect(calls(backend, "resources_cancel")).toEqual([[null]]);
  });

  it("names a dead region beside the others' machines, with what to do", async () => {
    const { user } = await openMachines("failing");
    expect(total()).toBe(180);
    const strip = screen.getByTestId("region-failures");
    expect(strip.textContent).toContain("eu-west-3 (Production)");
    await user.click(strip);
    const dialog = await screen.findByTestId("failures-dialog");
    const remedies = within(dialog)
      .getAllByTestId("failure-remedy")
      .map(({ textContent }) => textContent);
    expect(remedies.join()).toContain("status page");
  });
});
