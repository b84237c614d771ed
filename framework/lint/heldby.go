package lint

// heldBy names the tests of what the framework does by itself, for each requirement: a folder and, after a space, a test
// function with a subtest named by the number, such as {"A2014": {"handlers TestRequirements"}}. A test of package layers
// wants them to be there.
//
//nolint:gochecknoglobals // an immutable table
var heldBy = map[string][]string{
	"T2101": {"framework/lint TestTranscript"},
}
