import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { failure } from "../dev/fake/failures";
import { apiDisabled, USER_CODE } from "../dev/fake/sign-ins";
import { violations } from "./axe";
import { calls, enter, openApp } from "./open";

type App = Awaited<ReturnType<typeof openApp>>;
const CLIENT = "1234-abc.apps.googleusercontent.com";
const SECRET = "GOCSPX-never-to-be-seen-again";

async function openForm(cloud: string, kind: string): Promise<App> {
  const app = await openApp("signed-in");
  app.backend.signIns.stepEvery = 1;
  await screen.findByTestId("window");
  await app.user.keyboard("{Control>}n{/Control}");
  await app.user.click(await screen.findByTestId(`cloud-${cloud}`));
  await app.user.click(screen.getByTestId(`auth-${kind}`));
  return app;
}

const field = (id: string) => screen.getByTestId<HTMLInputElement>(`field-${id}`);

async function paste({ user }: App, id: string, text: string) {
  await user.click(field(id));
  await user.paste(text);
}

async function openWaiting(): Promise<App> {
  const app = await openForm("gcp", "browser");
  await paste(app, "client_id", CLIENT);
  await paste(app, "client_secret", SECRET);
  await enter(field("client_secret"));
  await screen.findByTestId("sign-in-waiting");
  await screen.findByTestId("copy-link");
  return app;
}

async function openChoices(): Promise<App> {
  const app = await openWaiting();
  app.backend.signIns.end(app.backend.signIns.latest);
  await screen.findByTestId("choices");
  return app;
}

describe("before signing in", () => {
  it("shows the redirect URI to register as it will be, to copy, and why each permission is needed", async () => {
    const app = await openForm("gcp", "browser");
    const uri = await screen.findByTestId("redirect-uri");
    expect(uri.textContent).toBe("http://127.0.0.1:27183/");
    await paste(app, "redirect_port", "8123");
    await waitFor(() =>
      expect(screen.getByTestId("redirect-uri").textContent).toBe("http://127.0.0.1:8123/"),
    );
    await app.user.click(screen.getByTestId("redirect-uri-copy"));
    await waitFor(() =>
      expect(app.backend.copied).toEqual([{ text: "http://127.0.0.1:8123/", secret: false }]),
    );
    expect(screen.getByTestId("scopes").textContent).toContain("To list the machines of your projects.");
    expect(calls(app.backend, "signin_start")).toEqual([]);
    expect(await violations()).toEqual([]);
  });

  it("says what is wrong with the address instead of showing a wrong one", async () => {
    const app = await openForm("gcp", "browser");
    await screen.findByTestId("redirect-uri");
    await paste(app, "redirect_port", "99999");
    expect((await screen.findByTestId("redirect-problem")).textContent).toContain("too high");
    expect(screen.queryByTestId("redirect-uri")).toBeNull();
  });

  it("asks for the address without the secret", async () => {
    const app = await openForm("gcp", "browser");
    await paste(app, "client_secret", SECRET);
    await paste(app, "client_id", CLIENT);
    await waitFor(() =>
      expect(calls(app.backend, "signin_redirect").at(-1)).toMatchObject([{ fields: { client_id: CLIENT } }]),
    );
    expect(JSON.stringify(calls(app.backend, "signin_redirect"))).not.toContain(SECRET);
  });

  it("sends nothing while a field is wrong, and gives the summary the focus", async () => {
    const app = await openForm("gcp", "browser");
    await app.user.click(screen.getByTestId("sign-in-start"));
    const summary = await screen.findByTestId("error-summary");
    await waitFor(() => expect(document.activeElement).toBe(summary));
    expect(calls(app.backend, "signin_start")).toEqual([]);
  });
});

