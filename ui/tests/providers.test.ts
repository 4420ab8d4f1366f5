import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { BAD_KEY } from "../dev/fake/backend";
import { failure } from "../dev/fake/failures";
import { calls, openApp } from "./open";

type App = Awaited<ReturnType<typeof openApp>>;

async function openForm(scenario: Parameters<typeof openApp>[0] = "few"): Promise<App> {
  const app = await openApp(scenario);
  await screen.findByTestId("window");
  await app.user.keyboard("{Control>}n{/Control}");
  await app.user.click(await screen.findByTestId("cloud-aws"));
  return app;
}

const value = (id: string) => screen.getByTestId<HTMLInputElement>(`field-${id}`).value;

async function fill({ user }: App, values: Record<string, string>) {
  for (const [id, text] of Object.entries(values)) {
    await user.clear(screen.getByTestId(`field-${id}`));
    await user.type(screen.getByTestId(`field-${id}`), text);
  }
}

const good = { name: "Prod", access_key: "AKIAIOSFODNN7EXAMPLE", secret_key: "wJalrXUtnFEMIK7MDENG" };

describe("adding a provider", () => {
  it("marks every wrong field before anything is sent, and gives the summary the focus", async () => {
    const app = await openForm();
    await fill(app, { access_key: "nope", endpoint: "http://example.com" });
    await app.user.click(screen.getByTestId("provider-save"));
    const summary = await screen.findByTestId("error-summary");
    await waitFor(() => expect(document.activeElement).toBe(summary));
    for (const id of ["name", "access_key", "secret_key", "endpoint"]) {
      expect(screen.getByTestId(`field-${id}`).getAttribute("aria-invalid")).toBe("true");
      expect(screen.getByTestId(`field-${id}-error`).textContent).toBeTruthy();
    }
    expect(calls(app.backend, "providers_add")).toEqual([]);
    await app.user.click(within(summary).getByText("Name:", { exact: false }));
    expect(document.activeElement).toBe(screen.getByTestId("field-name"));
  });

  it("takes a complaint away as soon as it is mended", async () => {
    const app = await openForm();
    await app.user.click(screen.getByTestId("provider-save"));
    await screen.findByTestId("field-name-error");
    await app.user.type(screen.getByTestId("field-name"), "Prod");
    await waitFor(() => expect(screen.queryByTestId("field-name-error")).toBeNull());
    expect(screen.getByTestId("field-access_key-error")).toBeTruthy();
  });

  it("says who you are, or what is wrong at its field, and loses nothing typed", async () => {
    const app = await openForm();
    await fill(app, { ...good, access_key: BAD_KEY });
    await app.user.click(screen.getByTestId("test-connection"));
    expect((await screen.findByTestId("field-access_key-error")).textContent).toContain("does not know");
    expect(screen.getByTestId("failure-remedy").textContent).toContain("make a new key");
    expect([value("name"), value("access_key"), value("secret_key")]).toEqual([
      "Prod",
      BAD_KEY,
      good.secret_key,
    ]);
    await fill(app, { access_key: good.access_key });
    await app.user.click(screen.getByTestId("test-connection"));
    expect((await screen.findByTestId("test-identity")).textContent).toContain("1234 5678 9012");
  });

  it("keeps the provider, closes, and lists its machines", async () => {
    const app = await openForm("empty");
    await fill(app, { ...good, region: "eu-west-1" });
    await app.user.click(screen.getByTestId("provider-save"));
    await waitFor(() => expect(screen.queryByTestId("add-provider-dialog")).toBeNull());
    const sent = {
      cloud: "aws",
      auth: "access_key",
      name: "Prod",
      endpoint: null,
      fields: { access_key: good.access_key, region: "eu-west-1" },
      secrets: { secret_key: good.secret_key },
    };
    expect(calls(app.backend, "providers_add")).toEqual([[sent]]);
    expect(calls(app.backend, "resources_refresh")).toEqual([["new1"]]);
    expect(document.documentElement.outerHTML).not.toContain(good.secret_key);
  });

  it("shows a taken name at the name", async () => {
    const app = await openForm();
    await fill(app, { ...good, name: "production" });
    await app.user.click(screen.getByTestId("provider-save"));
    expect((await screen.findByTestId("field-name-error")).textContent).toContain("exists already");
  });

  it("asks before throwing away what was typed, and only then", async () => {
    const { user } = await openForm();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByTestId("add-provider-dialog")).toBeNull());
    await user.keyboard("{Control>}n{/Control}");
    await user.click(await screen.findByTestId("cloud-aws"));
    await user.type(screen.getByTestId("field-name"), "x");
    await user.keyboard("{Escape}");
    await user.click(await screen.findByTestId("confirm-cancel"));
    expect(value("name")).toBe("x");
    await user.keyboard("{Escape}");
    await user.click(await screen.findByTestId("confirm-ok"));
    await waitFor(() => expect(screen.queryByTestId("add-provider-dialog")).toBeNull());
  });

  it("masks a secret until it is asked for", async () => {
    const { user } = await openForm();
    const field = () => screen.getByTestId<HTMLInputElement>("field-secret_key");
    expect(field().type).toBe("password");
    await user.click(screen.getByTestId("field-secret_key-reveal"));
    expect(field().type).toBe("text");
  });

  it("keeps what was typed when going back to the clouds", async () => {
    const app = await openForm("many");
    await fill(app, good);
    await app.user.click(screen.getByTestId("back-to-clouds"));
    await app.user.click(await screen.findByTestId("cloud-aws"));
    expect(value("secret_key")).toBe(good.secret_key);
  });
});

