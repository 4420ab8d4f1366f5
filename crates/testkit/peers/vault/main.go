// A HashiCorp Vault for tests: Vault's own core and HTTP handler over a folder of files, unsealed
// at start. Made anew, it has KV version 1 at kv1/, version 2 at secret/, and every login of the
// registry at its usual path; started again over the same folder, it has what it had.
//
//	vault -listen 127.0.0.1:8200 -data FOLDER [-tls] [-directory]
//
// It writes one line of JSON when it is ready, and ends when its standard input does, so that it
// never outlives the test that started it.
package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"

	"github.com/hashicorp/go-hclog"
	vaulthttp "github.com/hashicorp/vault/http"
	"github.com/hashicorp/vault/internalshared/configutil"
	"github.com/hashicorp/vault/sdk/physical/file"
	"github.com/hashicorp/vault/vault"
)

// What a test needs to use the server. The same is kept in the data folder.
type keys struct {
	Address   string `json:"address"`
	RootToken string `json:"root_token"`
	UnsealKey string `json:"unseal_key"`
	// Certificate of the authority that signed the server's, in PEM; empty without -tls.
	CA string `json:"ca_certificate"`
	// Address of the LDAP directory; empty without -directory.
	Directory string `json:"directory"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "vault:", err)
		os.Exit(1)
	}
}

func run() error {
	listen := flag.String("listen", "127.0.0.1:0", "address to listen on")
	data := flag.String("data", "", "folder with the server's data")
	secure := flag.Bool("tls", false, "speak TLS with a certificate made at the first start")
	withDirectory := flag.Bool("directory", false, "start an LDAP directory too")
	flag.Parse()

	logger := hclog.New(&hclog.LoggerOptions{Level: hclog.Warn, Output: os.Stderr})
	storage, err := file.NewFileBackend(map[string]string{"path": filepath.Join(*data, "storage")}, logger)
	if err != nil {
		return err
	}
	core, err := vault.NewCore(&vault.CoreConfig{
		Physical:           storage,
		StorageType:        "file",
		Logger:             logger,
		DisableMlock:       true,
		BuiltinRegistry:    registry{},
		LogicalBackends:    engines,
		CredentialBackends: logins,
	})
	if err != nil {
		return err
	}
	keys, err := open(core, filepath.Join(*data, "keys.json"))
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		return err
	}
	keys.Address = listener.Addr().String()
	if *secure {
		certificate, authority, err := certificate(*data)
		if err != nil {
			return err
		}
		keys.CA = authority
		listener = tls.NewListener(listener, &tls.Config{Certificates: []tls.Certificate{certificate}})
	}
	if *withDirectory {
		if keys.Directory, err = directory(logger); err != nil {
			return err
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(keys); err != nil {
		return err
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		_ = core.Shutdown()
		os.Exit(0)
	}()
	properties := &vault.HandlerProperties{Core: core, ListenerConfig: &configutil.Listener{}}
	return http.Serve(listener, vaulthttp.Handler.Handler(properties))
}

// open unseals the server, after making it if there is none yet.
func open(core *vault.Core, kept string) (*keys, error) {
	made, err := core.Initialized(context.Background())
	if err != nil {
		return nil, err
	}
	if !made {
		if err := initialize(core, kept); err != nil {
			return nil, err
		}
	}
	text, err := os.ReadFile(kept)
	if err != nil {
		return nil, err
	}
	keys := &keys{}
	if err := json.Unmarshal(text, keys); err != nil {
		return nil, err
	}
	if err := unseal(core, keys); err != nil {
		return nil, err
	}
	if !made {
		if err := mount(core, keys.RootToken); err != nil {
			return nil, err
		}
	}
	return keys, ready(core, keys.RootToken)
}
