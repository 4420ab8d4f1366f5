package main

import (
	jwtauth "github.com/hashicorp/vault-plugin-auth-jwt"
	kubeauth "github.com/hashicorp/vault-plugin-auth-kubernetes"
	kv "github.com/hashicorp/vault-plugin-secrets-kv"
	"github.com/hashicorp/vault/builtin/credential/approle"
	"github.com/hashicorp/vault/builtin/credential/ldap"
	"github.com/hashicorp/vault/builtin/credential/userpass"
	"github.com/hashicorp/vault/sdk/helper/consts"
	"github.com/hashicorp/vault/sdk/logical"
)

var engines = map[string]logical.Factory{"kv": kv.Factory}

var logins = map[string]logical.Factory{
	"approle":    approle.Factory,
	"jwt":        jwtauth.Factory,
	"kubernetes": kubeauth.Factory,
	"ldap":       ldap.Factory,
	"oidc":       jwtauth.Factory,
	"userpass":   userpass.Factory,
}

// registry tells the core which engines and logins are compiled in. Vault's own has all of them,
// and would make the program five times as large.
type registry struct{}

func of(kind consts.PluginType) map[string]logical.Factory {
	switch kind {
	case consts.PluginTypeSecrets:
		return engines
	case consts.PluginTypeCredential:
		return logins
	default:
		return nil
	}
}

func (registry) Contains(name string, kind consts.PluginType) bool {
	_, known := of(kind)[name]
	return known
}

func (registry) Get(name string, kind consts.PluginType) (func() (interface{}, error), bool) {
	factory, known := of(kind)[name]
	return func() (interface{}, error) { return factory, nil }, known
}

func (registry) Keys(kind consts.PluginType) []string {
	var names []string
	for name := range of(kind) {
		names = append(names, name)
	}
	return names
}

func (r registry) DeprecationStatus(name string, kind consts.PluginType) (consts.DeprecationStatus, bool) {
	if r.Contains(name, kind) {
		return consts.Supported, true
	}
	return consts.Unknown, false
}

func (registry) IsBuiltinEntPlugin(string, consts.PluginType) bool { return false }
