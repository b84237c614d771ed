package main

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// manifest is what Teams reads of a manifest, as far as the samples have it.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/resources/schema/manifest-schema
type manifest struct {
	Schema            string             `json:"$schema"`
	ManifestVersion   string             `json:"manifestVersion"`
	ID                string             `json:"id"`
	Name              texts              `json:"name"`
	Description       texts              `json:"description"`
	Icons             icons              `json:"icons"`
	Bots              []bot              `json:"bots"`
	ComposeExtensions []messageExtension `json:"composeExtensions"`
	ValidDomains      []string           `json:"validDomains"`
	WebApplication    webApplication     `json:"webApplicationInfo"`
	Authorization     authorization      `json:"authorization"`
}

type texts struct {
	Short string `json:"short"`
	Full  string `json:"full"`
}

type icons struct {
	Color   string `json:"color"`
	Outline string `json:"outline"`
}

type bot struct {
	BotID         string   `json:"botId"`
	Scopes        []string `json:"scopes"`
	SupportsFiles bool     `json:"supportsFiles"`
	CommandLists  []struct {
		Commands []command `json:"commands"`
	} `json:"commandLists"`
}

type messageExtension struct {
	BotID    string    `json:"botId"`
	Commands []command `json:"commands"`
}

// command is one that people choose: of a bot, which has a title and a description, or of a message extension.
type command struct {
	ID          string            `json:"id"`
	Type        string            `json:"type"`
	Title       string            `json:"title"`
	Description string            `json:"description"`
	Context     []string          `json:"context"`
	FetchTask   bool              `json:"fetchTask"`
	Parameters  []json.RawMessage `json:"parameters"`
}

type webApplication struct {
	ID string `json:"id"`
}

type authorization struct {
	Permissions struct {
		ResourceSpecific []permission `json:"resourceSpecific"`
	} `json:"permissions"`
}

type permission struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

func TestManifests(t *testing.T) {
	t.Parallel()
	tests := []struct {
		sample   string
		scopes   []string
		files    bool
		commands []string // of the message extension
		domains  []string
		consents []string // permissions in the chat or team that the app is installed in
	}{
		{sample: "convobot", scopes: []string{"personal", "team", "groupChat"}},
		{sample: "dialogs", scopes: []string{"personal", "team", "groupChat"}, domains: []string{host}},
		{
			sample: "messageextension", scopes: []string{"personal", "team", "groupChat"},
			commands: []string{"search", "incident"}, domains: []string{host},
		},
		{sample: "files", scopes: []string{"personal"}, files: true},
		{sample: "meetings", scopes: []string{"team", "groupChat"}, domains: []string{host}, consents: []string{
			"OnlineMeeting.ReadBasic.Chat", "OnlineMeetingParticipant.Read.Chat", "OnlineMeetingNotification.Send.Chat",
			"ChannelMeeting.ReadBasic.Group", "ChannelMeetingParticipant.Read.Group", "ChannelMeetingNotification.Send.Group",
		}},
		{
			sample: "eventbot", scopes: []string{"personal", "team", "groupChat"}, files: true, commands: []string{"search", "action"},
			consents: []string{
				"ChannelMessage.Read.Group", "ChatMessage.Read.Chat", "ChatMessageReadReceipt.Read.Chat",
				"OnlineMeeting.ReadBasic.Chat", "OnlineMeetingParticipant.Read.Chat", "ChannelMeeting.ReadBasic.Group",
			},
		},
	}
	folders, err := filepath.Glob("../*/appPackage")
	require.NoError(t, err)
	require.Len(t, folders, len(tests), "every manifest is tested")
	for _, tt := range tests {
		t.Run(tt.sample, func(t *testing.T) {
			t.Parallel()
			files := pack(t, tt.sample)
			require.Len(t, files, 3)
			require.NotContains(t, string(files["manifest.json"]), "${{")
			var m manifest
			require.NoError(t, json.Unmarshal(files["manifest.json"], &m))
			requireLimits(t, m)
			assert.Contains(t, files, m.Icons.Color)
			assert.Contains(t, files, m.Icons.Outline)
			assert.Equal(t, appID, m.ID)
			require.Len(t, m.Bots, 1)
			assert.Equal(t, appID, m.Bots[0].BotID)
			assert.ElementsMatch(t, tt.scopes, m.Bots[0].Scopes)
			assert.Equal(t, tt.files, m.Bots[0].SupportsFiles)
			assert.ElementsMatch(t, tt.domains, m.ValidDomains)
			var commands, consents []string
			for _, e := range m.ComposeExtensions {
				assert.Equal(t, appID, e.BotID)
				for _, c := range e.Commands {
					commands = append(commands, c.ID)
				}
			}
			assert.ElementsMatch(t, tt.commands, commands)
			for _, p := range m.Authorization.Permissions.ResourceSpecific {
				assert.Equal(t, "Application", p.Type)
				consents = append(consents, p.Name)
			}
			assert.ElementsMatch(t, tt.consents, consents)
			if tt.consents != nil {
				assert.Equal(t, appID, m.WebApplication.ID, "without it the permissions do nothing")
			}
		})
	}
}

// requireLimits holds a manifest to the lengths that Teams takes.
func requireLimits(t *testing.T, m manifest) {
	t.Helper()
	require.Contains(t, m.Schema, "/v"+m.ManifestVersion+"/")
	atMost := func(limit int, texts ...string) {
		t.Helper()
		for _, text := range texts {
			require.NotEmpty(t, text)
			require.LessOrEqual(t, len(text), limit, text)
		}
	}
	atMost(30, m.Name.Short)
	atMost(100, m.Name.Full)
	atMost(80, m.Description.Short)
	atMost(4000, m.Description.Full)
	for _, list := range m.Bots[0].CommandLists {
		require.NotEmpty(t, list.Commands)
		require.LessOrEqual(t, len(list.Commands), 10, "Teams takes no more")
		for _, command := range list.Commands {
			atMost(32, command.Title)
			atMost(128, command.Description)
		}
	}
	for _, extension := range m.ComposeExtensions {
		require.LessOrEqual(t, len(extension.Commands), 10, "Teams takes no more")
		for _, command := range extension.Commands {
			atMost(64, command.ID)
			atMost(32, command.Title)
			atMost(128, command.Description)
			require.Subset(t, []string{"compose", "commandBox", "message"}, command.Context)
			require.Equal(t, command.Type == "action", command.FetchTask, "actions open a dialog of the bot")
			require.Equal(t, command.Type == "query", len(command.Parameters) > 0, "a search has something to type into")
		}
	}
	for _, domain := range m.ValidDomains {
		require.NotContains(t, domain, "/")
	}
}

// Teams refuses icons of other sizes, and an outline that is not white on transparent.
func TestIcons(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob("../*/appPackage")
	require.NoError(t, err)
	for _, folder := range folders {
		sample := filepath.Base(filepath.Dir(folder))
		t.Run(sample, func(t *testing.T) {
			t.Parallel()
			requireIcons(t, pack(t, sample))
		})
	}
}

func requireIcons(t *testing.T, files map[string][]byte) {
	t.Helper()
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

// pack writes a sample's package and returns its files.
func pack(t *testing.T, sample string) map[string][]byte {
	t.Helper()
	out := filepath.Join(t.TempDir(), "bot.zip")
	require.NoError(t, writePackage(out, filepath.Join("..", sample, "appPackage"), appID, host))
	return unzip(t, out)
}
