// Package browsertest starts a browser for the tests of pages: the playground's, and those of samples.
package browsertest

import (
	"context"
	"os"
	"testing"

	"github.com/chromedp/chromedp"
)

// Needs returns an environment variable that names a tool; the test is skipped without it, except in CI, where CONVO_CI makes
// that an error.
func Needs(t *testing.T, name string) string {
	t.Helper()
	value := os.Getenv(name)
	if value == "" {
		if os.Getenv("CONVO_CI") != "" {
			t.Fatalf("CI must set %s", name)
		}
		t.Skipf("%s is not set; CONTRIBUTING.md says how to run this test", name)
	}
	return value
}

// Tab starts a headless Chromium with an empty window, which reaches this machine only, and ends it with the test.
func Tab(t *testing.T, chromium string, width, height int) context.Context {
	t.Helper()
	allocator, cancel := chromedp.NewExecAllocator(t.Context(),
		chromedp.ExecPath(chromium),
		chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("lang", "en-US"),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"), // nothing outside
		chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(width, height))
	t.Cleanup(cancel)
	tab, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	t.Cleanup(func() { _ = chromedp.Cancel(tab) }) // first of the three: the profile must not be in use when it is removed
	// In the context that lasts: the browser lives as long as that of the first step.
	if err := chromedp.Do(tab); err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	return tab
}
