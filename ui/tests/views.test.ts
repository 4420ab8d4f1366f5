import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { failure } from "../dev/fake/failures";
import { violations } from "./axe";
import { calls, openApp } from "./open";

type Step = (app: Awaited<ReturnType<typeof openApp>>) => Promise<unknown>;
const go =
  (view: string, ready: string): Step =>
  async ({ user }) => {
    await user.click(await screen.findByTestId(`nav-${view}`));
    await screen.findAllByTestId(ready);
  };
const places: [string, Parameters<typeof openApp>[0], Step][] = [
  ["create", "absent", () => screen.findByTestId("vault-create")],
  ["locked", "locked", () => screen.findByTestId("vault-locked")],
  ["machines", "few", () => screen.findByTestId("machine-table")],
  ["no providers", "empty", () => screen.findByTestId("machines-empty")],
  ["failing", "failing", () => screen.findByTestId("region-failures")],
  [
    "details",
    "few",
    async ({ user }) => {
      await user.click((await screen.findAllByTestId("machine-row"))[0]!);
      await screen.findByTestId("machine-details");
    },
  ],
  ["providers", "failing", go("providers", "provider-card")],
  ["buckets", "buckets", go("buckets", "bucket-row")],
  [
    "a bucket's details",
    "buckets",
    async (app) => {
      await go("buckets", "bucket-row")(app);
      await app.user.click(screen.getAllByTestId("bucket-row")[0]!);
      await screen.findByTestId("bucket-details");
    },
  ],
  [
    "one-time code",
    "second-factor",
    async (app) => {
      await go("providers", "provider-card")(app);
      await app.user.click(screen.getByTestId("provider-enter-code"));
      await app.user.click(await screen.findByTestId("code-submit"));
    },
  ],
  ["activity", "few", go("activity", "activity-row")],
  ["settings", "few", go("settings", "setting-theme")],
  [
    "add provider",
    "few",
    async ({ user }) => {
      await screen.findByTestId("machine-table");
      await user.keyboard("{Control>}n{/Control}");
      await user.click(await screen.findByTestId("cloud-aws"));
      await user.click(screen.getByTestId("provider-save"));
    },
  ],
  [
    "shortcuts",
    "few",
    async ({ user }) => {
      await screen.findByTestId("machine-table");
      await user.keyboard("?");
      await screen.findByTestId("shortcuts-dialog");
    },
  ],
];

// A theme is colours alone, which contrast.test.ts computes for both; the tree that axe reads is one.
describe("every view", () => {
  it.each(places)("%s has no fault that axe finds", async (_, scenario, step) => {
    const app = await openApp(scenario);
    await step(app);
    expect(await violations()).toEqual([]);
  });

  it.each(["light", "dark"] as const)("is drawn in the %s theme that was set", async (theme) => {
    await openApp("few", { theme });
    await screen.findByTestId("machine-table");
    expect(document.documentElement.dataset["theme"]).toBe(theme);
  });
});

