package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/nodejs/npm"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// InstallDependencies runs the program's package manager, at the root of its workspace if it has one.
func (host *languageHost) InstallDependencies(
	install *pulumirpc.InstallDependenciesRequest, stream pulumirpc.LanguageRuntime_InstallDependenciesServer,
) error {
	given, err := parseOptions(install.GetInfo().GetOptions())
	if err != nil {
		return err
	}
	folder := install.GetInfo().GetProgramDirectory()
	root, err := npm.FindWorkspaceRoot(folder)
	if errors.Is(err, npm.ErrNotInWorkspace) {
		root = folder
	} else if err != nil {
		return err
	}
	ctx, done := host.joined(stream.Context())
	defer done()
	closer, stdout, stderr, err := rpcutil.MakeInstallDependenciesStreams(stream, install.GetIsTerminal())
	if err != nil {
		return err
	}
	defer closer.Close()

	fmt.Fprintf(stdout, "Installing dependencies in %s...\n", root)
	manager, err := npm.Install(ctx, given.packageManager, root, false, stdout, stderr)
	if err != nil {
		return fmt.Errorf("%s install in %s failed: %w", manager, root, err)
	}
	fmt.Fprintln(stdout, "Finished installing dependencies")
	return closer.Close()
}

// GetProgramDependencies lists the program's npm packages for `pulumi about`.
func (host *languageHost) GetProgramDependencies(
	request context.Context, wanted *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	given, err := parseOptions(wanted.GetInfo().GetOptions())
	if err != nil {
		return nil, err
	}
	folder := wanted.GetInfo().GetProgramDirectory()
	manager, err := npm.ResolvePackageManager(given.packageManager, folder)
	if err != nil {
		return nil, err
	}
	packages, err := manager.ListPackages(request, folder, wanted.GetTransitiveDependencies())
	if err != nil {
		return nil, err
	}
	response := &pulumirpc.GetProgramDependenciesResponse{}
	for _, found := range packages {
		response.Dependencies = append(response.Dependencies,
			&pulumirpc.DependencyInfo{Name: found.Name, Version: found.Version})
	}
	return response, nil
}
