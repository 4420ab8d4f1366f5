import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { CODE } from "../dev/fake/backend";
import { failure, secondFactor } from "../dev/fake/failures";
import { calls, openApp } from "./open";

async function openCards() {
  const app = await openApp("second-factor");
  await app.user.click(await screen.findByTestId("nav-providers"));
  const cards = await screen.findAllByTestId("provider-card");
  return { ...app, production: within(cards[0]!), staging: within(cards[1]!) };
}

async function openCode() {
  const app = await openCards();
  await app.user.click(app.staging.getByTestId("provider-enter-code"));
  const dialog = await screen.findByTestId("code-dialog");
  return { ...app, dialog };
}

const field = () => screen.getByTestId<HTMLInputElement>("one-time-code");

describe("a one-time code", () => {
  it("is asked for where the account wants one, naming the provider", async () => {
    const { production, staging, dialog } = await openCode();
    expect(production.queryByTestId("provider-enter-code")).toBeNull();
    expect(staging.queryByTestId("provider-reconnect")).toBeNull();
    expect(dialog.textContent).toContain("Staging");
    expect(document.activeElement).toBe(field());
    expect(field().inputMode).toBe("numeric");
    expect(field().autocomplete).toBe("one-time-code");
  });

  it.each(["", "12345", "abcdef"])("is not sent while it cannot be one: %j", async (typed) => {
    const { backend, user } = await openCode();
    if (typed) await user.type(field(), typed);
    await user.keyboard("{Enter}");
    expect((await screen.findByTestId("one-time-code-error")).textContent).toContain("6 to 8 digits");
    expect(document.activeElement).toBe(field());
    expect(calls(backend, "providers_check")).toEqual([]);
  });

  it("takes what an authenticator shows, digits alone", async () => {
    const { user } = await openCode();
    await user.click(field());
    await user.paste("123 456 789");
    expect(field().value).toBe("12345678");
  });

  it("says in place that it was refused, forgets it, and takes the next", async () => {
    const { backend, user, dialog, staging } = await openCode();
    await user.type(field(), "999999{Enter}");
    await waitFor(() => expect(within(dialog).getByTestId("failure").textContent).toContain("not accepted"));
    expect(field().value).toBe("");
    await waitFor(() => expect(document.activeElement).toBe(field()));
    await user.type(field(), `${CODE}{Enter}`);
    expect((await screen.findByTestId("test-identity")).textContent).toContain("1234 5678 9012");
    expect(calls(backend, "providers_check")).toEqual([
      ["p2", "999999"],
      ["p2", CODE],
    ]);
    expect(screen.queryByTestId("one-time-code")).toBeNull();
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("code-done")));
    await user.keyboard("{Enter}");
    await waitFor(() => expect(screen.queryByTestId("code-dialog")).toBeNull());
    expect(staging.getByTestId("provider-health").textContent).toContain("Healthy");
  });

  it("says in place that the check itself failed", async () => {
    const { backend, user, dialog } = await openCode();
    backend.nextFailure = failure({ code: "vault_busy", message: "Another process writes." });
    await user.type(field(), `${CODE}{Enter}`);
    expect((await within(dialog).findByTestId("failure")).textContent).toContain("Another process writes.");
  });

  it("is gone to from the note", async () => {
    const { backend, user } = await openApp("second-factor");
    await screen.findByTestId("machine-table");
    (backend["emit" as never] as (event: unknown) => void)({
      type: "reconnect_needed",
      provider: "p2",
      name: "Staging",
      failure: secondFactor,
    });
    const action = await screen.findByTestId("toast-reconnect");
    expect(action.textContent?.trim()).toBe("Enter code");
    await user.click(action);
    expect((await screen.findByTestId("code-dialog")).textContent).toContain("Staging");
  });
});

describe("a temporary credential", () => {
  it("says when it ends, until it has", async () => {
    const { backend, production, staging } = await openCards();
    expect(production.getByTestId("provider-expires").textContent).toMatch(
      /Temporary credential, ends\s+in (49|50) min/,
    );
    expect(staging.queryByTestId("provider-expires")).toBeNull();
    const cards = structuredClone(backend.world.cards);
    cards[0]!.provider.identity!.expires_at = new Date(Date.now() - 60_000).toISOString();
    const tell = backend["emit" as never] as (event: unknown) => void;
    tell({ type: "providers_changed", providers: cards });
    await waitFor(() => expect(production.queryByTestId("provider-expires")).toBeNull());
  });
});

describe("the settings of health", () => {
  async function openSettings(settings: Parameters<typeof openApp>[1] = {}) {
    const app = await openApp("few", settings);
    await app.user.click(await screen.findByTestId("nav-settings"));
    const select = screen.getByTestId<HTMLSelectElement>("setting-health-check");
    return { ...app, select };
  }

  it("say how often credentials are checked, or never", async () => {
    const { backend, user, select } = await openSettings();
    expect([...select.options].map((option) => option.value)).toEqual(["5", "15", "30", "60", "never"]);
    expect(select.value).toBe("30");
    await user.selectOptions(select, "5");
    await waitFor(() => expect(backend.settings.health_check_minutes).toBe(5));
    await user.selectOptions(select, "never");
    await waitFor(() => expect(backend.settings.health_check_minutes).toBeNull());
  });

  it("show a time that was set elsewhere", async () => {
    const { select } = await openSettings({ health_check_minutes: 45 });
    expect(select.value).toBe("45");
    expect(select.selectedOptions[0]!.textContent).toBe("45 minutes");
  });

  it("turn the desktop's notes off and on", async () => {
    const { backend, user } = await openSettings();
    const notify = screen.getByRole("switch", { name: /Tell on the desktop/ });
    expect(notify.getAttribute("aria-checked")).toBe("true");
    await user.click(notify);
    await waitFor(() => expect(backend.settings.notify).toBe(false));
    await user.click(notify);
    await waitFor(() => expect(backend.settings.notify).toBe(true));
  });
});
