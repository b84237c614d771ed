package transcript_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/middleware/transcript"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// What would let others act as somebody is never recorded, whatever the settings.
func TestNoSecrets(t *testing.T) {
	t.Parallel()
	const secret = "s3cr3t"
	invoke := func(name, value string) *schema.Activity {
		a := message("1", "")
		a.Type, a.Name, a.Value = schema.TypeInvoke, name, json.RawMessage(value)
		return a
	}
	attached := func(attachment schema.Attachment) *schema.Activity {
		a := message("1", "")
		a.Attachments = []schema.Attachment{{ContentType: "image/png", Name: "kept"}, attachment}
		return a
	}
	event := invoke(schema.EventTokenResponse, `{"connectionName":"c","token":"s3cr3t"}`)
	event.Type = schema.TypeEvent
	tests := map[string]*schema.Activity{
		"token exchange":           invoke(schema.InvokeSignInTokenExchange, `{"id":"1","connectionName":"c","token":"s3cr3t"}`),
		"code of a sign-in":        invoke(schema.InvokeSignInVerifyState, `{"state":"s3cr3t"}`),
		"another of signing in":    invoke("signin/failure", `{"message":"s3cr3t"}`),
		"token response":           event,
		"token in a card":          invoke(schema.InvokeAdaptiveCardAction, `{"kept":1,"authentication":{"id":"1","token":"s3cr3t"}}`),
		"code in a card":           invoke(schema.InvokeAdaptiveCardAction, `{"kept":1,"state":"s3cr3t"}`),
		"token in a query":         invoke("composeExtension/query", `{"kept":1,"authentication":{"token":"s3cr3t"}}`),
		"where to put a file":      invoke("fileConsent/invoke", `{"kept":1,"uploadInfo":{"uploadUrl":"https://x/?s3cr3t"}}`),
		"another conversation":     invoke(teams.InvokeHandoff, `{"kept":1,"continuation":"s3cr3t"}`),
		"file without a token":     attached(schema.Attachment{ContentType: teams.ContentTypeFileDownloadInfo, Content: teams.FileDownloadInfo{DownloadURL: "https://x/?s3cr3t"}}),
		"link that signs in":       attached(schema.NewOAuthCard("c", "Sign in", "Sign in", "https://x/?s3cr3t").Attachment()),
		"link that signs in, old":  attached(schema.NewSignInCard("Sign in", "Sign in", "https://x/?s3cr3t").Attachment()),
		"in any case of its type ": attached(schema.Attachment{ContentType: strings.ToUpper(schema.ContentTypeOAuthCard), Content: map[string]string{"x": secret}}),
	}
	for name, a := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, transcript.Config{})
			before, err := a.MarshalJSON()
			require.NoError(t, err)
			require.Contains(t, string(before), secret)
			b.hears(t, a, nil)
			_, got := b.recorded(t)
			require.Len(t, got, 1)
			recorded, err := got[0].MarshalJSON()
			require.NoError(t, err)
			require.NotContains(t, string(recorded), secret)
			require.Equal(t, strings.Contains(string(before), "kept"), strings.Contains(string(recorded), "kept"), "%s", recorded)
			after, err := a.MarshalJSON()
			require.NoError(t, err)
			require.Equal(t, before, after, "the handler's activity changed")
		})
	}
}

// An invoke's other values are kept as they came.
func TestOtherValues(t *testing.T) {
	t.Parallel()
	b := newBench(t, transcript.Config{})
	for i, value := range []string{`{"vote":1.10}`, `[{"state":1}]`, `"text"`, `null`} {
		a := message(string(rune('1'+i)), "")
		a.Type, a.Name, a.Value = schema.TypeInvoke, "vote", json.RawMessage(value)
		b.hears(t, a, nil)
	}
	_, got := b.recorded(t)
	require.Len(t, got, 4)
	var values []string
	for _, a := range got {
		value, err := json.Marshal(a.Value)
		require.NoError(t, err)
		values = append(values, string(value))
	}
	require.Equal(t, []string{`{"vote":1.10}`, `[{"state":1}]`, `"text"`, `null`}, values)
}

func withContents() *schema.Activity {
	a := message("1", "the text")
	a.Value, a.ChannelData = json.RawMessage(`{"form":"contents"}`), json.RawMessage(`{"tenant":{"id":"tenant"},"more":"contents"}`)
	a.Attachments = []schema.Attachment{
		schema.HeroCard{Title: "contents"}.Attachment(),
		{ContentType: "image/png", Name: "pic.png", ContentURL: "data:image/png;base64,contents"},
	}
	a.Extra = map[string]json.RawMessage{"extra": json.RawMessage(`"contents"`)}
	return a
}

func TestWithoutContent(t *testing.T) {
	t.Parallel()
	b := newBench(t, transcript.Config{WithoutContent: true})
	b.hears(t, withContents(), nil)
	_, got := b.recorded(t)
	require.Len(t, got, 1)
	require.Equal(t, "the text", got[0].Text)
	require.Equal(t, []schema.Attachment{{ContentType: schema.ContentTypeHeroCard}, {ContentType: "image/png", Name: "pic.png"}}, got[0].Attachments)
	recorded, err := got[0].MarshalJSON()
	require.NoError(t, err)
	require.NotContains(t, string(recorded), "contents")
	require.Equal(t, "29:ada", got[0].From.ID)
}

// Of what is too long the least important goes first.
func TestMaxActivity(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("\x01", 400)
	for _, tt := range []struct {
		name       string
		limit      int
		text       string
		dropped    uint64
		hasContent bool
	}{
		{"all of it", 6000, text, 0, true},
		{"no contents", 3200, text, 0, false},
		{"the beginning of the text", 2600, text[:325] + "...", 0, false},
		{"nothing", 200, "", 1, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, transcript.Config{MaxActivity: tt.limit})
			a := withContents()
			a.Text = text
			a.ServiceURL += strings.Repeat("a", 200)
			a.Value = json.RawMessage(`"` + strings.Repeat("a", 300) + `"`)
			b.hears(t, a, nil)
			_, got := b.recorded(t)
			require.Equal(t, tt.dropped, b.Dropped())
			if tt.dropped > 0 {
				require.Empty(t, got)
				return
			}
			require.Len(t, got, 1)
			require.Equal(t, tt.text, got[0].Text)
			require.Equal(t, tt.hasContent, got[0].Value != nil)
			require.Equal(t, "Ada", got[0].From.Name)
			require.Equal(t, "Bot", got[0].Recipient.Name)
		})
	}
}
