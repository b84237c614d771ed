package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	convobot = "../convobot/appPackage"
	appID    = "11111111-2222-3333-4444-555555555555"
)

func TestWritePackage(t *testing.T) {
	t.Parallel()
	files := unzip(t, pack(t))
	require.Len(t, files, 3)

	var manifest struct {
		ID    string `json:"id"`
		Icons struct {
			Color   string `json:"color"`
			Outline string `json:"outline"`
		} `json:"icons"`
		Bots []struct {
			BotID        string   `json:"botId"`
			Scopes       []string `json:"scopes"`
			CommandLists []struct {
				Commands []struct {
					Title       string `json:"title"`
					Description string `json:"description"`
				} `json:"commands"`
			} `json:"commandLists"`
		} `json:"bots"`
	}
	require.NoError(t, json.Unmarshal(files["manifest.json"], &manifest))
	assert.Equal(t, appID, manifest.ID)
	assert.Contains(t, files, manifest.Icons.Color)
	assert.Contains(t, files, manifest.Icons.Outline)
	require.Len(t, manifest.Bots, 1)
	bot := manifest.Bots[0]
	assert.Equal(t, appID, bot.BotID)
	assert.ElementsMatch(t, []string{"personal", "team", "groupChat"}, bot.Scopes)
	for _, list := range bot.CommandLists {
		require.NotEmpty(t, list.Commands)
		require.LessOrEqual(t, len(list.Commands), 10, "Teams takes no more")
		for _, command := range list.Commands {
			assert.LessOrEqual(t, len(command.Title), 32)
			assert.LessOrEqual(t, len(command.Description), 128)
		}
	}
	assert.NotContains(t, string(files["manifest.json"]), "${{")
}

// Teams refuses icons of other sizes, and an outline that is not white on transparent.
func TestIcons(t *testing.T) {
	t.Parallel()
	files := unzip(t, pack(t))
	icon, err := png.Decode(bytes.NewReader(files["color.png"]))
	require.NoError(t, err)
	assert.Equal(t, image.Rect(0, 0, 192, 192), icon.Bounds())

	outline, err := png.Decode(bytes.NewReader(files["outline.png"]))
	require.NoError(t, err)
	assert.Equal(t, image.Rect(0, 0, 32, 32), outline.Bounds())
	drawn := 0
	for y := range 32 {
		for x := range 32 {
			pixel, ok := color.NRGBAModel.Convert(outline.At(x, y)).(color.NRGBA)
			require.True(t, ok)
			if pixel.A == 0 {
				continue
			}
			drawn++
			require.Equal(t, color.NRGBA{255, 255, 255, pixel.A}, pixel, "at %d,%d", x, y)
		}
	}
	assert.Positive(t, drawn)
	assert.Less(t, drawn, 32*32)
}

func TestWritePackageRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, appID, manifest, want string
	}{
		{"no app id", "", `{"id": "${{BOT_ID}}"}`, `-app-id "" is no GUID`},
		{"a name for an app id", "convobot", `{"id": "${{BOT_ID}}"}`, `-app-id "convobot" is no GUID`},
		{"more than an app id", appID + `","x":"`, `{"id": "${{BOT_ID}}"}`, "is no GUID"},
		{"no manifest", appID, "", "manifest.json"},
		{"nothing to fill in", appID, `{"id": "1"}`, "no ${{BOT_ID}} to fill in"},
		{"a broken manifest", appID, `{"id": "${{BOT_ID}}",}`, "not valid JSON"},
		{"no icons", appID, `{"id": "${{BOT_ID}}"}`, "color.png"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if tt.manifest != "" {
				require.NoError(t, os.WriteFile(filepath.Join(dir, "manifest.json"), []byte(tt.manifest), 0o600))
			}
			out := filepath.Join(dir, "bot.zip")
			require.ErrorContains(t, writePackage(out, dir, tt.appID), tt.want)
			require.NoFileExists(t, out)
		})
	}
}

func TestWritePackageNamesTheWayOut(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	err := writePackage(filepath.Join(dir, "bot.zip"), filepath.Join(dir, "gone"), appID)
	require.ErrorContains(t, err, "name the folder with -dir")
}

// pack writes ConvoBot's package and returns its name.
func pack(t *testing.T) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "convobot.zip")
	require.NoError(t, writePackage(out, convobot, appID))
	return out
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
