package teams_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

func TestCheckSize(t *testing.T) {
	t.Parallel()
	// {"text":""} has 11 characters.
	const room = teams.MaxMessageSize/2 - 11
	picture := "data:image/png;base64," + strings.Repeat("iVBORw0K/+", 20_000) + "=="
	text := func(s string) *schema.Activity { return &schema.Activity{Text: s} }
	pictured := func(rest string) *schema.Activity {
		return schema.AttachmentMessage(
			schema.LinkedAttachment(picture, "image/png"), schema.HeroCard{Text: rest, Images: []schema.CardImage{{URL: picture}}}.Attachment())
	}
	tests := map[string]struct {
		activity *schema.Activity
		size     int // 0 if it fits
	}{
		"empty":                 {new(schema.Activity), 0},
		"just fits":             {text(strings.Repeat("a", room)), 0},
		"one more":              {text(strings.Repeat("a", room+1)), teams.MaxMessageSize + 2},
		"two bytes each":        {text(strings.Repeat("é", room+1)), teams.MaxMessageSize + 2},
		"three bytes each":      {text(strings.Repeat("語", room)), 0},
		"surrogate pairs":       {text(strings.Repeat("😀", room/2+1)), teams.MaxMessageSize + 2},
		"pictures do not count": {pictured(""), 0},
		"what is beside does":   {pictured(strings.Repeat("a", room)), -1},
		"a link to no picture":  {text("data:text/plain;base64," + strings.Repeat("a", room)), -1},
		"no base64":             {text("data:image/svg+xml," + strings.Repeat("a", room)), -1},
		"base64 elsewhere":      {schema.AttachmentMessage(schema.Attachment{Name: "data:image/png", ContentType: ";base64," + strings.Repeat("a", room)}), -1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := teams.CheckSize(test.activity)
			if test.size == 0 {
				require.NoError(t, err)
				return
			}
			var tooLarge *teams.TooLargeError
			require.ErrorAs(t, err, &tooLarge)
			require.Equal(t, teams.MaxMessageSize, tooLarge.Limit)
			require.Greater(t, tooLarge.Size, tooLarge.Limit)
			if test.size > 0 {
				require.Equal(t, test.size, tooLarge.Size)
			}
			require.ErrorContains(t, err, "100000")
		})
	}
}

func TestCheckSizeOfWhatHasNoJSON(t *testing.T) {
	t.Parallel()
	err := teams.CheckSize(&schema.Activity{Value: func() {}})
	require.ErrorContains(t, err, "JSON")
	var tooLarge *teams.TooLargeError
	require.NotErrorAs(t, err, &tooLarge)
}

func FuzzCheckSize(f *testing.F) {
	f.Add("data:image/png;base64,AAAA==\"data:image/")
	f.Add(strings.Repeat("data:image/", 100))
	f.Fuzz(func(t *testing.T, text string) {
		_ = teams.CheckSize(schema.TextMessage(text))
	})
}
