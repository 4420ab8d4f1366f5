package main

import (
	"fmt"

	"github.com/hashicorp/go-hclog"
	"github.com/jimlambrt/gldap"
	"github.com/jimlambrt/gldap/testdirectory"
)

// directory starts an LDAP directory on loopback, which Vault's LDAP login asks, and returns its
// address. Everybody's password in it is "password": ada is in the group ops, bob in none.
func directory(logger hclog.Logger) (string, error) {
	told, err := testdirectory.NewLogger(logger)
	if err != nil {
		return "", err
	}
	started := testdirectory.Start(told,
		testdirectory.WithHost(told, "127.0.0.1"),
		testdirectory.WithNoTLS(told),
		testdirectory.WithLogger(told, logger),
		testdirectory.WithDefaults(told, &testdirectory.Defaults{AllowAnonymousBind: true}))
	started.SetUsers(user("ada"), user("bob"))
	started.SetGroups(testdirectory.NewGroup(told, "ops", []string{"ada"}))
	return fmt.Sprintf("ldap://%s:%d", started.Host(), started.Port()), nil
}

func user(name string) *gldap.Entry {
	return gldap.NewEntry(fmt.Sprintf("cn=%s,%s", name, testdirectory.DefaultUserDN),
		map[string][]string{"cn": {name}, "password": {"password"}})
}
