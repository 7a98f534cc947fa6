// Package shim hands out the Docker provider of terraform-provider-docker.
//
// The provider's constructor lives in an `internal` package. Go decides by import path who may import it, so a module
// whose path lies below the provider's own (replaced by this folder in ../go.mod) reaches it without a copy of its code.
package shim

import (
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/terraform-providers/terraform-provider-docker/internal/provider"
)

// New returns the provider; version is what it reports in its user agent.
func New(version string) *schema.Provider { return provider.New(version)() }
