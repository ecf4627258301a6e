// Package dns is what is left of lego's: the engine proves ownership of a domain over HTTP and TLS alone.
package dns

import (
	"fmt"

	"github.com/go-acme/lego/v4/challenge"
)

// NewDNSChallengeProviderByName knows no provider.
func NewDNSChallengeProviderByName(name string) (challenge.Provider, error) {
	return nil, fmt.Errorf("the engine's Traefik has no DNS provider: %s", name)
}
