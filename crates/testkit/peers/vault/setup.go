package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/hashicorp/vault/helper/namespace"
	"github.com/hashicorp/vault/sdk/logical"
	"github.com/hashicorp/vault/vault"
)

// initialize makes the server with one unseal key and keeps that with the root token.
func initialize(core *vault.Core, kept string) error {
	seal := &vault.SealConfig{SecretShares: 1, SecretThreshold: 1}
	made, err := core.Initialize(context.Background(), &vault.InitParams{BarrierConfig: seal})
	if err != nil {
		return err
	}
	text, err := json.Marshal(keys{
		RootToken: made.RootToken,
		UnsealKey: hex.EncodeToString(made.SecretShares[0]),
	})
	if err != nil {
		return err
	}
	return os.WriteFile(kept, text, 0o600)
}

func unseal(core *vault.Core, keys *keys) error {
	key, err := hex.DecodeString(keys.UnsealKey)
	if err != nil {
		return err
	}
	open, err := core.Unseal(key)
	if err == nil && !open {
		err = errors.New("still sealed")
	}
	return err
}

type mountOf struct {
	path string
	data map[string]interface{}
}

// mount adds the engines and logins that tests use.
func mount(core *vault.Core, token string) error {
	mounts := []mountOf{
		{"sys/mounts/kv1", map[string]interface{}{
			"type": "kv", "options": map[string]interface{}{"version": "1"}}},
		{"sys/mounts/secret", map[string]interface{}{
			"type": "kv", "options": map[string]interface{}{"version": "2"}}},
	}
	for login := range logins {
		mounts = append(mounts, mountOf{"sys/auth/" + login, map[string]interface{}{"type": login}})
	}
	for _, mount := range mounts {
		if err := ask(core, token, logical.UpdateOperation, mount.path, mount.data); err != nil {
			return fmt.Errorf("%s: %w", mount.path, err)
		}
	}
	return nil
}

// ready waits until KV version 2 takes requests: for a moment after its mount it refuses them.
func ready(core *vault.Core, token string) error {
	deadline := time.Now().Add(30 * time.Second)
	for {
		err := ask(core, token, logical.ReadOperation, "secret/config", nil)
		if err == nil || !strings.Contains(err.Error(), "Upgrading") || time.Now().After(deadline) {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func ask(core *vault.Core, token string, kind logical.Operation, path string, data map[string]interface{}) error {
	reply, err := core.HandleRequest(namespace.RootContext(context.Background()), &logical.Request{
		Operation: kind, Path: path, Data: data, ClientToken: token,
	})
	if err == nil && reply != nil && reply.IsError() {
		err = reply.Error()
	}
	return err
}
