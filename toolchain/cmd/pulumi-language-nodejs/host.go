package main

import (
	"context"
	"os/exec"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/version"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
)

// languageHost answers the engine. One engine may ask for several things at once, so it holds no mutable state.
type languageHost struct {
	pulumirpc.UnimplementedLanguageRuntimeServer

	engineAddress string
	// children ends when the engine cancels or goes away; every process that the host starts ends with it.
	children       context.Context
	cancelChildren context.CancelFunc
}

func newLanguageHost(alive context.Context, engineAddress string) *languageHost {
	children, cancel := context.WithCancel(alive)
	return &languageHost{engineAddress: engineAddress, children: children, cancelChildren: cancel}
}

// joined ends with the request or with the host's children, whichever comes first.
func (host *languageHost) joined(request context.Context) (context.Context, context.CancelFunc) {
	both, cancel := context.WithCancel(request)
	stop := context.AfterFunc(host.children, cancel)
	return both, func() { stop(); cancel() }
}

// Handshake has nothing to agree on: the engine's address came as an argument already.
func (host *languageHost) Handshake(
	context.Context, *pulumirpc.LanguageHandshakeRequest,
) (*pulumirpc.LanguageHandshakeResponse, error) {
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

// GetPluginInfo reports the version of the CLI that the host was built with.
func (host *languageHost) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: version.Version}, nil
}

// Cancel ends every program, plugin and installation that the host runs.
func (host *languageHost) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	host.cancelChildren()
	return &emptypb.Empty{}, nil
}

// About tells `pulumi about` which node runs the programs.
func (host *languageHost) About(
	ctx context.Context, request *pulumirpc.AboutRequest,
) (*pulumirpc.AboutResponse, error) {
	node, err := findNode()
	if err != nil {
		return nil, err
	}
	nodeVersion, err := exec.CommandContext(ctx, node, "--version").Output()
	if err != nil {
		return nil, err
	}
	options, err := parseOptions(request.GetInfo().GetOptions())
	if err != nil {
		return nil, err
	}
	return &pulumirpc.AboutResponse{
		Executable: node,
		Version:    strings.TrimPrefix(strings.TrimSpace(string(nodeVersion)), "v"),
		Metadata:   map[string]string{"packagemanager": string(options.packageManager)},
	}, nil
}

// RuntimeOptionsPrompts asks nothing: `pulumi new` gets the defaults.
func (host *languageHost) RuntimeOptionsPrompts(
	context.Context, *pulumirpc.RuntimeOptionsRequest,
) (*pulumirpc.RuntimeOptionsResponse, error) {
	return &pulumirpc.RuntimeOptionsResponse{}, nil
}

// Template leaves a new project as its template wrote it.
func (host *languageHost) Template(
	context.Context, *pulumirpc.TemplateRequest,
) (*pulumirpc.TemplateResponse, error) {
	return &pulumirpc.TemplateResponse{}, nil
}
