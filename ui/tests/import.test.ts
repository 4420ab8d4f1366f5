import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { failure } from "../dev/fake/failures";
import type { ImportRequest } from "../src/lib/ipc";
import { violations } from "./axe";
import { calls, openApp } from "./open";

async function openImport(scenario: Parameters<typeof openApp>[0] = "few") {
  const app = await openApp(scenario);
  await screen.findByTestId("window");
  await app.user.keyboard("{Control>}n{/Control}");
  await app.user.click(await screen.findByTestId("cloud-aws"));
  await app.user.click(await screen.findByTestId("import-profiles"));
  await screen.findByTestId("import-dialog");
  return app;
}

const request = (paths: Record<string, string> = {}) => ({ cloud: "aws", import: "profiles", paths });
const box = (name: string) => screen.getByTestId<HTMLInputElement>(`candidate-${name}`);
const row = (name: string) =>
  screen.getAllByTestId("candidate").find((candidate) => candidate.dataset["name"] === name)!;

describe("importing providers", () => {
  it("is offered by the clouds that have it", async () => {
    const { user } = await openApp("many");
    await screen.findByTestId("window");
    await user.keyboard("{Control>}n{/Control}");
    await user.click(await screen.findByTestId("cloud-gcp"));
    expect(screen.queryByText(/^Import from/)).toBeNull();
    await user.click(screen.getByTestId("back-to-clouds"));
    await user.click(await screen.findByTestId("cloud-aws"));
    expect(screen.getByTestId("import-profiles").textContent).toContain("Import from AWS profiles");
  });

  it("shows what was found, and why some of it cannot be taken", async () => {
    const { backend } = await openImport();
    await screen.findByTestId("import-candidates");
    expect(calls(backend, "providers_import_candidates")).toEqual([[request()]]);
    expect(row("billing").textContent).toMatch(/Role.*Role ARN.*role\/billing/s);
    expect(row("default").textContent).toMatch(/Access key.*AKIAIOSFODNN7EXAMPLE.*eu-west-1/s);
    expect(box("sso").disabled).toBe(true);
    expect(row("sso").textContent).toMatch(/IAM Identity Center.*Create an access key/s);
    expect(within(row("production")).getByTestId("candidate-taken")).toBeTruthy();
    expect(["default", "billing", "sso", "production"].map((name) => box(name).checked)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(screen.getByTestId("import-submit").textContent).toContain("Import 2 providers");
    expect(await violations()).toEqual([]);
  });

  it("takes what is chosen and says what became of each", async () => {
    const { backend, user } = await openImport();
    await screen.findByTestId("import-candidates");
    await user.click(box("default"));
    expect(screen.getByTestId("import-submit").textContent).toContain("Import 1 provider");
    await user.click(screen.getByTestId("import-all"));
    await user.click(box("default"));
    await user.click(screen.getByTestId("import-submit"));
    const results = await screen.findAllByTestId("imported");
    expect(calls(backend, "providers_import")).toEqual([[request(), ["billing", "production"]]]);
    expect(screen.getByTestId("import-summary").textContent).toContain("1 of 2");
    expect(document.activeElement).toBe(screen.getByTestId("import-summary"));
    expect(results[0]!.textContent).toMatch(/billing.*1234 5678 9012.*Healthy/s);
    expect(results[1]!.textContent).toMatch(/production.*exists already.*Choose another name/s);
    expect(calls(backend, "resources_refresh")).toEqual([["new3"]]);
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId("import-done"));
    await waitFor(() => expect(screen.queryByTestId("import-dialog")).toBeNull());
    await user.click(screen.getByTestId("nav-providers"));
    expect((await screen.findAllByTestId("provider-card")).map((card) => card.dataset["name"])).toContain(
      "billing",
    );
  });

  it("can be ended, and says what was added by then", async () => {
    const { backend, user } = await openImport();
    await screen.findByTestId("import-candidates");
    const whole = backend.providers_import;
    const ended = new Promise<void>((end) => {
      backend.providers_import_cancel = () => (end(), null);
    });
    backend.providers_import = (async (request: ImportRequest, [first, ...rest]: string[]) => {
      await ended;
      const why = failure({ code: "cancelled", message: "It was cancelled before it ended." });
      return [...whole(request, [first!]), ...rest.map((name) => ({ name, card: null, failure: why }))];
    }) as never;
    await user.click(screen.getByTestId("import-submit"));
    await screen.findByTestId("import-cancel");
    expect(await violations()).toEqual([]);
    await user.keyboard("{Escape}");
    const results = await screen.findAllByTestId("imported");
    expect(results.map(({ dataset }) => dataset["name"])).toEqual(["default", "billing"]);
    expect(screen.getByTestId("import-summary").textContent).toContain("1 of 2");
    expect(results[1]!.textContent).toContain("cancelled before it ended");
  });

  it("asks where the files are when they are not in their place", async () => {
    const { backend, user } = await openImport("empty");
    expect((await screen.findByTestId("failure-remedy")).textContent).toContain("Give the path");
    await waitFor(() => expect(screen.getByTestId<HTMLDetailsElement>("import-files").open).toBe(true));
    const path = screen.getByTestId<HTMLInputElement>("path-credentials");
    expect(path.placeholder).toBe("~/.aws/credentials");
    expect(screen.getByTestId<HTMLButtonElement>("import-submit").disabled).toBe(true);
    await user.type(path, "/mnt/keys/credentials{Enter}");
    await screen.findByTestId("import-candidates");
    expect(screen.queryByTestId("failure")).toBeNull();
    const paths = { credentials: "/mnt/keys/credentials" };
    expect(calls(backend, "providers_import_candidates")[1]).toEqual([request(paths)]);
    await user.click(screen.getByTestId("import-submit"));
    await screen.findByTestId("import-results");
    expect(calls(backend, "providers_import")[0]![0]).toEqual(request(paths));
  });

  it("says so when the files hold nothing", async () => {
    const { backend, user } = await openImport();
    await screen.findByTestId("import-candidates");
    backend.providers_import_candidates = () => [];
    await user.click(screen.getByTestId("import-look"));
    expect((await screen.findByTestId("import-empty")).textContent).toContain("hold no account");
    expect(await violations()).toEqual([]);
  });

  it("keeps the choice when the import fails as a whole", async () => {
    const { backend, user } = await openImport();
    await screen.findByTestId("import-candidates");
    backend.nextFailure = failure({ code: "locked", message: "The vault is busy.", remedy: "Try again." });
    await user.click(screen.getByTestId("import-submit"));
    expect((await screen.findByTestId("failure")).textContent).toContain("The vault is busy.");
    expect(box("billing").checked).toBe(true);
    await user.click(screen.getByTestId("import-submit"));
    await screen.findByTestId("import-results");
  });

  it("loses nothing that was typed before", async () => {
    const { user } = await openApp("few");
    await screen.findByTestId("window");
    await user.keyboard("{Control>}n{/Control}");
    await user.click(await screen.findByTestId("cloud-aws"));
    await user.type(screen.getByTestId("field-name"), "Prod");
    await user.click(screen.getByTestId("import-profiles"));
    await screen.findByTestId("import-dialog");
    await user.keyboard("{Escape}");
    expect((await screen.findByTestId<HTMLInputElement>("field-name")).value).toBe("Prod");
  });
});
