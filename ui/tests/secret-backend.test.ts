import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import {
  BAD_TOKEN,
  loginStopped,
  silentStore,
  tokenExpired,
  writesRefused,
} from "../dev/fake/secret-backend";
import { failure } from "../dev/fake/failures";
import { violations } from "./axe";
import { calls, enter, openApp } from "./open";

type App = Awaited<ReturnType<typeof openApp>>;
const TOKEN = "hvs.CAESIJ-not-to-be-seen";

async function openSettings(scenario: Parameters<typeof openApp>[0]): Promise<App> {
  const app = await openApp(scenario);
  app.backend.secretBackend.step = () => Promise.resolve();
  await app.user.click(await screen.findByTestId("nav-settings"));
  await screen.findByTestId("backend-change");
  return app;
}

const section = () => screen.getByTestId("secret-backend");
const inDialog = (id: string) => within(screen.getByTestId("move-dialog")).getByTestId(id);
const field = (id: string) => screen.getByTestId<HTMLInputElement>(`field-${id}`);

async function openForm(app: App, kind = "hashicorp-vault"): Promise<void> {
  await app.user.click(screen.getByTestId("backend-change"));
  await app.user.click(await screen.findByTestId(`backend-${kind}`));
}

/** Holds a move at each value until it is let go. */
function held(app: App): () => void {
  let go = () => undefined as void;
  app.backend.secretBackend.step = () => new Promise((resolve) => (go = resolve));
  return () => go();
}

/** Fills the form in and goes on to what would move. */
async function openPlan(app: App): Promise<void> {
  await openForm(app);
  await app.user.type(field("address"), "https://vault.acme.example:8200");
  await app.user.type(field("token"), TOKEN);
  await app.user.click(screen.getByTestId("backend-plan"));
  await screen.findByTestId("backend-plan-dialog");
}

describe("where credentials are kept", () => {
  it("is the vault of this computer at first, with nothing to ask", async () => {
    await openSettings("few");
    expect(section().textContent).toMatch(/The vault on this computer.*vault\.db/s);
    expect(screen.queryByTestId("backend-state")).toBeNull();
    expect(screen.queryByTestId("backend-banner")).toBeNull();
  });

  it("is told with its place, how it stands and since when", async () => {
    const { backend, user } = await openSettings("external");
    expect(section().textContent).toMatch(
      /HashiCorp Vault.*vault\.acme\.example.*Ready.*\d+ min.*Vault 1\.19/s,
    );
    await user.click(screen.getByTestId("backend-retry"));
    await waitFor(() => expect(section().textContent).not.toMatch(/\d+ min/));
    expect(calls(backend, "secret_backend_retry")).toHaveLength(1);
    expect(await violations()).toEqual([]);
  });

  it("cannot be changed here where the environment sets it", async () => {
    const app = await openApp("external");
    app.backend.secretBackend.status.origin = "environment";
    await app.user.click(await screen.findByTestId("nav-settings"));
    expect((await screen.findByTestId("backend-origin")).textContent).toContain("environment");
    expect(screen.queryByTestId("backend-change")).toBeNull();
  });

  it("follows what the app tells of it", async () => {
    const { backend } = await openSettings("external");
    backend.secretBackend.tell({ state: "read_only" });
    await waitFor(() => expect(section().textContent).toContain("Read-only"));
    expect(screen.queryByTestId("backend-banner")).toBeNull();
  });
});

