// Package shim hands out the provider of terraform-provider-random.
//
// The provider's constructor lives in an `internal` package. Go decides by import path who may import it, so a module
// whose path lies below the provider's own (replaced by this folder in ../go.mod) reaches it without a copy of its code.
package shim

import (
	"github.com/hashicorp/terraform-plugin-framework/provider"
	upstream "github.com/terraform-providers/terraform-provider-random/internal/provider"
)

// New returns the provider.
func New() provider.Provider { return upstream.New() }
