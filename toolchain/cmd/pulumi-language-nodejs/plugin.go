package main

import (
	"errors"
	"fmt"
	"os/exec"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// policyPack is the plugin kind of a policy pack; every other kind is a plugin folder with a PulumiPlugin.yaml.
const policyPack = "analyzer"

// RunPlugin runs a provider or a policy pack written in TypeScript or JavaScript until the engine ends the request.
// What it prints is streamed to the engine, which finds the plugin's port on the first line.
func (host *languageHost) RunPlugin(
	run *pulumirpc.RunPluginRequest, stream pulumirpc.LanguageRuntime_RunPluginServer,
) error {
	if run.GetAttachDebugger() {
		return status.Error(codes.Unimplemented, "this language host does not start debuggers")
	}
	given, err := parseOptions(run.GetInfo().GetOptions())
	if err != nil {
		return err
	}
	ctx, done := host.joined(stream.Context())
	defer done()
	closer, stdout, stderr, err := rpcutil.MakeRunPluginStreams(stream, false)
	if err != nil {
		return err
	}
	defer closer.Close()

	if run.GetKind() == policyPack {
		err = runPolicyPack(ctx, given, run, stdout, stderr)
	} else {
		err = runProvider(ctx, given, run, stdout, stderr)
	}
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		// The engine has no more use for the plugin; how it ended says nothing.
		return nil
	case errors.As(err, &exit):
		return stream.Send(&pulumirpc.RunPluginResponse{
			Output: &pulumirpc.RunPluginResponse_Exitcode{Exitcode: int32(exit.ExitCode())},
		})
	case err != nil:
		return fmt.Errorf("run the plugin in %s: %w", run.GetInfo().GetProgramDirectory(), err)
	default:
		return nil
	}
}
