import type { NewSshKey, SshKey } from "../../src/lib/ipc";
import { failure } from "./failures";
import type { Scenario } from "./scenarios";

const BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----";

/** A key that the fake takes; with the second line it wants the passphrase. */
export const PRIVATE_KEY = `${BEGIN}\nbm90IGEgcmVhbCBrZXk\n-----END OPENSSH PRIVATE KEY-----\n`;
export const LOCKED_KEY = `${BEGIN}\nbG9ja2Vk\n-----END OPENSSH PRIVATE KEY-----\n`;
export const PASSPHRASE = "correct horse";

const refused = (field: string, message: string, remedy: string) =>
  failure({ code: "invalid_input", message, remedy, operation: "read the SSH key", field });

const fingerprints = [
  "2mZ1Qe8FvYcS5uJt0RkWq9XbNhL4PoDa7GiE3wT6yKs",
  "nJ7cVx0sTqLwB5yKf2HdRzPa9EuGmQ8i4oXt1NvWbZk",
];

const key = (id: string, name: string, kind: string, comment: string, index: number): SshKey => ({
  id,
  name,
  kind,
  comment,
  fingerprint: `SHA256:${fingerprints[index % fingerprints.length]}`,
  public_key: `${kind.startsWith("RSA") ? "ssh-rsa" : "ssh-ed25519"} AAAAC3NzaC1lZDI1NTE5AAAAI${id}`,
  added_at: "2026-10-02T08:30:00Z",
});

/** Keeps what may be shown of SSH keys, and refuses what the app would. */
export class FakeSshKeys {
  keys: SshKey[];

  constructor(scenario: Scenario) {
    const many = ["many", "external"].includes(scenario);
    this.keys = many
      ? [key("k1", "Work", "Ed25519", "ana@laptop", 0), key("k2", "Handed out by EC2", "RSA 2048", "", 1)]
      : [];
  }

  ssh_keys_list = () => this.keys;

  ssh_keys_add = ({ name, key: text, passphrase }: NewSshKey): SshKey => {
    if (text.startsWith("ssh-")) {
      throw refused(
        "key",
        "This is the public half of a key.",
        "Give the private half: the file of the same name without `.pub`.",
      );
    }
    if (text.trim() === LOCKED_KEY.trim() && passphrase !== PASSPHRASE) {
      throw passphrase
        ? refused("passphrase", "The passphrase does not open the private key.", "Type it again.")
        : refused("passphrase", "The private key has a passphrase.", "Give its passphrase too.");
    }
    if (![PRIVATE_KEY.trim(), LOCKED_KEY.trim()].includes(text.trim())) {
      throw refused("key", "This is not a private key.", "Give all of it, from -----BEGIN to -----END.");
    }
    this.#checkFree(name);
    const added = key(`new${this.keys.length + 1}`, name, "Ed25519", "ana@laptop", 0);
    this.keys = [...this.keys, added];
    return added;
  };

  ssh_keys_rename = (id: string, name: string): SshKey => {
    this.#checkFree(name, id);
    this.keys = this.keys.map((key) => (key.id === id ? { ...key, name } : key));
    return this.keys.find((key) => key.id === id)!;
  };

  ssh_keys_remove = (id: string) => {
    this.keys = this.keys.filter((key) => key.id !== id);
  };

  /** Takes one in that was found in a secret backend. */
  adopt(name: string, fingerprint: string): SshKey {
    const added = { ...key(`found${this.keys.length + 1}`, name, "Ed25519", "", 0), fingerprint };
    this.keys = [...this.keys, added];
    return added;
  }

  #checkFree(name: string, id?: string): void {
    if (this.keys.some((key) => key.id !== id && key.name.toLowerCase() === name.toLowerCase())) {
      throw failure({
        code: "name_taken",
        message: `There is an SSH key called “${name}” already.`,
        remedy: "Choose another name.",
        field: "name",
      });
    }
  }
}
