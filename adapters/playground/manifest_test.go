package playground_test

import (
	"archive/zip"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/playground"
)

// appPackage zips a file of a name, after an icon.
func appPackage(t *testing.T, method uint16, name, text string) []byte {
	t.Helper()
	var buf bytes.Buffer
	archive := zip.NewWriter(&buf)
	for name, data := range map[string]string{"color.png": "not looked at", name: text} {
		w, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		require.NoError(t, err)
		_, err = w.Write([]byte(data))
		require.NoError(t, err)
	}
	require.NoError(t, archive.SetComment("made by a test"))
	require.NoError(t, archive.Close())
	return buf.Bytes()
}

func TestManifestsAndAppPackages(t *testing.T) {
	t.Parallel()
	whole := appPackage(t, zip.Deflate, "manifest.json", appManifest)
	for name, test := range map[string]struct {
		manifest []byte
		problem  string
	}{
		"a manifest":           {[]byte(appManifest), ""},
		"with a mark":          {[]byte("\ufeff" + appManifest), ""},
		"an app package":       {whole, ""},
		"one that is stored":   {appPackage(t, zip.Store, "manifest.json", "\ufeff"+appManifest), ""},
		"no manifestVersion":   {[]byte(`{}`), "neither the JSON of an app manifest nor an app package: it has no manifestVersion"},
		"cut off":              {[]byte(`{`), "unexpected end"},
		"a package cut off":    {whole[:len(whole)/2], "the app package: zip: not a valid zip file"},
		"in a folder":          {appPackage(t, zip.Deflate, "app/manifest.json", appManifest), "no manifest.json at its top"},
		"no JSON in a package": {appPackage(t, zip.Deflate, "manifest.json", "hello"), "invalid character"},
		"a bomb":               {appPackage(t, zip.Deflate, "manifest.json", strings.Repeat(" ", 5<<20)), "larger than 4 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			play, err := playground.Listen(t.Context(), playground.Config{Bot: "http://localhost:1", Addr: "localhost:0", Manifest: test.manifest})
			if test.problem != "" {
				require.ErrorContains(t, err, test.problem)
				return
			}
			require.NoError(t, err)
			ctx, end := context.WithCancel(t.Context())
			end()
			require.NoError(t, play.Serve(ctx))
		})
	}
}

func TestAnAppPackageIsChosen(t *testing.T) {
	t.Parallel()
	b := browse(t, finder())
	b.clicks(pane("Ann Ahmed") + `//form//button[@aria-label="Message extension"]`)
	extension := window("Message extension")
	chooses := func(data []byte) {
		t.Helper()
		file := filepath.Join(t.TempDir(), "app.zip")
		require.NoError(t, os.WriteFile(file, data, 0o600))
		b.do("choose a package", chromedp.SetUploadFiles(chromedp.CSS(`dialog[open] input[type="file"]`), []string{file}, chromedp.NodeReady))
	}
	b.sees(control(extension, "Choose the manifest…"))
	whole := appPackage(t, zip.Deflate, "manifest.json", appManifest)
	chooses(whole[:len(whole)-40])
	b.sees(showing(extension, "app.zip is no app package that can be read: the zip file is cut off."))
	chooses(appPackage(t, zip.Deflate, "app/manifest.json", appManifest))
	b.sees(showing(extension, "it has no manifest.json at its top"))
	chooses(appPackage(t, zip.Store, "manifest.json", appManifest))
	b.sees(showing(extension, "As in the manifest of Finder."))
	b.clicks(control(extension, "Type ids"))
	b.sees(control(extension, "Choose the manifest…"))
	chooses(whole)
	b.sees(showing(extension, "As in the manifest of Finder."))
	b.until(offered + ` === "Find people,Find quietly"`)
}
