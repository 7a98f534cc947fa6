package main

import (
	"context"
	"io"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// runProvider runs a plugin folder through @pulumi/pulumi cmd/run-plugin, in the engine's working directory.
func runProvider(
	ctx context.Context, given options, run *pulumirpc.RunPluginRequest, stdout, stderr io.Writer,
) error {
	folder := run.GetInfo().GetProgramDirectory()
	arguments := append([]string{folder}, run.GetArgs()...)
	command, err := nodeCommand(ctx, given, folder, scriptPlugin, arguments...)
	if err != nil {
		return err
	}
	command.Dir = run.GetPwd()
	command.Env = append(command.Env, run.GetEnv()...)
	command.Stdout, command.Stderr = stdout, stderr
	return command.Run()
}
