import { fireEvent, screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { failure } from "../dev/fake/failures";
import { pairsOf } from "../src/features/profiles/pairs";
import type { Profile } from "../src/lib/ipc";
import { violations } from "./axe";
import { calls, enter, openApp } from "./open";

type App = Awaited<ReturnType<typeof openApp>>;
const SECRET = "shh-never-to-be-seen-again";

async function open(scenario: "empty" | "signed-in" = "signed-in"): Promise<App> {
  const app = await openApp(scenario);
  await app.user.click(await screen.findByTestId("nav-profiles"));
  await screen.findByTestId(scenario === "empty" ? "profiles-empty" : "profile-list");
  return app;
}

const card = (name: string) =>
  within(screen.getAllByTestId("profile-card").find((one) => one.dataset["name"] === name)!);

async function openPage(name: string): Promise<App> {
  const app = await open();
  await app.user.click(card(name).getByTestId("profile-open"));
  await screen.findByTestId("profile-page");
  return app;
}

async function act({ user }: App, name: string, item: string) {
  await user.click(card(name).getByTestId("profile-menu"));
  await user.click(await screen.findByTestId(`menu-${item}`));
}

async function paste({ user }: App, testid: string, text: string) {
  await user.click(screen.getByTestId(testid));
  await user.paste(text);
}

const saved = ({ backend }: App) => calls(backend, "profiles_save") as [string | null, Profile, object][];

describe("the profiles", () => {
  it("are grouped by how they authenticate, with their state in words", async () => {
    await open();
    expect(within(screen.getByTestId("group-oauth2")).getAllByTestId("profile-card")).toHaveLength(2);
    expect(within(screen.getByTestId("group-api_key")).getAllByTestId("profile-card")).toHaveLength(2);
    expect(card("github").getByTestId("connection-state").textContent).toContain("Signed in");
    expect(card("google-workspace").getByTestId("connection-state").textContent).toContain("Reconnect");
    expect(card("stripe").getByText("2 connections")).toBeTruthy();
    expect(card("airtable").getByText("Not connected")).toBeTruthy();
    expect(await violations()).toEqual([]);
  });

  it("are searched by name, host and kind", async () => {
    const { user } = await open();
    await user.keyboard("{Control>}f{/Control}");
    expect(document.activeElement).toBe(screen.getByTestId("profiles-search"));
    await user.keyboard("amazonaws");
    await waitFor(() => expect(screen.getAllByTestId("profile-card")).toHaveLength(1));
    await user.keyboard("{Escape}password");
    await waitFor(() => expect(screen.getAllByTestId("profile-card")[0]!.dataset["name"]).toBe("jira-basic"));
    await user.keyboard("xyz");
    await screen.findByTestId("profiles-no-match");
  });

  it("teach what they are where there are none", async () => {
    await open("empty");
    expect(screen.getByTestId("profiles-empty").textContent).toContain("A profile says how an API");
    expect(await violations()).toEqual([]);
  });

  it("say why they could not be read, and are read again", async () => {
    const app = await openApp("locked");
    const { profiles_list } = app.backend.profiles;
    app.backend.profiles.profiles_list = () => {
      throw failure({ code: "internal", message: "The disk is full." });
    };
    await app.user.type(await screen.findByTestId("unlock-secret"), "correct horse{Enter}");
    await app.user.click(await screen.findByTestId("nav-profiles"));
    expect((await screen.findByTestId("failure")).textContent).toContain("The disk is full.");
    app.backend.profiles.profiles_list = profiles_list;
    await app.user.click(screen.getByText("Try again"));
    await screen.findByTestId("profiles-empty");
  });
});

describe("adding a profile", () => {
  it("finds it in the catalogue", async () => {
    const app = await open("empty");
    await app.user.click(screen.getByTestId("empty-add-profile"));
    await screen.findByTestId("entry-grid");
    expect(await violations()).toEqual([]);
    await app.user.type(screen.getByTestId("entry-search"), "okt");
    await waitFor(() => expect(screen.getAllByTestId(/^entry-okta/)).toHaveLength(1));
    await app.user.keyboard("{Enter}");
    await screen.findByTestId("variables-dialog");
  });

  it("has the vendor's notes and the redirect URI beside the fields, and keeps the secret from the page", async () => {
    const app = await open("empty");
    await app.user.click(screen.getByTestId("empty-add-profile"));
    await app.user.click(await screen.findByTestId("entry-github"));
    const dialog = within(await screen.findByTestId("profile-dialog"));
    expect(dialog.getByTestId("redirect-uri").textContent).toBe("http://127.0.0.1:27183/");
    expect(dialog.getByTestId("guide").textContent).toContain("Register the redirect URI");
    expect(screen.getByTestId<HTMLInputElement>("field-auth_url").value).toContain("github.com");
    expect(await violations()).toEqual([]);
    await paste(app, "field-client_id", "Iv1.abc");
    await paste(app, "field-client_secret", SECRET);
    await enter(screen.getByTestId("field-client_secret"));
    await screen.findByTestId("profile-page");
    const [id, profile, secrets] = saved(app)[0]!;
    expect(id).toBeNull();
    expect(profile).toMatchObject({ name: "github", client_id: "Iv1.abc", scopes: ["repo", "read:user"] });
    expect(secrets).toEqual({ client_secret: SECRET });
    expect(document.documentElement.outerHTML).not.toContain(SECRET);
  });

  it("asks first for what differs from customer to customer", async () => {
    const app = await open("empty");
    await app.user.click(screen.getByTestId("empty-add-profile"));
    await app.user.click(await screen.findByTestId("entry-okta"));
    await app.user.click(await screen.findByTestId("variables-done"));
    await screen.findByTestId("field-domain-error");
    expect(await violations()).toEqual([]);
    await app.user.type(screen.getByTestId("field-domain"), "acme.okta.com{Enter}");
    expect((await screen.findByTestId<HTMLInputElement>("field-issuer")).value).toBe("https://acme.okta.com");
    await paste(app, "field-client_id", "0oa1");
    await app.user.click(screen.getByTestId("profile-save"));
    await screen.findByTestId("profile-page");
    expect(saved(app)[0]![1]).toMatchObject({ api_base_url: "https://acme.okta.com/api/v1" });
  });

  it("asks only for what matters to its way to authenticate", async () => {
    const app = await open("empty");
    await app.user.click(screen.getByTestId("empty-add-profile"));
    await app.user.click(await screen.findByTestId("make-profile"));
    const shown = () =>
      [...document.querySelectorAll<HTMLElement>("form [data-testid^=field-]")].map((of) => of.id);
    expect(shown()).toContain("field-issuer");
    await app.user.click(screen.getByTestId("field-enable_discovery"));
    await waitFor(() => expect(shown()).toContain("field-token_url"));
    expect(shown()).not.toContain("field-issuer");
    await app.user.selectOptions(screen.getByTestId("field-auth_type"), "hmac_payload");
    await waitFor(() => expect(shown()).toContain("field-algo"));
    expect(shown()).not.toContain("field-client_id");
    await app.user.click(screen.getByTestId("profile-save"));
    const summary = await screen.findByTestId("error-summary");
    await waitFor(() => expect(document.activeElement).toBe(summary));
    expect(summary.textContent).toMatch(/Name:.*Header:/s);
    await app.user.type(screen.getByTestId("field-name"), "hooks");
    await app.user.type(screen.getByTestId("field-header_name"), "X-Signature");
    await app.user.type(screen.getByTestId("field-api_base_url"), "http://hooks.example");
    await app.user.click(screen.getByTestId("profile-save"));
    expect((await screen.findByTestId("field-api_base_url-error")).textContent).toContain("https");
    await app.user.clear(screen.getByTestId("field-api_base_url"));
    await app.user.click(screen.getByTestId("profile-save"));
    await screen.findByTestId("profile-page");
    expect(saved(app)[0]![1]).toMatchObject({
      name: "hooks",
      auth_type: "hmac_payload",
      params: { header_name: "X-Signature", algo: "sha256", encoding: "hex" },
    });
  });

  it("may be for a program alone, which nobody comes back from a page to", async () => {
    const app = await open("empty");
    await app.user.click(screen.getByTestId("empty-add-profile"));
    await app.user.click(await screen.findByTestId("make-profile"));
    await app.user.click(screen.getByTestId("field-enable_discovery"));
    expect(screen.getByTestId("redirect-uri")).toBeTruthy();
    await app.user.type(screen.getByTestId("field-name"), "service");
    await app.user.type(screen.getByTestId("field-token_url"), "https://id.example/token");
    await waitFor(() => expect(screen.queryByTestId("redirect-uri")).toBeNull());
    await app.user.type(screen.getByTestId("field-client_id"), "daemon");
    await paste(app, "field-client_secret", SECRET);
    await app.user.click(screen.getByTestId("profile-save"));
    await screen.findByTestId("profile-page");
    expect(saved(app)[0]![1]).toMatchObject({ auth_url: null, token_url: "https://id.example/token" });
    await app.user.click(screen.getByTestId("profile-connect"));
    const dialog = within(await screen.findByTestId("connect-dialog"));
    expect(dialog.queryByTestId("toggle-advanced")).toBeNull();
    await app.user.click(dialog.getByTestId("sign-in-start"));
    await waitFor(() => expect(screen.getAllByTestId("connection")).toHaveLength(1));
    expect(calls(app.backend, "signin_start")).toMatchObject([[{ way: "client_credentials" }]]);
  });

  it("asks before throwing away what was typed, and keeps it on the way back", async () => {
    const app = await open("empty");
    await app.user.click(screen.getByTestId("empty-add-profile"));
    await app.user.click(await screen.findByTestId("entry-stripe"));
    await app.user.type(screen.getByTestId("field-name"), "-test");
    await app.user.click(screen.getByTestId("back-to-catalogue"));
    await app.user.click(await screen.findByTestId("entry-stripe"));
    expect(screen.getByTestId<HTMLInputElement>("field-name").value).toBe("stripe-test");
    await app.user.keyboard("{Escape}");
    await app.user.click(await screen.findByTestId("confirm-ok"));
    await waitFor(() => expect(screen.queryByTestId("profile-dialog")).toBeNull());
  });

  it("shows a taken name at the name", async () => {
    const app = await open();
    await app.user.click(screen.getByTestId("add-profile"));
    await app.user.click(await screen.findByTestId("entry-stripe"));
    await app.user.click(screen.getByTestId("profile-save"));
    expect((await screen.findByTestId("field-name-error")).textContent).toContain("exists already");
  });
});

describe("changing a profile", () => {
  it("keeps what the form does not show, and the secret that was not typed anew", async () => {
    const app = await open();
    await act(app, "airtable", "edit");
    expect(screen.queryByTestId("field-client_secret")).toBeNull();
    await app.user.type(
      await screen.findByTestId("field-user_info_endpoint"),
      "https://api.airtable.com/v0/me",
    );
    await app.user.click(screen.getByTestId("profile-save"));
    await waitFor(() => expect(saved(app)).toHaveLength(1));
    const [id, profile, secrets] = saved(app)[0]!;
    expect(id).toBe("f4");
    expect(secrets).toEqual({});
    expect(profile.params.credential_schema).toMatchObject({ required: ["api_key"] });
  });

  it("rotates the client secret alone", async () => {
    const app = await open();
    await act(app, "github", "rotate");
    await app.user.click(await screen.findByTestId("rotate-secret-save"));
    await screen.findByTestId("field-client_secret-error");
    await paste(app, "field-client_secret", SECRET);
    await app.user.keyboard("{Enter}");
    await waitFor(() => expect(screen.queryByTestId("rotate-secret-dialog")).toBeNull());
    expect(calls(app.backend, "profiles_patch")).toEqual([["f1", {}, { client_secret: SECRET }]]);
    expect(document.documentElement.outerHTML).not.toContain(SECRET);
  });

  it("deletes it only after a yes that says how many connections go with it", async () => {
    const app = await open();
    await act(app, "stripe", "remove");
    expect((await screen.findByTestId("remove-depends")).textContent).toContain("2 connections depend on it");
    await app.user.click(screen.getByTestId("confirm-ok"));
    await waitFor(() => expect(screen.getAllByTestId("profile-card")).toHaveLength(6));
    expect((await screen.findByTestId("toast")).textContent).toContain("and 2 connections with it");
    await act(app, "jira-basic", "remove");
    expect((await screen.findByTestId("remove-depends")).textContent).toContain("No connection depends");
  });
});

describe("importing profiles", () => {
  const curl = `curl -s -X POST https://x/v1/providers -d '{ "name": "airtable", "auth_type": "oauth2", "client_secret": "${SECRET}", "scopes": ["data"] }' | jq .`;

  async function openImport(scenario: "empty" | "signed-in"): Promise<App> {
    const app = await open(scenario);
    await app.user.click(screen.getByTestId("profiles-menu"));
    await app.user.click(await screen.findByTestId("menu-import"));
    await screen.findByTestId("import-profiles-dialog");
    return app;
  }

  it("shows what changes before anything does, with secrets as dots", async () => {
    const app = await openImport("signed-in");
    await paste(app, "import-text", curl);
    await app.user.click(screen.getByTestId("import-plan"));
    const planned = await screen.findByTestId("planned");
    expect(planned.dataset["action"]).toBe("change");
    expect(planned.textContent).toMatch(/Authentication.*api_key.*oauth2/s);
    expect(planned.textContent).toMatch(/Client secret.*••••/s);
    expect(document.body.textContent).not.toContain(SECRET);
    expect(calls(app.backend, "profiles_apply")).toEqual([]);
    expect(await violations()).toEqual([]);
    await app.user.click(screen.getByTestId("import-apply"));
    await waitFor(() => expect(screen.getByTestId("plan-summary").textContent).toContain("Changed: 1."));
    await app.user.click(screen.getByTestId("import-done"));
    await waitFor(() => expect(screen.queryByTestId("import-profiles-dialog")).toBeNull());
    expect(document.documentElement.outerHTML).not.toContain(SECRET);
  });

  it("changes nothing the second time", async () => {
    const app = await openImport("empty");
    for (const action of ["create", "unchanged"]) {
      await paste(app, "import-text", curl);
      await app.user.click(screen.getByTestId("import-plan"));
      expect((await screen.findByTestId("planned")).dataset["action"]).toBe(action);
      if (action === "unchanged") expect(screen.queryByTestId("import-apply")).toBeNull();
      else await app.user.click(screen.getByTestId("import-apply"));
      await app.user.click(await screen.findByTestId("import-done"));
      await waitFor(() => expect(screen.queryByTestId("import-profiles-dialog")).toBeNull());
      if (action === "unchanged") return;
      await app.user.click(screen.getByTestId("profiles-menu"));
      await app.user.click(await screen.findByTestId("menu-import"));
    }
  });

  it("takes dropped files together, and none of them while one cannot be read", async () => {
    const app = await openImport("empty");
    const file = (name: string, text: string) => new File([text], name);
    const files = [file("a.json", '{ "name": "a", "auth_type": "api_key" }'), file("b.json", "nothing here")];
    await fireEvent.drop(screen.getByTestId("import-text"), { dataTransfer: { types: ["Files"], files } });
    await waitFor(() => expect(screen.getAllByTestId("import-file")).toHaveLength(2));
    await app.user.click(screen.getByTestId("import-plan"));
    const actions = (await screen.findAllByTestId("planned")).map((one) => one.dataset["action"]);
    expect(actions).toEqual(["create", "failed"]);
    expect(screen.getByTestId<HTMLButtonElement>("import-apply").disabled).toBe(true);
    await app.user.click(screen.getByTestId("import-back"));
    await app.user.click(await screen.findByLabelText("Leave out b.json"));
    await app.user.click(screen.getByTestId("import-plan"));
    await waitFor(() => expect(screen.getByTestId<HTMLButtonElement>("import-apply").disabled).toBe(false));
  });

  it("asks before a pasted text is thrown away", async () => {
    const app = await openImport("empty");
    await paste(app, "import-text", curl);
    await app.user.keyboard("{Escape}");
    await app.user.click(await screen.findByTestId("confirm-ok"));
    await waitFor(() => expect(screen.queryByTestId("import-profiles-dialog")).toBeNull());
    expect(document.documentElement.outerHTML).not.toContain(SECRET);
  });
});

describe("exporting profiles", () => {
  it("shows and copies all of them in the form that is wanted", async () => {
    const app = await open();
    await app.user.click(screen.getByTestId("profiles-menu"));
    await app.user.click(await screen.findByTestId("menu-export-all"));
    expect((await screen.findByTestId("export-text")).textContent).toContain("- name: github");
    await app.user.selectOptions(screen.getByTestId("export-format"), "json");
    await waitFor(() => expect(screen.getByTestId("export-text").textContent).toContain('"name": "github"'));
    expect(await violations()).toEqual([]);
    await app.user.click(screen.getByTestId("export-copy"));
    await waitFor(() => expect(app.backend.copied[0]?.text).toContain('"name": "stripe"'));
  });
});

describe("connecting to an API", () => {
  it("goes by the same sign-in as a cloud, with its own permissions", async () => {
    const app = await openPage("github");
    await app.user.click(screen.getByTestId("profile-connect"));
    expect(((await screen.findByTestId("field-scopes")) as HTMLTextAreaElement).value).toBe(
      "repo\nread:user",
    );
    await app.user.type(screen.getByTestId("field-scopes"), "\ngist");
    await app.user.click(screen.getByTestId("toggle-advanced"));
    await app.user.selectOptions(screen.getByTestId("field-way"), "deep_link");
    const dialog = within(screen.getByTestId("connect-dialog"));
    await waitFor(() =>
      expect(dialog.getByTestId("redirect-uri").textContent).toBe("dev.nexusaccess.vault:/signin"),
    );
    expect(await violations()).toEqual([]);
    await app.user.click(screen.getByTestId("sign-in-start"));
    await screen.findByTestId("copy-link");
    expect(calls(app.backend, "signin_start")).toMatchObject([
      [
        {
          peer: { kind: "profile", profile: "f1" },
          scopes: ["repo", "read:user", "gist"],
          way: "deep_link",
          connection: null,
        },
      ],
    ]);
    app.backend.signIns.end(app.backend.signIns.latest);
    await waitFor(() => expect(screen.queryByTestId("sign-in-dialog")).toBeNull());
    await waitFor(() => expect(screen.getAllByTestId("connection")).toHaveLength(2));
  });

  it("connects the client itself, with nothing to register, open or wait for", async () => {
    const app = await openPage("github");
    await app.user.click(screen.getByTestId("profile-connect"));
    await app.user.click(screen.getByTestId("toggle-advanced"));
    await app.user.selectOptions(screen.getByTestId("field-way"), "client_credentials");
    const dialog = within(screen.getByTestId("connect-dialog"));
    await waitFor(() => expect(dialog.queryByTestId("redirect-uri")).toBeNull());
    expect(dialog.getByTestId("sign-in-start").textContent).toContain("Get a token");
    expect(await violations()).toEqual([]);
    await app.user.click(screen.getByTestId("sign-in-start"));
    await waitFor(() => expect(screen.getAllByTestId("connection")).toHaveLength(2));
    expect(calls(app.backend, "signin_start")).toMatchObject([[{ way: "client_credentials" }]]);
  });

  it("does not offer that to a client without a secret", async () => {
    const app = await openPage("google-workspace");
    await app.user.click(screen.getByTestId("profile-connect"));
    await app.user.click(screen.getByTestId("toggle-advanced"));
    const ways = within(screen.getByTestId("field-way")).getAllByRole("option");
    expect(ways.map((way) => (way as HTMLOptionElement).value)).not.toContain("client_credentials");
  });

  it("reconnects with what is kept", async () => {
    const app = await openPage("google-workspace");
    await app.user.click(screen.getByTestId("connection-reconnect"));
    await screen.findByTestId("copy-link");
    expect(calls(app.backend, "signin_start")).toMatchObject([[{ connection: "c6", scopes: [] }]]);
    app.backend.signIns.end("c6");
    await waitFor(() => expect(screen.getByTestId("connection-state").dataset["state"]).toBe("active"));
  });

  it("draws the form of the profile's own schema, and knows what is secret", async () => {
    const app = await open();
    await app.user.click(card("airtable").getByTestId("profile-connect"));
    expect(await screen.findByLabelText("Personal Access Token")).toBe(screen.getByTestId("field-api_key"));
    expect(screen.getByTestId<HTMLInputElement>("field-api_key").type).toBe("password");
    expect(await violations()).toEqual([]);
    await enter(screen.getByTestId("field-api_key"));
    await screen.findByTestId("field-api_key-error");
    await paste(app, "field-api_key", SECRET);
    await enter(screen.getByTestId("field-api_key"));
    await waitFor(() => expect(screen.queryByTestId("connect-dialog")).toBeNull());
    expect(calls(app.backend, "profiles_connect")).toEqual([["f4", "airtable", { api_key: SECRET }, {}]]);
    expect(document.documentElement.outerHTML).not.toContain(SECRET);
    expect(card("airtable").getByTestId("connection-state").textContent).toContain("Connected");
  });

  it("sends a username as what may be shown, and a password as what may not", async () => {
    const app = await open();
    await app.user.click(card("jira-basic").getByTestId("profile-connect"));
    await paste(app, "field-username", "ana");
    await paste(app, "field-password", SECRET);
    await app.user.click(screen.getByTestId("connect-submit"));
    await waitFor(() => expect(calls(app.backend, "profiles_connect")).toHaveLength(1));
    expect(calls(app.backend, "profiles_connect")[0]!.slice(2)).toEqual([
      { password: SECRET },
      { username: "ana" },
    ]);
  });
});

describe("trying an API", () => {
  it("verifies a connection by the profile's own address", async () => {
    const app = await openPage("stripe");
    await app.user.selectOptions(screen.getByTestId("try-connection"), "c5");
    await app.user.click(screen.getByTestId("verify-connection"));
    expect((await screen.findByTestId("reply")).dataset["status"]).toBe("200");
    expect(screen.getByTestId("reply-latency").textContent).toContain("184 ms");
    expect(screen.getByTestId("reply-body").textContent).toContain('"token": "••••"');
    expect(calls(app.backend, "profiles_verify")).toEqual([["c5", null]]);
    expect(await violations()).toEqual([]);
  });

  it("sends a request as composed, by Enter, and shows the answer", async () => {
    const app = await openPage("github");
    await app.user.selectOptions(screen.getByTestId("request-method"), "POST");
    await app.user.clear(screen.getByTestId("request-path"));
    await app.user.click(screen.getByTestId("toggle-request-more"));
    await paste(app, "request-headers", "Accept: application/json\nnot a header");
    await paste(app, "request-body", '{"title":"x"}');
    app.backend.profiles.reply = { status: 422, body: "", truncated: true };
    await app.user.type(screen.getByTestId("request-path"), "/repos{Enter}");
    expect((await screen.findByTestId("reply")).dataset["status"]).toBe("422");
    expect(screen.getByTestId("reply").textContent).toContain("The answer has no body.");
    expect(calls(app.backend, "profiles_send")).toEqual([
      [
        "c3",
        { method: "POST", path: "/repos", headers: [["Accept", "application/json"]], body: '{"title":"x"}' },
      ],
    ]);
  });

  it("says why there is no answer", async () => {
    const app = await openPage("github");
    app.backend.nextFailure = failure({ code: "unreachable_dns", message: "There is no such host." });
    await app.user.click(screen.getByTestId("request-send"));
    expect((await screen.findByTestId("failure")).textContent).toContain("There is no such host.");
  });

  it("sends no body with a GET", async () => {
    const app = await openPage("github");
    await app.user.click(screen.getByTestId("request-send"));
    await screen.findByTestId("reply");
    expect(calls(app.backend, "profiles_send")).toMatchObject([
      ["c3", { method: "GET", path: "/", body: null }],
    ]);
  });

  it("reads one header a line", () =>
    expect(pairsOf("A: b\n\nX-Time: 12:30\n: none")).toEqual([
      ["A", "b"],
      ["X-Time", "12:30"],
    ]));
});

describe("a profile's page", () => {
  it("is left by its button to where it was opened", async () => {
    const app = await openPage("stripe");
    expect(document.activeElement).toBe(screen.getByTestId("profile-back"));
    await app.user.keyboard("{Enter}");
    await screen.findByTestId("profile-list");
    await waitFor(() => expect(document.activeElement).toBe(card("stripe").getByTestId("profile-open")));
  });

  it("shows the redirect URI to register, and is gone with its profile", async () => {
    const app = await openPage("github");
    expect(screen.getByTestId("redirect-uri").textContent).toBe("http://127.0.0.1:27183/");
    expect(await violations()).toEqual([]);
    await app.user.click(screen.getByTestId("profile-menu"));
    await app.user.click(await screen.findByTestId("menu-remove"));
    await app.user.click(await screen.findByTestId("confirm-ok"));
    await screen.findByTestId("profile-list");
    await waitFor(() => expect(screen.getAllByTestId("profile-card")).toHaveLength(6));
  });
});
