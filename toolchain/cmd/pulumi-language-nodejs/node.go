package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// graceAfterInterrupt is how long a cancelled child may clean up before it is killed.
const graceAfterInterrupt = 5 * time.Second

// errSdkMissing is recognised by the CLI's users, so the text tells the one thing to do.
var errSdkMissing = errors.New("the npm package @pulumi/pulumi is not installed")

// script names an entry point of the npm package @pulumi/pulumi.
type script string

const (
	scriptProgram    script = "run"
	scriptPlugin     script = "run-plugin"
	scriptPolicyPack script = "run-policy-pack"
)

func findNode() (string, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return "", fmt.Errorf("Node.js was not found on PATH; install Node.js 20 or newer: %w", err)
	}
	return filepath.Abs(node)
}

// findScript walks up from folder, as node's own resolution does, to the nearest installed SDK.
func findScript(folder string, name script) (string, error) {
	start, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	for current := start; ; current = filepath.Dir(current) {
		candidate := filepath.Join(current, "node_modules", "@pulumi", "pulumi", "cmd", string(name), "index.js")
		if _, err := os.Stat(candidate); err == nil {
			return candidate, nil
		}
		if current == filepath.Dir(current) {
			return "", fmt.Errorf("%w in %s or above it; run `npm install` there", errSdkMissing, start)
		}
	}
}

// nodeCommand prepares `node NODEARGS SCRIPT ARGUMENTS`. The script is looked up from sdkFolder; the caller sets the
// working directory, streams and further variables. When ctx ends the child is interrupted, then killed.
func nodeCommand(
	ctx context.Context, given options, sdkFolder string, name script, arguments ...string,
) (*exec.Cmd, error) {
	node, err := findNode()
	if err != nil {
		return nil, err
	}
	path, err := findScript(sdkFolder, name)
	if err != nil {
		return nil, err
	}
	line := append(append([]string{}, given.nodeargs...), path)
	command := exec.CommandContext(ctx, node, append(line, arguments...)...)
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.WaitDelay = graceAfterInterrupt
	command.Env = os.Environ()
	return command, nil
}
