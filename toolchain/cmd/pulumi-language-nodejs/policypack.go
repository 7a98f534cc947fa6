package main

import (
	"context"
	"fmt"
	"io"
	"strconv"

	pulumi "github.com/pulumi/pulumi/sdk/v3"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// runPolicyPack runs a pack through @pulumi/pulumi cmd/run-policy-pack.
//
// A Node.js pack reads the stack's name and configuration from its environment when it starts, but the engine sends
// them later, over gRPC. So the SDK's policy proxy takes that first call; then the pack is started with the variables
// set, and the proxy passes everything else through to it.
func runPolicyPack(
	ctx context.Context, given options, run *pulumirpc.RunPluginRequest, stdout, stderr io.Writer,
) error {
	proxy, packOutput, err := pulumi.NewPolicyProxy(ctx, stdout)
	if err != nil {
		return err
	}
	stack, err := proxy.AwaitConfiguration(ctx)
	if err != nil {
		return err
	}
	if len(run.GetArgs()) == 0 {
		return fmt.Errorf("the engine sent no address for the policy pack")
	}
	folder := run.GetInfo().GetProgramDirectory()
	command, err := nodeCommand(ctx, given, folder, scriptPolicyPack, run.GetArgs()[0], ".")
	if err != nil {
		return err
	}
	variables, err := stackVariables(stack)
	if err != nil {
		return err
	}
	// The SDK looks for the pack's package.json and tsconfig.json in the working directory.
	command.Dir = folder
	command.Env = append(append(command.Env, run.GetEnv()...), variables...)
	command.Stdout, command.Stderr = packOutput, stderr
	if err := command.Start(); err != nil {
		return err
	}
	return proxy.Attach(ctx, command)
}

// stackVariables names the stack to the pack; stack is nil where a pack runs without one (`pulumi policy publish`).
func stackVariables(stack *pulumirpc.AnalyzerStackConfigureRequest) ([]string, error) {
	if stack == nil {
		return nil, nil
	}
	variables, err := configVariables(stack.GetConfig(), stack.GetConfigSecretKeys())
	if err != nil {
		return nil, err
	}
	for _, prefix := range []string{"PULUMI_", "PULUMI_NODEJS_"} {
		variables = append(variables,
			prefix+"ORGANIZATION="+stack.GetOrganization(),
			prefix+"PROJECT="+stack.GetProject(),
			prefix+"STACK="+stack.GetStack(),
			prefix+"DRY_RUN="+strconv.FormatBool(stack.GetDryRun()),
		)
	}
	return variables, nil
}
