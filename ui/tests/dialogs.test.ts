import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { violations } from "./axe";
import { openApp } from "./open";

type App = Awaited<ReturnType<typeof openApp>>;
/** What is pressed in turn, by test id; what begins with a brace or is a sign is typed. */
type Way = string[];

const dialogs: [dialog: string, scenario: Parameters<typeof openApp>[0], way: Way][] = [
  ["shortcuts-dialog", "few", ["?"]],
  ["palette", "few", ["{Control>}k{/Control}"]],
  ["add-provider-dialog", "few", ["{Control>}n{/Control}"]],
  ["edit-provider-dialog", "few", ["nav-providers", "provider-menu", "menu-edit"]],
  ["rotate-dialog", "few", ["nav-providers", "provider-menu", "menu-rotate"]],
  ["confirm-dialog", "few", ["nav-providers", "provider-menu", "menu-remove"]],
  ["code-dialog", "second-factor", ["nav-providers", "provider-enter-code"]],
  ["failures-dialog", "failing", ["region-failures"]],
  ["connection-dialog", "signed-in", ["nav-providers", "provider-missing-scopes"]],
  ["rename-dialog", "signed-in", ["nav-settings", "connection-menu", "menu-rename"]],
  ["confirm-dialog", "signed-in", ["nav-settings", "connection-menu", "menu-disconnect"]],
  ["add-profile-dialog", "signed-in", ["nav-profiles", "add-profile"]],
  ["import-profiles-dialog", "signed-in", ["nav-profiles", "profiles-menu", "menu-import"]],
  ["export-dialog", "signed-in", ["nav-profiles", "profiles-menu", "menu-export-all"]],
  ["rotate-secret-dialog", "signed-in", ["nav-profiles", "profile-menu", "menu-rotate"]],
  ["connect-dialog", "signed-in", ["nav-profiles", "profile-menu", "menu-connect"]],
  ["profile-dialog", "signed-in", ["nav-profiles", "profile-menu", "menu-edit"]],
  ["confirm-dialog", "signed-in", ["nav-profiles", "profile-menu", "menu-remove"]],
  ["preference-dialog", "few", ["machine-row", "edit-preferences"]],
  ["password-dialog", "few", ["nav-settings", "set-password"]],
  ["recovery-dialog", "few", ["nav-settings", "new-recovery"]],
  ["backend-dialog", "few", ["nav-settings", "backend-change"]],
  ["confirm-dialog", "unreachable", ["banner-use-vault"]],
];

async function follow({ user }: App, way: Way): Promise<void> {
  await screen.findByTestId("machine-table");
  for (const step of way) {
    if (/^[a-z]/.test(step)) await user.click((await screen.findAllByTestId(step))[0]!);
    else await user.keyboard(step);
  }
}

describe("every dialog", () => {
  it.each(dialogs)(
    "%s of %s has no fault, and has the focus until Escape gives it back",
    async (dialog, scenario, way) => {
      const app = await openApp(scenario);
      await follow(app, way);
      const shown = await screen.findByTestId(dialog);
      expect(await violations()).toEqual([]);
      await waitFor(() => expect(shown.contains(document.activeElement)).toBe(true));
      await app.user.keyboard("{Escape}");
      await waitFor(() => expect(screen.queryByTestId(dialog)).toBeNull());
      // By a key alone it was opened from no place in particular.
      if (way.length > 1) await waitFor(() => expect(document.activeElement).not.toBe(document.body));
    },
  );
});
