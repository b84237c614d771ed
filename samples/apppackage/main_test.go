package main

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	appID = "11111111-2222-3333-4444-555555555555"
	host  = "bot.example.com"
)

func TestWritePackageRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, appID, host, manifest, want string
	}{
		{"no app id", "", "", `{"id": "${{BOT_ID}}"}`, `-app-id "" is no GUID`},
		{"a name for an app id", "convobot", "", `{"id": "${{BOT_ID}}"}`, `-app-id "convobot" is no GUID`},
		{"more than an app id", appID + `","x":"`, "", `{"id": "${{BOT_ID}}"}`, "is no GUID"},
		{"no manifest", appID, "", "", "manifest.json"},
		{"nothing to fill in", appID, "", `{"id": "1"}`, "no ${{BOT_ID}} to fill in"},
		{"a broken manifest", appID, "", `{"id": "${{BOT_ID}}",}`, "not valid JSON"},
		{"no host for a bot with pages", appID, "", `{"id": "${{BOT_ID}}", "validDomains": ["${{BOT_HOST}}"]}`, `-host "" is no host name`},
		{"a URL for a host", appID, "https://bot.example.com", `{"id": "${{BOT_ID}}", "validDomains": ["${{BOT_HOST}}"]}`, "is no host name"},
		{"more than a host", appID, `a.b","*`, `{"id": "${{BOT_ID}}", "validDomains": ["${{BOT_HOST}}"]}`, "is no host name"},
		{"no icons", appID, "", `{"id": "${{BOT_ID}}"}`, "color.png"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if tt.manifest != "" {
				require.NoError(t, os.WriteFile(filepath.Join(dir, "manifest.json"), []byte(tt.manifest), 0o600))
			}
			out := filepath.Join(dir, "bot.zip")
			require.ErrorContains(t, writePackage(out, dir, tt.appID, tt.host), tt.want)
			require.NoFileExists(t, out)
		})
	}
}

func TestWritePackageNamesTheWayOut(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	err := writePackage(filepath.Join(dir, "bot.zip"), filepath.Join(dir, "gone"), appID, "")
	require.ErrorContains(t, err, "name the folder with -dir")
}

func unzip(t *testing.T, name string) map[string][]byte {
	t.Helper()
	archive, err := zip.OpenReader(name)
	require.NoError(t, err)
	defer archive.Close()
	files := map[string][]byte{}
	for _, entry := range archive.File {
		r, err := entry.Open()
		require.NoError(t, err)
		files[entry.Name], err = io.ReadAll(r)
		require.NoError(t, err)
	}
	return files
}
