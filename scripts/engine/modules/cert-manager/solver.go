package main

import (
	"flag"

	"github.com/cert-manager/cert-manager/pkg/issuer/acme/http/solver"
	"k8s.io/klog/v2"
)

// solverCommand answers one challenge; the controller starts a pod of it for each.
func solverCommand(arguments []string) error {
	challenge := &solver.HTTP01Solver{}
	flags := flag.NewFlagSet("acmesolver", flag.ExitOnError)
	flags.IntVar(&challenge.ListenPort, "listen-port", 8089, "port to answer on")
	flags.StringVar(&challenge.Domain, "domain", "", "name that the challenge is for")
	flags.StringVar(&challenge.Token, "token", "", "token that the challenge asks for")
	flags.StringVar(&challenge.Key, "key", "", "answer to the challenge")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	return challenge.Listen(klog.Background())
}
