package schema_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

func TestVoiceMessage(t *testing.T) {
	t.Parallel()
	const sent = `{"type":"message","valueType":"application/vnd.microsoft.activity.voice+json","value":{"contentType":"audio/webm",
		"contentUrl":"data:audio/webm;base64,AAAA","transcription":"Ship it","durationMs":3400,"timestamp":"2025-03-04T09:15:27.3141592Z","locale":"en-GB"}}`
	received := read(t, sent)
	said, err := schema.As[schema.VoiceMessage](received.Value)
	require.NoError(t, err)
	require.EqualValues(t, 3400, said.DurationMS)
	require.Empty(t, said.Extra)
	require.JSONEq(t, sent, write(t, said.Message()))
}
