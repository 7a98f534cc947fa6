package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// generatorName stands in the header of every generated file.
const generatorName = "pulumi-language-nodejs"

// GeneratePackage writes the TypeScript SDK of a schema. What is wrong with the schema is part of the answer.
func (host *languageHost) GeneratePackage(
	_ context.Context, request *pulumirpc.GeneratePackageRequest,
) (*pulumirpc.GeneratePackageResponse, error) {
	remote, err := schema.NewLoaderClient(request.GetLoaderTarget())
	if err != nil {
		return nil, err
	}
	defer remote.Close()
	loader := schema.NewCachedLoader(remote)

	var specification schema.PackageSpec
	if err := json.Unmarshal([]byte(request.GetSchema()), &specification); err != nil {
		return nil, fmt.Errorf("read the schema: %w", err)
	}
	bound, diagnostics, err := schema.BindSpec(specification, loader, schema.ValidationOptions{
		AllowDanglingReferences: true,
	})
	if err != nil {
		return nil, err
	}
	response := &pulumirpc.GeneratePackageResponse{
		Diagnostics: plugin.HclDiagnosticsToRPCDiagnostics(diagnostics),
	}
	if diagnostics.HasErrors() {
		return response, nil
	}
	files, err := nodejs.GeneratePackage(generatorName, bound, request.GetExtraFiles(),
		request.GetLocalDependencies(), request.GetLocal(), loader)
	if err != nil {
		return nil, err
	}
	return response, writeFiles(request.GetDirectory(), files)
}

func writeFiles(directory string, files map[string][]byte) error {
	for _, name := range sortedKeys(files) {
		path := filepath.Join(directory, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, files[name], 0o644); err != nil {
			return err
		}
	}
	return nil
}

func sortedKeys[V any](entries map[string]V) []string {
	return slices.Sorted(maps.Keys(entries))
}
