/** The programs of the built road, and how the Go compiler is asked for them. */
import type { ToolchainVersions } from "./versions";

/** One executable. */
export interface GoProgram {
  /** File name; Go derives the same from the package path. */
  readonly name: string;
  /** Go package, as seen from this folder. */
  readonly packagePath: string;
  /** Linker setting that writes its version into it. */
  readonly versionSetting: string;
}

const CLI_VERSION = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/**
 * Build tags. `osusergo` and `grpcnotrace` are those of Pulumi's own releases (the second keeps dead-code elimination
 * on); `no_compose` leaves out the Docker provider's Compose resource, which nothing here uses, and 180 packages with it.
 */
const TAGS = "osusergo,grpcnotrace,no_compose";

/** The four programs. */
export function goPrograms(versions: ToolchainVersions): readonly GoProgram[] {
  return [
    {
      name: "pulumi",
      packagePath: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
      versionSetting: `${CLI_VERSION}=v${versions.cli}`,
    },
    {
      name: "pulumi-language-nodejs",
      packagePath: "./cmd/pulumi-language-nodejs",
      versionSetting: `${CLI_VERSION}=v${versions.cli}`,
    },
    {
      name: "pulumi-resource-docker",
      packagePath: "./cmd/pulumi-resource-docker",
      versionSetting: `main.version=${versions.built.docker}`,
    },
    {
      name: "pulumi-resource-random",
      packagePath: "./cmd/pulumi-resource-random",
      versionSetting: `main.version=${versions.built.random}`,
    },
  ];
}

/** Arguments of `go list` that fetch what the build needs, and nothing more, and print a line per package. */
export function listArguments(programs: readonly GoProgram[]): readonly string[] {
  return ["list", "-deps", `-tags=${TAGS}`, ...programs.map((program) => program.packagePath)];
}

/**
 * Arguments of one `go build` for all programs: one run keeps every core busy to the end.
 *
 * @param output existing folder that gets the executables
 */
export function buildArguments(programs: readonly GoProgram[], output: string): readonly string[] {
  return [
    "build",
    // Names each package on its own line when its turn comes, for the progress.
    "-v",
    "-trimpath",
    "-buildvcs=false",
    `-tags=${TAGS}`,
    ...programs.map(({ packagePath, versionSetting }) => `-ldflags=${packagePath}=-s -w -X ${versionSetting}`),
    "-o",
    output,
    ...programs.map((program) => program.packagePath),
  ];
}
