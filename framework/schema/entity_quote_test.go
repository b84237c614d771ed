package schema_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

func TestQuote(t *testing.T) {
	t.Parallel()
	a := schema.TextMessage("Yes.")
	shared := *a
	a.Quote("17")
	a.AppendQuote(`18"/>`)
	require.JSONEq(t, `{"type":"message","text":"<quoted messageId=\"17\"/> Yes.<quoted messageId=\"18&#34;/&gt;\"/>","entities":[
		{"type":"quotedReply","quotedReply":{"messageId":"17"}},{"type":"quotedReply","quotedReply":{"messageId":"18\"/>"}}]}`, write(t, a))
	require.Equal(t, []schema.QuotedMessage{{MessageID: "17"}, {MessageID: `18"/>`}}, a.Quotes())
	require.Empty(t, shared.Quotes())

	alone := schema.TextMessage("")
	alone.Quote("17")
	require.Equal(t, `<quoted messageId="17"/>`, alone.Text)
	require.Empty(t, (&schema.Activity{Entities: []schema.Entity{nil, schema.Mention{}}}).Quotes())
}

func TestQuotesOfGolden(t *testing.T) {
	t.Parallel()
	require.Len(t, read(t, string(golden(t, "sent-teams-message-quoted-reply.json"))).Quotes(), 1)
}