describe("the frame", () => {
  it("goes to each view by its key", async () => {
    const { user } = await openApp("few");
    await screen.findByTestId("machine-table");
    for (const [index, view] of ["machines", "providers", "profiles", "activity", "settings"].entries()) {
      await user.keyboard(`{Control>}${index + 1}{/Control}`);
      await screen.findByTestId(`view-${view}`);
    }
    await user.keyboard("{Control>}l{/Control}");
    await screen.findByTestId("vault-locked");
  });

  it("numbers the views that there are", async () => {
    const { user } = await openApp("buckets");
    await screen.findByTestId("machine-table");
    for (const [index, view] of [
      "machines",
      "buckets",
      "providers",
      "profiles",
      "activity",
      "settings",
    ].entries()) {
      await user.keyboard(`{Control>}${index + 1}{/Control}`);
      await screen.findByTestId(`view-${view}`);
    }
  });

  it("focuses the search, and does not take ? from a field", async () => {
    const { user } = await openApp("few");
    await screen.findByTestId("machine-table");
    await user.keyboard("{Control>}f{/Control}?");
    expect(document.activeElement).toBe(screen.getByTestId("machine-search"));
    expect(screen.getByTestId<HTMLInputElement>("machine-search").value).toBe("?");
    expect(screen.queryByTestId("shortcuts-dialog")).toBeNull();
  });

  it("changes language everywhere at once, and the list is searched in it", async () => {
    const { backend, user } = await openApp("few");
    await user.click(await screen.findByTestId("nav-settings"));
    await user.selectOptions(screen.getByTestId("setting-language"), "es");
    await waitFor(() => expect(screen.getByTestId("nav-machines").textContent).toContain("Máquinas"));
    expect(document.documentElement.lang).toBe("es");
    expect(backend.settings.language).toBe("es");
    await user.click(screen.getByTestId("nav-machines"));
    await user.type(await screen.findByTestId("machine-search"), "detenida");
    const stopped = backend.world.machines.filter((machine) => machine.state === "stopped").length;
    await waitFor(() => expect(screen.getByTestId("machine-count").dataset["shown"]).toBe(String(stopped)));
  });

  it("takes a setting back that could not be stored", async () => {
    const { backend, user } = await openApp("few", { theme: "light" });
    await user.click(await screen.findByTestId("nav-settings"));
    backend.nextFailure = failure({ code: "internal", message: "The disk is full.", remedy: "Make room." });
    await user.selectOptions(screen.getByTestId("setting-theme"), "dark");
    expect((await screen.findByTestId("toast")).textContent).toContain("The disk is full.");
    expect(document.documentElement.dataset["theme"]).toBe("light");
  });

  it("keeps the last everyday way to unlock", async () => {
    const { backend, user } = await openApp("few");
    await user.click(await screen.findByTestId("nav-settings"));
    await user.click(screen.getByTestId("revoke-keyring"));
    await user.click(await screen.findByTestId("confirm-ok"));
    await waitFor(() => expect(calls(backend, "vault_revoke_slot")).toEqual([["s1"]]));
    await waitFor(() => expect(screen.getByTestId<HTMLButtonElement>("revoke-password").disabled).toBe(true));
  });
});

describe("activity", () => {
  it("filters and loads older entries from where it ended", async () => {
    const { backend, user } = await openApp("few");
    await user.click(await screen.findByTestId("nav-activity"));
    expect(await screen.findAllByTestId("activity-row")).toHaveLength(100);
    expect(calls(backend, "activity_list")).toEqual([[null, 100]]);
    await user.selectOptions(screen.getByTestId("activity-outcome"), "failed");
    const failed = screen.getAllByTestId("activity-row");
    expect(failed.length).toBeLessThan(100);
    expect(failed.every((row) => row.dataset["action"] === "unlock_fail")).toBe(true);
  });

  it("shows what verifying found", async () => {
    const { backend, user } = await openApp("few");
    backend.activity_verify = () =>
      ({ findings: [{ table: "audit", row: "12", problem: "The entry was changed." }] }) as never;
    await user.click(await screen.findByTestId("nav-activity"));
    await user.click(screen.getByTestId("verify-activity"));
    const result = await screen.findByTestId("verify-result");
    expect(result.dataset["findings"]).toBe("1");
    expect(result.textContent).toContain("The entry was changed.");
  });
});

describe("settings", () => {
  it("are reached part by part from their index", async () => {
    const { user } = await openApp("few");
    await user.click(await screen.findByTestId("nav-settings"));
    const index = await screen.findAllByTestId("settings-index");
    const parts = screen.getByTestId("view-settings").querySelectorAll("section > h2");
    expect(index.map((entry) => entry.textContent.trim())).toEqual(
      [...parts].map((part) => part.textContent),
    );
    const current = () => index.findIndex((entry) => entry.getAttribute("aria-current") === "true");
    expect(current()).toBe(0);
    await user.click(index[7]!);
    expect(current()).toBe(7);
    expect(document.activeElement?.contains(screen.getByTestId("ways-to-unlock"))).toBe(true);
  });
});
