import { fireEvent, render } from "@testing-library/svelte";
import userEvent, { PointerEventsCheckLevel } from "@testing-library/user-event";
import type { FakeBackend } from "../dev/fake/backend";
import { startFake } from "../dev/fake";
import type { Scenario } from "../dev/fake/scenarios";
import App from "../src/App.svelte";
import type { Settings } from "../src/lib/ipc";
import { session } from "../src/lib/stores/session.svelte";
import { vault } from "../src/lib/stores/vault.svelte";
import { setLanguage } from "../src/lib/i18n.svelte";

/** Opens the whole page over a fake backend, as a person would find it. */
export async function openApp(scenario: Scenario, settings: Partial<Settings> = {}) {
  session.close();
  vault.status = null;
  vault.creating = false;
  vault.lockedByHand = false;
  setLanguage("en");
  const backend: FakeBackend = startFake(scenario, { language: "en", ...settings });
  backend.regionEvery = 1;
  // Menus hold pointer events back for a moment after they close, which only slows a test down.
  const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });
  const page = render(App);
  return { backend, user, ...page };
}

/** Enter in a field, as a browser does it: user-event knows no button that stands outside its form. */
export async function enter(field: HTMLElement): Promise<void> {
  const form = (field as HTMLInputElement).form!;
  const button = document.querySelector<HTMLButtonElement>(`button[type=submit][form=${form.id}]`);
  if (button && !button.disabled) await fireEvent.submit(form);
}

export const calls = (backend: FakeBackend, command: string) =>
  backend.calls.filter((call) => call.command === command).map((call) => call.args);
