package main

import (
	"testing"

	"pulumi-toolchain/internal/sdknames"
)

func TestAnswersToTheNamesOfTheNpmPackage(t *testing.T) {
	// The image builder is the official plugin's own; the bridge knows nothing of it.
	sdknames.Check(t, provider(), "../../../node_modules/@pulumi/docker", "Image")
}
