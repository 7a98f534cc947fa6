// Command pulumi-language-nodejs is a language host: the process that the Pulumi CLI asks to run Node.js programs,
// policy packs and plugins, and to generate TypeScript SDKs.
//
// It serves pulumirpc.LanguageRuntime over Pulumi's public Go libraries. Left out, because nothing here needs it:
// program generation (`pulumi convert`), Pack, debuggers, and node version managers.
//
// Protocol of the process: the CLI passes the engine's address as the last argument, the host prints its own port as
// the first line of standard output and serves until the engine is gone.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/cmdutil"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// engineCheckInterval is how often the host looks whether the engine that started it is still there.
const engineCheckInterval = time.Minute

func main() {
	if len(os.Args) < 2 {
		cmdutil.Exit(fmt.Errorf("usage: %s ENGINE_ADDRESS (the pulumi CLI starts this program)", os.Args[0]))
	}
	if err := serve(os.Args[len(os.Args)-1]); err != nil {
		cmdutil.Exit(err)
	}
}

func serve(engineAddress string) error {
	alive, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := rpcutil.Healthcheck(alive, engineAddress, engineCheckInterval, stop); err != nil {
		return fmt.Errorf("watch the engine at %s: %w", engineAddress, err)
	}

	host := newLanguageHost(alive, engineAddress)
	cancelled := make(chan bool)
	go func() {
		<-alive.Done()
		host.cancelChildren()
		close(cancelled)
	}()

	server, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: cancelled,
		Init: func(registrar *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(registrar, host)
			return nil
		},
	})
	if err != nil {
		return err
	}
	fmt.Println(server.Port)
	return <-server.Done
}