describe("a backend that cannot be reached", () => {
  it("leaves the machines in sight, says so, and is asked again", async () => {
    const { backend, user } = await openApp("unreachable");
    const banner = await screen.findByTestId("backend-banner");
    expect(banner.textContent).toContain("HashiCorp Vault cannot be reached");
    expect((await screen.findAllByTestId("machine-row")).length).toBeGreaterThan(0);
    expect(await violations()).toEqual([]);
    backend.secretBackend.answer = null;
    await user.click(screen.getByTestId("banner-retry"));
    await waitFor(() => expect(screen.queryByTestId("backend-banner")).toBeNull());
  });

  it("says in the settings why, and what to do", async () => {
    await openSettings("unreachable");
    expect(screen.getByTestId("backend-state").dataset["state"]).toBe("unreachable");
    expect(within(section()).getByTestId("failure").dataset["code"]).toBe(silentStore.code);
    expect(within(section()).getByTestId("failure-remedy").textContent).toContain("server runs");
    expect(screen.queryByTestId("backend-discover")).toBeNull();
    expect(await violations()).toEqual([]);
  });

  it("gives way to the vault only after a yes, and says so until it is used again", async () => {
    const { backend, user } = await openApp("unreachable");
    await user.click(await screen.findByTestId("banner-use-vault"));
    expect((await screen.findByTestId("confirm-dialog")).textContent).toContain("organisation");
    await user.click(screen.getByTestId("confirm-cancel"));
    expect(calls(backend, "secret_backend_use_vault")).toEqual([]);
    await user.click(screen.getByTestId("banner-use-vault"));
    await user.click(await screen.findByTestId("confirm-ok"));
    await waitFor(() =>
      expect(screen.getByTestId("backend-banner").textContent).toContain("For this session"),
    );
    backend.secretBackend.answer = null;
    await user.click(screen.getByTestId("banner-use-again"));
    await waitFor(() => expect(screen.queryByTestId("backend-banner")).toBeNull());
  });
});

describe("a backend that wants a new login", () => {
  it("is logged in to with what its way of login asks for", async () => {
    const { backend, user } = await openApp("external");
    await screen.findByTestId("machine-table");
    backend.secretBackend.fail(tokenExpired, "needs_login");
    backend.secretBackend.tell({});
    await user.click(await screen.findByTestId("banner-log-in"));
    await screen.findByTestId("backend-login-dialog");
    await user.click(screen.getByTestId("backend-login"));
    expect(screen.getByTestId("field-token-error").textContent).toContain("Fill in");
    await user.type(field("token"), BAD_TOKEN);
    await enter(field("token"));
    expect((await screen.findByTestId("failure")).textContent).toContain("no longer accepts");
    expect(await violations()).toEqual([]);
    await user.clear(field("token"));
    await user.type(field("token"), TOKEN);
    await enter(field("token"));
    await waitFor(() => expect(screen.queryByTestId("backend-login-dialog")).toBeNull());
    expect(calls(backend, "secret_backend_login").at(-1)).toEqual([{ token: TOKEN }]);
    expect(screen.queryByTestId("backend-banner")).toBeNull();
    expect(document.documentElement.outerHTML).not.toContain(TOKEN);
  });

  it("sends the person to the browser again, where that is its login", async () => {
    const { backend, user } = await openApp("external");
    await screen.findByTestId("machine-table");
    backend.secretBackend.tell({ login: "oidc" });
    backend.secretBackend.fail(tokenExpired, "needs_login");
    backend.secretBackend.tell({});
    await user.click(await screen.findByTestId("banner-log-in"));
    await user.click(await screen.findByTestId("backend-login"));
    expect((await screen.findByTestId("awaited")).textContent).toContain("in your browser");
    await user.click(await screen.findByTestId("open-again"));
    expect(backend.opened.at(-1)).toContain("id.acme.example");
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId("sign-in-cancel"));
    expect(calls(backend, "secret_backend_browser_cancel")).toHaveLength(1);
    await user.click(await screen.findByTestId("backend-login"));
    await screen.findByTestId("open-again");
    backend.secretBackend.comeBack();
    await waitFor(() => expect(screen.queryByTestId("sign-in-dialog")).toBeNull());
    expect(screen.queryByTestId("backend-login-dialog")).toBeNull();
    expect(screen.queryByTestId("backend-banner")).toBeNull();
    const { fields } = backend.secretBackend.status;
    const draft = { backend: "hashicorp-vault", fields, login: "oidc", secrets: {} };
    expect(calls(backend, "secret_backend_browser_login")).toEqual([[draft], [draft]]);
  });

  it("leads to why when it refuses", async () => {
    const { backend, user } = await openApp("external");
    await screen.findByTestId("machine-table");
    backend.secretBackend.fail(writesRefused, "refused");
    backend.secretBackend.tell({});
    await user.click(await screen.findByTestId("banner-show"));
    expect((await screen.findByTestId("failure-remedy")).textContent).toContain("policy");
  });
});

