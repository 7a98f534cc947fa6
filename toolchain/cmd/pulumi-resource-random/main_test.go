package main

import (
	"testing"

	"pulumi-toolchain/internal/sdknames"
)

func TestAnswersToTheNamesOfTheNpmPackage(t *testing.T) {
	sdknames.Check(t, provider(), "../../../node_modules/@pulumi/random")
}
