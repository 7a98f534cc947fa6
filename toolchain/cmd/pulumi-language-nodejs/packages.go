package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// GetRequiredPackages reports the provider of every installed npm package that belongs to one, so that the engine can
// fetch them before the program runs. A package says so itself, in the `pulumi` block of its package.json.
func (host *languageHost) GetRequiredPackages(
	_ context.Context, request *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	found := map[string]*pulumirpc.PackageDependency{}
	seen := map[string]bool{}
	for folder := request.GetInfo().GetProgramDirectory(); ; folder = filepath.Dir(folder) {
		if err := collectProviders(filepath.Join(folder, "node_modules"), seen, found); err != nil {
			return nil, err
		}
		if folder == filepath.Dir(folder) {
			break
		}
	}
	response := &pulumirpc.GetRequiredPackagesResponse{}
	for _, name := range sortedKeys(found) {
		response.Packages = append(response.Packages, found[name])
	}
	return response, nil
}

// collectProviders looks through one node_modules folder and those nested in its packages. Links are followed
// (workspaces, `file:` dependencies), each real folder once.
func collectProviders(modules string, seen map[string]bool, found map[string]*pulumirpc.PackageDependency) error {
	packages, err := filepath.Glob(filepath.Join(modules, "[^@.]*"))
	if err != nil {
		return err
	}
	scoped, err := filepath.Glob(filepath.Join(modules, "@*", "*"))
	if err != nil {
		return err
	}
	for _, folder := range append(packages, scoped...) {
		real, err := filepath.EvalSymlinks(folder)
		if err != nil || seen[real] {
			// A dangling link is an uninstalled package: nothing to load, nothing to need.
			continue
		}
		seen[real] = true
		provider, err := readProvider(filepath.Join(real, "package.json"))
		if err != nil {
			return err
		}
		if provider != nil {
			found[provider.String()] = provider
		}
		if err := collectProviders(filepath.Join(real, "node_modules"), seen, found); err != nil {
			return err
		}
	}
	return nil
}

// readProvider returns nil where package.json is missing or names no provider.
func readProvider(path string) (*pulumirpc.PackageDependency, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, nil //nolint:nilerr // a folder without a package.json is no package
	}
	var manifest struct {
		Name    string                  `json:"name"`
		Version string                  `json:"version"`
		Pulumi  plugin.PulumiPluginJSON `json:"pulumi"`
	}
	if err := json.Unmarshal(content, &manifest); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	block := manifest.Pulumi
	if !block.Resource {
		return nil, nil
	}
	return &pulumirpc.PackageDependency{
		Kind:             "resource",
		Name:             firstSet(block.Name, strings.TrimPrefix(manifest.Name, "@pulumi/")),
		Version:          firstSet(block.Version, manifest.Version),
		Server:           block.Server,
		Parameterization: parameterization(block.Parameterization),
		Extension:        parameterization(block.ExtensionParameterization),
	}, nil
}

func parameterization(block *plugin.PulumiParameterizationJSON) *pulumirpc.PackageParameterization {
	if block == nil {
		return nil
	}
	return &pulumirpc.PackageParameterization{Name: block.Name, Version: block.Version, Value: block.Value}
}

func firstSet(preferred, fallback string) string {
	if preferred != "" {
		return preferred
	}
	return fallback
}
