package schema_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

func TestFactories(t *testing.T) {
	t.Parallel()
	suggesting := schema.TextMessage("Sure?")
	suggesting.SuggestedActions = schema.SuggestedReplies("Yes", "No")
	withoutReplies := schema.TextMessage("Sure?")
	withoutReplies.SuggestedActions = schema.SuggestedReplies()
	type card struct {
		Type string `json:"type"`
	}
	tests := map[string]struct {
		activity *schema.Activity
		want     string
	}{
		"text":  {schema.TextMessage("hi"), `{"type":"message","text":"hi"}`},
		"cards": {schema.AttachmentMessage(schema.AdaptiveCard(card{"AdaptiveCard"})), `{"type":"message","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":{"type":"AdaptiveCard"}}]}`},
		"carousel": {
			schema.CarouselMessage(schema.HeroCard{Title: "a"}.Attachment(), schema.ThumbnailCard{Title: "b"}.Attachment()),
			`{"type":"message","attachmentLayout":"carousel","attachments":[
				{"contentType":"application/vnd.microsoft.card.hero","content":{"title":"a"}},
				{"contentType":"application/vnd.microsoft.card.thumbnail","content":{"title":"b"}}]}`,
		},
		"picture": {
			schema.AttachmentMessage(schema.LinkedAttachment("https://example.com/a.png", "image/png")),
			`{"type":"message","attachments":[{"contentType":"image/png","contentUrl":"https://example.com/a.png"}]}`,
		},
		"replies": {suggesting, `{"type":"message","text":"Sure?","suggestedActions":{"actions":[
			{"type":"imBack","title":"Yes","value":"Yes"},{"type":"imBack","title":"No","value":"No"}]}}`},
		"no replies": {withoutReplies, `{"type":"message","text":"Sure?"}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.JSONEq(t, test.want, write(t, test.activity))
		})
	}
}

func TestCardAttachments(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		attachment schema.Attachment
		want       string
	}{
		"animation": {schema.AnimationCard{AutoLoop: new(false)}.Attachment(), `{"autoloop":false}`},
		"audio":     {schema.AudioCard{Media: []schema.MediaURL{{URL: "u"}}}.Attachment(), `{"media":[{"url":"u"}]}`},
		"video":     {schema.VideoCard{AutoStart: new(true), Duration: "PT1S"}.Attachment(), `{"autostart":true,"duration":"PT1S"}`},
		"receipt":   {schema.ReceiptCard{VAT: "1"}.Attachment(), `{"vat":"1"}`},
		"signin": {
			schema.NewSignInCard("Who are you?", "Sign in", "https://example.com/").Attachment(),
			`{"text":"Who are you?","buttons":[{"type":"signin","title":"Sign in","value":"https://example.com/"}]}`,
		},
		"oauth": {
			schema.NewOAuthCard("orders", "Who are you?", "Sign in", "https://example.com/").Attachment(),
			`{"text":"Who are you?","connectionName":"orders","buttons":[{"type":"signin","title":"Sign in","value":"https://example.com/"}]}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.JSONEq(t, `{"contentType":"application/vnd.microsoft.card.`+name+`","content":`+test.want+`}`, write(t, test.attachment))
		})
	}
}
