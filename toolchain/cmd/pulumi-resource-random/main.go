// Command pulumi-resource-random serves terraform-provider-random as a Pulumi provider through Pulumi's public bridge.
//
// It answers to the names of the npm package @pulumi/random, so a program written against that package runs unchanged.
// Left out: a full schema (nothing generates SDKs from here).
package main

import (
	"context"
	"fmt"

	pf "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	random "github.com/terraform-providers/terraform-provider-random/shim"
)

const packageName = "random"

// version is the version of the npm package it stands in for; the build sets it (-ldflags "-X main.version=…").
var version = "0.0.0-dev"

// entities names each Terraform resource in the npm package, whose classes all begin with "Random".
// Source: the `__pulumiType` fields of @pulumi/random.
var entities = map[string]string{
	"random_bytes":    "RandomBytes",
	"random_id":       "RandomId",
	"random_integer":  "RandomInteger",
	"random_password": "RandomPassword",
	"random_pet":      "RandomPet",
	"random_shuffle":  "RandomShuffle",
	"random_string":   "RandomString",
	"random_uuid":     "RandomUuid",
	"random_uuid4":    "RandomUuid4",
	"random_uuid7":    "RandomUuid7",
}

func provider() tfbridge.ProviderInfo {
	info := tfbridge.ProviderInfo{
		P:            pf.ShimProvider(random.New()),
		Name:         packageName,
		Version:      version,
		Resources:    map[string]*tfbridge.ResourceInfo{},
		MetadataInfo: tfbridge.NewProviderMetadata([]byte("{}")),
	}
	for terraformName, name := range entities {
		info.Resources[terraformName] = &tfbridge.ResourceInfo{Tok: tfbridge.MakeResource(packageName, "index", name)}
	}
	// Random bytes have no id in Terraform, and their only other outputs are secret; an id would print them.
	info.Resources["random_bytes"].ComputeID = func(context.Context, resource.PropertyMap) (resource.ID, error) {
		return "none", nil
	}
	// A resource that upstream adds later must not stop the provider from starting.
	info.MustComputeTokens(tokens.SingleModule("random_", "index", tokens.MakeStandard(packageName)))
	return info
}

func main() {
	schema := fmt.Sprintf(`{"name":%q,"version":%q}`, packageName, version)
	pf.Main(context.Background(), packageName, provider(), pf.ProviderMetadata{PackageSchema: []byte(schema)})
}
