package schema_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

func BenchmarkActivityDecode(b *testing.B) {
	var body bytes.Buffer
	require.NoError(b, json.Compact(&body, golden(b, "teams-message-channel-mention.json")))
	data := body.Bytes()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		var a schema.Activity
		if err := a.UnmarshalJSON(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkActivityEncode(b *testing.B) {
	a := read(b, string(golden(b, "teams-message-channel-mention.json")))
	written, err := a.MarshalJSON()
	require.NoError(b, err)
	b.SetBytes(int64(len(written)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := a.MarshalJSON(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTextWithoutRecipient(b *testing.B) {
	a := read(b, string(golden(b, "teams-message-channel-mention.json")))
	b.ReportAllocs()
	for b.Loop() {
		if a.TextWithoutRecipient() != "newconversation" {
			b.Fatal("the mention is still there")
		}
	}
}
