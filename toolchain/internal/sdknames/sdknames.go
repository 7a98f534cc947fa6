// Package sdknames compares a bridged provider with the npm package that programs are written against.
package sdknames

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
)

var (
	token  = regexp.MustCompile(`__pulumiType = ['"](\w+:[^'"]+)['"]`)
	member = regexp.MustCompile(`(?m)^    (\w+)\??: (.*);$`)
	nested = regexp.MustCompile(`inputs\.(\w+)`)
)

// Check fails the test for each class of the npm package whose token the provider does not serve, and for each
// property that a program may set and the provider would not understand, by name or because one side takes a list.
// Classes in except are left out by intent. Without the npm package the test is skipped.
func Check(t *testing.T, info tfbridge.ProviderInfo, sdkFolder string, except ...string) {
	t.Helper()
	scripts, err := filepath.Glob(filepath.Join(sdkFolder, "*.js"))
	if err != nil || len(scripts) == 0 {
		t.Skipf("SKIPPED: %s is not installed: run npm ci", sdkFolder)
	}
	served := map[string]string{}
	for terraformName, resource := range info.Resources {
		served[string(resource.Tok)] = terraformName
	}
	sdk := declarations{t: t, folder: sdkFolder}
	for _, script := range scripts {
		found := token.FindStringSubmatch(sdk.read(filepath.Base(script)))
		if found == nil {
			continue
		}
		class := found[1][strings.LastIndex(found[1], ":")+1:]
		if slices.Contains(except, class) {
			continue
		}
		terraformName, ok := served[found[1]]
		if !ok {
			t.Errorf("the provider does not serve %s", found[1])
			continue
		}
		file := strings.TrimSuffix(filepath.Base(script), ".js") + ".d.ts"
		schema := info.P.ResourcesMap().Get(terraformName).Schema()
		sdk.compare(class, sdk.properties(file, class+"Args"), schema, info.Resources[terraformName].Fields)
	}
}

// declarations are the .d.ts files of the npm package.
type declarations struct {
	t      *testing.T
	folder string
}

// compare looks up each property of an interface in a schema, and so on into the objects within.
func (sdk declarations) compare(
	where string, properties map[string]string, schema shim.SchemaMap, fields map[string]*tfbridge.SchemaInfo,
) {
	known := map[string]shim.Schema{}
	overrides := map[string]*tfbridge.SchemaInfo{}
	schema.Range(func(key string, value shim.Schema) bool {
		name := tfbridge.TerraformToPulumiNameV2(key, schema, fields)
		known[name], overrides[name] = value, fields[key]
		return true
	})
	for name, declared := range properties {
		value, ok := known[name]
		if !ok {
			sdk.t.Errorf("%s: the provider does not know %s", where, name)
			continue
		}
		collection := value.Type() == shim.TypeList || value.Type() == shim.TypeSet
		if list := collection && !tfbridge.IsMaxItemsOne(value, overrides[name]); list != strings.Contains(declared, "[]") {
			sdk.t.Errorf("%s: %s is a list on one side only", where, name)
		}
		object, isObject := value.Elem().(shim.Resource)
		if reference := nested.FindStringSubmatch(declared); reference != nil && isObject {
			inner := sdk.properties(filepath.Join("types", "input.d.ts"), reference[1])
			sdk.compare(where+"."+name, inner, object.Schema(), nil)
		}
	}
}

// properties maps the members of an interface to their types.
func (sdk declarations) properties(file, name string) map[string]string {
	pattern := regexp.MustCompile(`(?s)export interface ` + name + ` \{\n(.*?)\n\}`)
	block := pattern.FindStringSubmatch(sdk.read(file))
	if block == nil {
		sdk.t.Fatalf("%s: no interface %s", file, name)
	}
	found := map[string]string{}
	for _, match := range member.FindAllStringSubmatch(block[1], -1) {
		found[match[1]] = match[2]
	}
	return found
}

func (sdk declarations) read(file string) string {
	content, err := os.ReadFile(filepath.Join(sdk.folder, file))
	if err != nil {
		sdk.t.Fatal(err)
	}
	return string(content)
}
