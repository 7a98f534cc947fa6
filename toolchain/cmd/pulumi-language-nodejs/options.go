package main

import (
	"fmt"

	"github.com/google/shlex"
	"github.com/pulumi/pulumi/sdk/v3/nodejs/npm"
	"google.golang.org/protobuf/types/known/structpb"
)

// options are the `runtime.options` of Pulumi.yaml, PulumiPlugin.yaml or PulumiPolicy.yaml.
type options struct {
	// typescript says whether a program may be TypeScript (ts-node is loaded). Default true.
	typescript bool
	// nodeargs are passed to node before the script, as a shell would split them. Default none.
	nodeargs []string
	// tsconfig is the path of the program's tsconfig.json. Default: the one in the program's folder, if any.
	tsconfig string
	// packageManager is npm, yarn, pnpm or bun. Default auto: by lock file.
	packageManager npm.PackageManagerType
}

// parseOptions fails on a value of the wrong type; keys it does not know are left to newer hosts.
func parseOptions(given *structpb.Struct) (options, error) {
	parsed := options{typescript: true, packageManager: npm.AutoPackageManager}
	for key, value := range given.AsMap() {
		switch key {
		case "typescript":
			enabled, ok := value.(bool)
			if !ok {
				return options{}, wrongType(key, value, "true or false")
			}
			parsed.typescript = enabled
		case "nodeargs":
			text, ok := value.(string)
			if !ok {
				return options{}, wrongType(key, value, "a string")
			}
			words, err := shlex.Split(text)
			if err != nil {
				return options{}, fmt.Errorf("runtime option nodeargs %q: %w", text, err)
			}
			parsed.nodeargs = words
		case "tsconfig":
			text, ok := value.(string)
			if !ok {
				return options{}, wrongType(key, value, "a string")
			}
			parsed.tsconfig = text
		case "packagemanager":
			text, ok := value.(string)
			if !ok {
				return options{}, wrongType(key, value, "a string")
			}
			parsed.packageManager = npm.PackageManagerType(text)
		}
	}
	return parsed, nil
}

func wrongType(key string, value any, wanted string) error {
	return fmt.Errorf("runtime option %s is %v; it must be %s", key, value, wanted)
}
