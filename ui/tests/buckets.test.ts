import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { openApp } from "./open";

type App = Awaited<ReturnType<typeof openApp>>;

const rows = () => screen.getAllByTestId("bucket-row");
const names = () => rows().map((row) => row.querySelector('[aria-colindex="1"]')?.textContent?.trim());
const counted = (what: "shown" | "total") => Number(screen.getByTestId("bucket-count").dataset[what]);
const tell = ({ backend }: App, event: unknown) =>
  (backend["emit" as never] as (event: unknown) => void)(event);

async function openBuckets(): Promise<App> {
  const app = await openApp("buckets");
  await app.user.click(await screen.findByTestId("nav-buckets"));
  await screen.findByTestId("bucket-table");
  return app;
}

describe("the way to the buckets", () => {
  it("is there only where there can be any", async () => {
    const app = await openApp("few");
    await screen.findByTestId("machine-table");
    expect(screen.queryByTestId("nav-buckets")).toBeNull();
    const bucket = { id: "b", name: "b", provider: "p1", cloud: "aws", region: "r" };
    tell(app, {
      type: "resources_listed",
      provider: "p1",
      resources: [{ kind: "bucket", ...bucket, created_at: null, console_url: null }],
    });
    await app.user.click(await screen.findByTestId("nav-buckets"));
    await waitFor(() => expect(names()).toEqual(["b"]));
    const keys = [{ kind: "bucket", id: "b" }];
    tell(app, { type: "resources_removed", provider: "p1", region: "r", keys });
    await screen.findByTestId("view-machines");
    expect(screen.queryByTestId("nav-buckets")).toBeNull();
  });

  it("is there for a store that is still empty", async () => {
    const app = await openBuckets();
    const keysOf = (region: string) =>
      app.backend.world.buckets
        .filter((bucket) => bucket.region === region)
        .map(({ id }) => ({ kind: "bucket", id }));
    for (const region of new Set(app.backend.world.buckets.map((bucket) => bucket.region))) {
      tell(app, { type: "resources_removed", provider: "p2", region, keys: keysOf(region) });
    }
    expect((await screen.findByTestId("buckets-none")).textContent).toContain("no buckets");
  });
});

describe("the buckets", () => {
  it("are kept apart from machines of the same id", async () => {
    const app = await openBuckets();
    const { id, region } = app.backend.world.buckets[0]!;
    const machines = [{ kind: "machine", id }];
    tell(app, { type: "resources_removed", provider: "p2", region, keys: machines });
    tell(app, { type: "resources_removed", provider: "p2", region, keys: [{ kind: "bucket", id: "other" }] });
    tell(app, { type: "resources_removed", provider: "p2", region, keys: [{ kind: "bucket", id }] });
    await waitFor(() => expect(counted("total")).toBe(19));
    expect(names()).not.toContain(id);
  });

  it("are searched by every word", async () => {
    const { backend, user } = await openBuckets();
    const wanted = backend.world.buckets[7]!;
    await user.type(screen.getByTestId("bucket-search"), `archive ${wanted.region} ${wanted.name}`);
    await waitFor(() => expect(names()).toEqual([wanted.name]));
    expect([counted("shown"), counted("total")]).toEqual([1, 20]);
    await user.type(screen.getByTestId("bucket-search"), "zzzz");
    await screen.findByTestId("buckets-no-match");
  });

  it("are sorted by a header, and open again as they were left", async () => {
    const { backend, user } = await openBuckets();
    await user.click(screen.getByTestId("sort-created"));
    const oldest = [...backend.world.buckets].sort((a, b) => (a.created_at! < b.created_at! ? -1 : 1));
    await waitFor(() => expect(names()[0]).toBe(oldest[0]!.name));
    await user.click(screen.getByTestId("sort-console"));
    expect(names()[0]).toBe(oldest[0]!.name);
    await waitFor(
      () =>
        expect(JSON.parse(backend.settings.views?.["buckets"] ?? "{}")).toEqual({
          sort: { column: "created", descending: false },
        }),
      { timeout: 3000 },
    );
  });

  it("are walked by the keyboard, up to the console and the document", async () => {
    const { backend, user } = await openBuckets();
    const first = names()[0]!;
    const bucket = backend.world.buckets.find((of) => of.name === first)!;
    screen.getByTestId("bucket-search").focus();
    await user.keyboard("{ArrowDown}");
    await waitFor(() => expect(document.activeElement?.textContent?.trim()).toBe(first));
    await user.keyboard("{Control>}c{/Control}");
    await waitFor(() => expect(backend.copied).toEqual([{ text: first, secret: false }]));
    await user.keyboard("{End}{Enter}");
    await waitFor(() => expect(backend.opened).toEqual([bucket.console_url]));
    expect(screen.queryByTestId("bucket-details")).toBeNull();
    await user.keyboard("{Home}{Enter}");
    const details = await screen.findByTestId("bucket-details");
    await user.click(within(details).getByTestId("tab-document"));
    expect(JSON.parse((await screen.findByTestId("raw-document")).textContent!).Name).toBe(first);
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByTestId("bucket-details")).toBeNull());
  });

  it("open at the cloud by their link, without the details", async () => {
    const { backend, user } = await openBuckets();
    await user.click(screen.getAllByTestId("bucket-console")[0]!);
    expect(backend.opened).toHaveLength(1);
    expect(screen.queryByTestId("bucket-details")).toBeNull();
  });
});

describe("the card of a store", () => {
  async function openCard(name: string) {
    const app = await openApp("buckets");
    await app.user.click(await screen.findByTestId("nav-providers"));
    const cards = await screen.findAllByTestId("provider-card");
    return { app, card: within(cards.find((card) => card.dataset["name"] === name)!) };
  }

  it("counts its buckets and speaks of no machines", async () => {
    const { app, card } = await openCard("Archive");
    expect(card.getByTestId("provider-buckets").textContent).toContain("20 buckets");
    expect(card.queryByRole("img")).toBeNull();
    expect(card.queryByTestId("provider-machines")).toBeNull();
    await app.user.click(card.getByTestId("provider-buckets"));
    await screen.findByTestId("bucket-table");
    expect(counted("shown")).toBe(20);
  });

  it("is not drawn for a cloud of machines", async () => {
    const { card } = await openCard("Production");
    expect(card.queryByTestId("provider-buckets")).toBeNull();
    expect(card.getByRole("img")).toBeTruthy();
  });

  it("says how many buckets go with it", async () => {
    const { app, card } = await openCard("Archive");
    await app.user.click(card.getByTestId("provider-menu"));
    await app.user.click(await screen.findByTestId("menu-remove"));
    const dialog = await screen.findByTestId("confirm-dialog");
    expect(dialog.textContent).toContain("20 buckets");
    expect(dialog.textContent).not.toContain("0 machines");
    await app.user.click(screen.getByTestId("confirm-ok"));
    await waitFor(() => expect(screen.queryByTestId("nav-buckets")).toBeNull());
  });
});
