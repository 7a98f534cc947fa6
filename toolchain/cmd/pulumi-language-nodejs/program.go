package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// exitErrorShown is the exit code by which @pulumi/pulumi says that it has told the user what went wrong.
// Source: nodeJSProcessExitedAfterLoggingUserActionableMessage in @pulumi/pulumi cmd/run.
const exitErrorShown = 32

// Run runs a Pulumi program to its end. A program's failure is part of the answer, not an error of the call.
func (host *languageHost) Run(
	request context.Context, run *pulumirpc.RunRequest,
) (*pulumirpc.RunResponse, error) {
	given, err := parseOptions(run.GetInfo().GetOptions())
	if err != nil {
		return nil, err
	}
	ctx, done := host.joined(request)
	defer done()

	command, err := nodeCommand(ctx, given, run.GetPwd(), scriptProgram, host.programArguments(run)...)
	if err != nil {
		return nil, err
	}
	variables, err := configVariables(run.GetConfig(), run.GetConfigSecretKeys())
	if err != nil {
		return nil, err
	}
	command.Env = append(command.Env, variables...)
	command.Env = append(command.Env, "PULUMI_NODEJS_TYPESCRIPT="+strconv.FormatBool(given.typescript))
	if given.tsconfig != "" {
		command.Env = append(command.Env, "PULUMI_NODEJS_TSCONFIG_PATH="+given.tsconfig)
	}
	// The engine reads the host's own streams, and shows what the program prints.
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	return runResponse(command.Run())
}

// programArguments are the flags of @pulumi/pulumi cmd/run, then the program and its arguments.
func (host *languageHost) programArguments(run *pulumirpc.RunRequest) []string {
	info := run.GetInfo()
	arguments := []string{
		"--monitor", run.GetMonitorAddress(),
		"--engine", host.engineAddress,
		"--organization", run.GetOrganization(),
		"--project", run.GetProject(),
		"--stack", run.GetStack(),
		"--pwd", run.GetPwd(),
		"--root-directory", info.GetRootDirectory(),
		"--parallel", strconv.Itoa(int(run.GetParallel())),
	}
	if run.GetDryRun() {
		arguments = append(arguments, "--dry-run")
	}
	return append(append(arguments, info.GetEntryPoint()), run.GetArgs()...)
}

// configVariables carries a stack's configuration to the SDK, which reads it from the environment.
func configVariables(config map[string]string, secretKeys []string) ([]string, error) {
	if config == nil {
		config = map[string]string{}
	}
	if secretKeys == nil {
		secretKeys = []string{}
	}
	values, err := json.Marshal(config)
	if err != nil {
		return nil, err
	}
	keys, err := json.Marshal(secretKeys)
	if err != nil {
		return nil, err
	}
	return []string{"PULUMI_CONFIG=" + string(values), "PULUMI_CONFIG_SECRET_KEYS=" + string(keys)}, nil
}

func runResponse(outcome error) (*pulumirpc.RunResponse, error) {
	var exit *exec.ExitError
	switch {
	case outcome == nil:
		return &pulumirpc.RunResponse{}, nil
	case errors.As(outcome, &exit) && exit.ExitCode() == exitErrorShown:
		return &pulumirpc.RunResponse{Bail: true}, nil
	case errors.As(outcome, &exit):
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("the program ended with %s", exit)}, nil
	default:
		return nil, fmt.Errorf("run the program: %w", outcome)
	}
}
