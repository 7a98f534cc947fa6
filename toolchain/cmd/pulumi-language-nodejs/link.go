package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/nodejs/npm"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// Link adds generated SDKs to a program's package.json as `file:` dependencies and says how to import them.
func (host *languageHost) Link(
	request context.Context, link *pulumirpc.LinkRequest,
) (*pulumirpc.LinkResponse, error) {
	given, err := parseOptions(link.GetInfo().GetOptions())
	if err != nil {
		return nil, err
	}
	program := link.GetInfo().GetProgramDirectory()
	manager, err := npm.ResolvePackageManager(given.packageManager, program)
	if err != nil {
		return nil, err
	}
	ctx, done := host.joined(request)
	defer done()

	lines := []string{}
	for _, dependency := range link.GetPackages() {
		path := dependency.GetPath()
		folder := path
		if !filepath.IsAbs(folder) {
			folder = filepath.Join(link.GetInfo().GetRootDirectory(), folder)
		}
		name, err := packageName(folder)
		if err != nil {
			return nil, err
		}
		if err := manager.Link(ctx, program, name, path); err != nil {
			return nil, err
		}
		lines = append(lines, fmt.Sprintf("import * as %s from %q;", identifier(name), name))
	}
	return &pulumirpc.LinkResponse{
		ImportInstructions: "Import it in TypeScript with\n\n  " + strings.Join(lines, "\n  ") + "\n",
	}, nil
}

func packageName(folder string) (string, error) {
	manifest, path, err := npm.ReadPackageManifest(folder)
	if err != nil {
		return "", err
	}
	name, ok := manifest["name"].(string)
	if !ok {
		return "", fmt.Errorf("%s has no name", path)
	}
	return name, nil
}

// identifier turns "@pulumi/some-thing" into "something", a name that TypeScript accepts.
func identifier(name string) string {
	last := name[strings.LastIndex(name, "/")+1:]
	return strings.Map(func(character rune) rune {
		if character == '-' || character == '.' {
			return -1
		}
		return character
	}, last)
}
