// cert-manager's controller and its HTTP-01 solver. The project publishes them as
// libraries; its own main packages are not to be had as a module, so this one
// puts the published parts together. Not in it: the webhook, the CA injector,
// DNS providers beyond what the ACME issuer brings, Venafi and Vault issuers.
package main

import (
	"fmt"
	"os"
)

var commands = map[string]func(arguments []string) error{
	"controller": controllerCommand,
	"acmesolver": solverCommand,
}

func main() {
	if len(os.Args) < 2 || commands[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: cert-manager controller|acmesolver [flags]")
		os.Exit(2)
	}
	if err := commands[os.Args[1]](os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
