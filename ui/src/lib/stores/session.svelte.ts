import { getLanguage, m } from "$lib/i18n.svelte";
import { asFailure, onAppEvent, type AppEvent, type Failure, type Mark, type ProviderCard } from "$lib/ipc";
import { keyOf } from "$lib/resources/key";
import { asked } from "./asked.svelte";
import { connections } from "./connections.svelte";
import { machines } from "./machines.svelte";
import { marks } from "./marks.svelte";
import { power } from "./power.svelte";
import { profiles } from "./profiles.svelte";
import { providers } from "./providers.svelte";
import { resources } from "./resources";
import { secretBackend } from "./secret-backend.svelte";
import { settings } from "./settings.svelte";
import { signIns } from "./sign-ins.svelte";
import { sshKeys } from "./ssh-keys.svelte";
import { terminals } from "./terminals.svelte";
import { toasts } from "./toasts.svelte";
import { vault } from "./vault.svelte";

class Session {
  failure = $state.raw<Failure | null>(null);
  #open = false;

  /** Listens before it asks, so that nothing that happens in between is missed. */
  async start(): Promise<() => void> {
    const stop = await onAppEvent((event) => this.hear(event));
    try {
      const status = await vault.load();
      if (status.state === "unlocked") await this.open();
      else if (status.state === "locked" && vault.has("keyring") && !vault.lockedByHand) {
        await this.#unlockByKeyring();
      }
    } catch (error) {
      this.failure = asFailure(error);
    }
    return stop;
  }

  hear(event: AppEvent): void {
    switch (event.type) {
      case "vault_changed":
        vault.hear(event.status);
        if (event.status.state === "unlocked") void this.open();
        else this.close();
        return;
      case "providers_changed":
        this.#hearProviders(event.providers);
        return;
      case "refresh_progress":
        providers.hearProgress(event.provider, event.progress);
        return;
      case "resources_listed":
        resources.hearListed(event.resources);
        return;
      case "resources_removed":
        resources.hearRemoved(event.provider, event.region, event.keys);
        return;
      case "provider_removed":
        providers.drop(event.provider);
        resources.dropProvider(event.provider);
        toasts.forgetReconnect("provider", (id) => id === event.provider);
        return;
      case "reconnect_needed":
        toasts.reconnect(m.needs_reconnect({ name: event.name }), event.failure, {
          kind: "provider",
          id: event.provider,
        });
        return;
      case "connection_lost":
        toasts.reconnect(m.needs_reconnect({ name: event.name }), event.failure, {
          kind: "connection",
          id: event.connection,
        });
        return;
      case "connections_changed":
        connections.hear(event.connections);
        toasts.forgetReconnect("connection", (id) => connections.get(id)?.connection.state !== "attention");
        return;
      case "profiles_changed":
        profiles.hear(event.profiles);
        return;
      case "sign_in_ended":
        signIns.hearEnded(event.connection, event.failure);
        return;
      case "set_up_progress":
        signIns.hearProgress(event.connection, event.progress);
        return;
      case "machine_power":
        power.hear(event);
        return;
      case "connect_asked":
        asked.hearSession(event.machine, event.request);
        return;
      case "terminal_asked":
        terminals.open(event.machine, event.request);
        return;
      case "search_asked":
        asked.search = true;
        return;
      case "machine_marked":
        this.#hearMark(event.mark);
        return;
      case "secret_backend_changed":
        secretBackend.hear(event.status);
        return;
      case "secret_backend_progress":
        secretBackend.hearProgress(event);
        return;
      case "settings_changed":
        this.#hearSettings(() => settings.hear(event.settings));
    }
  }

  /** Fills the stores once per unlock. */
  async open(): Promise<void> {
    if (this.#open) return;
    this.#open = true;
    this.failure = null;
    try {
      await settings.load();
      // The rows of machines are made with their providers' names and the person's own tags.
      await Promise.all([providers.load(), marks.load()]);
      await resources.load();
      await Promise.all([connections.load(), profiles.load(), secretBackend.load(), sshKeys.load()]);
    } catch (error) {
      if (this.#open) this.failure = asFailure(error);
    }
    // A lock may have come while the lists were on their way.
    if (!this.#open) this.#empty();
  }

  async reopen(): Promise<void> {
    this.#open = false;
    await this.open();
  }

  close(): void {
    this.#open = false;
    this.failure = null;
    this.#empty();
  }

  #empty(): void {
    resources.clear();
    providers.clear();
    connections.clear();
    profiles.clear();
    marks.clear();
    secretBackend.clear();
    sshKeys.clear();
    signIns.clear();
    settings.clear();
    asked.clear();
    terminals.clear();
    power.clear();
    toasts.clear();
  }

  #hearProviders(cards: ProviderCard[]): void {
    const renamed = cards.some(({ provider }) => providers.nameOf(provider.id) !== provider.name);
    providers.hear(cards);
    toasts.forgetReconnect("provider", (id) => providers.get(id)?.provider.health.status !== "reconnect");
    if (renamed) resources.rename();
  }

  #hearMark(mark: Mark): void {
    marks.hear(mark);
    const { provider, region, id } = mark.machine;
    machines.renew(keyOf(provider, region, id));
  }

  #hearSettings(take: () => void): void {
    const before = getLanguage();
    take();
    if (before !== getLanguage()) resources.rename();
  }

  async #unlockByKeyring(): Promise<void> {
    try {
      await vault.unlock("keyring", null);
      await this.open();
    } catch {
      // The keyring is a convenience: without it the person is asked, which the locked view does.
      await vault.load();
    }
  }
}

export const session = new Session();
