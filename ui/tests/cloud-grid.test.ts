import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { logoOf } from "../src/lib/logos";
import { violations } from "./axe";
import { openApp } from "./open";

async function openGrid(scenario: Parameters<typeof openApp>[0] = "many") {
  const app = await openApp(scenario);
  await screen.findByTestId("window");
  await app.user.keyboard("{Control>}n{/Control}");
  await screen.findByTestId("cloud-grid");
  return app;
}

const tiles = () => [...screen.getByTestId("cloud-grid").querySelectorAll("button")];
const focused = () => document.activeElement?.getAttribute("data-testid");

describe("the clouds", () => {
  it("are twelve, each with its name and its logo", async () => {
    const { backend } = await openGrid();
    expect(tiles().map((tile) => tile.textContent?.trim())).toEqual(backend.clouds.map(({ name }) => name));
    expect(backend.clouds).toHaveLength(12);
    expect(backend.clouds.filter(({ id }) => !logoOf(id))).toEqual([]);
    expect(await violations()).toEqual([]);
  });

  it("are found by name, and Enter takes the first", async () => {
    const { user } = await openGrid();
    await waitFor(() => expect(focused()).toBe("cloud-search"));
    await user.keyboard("het");
    expect(tiles().map((tile) => tile.dataset["testid"])).toEqual(["cloud-hetzner"]);
    await user.keyboard("{Enter}");
    expect((await screen.findByTestId("add-provider-dialog")).textContent).toContain("Add Hetzner");
  });

  it("say so when none is of that name", async () => {
    const { user } = await openGrid();
    await user.type(screen.getByTestId("cloud-search"), "mainframe");
    expect((await screen.findByTestId("no-clouds")).textContent).toContain("No cloud matches");
    await user.keyboard("{Enter}");
    expect(screen.queryByTestId("field-name")).toBeNull();
    await user.click(screen.getByText("Clear the search"));
    expect(tiles()).toHaveLength(12);
  });

  it("are one stop of Tab, and the arrows go among them", async () => {
    const { user } = await openGrid();
    await waitFor(() => expect(focused()).toBe("cloud-search"));
    await user.keyboard("{ArrowDown}");
    expect(focused()).toBe("cloud-aws");
    await user.keyboard("{ArrowRight}");
    expect(focused()).toBe("cloud-gcp");
    expect(tiles().filter((tile) => tile.tabIndex === 0)).toEqual([document.activeElement]);
    await user.keyboard("{End}");
    expect(focused()).toBe(tiles().at(-1)!.dataset["testid"]);
    await user.keyboard("{Home}{ArrowUp}");
    expect(focused()).toBe("cloud-search");
  });

  it("need no search when they are few", async () => {
    await openGrid("few");
    expect(screen.queryByTestId("cloud-search")).toBeNull();
    await waitFor(() => expect(focused()).toBe("cloud-aws"));
  });
});