describe("the cards", () => {
  async function openCards(scenario: Parameters<typeof openApp>[0]) {
    const app = await openApp(scenario);
    await app.user.click(await screen.findByTestId("nav-providers"));
    await screen.findAllByTestId("provider-card");
    return app;
  }
  const order = () => screen.getAllByTestId("provider-card").map((card) => card.dataset["name"]);

  async function act({ user }: App, name: string, item: string) {
    const card = screen.getAllByTestId("provider-card").find((one) => one.dataset["name"] === name)!;
    await user.click(within(card).getByTestId("provider-menu"));
    await user.click(await screen.findByTestId(`menu-${item}`));
  }

  it("say in words what is wrong", async () => {
    await openCards("failing");
    const health = screen.getAllByTestId("provider-health").map((line) => line.textContent);
    expect(health[0]).toContain("Healthy");
    expect(health[1]).toContain("Reconnect: the session token expired.");
    expect(screen.getByTestId("provider-reconnect")).toBeTruthy();
  });

  it("move by the menu, pinned ones staying first", async () => {
    const app = await openCards("many");
    expect(order()).toEqual(["Production", "Staging", "Data platform", "Old company"]);
    await act(app, "Data platform", "move-up");
    await waitFor(() => expect(order()).toEqual(["Production", "Data platform", "Staging", "Old company"]));
    expect(calls(app.backend, "providers_reorder")).toEqual([[["p1", "p3", "p2", "p4"]]]);
    const card = screen.getAllByTestId("provider-card")[1]!;
    await app.user.click(within(card).getByTestId("provider-menu"));
    expect((await screen.findByTestId("menu-move-up")).getAttribute("aria-disabled")).toBe("true");
  });

  it("take the order back when it could not be stored", async () => {
    const app = await openCards("few");
    app.backend.nextFailure = failure({
      code: "vault_busy",
      message: "Another process writes.",
      remedy: "Close it.",
    });
    await act(app, "Staging", "move-up");
    expect((await screen.findByTestId("toast")).textContent).toContain("Another process writes.");
    expect(order()).toEqual(["Production", "Staging"]);
  });

  it("are deleted only after a yes that names what is wiped", async () => {
    const app = await openCards("few");
    await act(app, "Staging", "remove");
    const dialog = await screen.findByTestId("confirm-dialog");
    expect(dialog.textContent).toContain("40 machines");
    expect(document.activeElement).toBe(within(dialog).getByTestId("confirm-cancel"));
    await app.user.click(within(dialog).getByTestId("confirm-cancel"));
    expect(calls(app.backend, "providers_remove")).toEqual([]);
    await act(app, "Staging", "remove");
    await app.user.click(await screen.findByTestId("confirm-ok"));
    await waitFor(() => expect(order()).toEqual(["Production"]));
  });

  it("edit without touching the credential", async () => {
    const app = await openCards("few");
    await act(app, "Staging", "edit");
    expect(screen.queryByTestId("field-secret_key")).toBeNull();
    await fill(app, { name: "Stage" });
    await app.user.click(screen.getByTestId("provider-save"));
    await waitFor(() => expect(order()).toEqual(["Production", "Stage"]));
    const fields = { access_key: "AKIAIOSFODNN7EXAMPLE", region: "us-east-1" };
    expect(calls(app.backend, "providers_edit")).toEqual([["p2", { name: "Stage", endpoint: null, fields }]]);
  });

  it("are gone to from the note that a credential stopped working", async () => {
    const { backend, user } = await openApp("failing");
    await screen.findByTestId("machine-table");
    const tell = backend["emit" as never] as (event: unknown) => void;
    const told = backend.world.cards[1]!.provider;
    tell({ type: "reconnect_needed", provider: told.id, name: told.name, failure: told.health.failure });
    const toast = await screen.findByTestId("toast");
    expect(toast.textContent).toContain("Staging needs to be reconnected");
    expect(toast.textContent).toContain("the session token expired.");
    await user.click(within(toast).getByTestId("toast-reconnect"));
    const dialog = await screen.findByTestId("rotate-dialog");
    expect(dialog.textContent).toContain("Staging");
    expect(screen.queryByTestId("toast")).toBeNull();
  });

  it("take the note away once the credential works again", async () => {
    const { backend } = await openApp("failing");
    await screen.findByTestId("machine-table");
    const tell = backend["emit" as never] as (event: unknown) => void;
    const { cards } = backend.world;
    for (const { provider } of [cards[1]!, cards[2]!]) {
      const { id, name, health } = provider;
      tell({ type: "reconnect_needed", provider: id, name, failure: health.failure });
    }
    await waitFor(() => expect(screen.getAllByTestId("toast")).toHaveLength(2));
    cards[2]!.provider.health = { ...cards[2]!.provider.health, status: "healthy", failure: null };
    tell({ type: "providers_changed", providers: structuredClone(cards) });
    await waitFor(() => expect(screen.getAllByTestId("toast")).toHaveLength(1));
    expect(screen.getByTestId("toast").textContent).toContain("Staging");
  });

  it("rotate the credential and keep the provider", async () => {
    const app = await openCards("failing");
    await app.user.click(screen.getByTestId("provider-reconnect"));
    await app.user.type(await screen.findByTestId("field-secret_key"), good.secret_key);
    await app.user.click(screen.getByTestId("provider-save"));
    await waitFor(() => expect(screen.queryByTestId("rotate-dialog")).toBeNull());
    expect(calls(app.backend, "providers_rotate")[0]).toMatchObject([
      "p2",
      { secrets: { secret_key: good.secret_key } },
    ]);
    expect(screen.getAllByTestId("provider-health")[1]!.textContent).toContain("Healthy");
  });
});
