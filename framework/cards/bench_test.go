package cards_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/cards"
	"github.com/convobot/convo/framework/schema"
)

// BenchmarkWrite writes a message with a card: from Go values, from the same card as maps, and as JSON that is there.
func BenchmarkWrite(b *testing.B) {
	card := inputsCard()
	raw, err := card.MarshalJSON()
	require.NoError(b, err)
	maps, err := schema.As[map[string]any](json.RawMessage(raw))
	require.NoError(b, err)
	for name, content := range map[string]schema.Any{"values": card, "maps": maps, "raw": json.RawMessage(raw)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			message := schema.AttachmentMessage(schema.AdaptiveCard(content))
			for b.Loop() {
				if _, err := message.MarshalJSON(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkNested writes containers in containers: twice as deep takes twice as long, and not four times.
func BenchmarkNested(b *testing.B) {
	for name, depth := range map[string]int{"20": 20, "40": 40} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			card := cards.Card{Body: text("inside")}
			for range depth {
				card.Body = elements{cards.Container{Items: card.Body}}
			}
			for b.Loop() {
				if _, err := card.MarshalJSON(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