describe("while waiting for the browser", () => {
  it("says for what and how long, opens again, and copies the link", async () => {
    const app = await openWaiting();
    expect(calls(app.backend, "signin_start")).toEqual([
      [
        {
          peer: { kind: "cloud", cloud: "gcp", auth: "browser" },
          endpoint: null,
          fields: { client_id: CLIENT },
          secrets: { client_secret: SECRET },
          scopes: [],
          way: null,
          connection: null,
        },
      ],
    ]);
    expect(screen.getByTestId("awaited").textContent).toBe("Waiting for Google in your browser.");
    expect(screen.getByTestId("time-left").textContent).toMatch(/Time left: (5:00|4:5\d)\./);
    await app.user.click(screen.getByTestId("copy-link"));
    await waitFor(() => expect(app.backend.copied[0]?.text).toContain("https://accounts.google.com/"));
    expect(await violations()).toEqual([]);
    await app.user.click(screen.getByTestId("open-again"));
    await screen.findByTestId("choices");
    expect(calls(app.backend, "signin_open")).toEqual([["s1"]]);
  });

  it("is cancelled back to the form with all that was typed", async () => {
    const app = await openWaiting();
    await app.user.click(screen.getByTestId("sign-in-cancel"));
    expect((await screen.findByTestId<HTMLInputElement>("field-client_id")).value).toBe(CLIENT);
    expect(field("client_secret").value).toBe(SECRET);
    expect(calls(app.backend, "signin_cancel")).toEqual([["s1"]]);
    // An answer that comes after all is of nobody's interest.
    app.backend.signIns.end("s1");
    await waitFor(() => expect(screen.queryByTestId("choices")).toBeNull());
  });

  it("asks before it is closed only where something is lost", async () => {
    const app = await openWaiting();
    await app.user.keyboard("{Escape}");
    expect((await screen.findByTestId("confirm-dialog")).textContent).toContain("Stop signing in?");
    await app.user.click(screen.getByTestId("confirm-cancel"));
    expect(calls(app.backend, "signin_cancel")).toEqual([]);
    await app.user.keyboard("{Escape}");
    await app.user.click(await screen.findByTestId("confirm-ok"));
    await waitFor(() => expect(screen.queryByTestId("sign-in-dialog")).toBeNull());
    expect(calls(app.backend, "signin_cancel")).toEqual([["s1"]]);
    expect(document.documentElement.outerHTML).not.toContain(SECRET);
  });

  it("shows why it failed, and tries again with what was typed", async () => {
    const app = await openWaiting();
    const mismatch = failure({
      code: "invalid_input",
      message: "Google does not know this redirect URI.",
      remedy: "Register it exactly as it is shown.",
      provider_code: "redirect_uri_mismatch",
    });
    app.backend.signIns.end("s1", mismatch);
    const told = await screen.findByTestId("failure");
    expect(told.textContent).toContain("does not know this redirect URI");
    expect((await screen.findByTestId("redirect-uri")).textContent).toBe("http://127.0.0.1:27183/");
    await app.user.click(screen.getByTestId("sign-in-start"));
    await screen.findByTestId("sign-in-waiting");
    expect(calls(app.backend, "signin_start")).toHaveLength(2);
    expect(calls(app.backend, "signin_start")[1]).toEqual(calls(app.backend, "signin_start")[0]);
  });

  it("is ended when the vault locks", async () => {
    const app = await openWaiting();
    await app.user.keyboard("{Control>}l{/Control}");
    await screen.findByTestId("vault-locked");
    expect(document.documentElement.outerHTML).not.toContain(SECRET);
    expect(calls(app.backend, "signin_cancel")).toEqual([["s1"]]);
  });
});

