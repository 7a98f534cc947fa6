// Command pulumi-resource-docker serves terraform-provider-docker as a Pulumi provider through Pulumi's public bridge.
//
// It answers to the names of the npm package @pulumi/docker, so a program written against that package runs unchanged.
// Left out: docker.Image (a builder of the official plugin's own) and a full schema (nothing generates SDKs from here).
package main

import (
	"fmt"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/tokens"
	sdkv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
	docker "github.com/terraform-providers/terraform-provider-docker/shim"
)

const packageName = "docker"

// version is the version of the npm package it stands in for; the build sets it (-ldflags "-X main.version=…").
var version = "0.0.0-dev"

// renamed lists the entities whose name in the npm package does not follow from their Terraform name.
// Source: the `__pulumiType` fields of @pulumi/docker.
var renamed = map[string]string{
	"docker_image":  "RemoteImage",
	"docker_config": "ServiceConfig",
}

// singular lists the properties of a container that the npm package names without the plural that the bridge gives to
// lists. Source: ContainerArgs of @pulumi/docker; main_test.go compares all of it.
var singular = map[string]*tfbridge.SchemaInfo{
	"command":           {Name: "command"},
	"networks_advanced": {Name: "networksAdvanced"},
}

func provider() tfbridge.ProviderInfo {
	info := tfbridge.ProviderInfo{
		P:            sdkv2.NewProvider(docker.New(version)),
		Name:         packageName,
		Version:      version,
		Resources:    map[string]*tfbridge.ResourceInfo{},
		DataSources:  map[string]*tfbridge.DataSourceInfo{"docker_image": {Tok: "docker:index/getRemoteImage:getRemoteImage"}},
		MetadataInfo: tfbridge.NewProviderMetadata([]byte("{}")),
	}
	for terraformName, name := range renamed {
		info.Resources[terraformName] = &tfbridge.ResourceInfo{Tok: tfbridge.MakeResource(packageName, "index", name)}
	}
	info.Resources["docker_container"] = &tfbridge.ResourceInfo{Fields: singular}
	info.MustComputeTokens(tokens.SingleModule("docker_", "index", tokens.MakeStandard(packageName)))
	return info
}

func main() {
	schema := fmt.Sprintf(`{"name":%q,"version":%q}`, packageName, version)
	tfbridge.Main(packageName, version, provider(), []byte(schema))
}
