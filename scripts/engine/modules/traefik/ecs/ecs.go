// Package ecs has what Traefik's static configuration refers to, without the libraries of that cloud.
package ecs

import (
	"errors"

	"github.com/traefik/traefik/v3/pkg/config/dynamic"
	"github.com/traefik/traefik/v3/pkg/safe"
)

// DefaultTemplateRule is the provider's, which is compared with when configurations are read.
const DefaultTemplateRule = "Host(`{{ normalize .Name }}`)"

var errLeftOut = errors.New("the engine's Traefik is compiled without the provider for ECS")

// Provider refuses to start.
type Provider struct {
	DefaultRule string
}

// SetDefaults has nothing to set.
func (p *Provider) SetDefaults() {}

// Init fails: nothing is compiled in.
func (p *Provider) Init() error { return errLeftOut }

// Provide fails as Init does.
func (p *Provider) Provide(chan<- dynamic.Message, *safe.Pool) error { return errLeftOut }