describe("changing where they are kept", () => {
  it("shows every backend with whom it is for, and the one in use", async () => {
    const { user } = await openSettings("few");
    await user.click(screen.getByTestId("backend-change"));
    const list = await screen.findByTestId("backends");
    expect(list.textContent).toMatch(/In use.*HashiCorp.*AWS.*GCP.*Azure/s);
    expect(screen.getByTestId<HTMLButtonElement>("backend-internal").disabled).toBe(true);
    expect(await violations()).toEqual([]);
  });

  it("asks for the place and the login, and complains at the fields", async () => {
    const app = await openSettings("few");
    await openForm(app);
    expect(field("mount").value).toBe("secret");
    await app.user.click(screen.getByTestId("login-userpass"));
    await app.user.click(screen.getByTestId("backend-plan"));
    const summary = await screen.findByTestId("error-summary");
    expect(summary.textContent).toMatch(/Address.*User name.*Password/s);
    await waitFor(() => expect(document.activeElement).toBe(summary));
    expect(calls(app.backend, "secret_backend_plan")).toEqual([]);
    expect(await violations()).toEqual([]);
  });

  it("is tested without changing anything", async () => {
    const app = await openSettings("few");
    await openForm(app);
    await app.user.type(field("address"), "https://vault.acme.example:8200");
    await app.user.type(field("token"), BAD_TOKEN);
    await app.user.click(screen.getByTestId("backend-test"));
    expect((await screen.findByTestId("field-token-error")).textContent).toContain("no longer accepts");
    await app.user.clear(field("token"));
    await app.user.type(field("token"), TOKEN);
    await app.user.click(screen.getByTestId("backend-test"));
    const told = await screen.findByTestId("backend-told");
    expect(told.textContent).toMatch(/may write.*vault\.acme\.example.*KV version 2/s);
    expect(calls(app.backend, "secret_backend_check").at(-1)).toEqual([
      {
        backend: "hashicorp-vault",
        fields: {
          address: "https://vault.acme.example:8200",
          mount: "secret",
          path_prefix: "nexus/providers",
        },
        login: "token",
        secrets: { token: TOKEN },
      },
    ]);
    expect(calls(app.backend, "secret_backend_move")).toEqual([]);
  });

  it("is logged in to in the browser before anything is asked of it, and once only", async () => {
    const app = await openSettings("few");
    await openForm(app);
    await app.user.click(screen.getByTestId("login-oidc"));
    expect(screen.queryByTestId("field-token")).toBeNull();
    await app.user.type(field("address"), "https://vault.acme.example:8200");
    await app.user.click(screen.getByTestId("backend-plan"));
    await screen.findByTestId("open-again");
    app.backend.secretBackend.comeBack(loginStopped);
    expect((await screen.findByTestId("failure")).textContent).toContain("was stopped");
    expect(field("address").value).toContain("vault.acme.example");
    await app.user.click(screen.getByTestId("backend-test"));
    await screen.findByTestId("open-again");
    app.backend.secretBackend.comeBack();
    await screen.findByTestId("backend-told");
    await app.user.click(screen.getByTestId("backend-plan"));
    await screen.findByTestId("backend-plan-dialog");
    expect(calls(app.backend, "secret_backend_browser_login")).toHaveLength(2);
  });

  it("says of a login that may only read that nothing could be moved there", async () => {
    const app = await openSettings("few");
    await openForm(app, "gcp-secret-manager");
    await app.user.type(field("project_id"), "acme");
    app.backend.secretBackend.secret_backend_check = () => ({
      ...app.backend.secretBackend.status,
      state: "read_only",
    });
    await app.user.click(screen.getByTestId("backend-test"));
    expect((await screen.findByTestId("backend-told")).textContent).toContain("may only read");
  });

  it("loses nothing that was typed on the way back and forth, and asks before it is closed", async () => {
    const app = await openSettings("few");
    await openForm(app);
    await app.user.type(field("address"), "https://vault.acme.example");
    await app.user.click(screen.getByTestId("back-to-backends"));
    await app.user.click(await screen.findByTestId("backend-azure-key-vault"));
    await app.user.click(screen.getByTestId("back-to-backends"));
    await app.user.click(await screen.findByTestId("backend-hashicorp-vault"));
    expect(field("address").value).toBe("https://vault.acme.example");
    await app.user.keyboard("{Escape}");
    await app.user.click(await screen.findByTestId("confirm-ok"));
    await waitFor(() => expect(screen.queryByTestId("backend-dialog")).toBeNull());
  });

  it("needs no new login for another place of the same backend", async () => {
    const app = await openSettings("external");
    await openForm(app);
    expect(field("address").value).toBe("https://vault.acme.example:8200");
    expect(screen.getByTestId("backend-dialog").textContent).toContain("the login of now is used");
    await app.user.clear(field("path_prefix"));
    await app.user.type(field("path_prefix"), "team");
    await app.user.click(screen.getByTestId("backend-plan"));
    await screen.findByTestId("backend-plan-dialog");
    expect(calls(app.backend, "secret_backend_plan")).toMatchObject([
      [{ fields: { path_prefix: "team" }, login: "token", secrets: {} }],
    ]);
  });
});