describe("a sign-in by code", () => {
  async function openCode(): Promise<App> {
    const app = await openForm("aws", "identity_center");
    expect(screen.queryByTestId("redirect-uri")).toBeNull();
    expect(screen.getByTestId("sign-in-start").textContent).toContain("Get a code");
    await paste(app, "start_url", "https://acme.awsapps.com/start");
    await paste(app, "sso_region", "eu-west-1");
    await app.user.click(screen.getByTestId("sign-in-start"));
    await screen.findByTestId("user-code");
    return app;
  }

  it("shows the code to copy, its address, and both as a picture that cannot run anything", async () => {
    const app = await openCode();
    expect(screen.getByTestId("user-code").textContent).toBe(USER_CODE);
    expect(screen.getByTestId("verification-uri").textContent).toContain("https://device.sso");
    const picture = screen.getByTestId<HTMLImageElement>("device-qr");
    expect(picture.tagName).toBe("IMG");
    expect(picture.src).toMatch(/^data:image\/svg\+xml,%3Csvg/);
    await app.user.click(screen.getByTestId("user-code-copy"));
    await waitFor(() => expect(app.backend.copied[0]?.text).toBe(USER_CODE));
    await app.user.click(screen.getByTestId("copy-link"));
    await waitFor(() => expect(app.backend.copied[1]?.text).toContain(`user_code=${USER_CODE}`));
    expect(await violations()).toEqual([]);
  });

  it("lets many accounts and roles be searched and picked", async () => {
    const app = await openCode();
    await app.user.click(screen.getByTestId("verification-uri"));
    await screen.findByTestId("choices");
    // Of so many, none is chosen beforehand.
    expect(screen.getByTestId("choices-count").textContent).toContain("0 of 12");
    expect(screen.getByTestId<HTMLButtonElement>("set-up-start").disabled).toBe(true);
    await app.user.type(screen.getByTestId("choice-search"), "readonly");
    await waitFor(() => expect(screen.getAllByTestId("choice")).toHaveLength(6));
    await app.user.click(screen.getByTestId("choices-all"));
    await app.user.clear(screen.getByTestId("choice-search"));
    expect(screen.getAllByTestId("choice")).toHaveLength(12);
    await app.user.click(screen.getByTestId("set-up-start"));
    await screen.findByTestId("set-up-results");
    const chosen = calls(app.backend, "signin_finish")[0]![1] as { id: string }[];
    expect(chosen).toHaveLength(6);
    expect(chosen.every(({ id }) => id.endsWith("/ReadOnly"))).toBe(true);
  });
});

describe("an account of another tool's files that has no credential there", () => {
  it("is signed in to with what they say of it", async () => {
    const app = await openForm("aws", "access_key");
    await app.user.click(screen.getByTestId("import-profiles"));
    await app.user.click(await screen.findByTestId("candidate-sign-in"));
    expect((await screen.findByTestId<HTMLInputElement>("field-start_url")).value).toContain("acme.awsapps");
    await app.user.click(screen.getByTestId("sign-in-start"));
    await screen.findByTestId("user-code");
    expect(calls(app.backend, "signin_start")).toMatchObject([[{ fields: { sso_region: "eu-west-1" } }]]);
  });
});

describe("what a sign-in reaches", () => {
  it("is chosen, named, and told apart from what cannot be taken", async () => {
    const app = await openChoices();
    expect(screen.getAllByTestId("choice").map((row) => row.dataset["choice"])).toHaveLength(4);
    expect(screen.getByTestId("choice-problem").textContent).toContain("Billing is off.");
    expect(screen.getByTestId<HTMLInputElement>("choice-sandbox-ana").disabled).toBe(true);
    // There is a provider of this name already.
    expect(screen.getAllByTestId("choice-taken")).toHaveLength(2);
    await app.user.clear(screen.getByTestId("choice-name-web-shop"));
    await app.user.type(screen.getByTestId("choice-name-web-shop"), "Shop");
    await app.user.click(screen.getByTestId("choice-data-lake"));
    await app.user.click(screen.getByTestId("choice-machine-learning-eu-prod-4711"));
    expect(await violations()).toEqual([]);
    await enter(screen.getByTestId("choice-name-web-shop"));
    expect((await screen.findByTestId("set-up-summary")).textContent).toContain("1 of 1 was added");
    expect(calls(app.backend, "signin_finish")).toEqual([["s1", [{ id: "web-shop", name: "Shop" }]]]);
    await app.user.click(screen.getByTestId("set-up-done"));
    await waitFor(() => expect(screen.queryByTestId("set-up-dialog")).toBeNull());
    expect(document.documentElement.outerHTML).not.toContain(SECRET);
  });

  it("is not asked for where there is but one", async () => {
    const app = await openForm("digitalocean", "browser");
    await paste(app, "client_id", "do-client");
    await enter(field("client_id"));
    await app.user.click(await screen.findByTestId("open-again"));
    await screen.findByTestId("set-up-results");
    expect(calls(app.backend, "signin_finish")).toEqual([["s1", [{ id: "team", name: "Acme team" }]]]);
  });

  it("says so where there is nothing", async () => {
    const app = await openWaiting();
    app.backend.signIns.choices = [];
    app.backend.signIns.end("s1");
    expect((await screen.findByTestId("choices-empty")).textContent).toContain("reaches no projects");
  });

  it("can be left for later, which is said", async () => {
    const app = await openChoices();
    await app.user.click(screen.getByTestId("choose-later"));
    expect((await screen.findByTestId("toast")).textContent).toContain("Settings under Connections");
    await app.user.click(screen.getByTestId("nav-settings"));
    const row = (await screen.findAllByTestId("connection")).find(
      (one) => one.dataset["connection"] === "s1",
    )!;
    await app.user.click(within(row).getByTestId("connection-menu"));
    await app.user.click(await screen.findByTestId("menu-more"));
    await screen.findByTestId("choices");
  });
});

