package adaptertest

import "context"

// Broken runs all checks and returns what each of them found.
func Broken(ctx context.Context, setup func() Setup) map[string]error {
	found := make(map[string]error)
	for _, test := range tests() {
		if err := test.check(ctx, setup()); err != nil {
			found[test.name] = err
		}
	}
	return found
}