describe("a move", () => {
  it("lists what would move, by name and field, before anything does", async () => {
    const app = await openSettings("few");
    await openPlan(app);
    expect(screen.getByTestId("plan-summary").textContent).toContain("2 things have credentials to move");
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("plan-summary")));
    const [first] = screen.getAllByTestId("planned");
    expect(first!.textContent).toMatch(/Production.*Provider.*secret_key, metadata/s);
    expect(calls(app.backend, "secret_backend_move")).toEqual([]);
    expect(await violations()).toEqual([]);
    await app.user.click(screen.getByTestId("plan-back"));
    expect(field("token").value).toBe(TOKEN);
  });

  it("is not begun while something cannot be moved", async () => {
    const app = await openSettings("few");
    const damaged = failure({ code: "vault_damaged", message: "The secret of Old cannot be opened." });
    app.backend.secretBackend.secret_backend_plan = () => [
      { kind: "provider", name: "Old", fields: [], failure: damaged },
    ];
    await openPlan(app);
    expect(screen.getByTestId("planned").textContent).toContain("cannot be opened");
    expect(screen.getByTestId<HTMLButtonElement>("backend-move").disabled).toBe(true);
  });

  it("tells how far it is, and where they are in the end", async () => {
    const app = await openSettings("few");
    await openPlan(app);
    const go = held(app);
    await app.user.click(screen.getByTestId("backend-move"));
    await waitFor(() => expect(inDialog("move-count").textContent).toContain("0 of 2"));
    go();
    await waitFor(() => expect(inDialog("move-count").textContent).toContain("1 of 2"));
    expect(inDialog("move-progress").textContent).toContain("Staging");
    expect(await violations()).toEqual([]);
    go();
    expect((await screen.findByTestId("move-ended")).textContent).toContain("now kept in HashiCorp Vault");
    expect(document.documentElement.outerHTML).not.toContain(TOKEN);
    await app.user.click(screen.getByTestId("move-done"));
    await waitFor(() => expect(section().textContent).toMatch(/HashiCorp Vault.*Ready/s));
  });

  it("goes on when its dialog is closed, and says when it has ended", async () => {
    const app = await openSettings("few");
    await openPlan(app);
    const go = held(app);
    await app.user.click(screen.getByTestId("backend-move"));
    await app.user.click(await screen.findByTestId("move-close"));
    await waitFor(() => expect(within(section()).getByTestId("move-count").textContent).toContain("0 of 2"));
    go();
    await waitFor(() => expect(within(section()).getByTestId("move-count").textContent).toContain("1 of 2"));
    go();
    expect((await screen.findByTestId("toast")).textContent).toContain("now kept in HashiCorp Vault");
    expect(screen.queryByTestId("move-progress")).toBeNull();
  });

  it("leads back to the vault without a form", async () => {
    const app = await openSettings("external");
    await app.user.click(screen.getByTestId("backend-change"));
    await app.user.click(await screen.findByTestId("backend-internal"));
    await screen.findByTestId("backend-plan-dialog");
    await app.user.click(screen.getByTestId("plan-back"));
    await app.user.click(await screen.findByTestId("backend-internal"));
    await app.user.click(await screen.findByTestId("backend-move"));
    expect((await screen.findByTestId("move-ended")).textContent).toContain("The vault on this computer");
    expect(screen.queryByTestId("found-offer")).toBeNull();
  });

  it("that breaks off is gone on with", async () => {
    const app = await openSettings("few");
    await openPlan(app);
    app.backend.secretBackend.breaksAfter = 1;
    await app.user.click(screen.getByTestId("backend-move"));
    expect((await screen.findByTestId("move-left")).textContent).toContain(
      "1 of 2 are done, and nothing is lost",
    );
    expect(screen.getByTestId("failure").textContent).toContain("refuses connections");
    await app.user.click(screen.getByTestId("move-resume"));
    expect((await screen.findByTestId("move-ended")).textContent).toContain("now kept in HashiCorp Vault");
  });

  it("that has only the old place to wipe cannot be taken back", async () => {
    const app = await openApp("interrupted");
    await screen.findByTestId("backend-banner");
    const places = { from: "/home/ada/vault.db", to: "Vault at vault.acme.example" };
    app.backend.secretBackend.tell({ move_left: { ...places, done: 3, total: 3, switched: true } });
    await app.user.click(screen.getByTestId("banner-finish-move"));
    expect((await screen.findByTestId("move-left")).textContent).toContain("not wiped yet");
    expect(screen.queryByTestId("move-roll-back")).toBeNull();
    expect(screen.getByTestId("move-resume")).toBeTruthy();
  });

  it("that was interrupted is finished or taken back from wherever one is", async () => {
    const app = await openApp("interrupted");
    expect((await screen.findByTestId("backend-banner")).textContent).toContain("1 of 3 is done");
    await app.user.click(screen.getByTestId("banner-finish-move"));
    await screen.findByTestId("move-left");
    expect(await violations()).toEqual([]);
    await app.user.click(screen.getByTestId("move-roll-back"));
    expect((await screen.findByTestId("move-ended")).textContent).toContain("as before");
    expect(calls(app.backend, "secret_backend_roll_back")).toHaveLength(1);
    await app.user.click(screen.getByTestId("move-done"));
    await waitFor(() => expect(screen.queryByTestId("backend-banner")).toBeNull());
  });
});