describe("the set-up", () => {
  it("tells steps and percent, is cancelled, and begins again", async () => {
    const app = await openChoices();
    app.backend.signIns.stepEvery = 60_000;
    await app.user.click(screen.getByTestId("set-up-start"));
    await waitFor(() => expect(screen.getByTestId("set-up-text").textContent).toContain("Checking the APIs"));
    expect(screen.getByTestId("set-up").textContent).toContain("Step 1 of 6");
    expect(screen.getByTestId("set-up-percent").textContent).toContain("0 %");
    expect(await violations()).toEqual([]);
    await app.user.click(screen.getByTestId("set-up-cancel"));
    await waitFor(() => expect(calls(app.backend, "signin_cancel")).toEqual([["s1"]]));
  });

  it("asks before it is closed under way", async () => {
    const app = await openChoices();
    app.backend.signIns.stepEvery = 60_000;
    await app.user.click(screen.getByTestId("set-up-start"));
    await screen.findByTestId("set-up");
    await app.user.keyboard("{Escape}");
    expect((await screen.findByTestId("confirm-dialog")).textContent).toContain(
      "What was added already stays",
    );
    await app.user.click(screen.getByTestId("confirm-ok"));
    await waitFor(() => expect(screen.queryByTestId("set-up-dialog")).toBeNull());
    expect(calls(app.backend, "signin_cancel")).toEqual([["s1"]]);
  });

  it("says of each failure what to do, and goes on from there", async () => {
    const app = await openChoices();
    app.backend.signIns.failing.set("data-lake", apiDisabled);
    await app.user.click(screen.getByTestId("set-up-start"));
    expect((await screen.findByTestId("set-up-summary")).textContent).toContain("2 of 3 were added");
    const failed = screen
      .getAllByTestId("set-up-result")
      .find((one) => one.dataset["choice"] === "data-lake")!;
    expect(within(failed).getByTestId("failure-remedy").textContent).toContain("Ask an owner");
    expect(await violations()).toEqual([]);
    await app.user.click(screen.getByTestId("set-up-again"));
    await waitFor(() =>
      expect(screen.getByTestId("set-up-summary").textContent).toContain("3 of 3 were added"),
    );
    const [first, second] = calls(app.backend, "signin_finish");
    expect(second).toEqual(first);
    expect(screen.queryByTestId("set-up-again")).toBeNull();
  });

  it("takes another name where one was refused", async () => {
    const app = await openChoices();
    const taken = failure({ code: "name_taken", message: "A provider of this name exists already." });
    app.backend.signIns.failing.set("web-shop", taken);
    await app.user.click(screen.getByTestId("set-up-start"));
    const name = await screen.findByTestId("result-name-web-shop");
    await app.user.clear(name);
    await app.user.type(name, "Shop");
    await app.user.click(screen.getByTestId("set-up-again"));
    await waitFor(() => expect(screen.queryByTestId("failure")).toBeNull());
    expect(calls(app.backend, "signin_finish")[1]![1]).toContainEqual({ id: "web-shop", name: "Shop" });
  });
});