describe("providers and SSH keys that others keep there", () => {
  it("are offered after the switch, and added with what became of each", async () => {
    const app = await openSettings("few");
    await openPlan(app);
    await app.user.click(screen.getByTestId("backend-move"));
    expect((await screen.findByTestId("found-offer")).textContent).toContain(
      "5 providers and SSH keys are kept there",
    );
    await app.user.click(screen.getByTestId("found-open"));
    await screen.findByTestId("found-list");
    const known = screen.getAllByTestId("found")[0]!;
    expect(known.textContent).toContain("Added already");
    expect(within(known).getByRole<HTMLInputElement>("checkbox").disabled).toBe(true);
    expect(screen.getByTestId("found-add").textContent).toContain("Add 5 entries");
    await app.user.click(screen.getByTestId("found-edge-00000003"));
    expect(await violations()).toEqual([]);
    await app.user.click(screen.getByTestId("found-add"));
    expect((await screen.findByTestId("import-summary")).textContent).toContain("4 of 4 were added");
    expect(calls(app.backend, "secret_backend_add_found")[0]![0]).toHaveLength(4);
    await app.user.click(screen.getByTestId("found-done"));
    await app.user.click(screen.getByTestId("nav-providers"));
    const names = (await screen.findAllByTestId("provider-card")).map((card) => card.dataset["name"]);
    expect(names).toContain("Billing");
    await app.user.click(screen.getByTestId("nav-settings"));
    const keys = (await screen.findAllByTestId("ssh-key")).map((key) => key.dataset["name"]);
    expect(keys).toEqual(["Deploy"]);
  });

  it("say so where there are none, or all are there already", async () => {
    const app = await openSettings("external");
    app.backend.secretBackend.found = [];
    await app.user.click(screen.getByTestId("backend-discover"));
    expect((await screen.findByTestId("found-empty")).textContent).toContain(
      "No provider and no SSH key is kept there",
    );
    await app.user.click(screen.getByTestId("found-done"));
  });

  it("cannot be looked for while the backend is silent, which is said and tried again", async () => {
    const app = await openSettings("external");
    app.backend.secretBackend.answer = silentStore;
    await app.user.click(screen.getByTestId("backend-discover"));
    expect((await screen.findByTestId("failure")).textContent).toContain("refuses connections");
    app.backend.secretBackend.answer = null;
    await app.user.click(screen.getByTestId("found-again"));
    await screen.findByTestId("found-list");
  });
});
