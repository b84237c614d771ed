package proactive_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

// usual is a record as a bot in Teams has of most people.
func usual() proactive.Record {
	noon := time.Date(2026, 11, 21, 12, 0, 0, 123_000_000, time.UTC)
	const tenant, user = "7a3e9f10-1c2d-4e5f-8a9b-0c1d2e3f4a5b", "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
	return proactive.Record{
		Key: proactive.Key{AppID: "11111111-2222-3333-4444-555555555555", ChannelID: schema.ChannelTeams, TenantID: tenant, UserID: user},
		Reference: schema.ConversationReference{
			User: schema.ChannelAccount{ID: "29:1bsjqIvE8yTfYzrRhK2s0-Xa6oWcU3hLqk0GkQ5v7Zr9dE4nM2pT6w", Name: "Ann Example", AADObjectID: user},
			Bot:  schema.ChannelAccount{ID: "28:11111111-2222-3333-4444-555555555555", Name: "ConvoBot"},
			Conversation: schema.ConversationAccount{
				ID:       "a:1qhNLqpUtmuI6U35gzjsJn7uRnCkW8NiZALHfN8AMxdbprS1uta2aT6jpf5wkXN0B7ZBRzZzKJ7XHnnV",
				TenantID: tenant, ConversationType: schema.ConversationPersonal,
			},
			ChannelID: schema.ChannelTeams, ServiceURL: "https://smba.trafficmanager.net/emea/" + tenant + "/", Locale: "de-DE",
		},
		LearnedBy: proactive.ByInstall,
		Person:    proactive.Person{TimeZone: "Europe/Berlin"},
		Install:   proactive.Install{State: proactive.Installed, At: noon},
		Reach:     proactive.Reach{SentAt: noon},
		SeenAt:    noon, CreatedAt: noon.Truncate(time.Second), UpdatedAt: noon.Truncate(time.Second),
	}
}

func BenchmarkRecordJSON(b *testing.B) {
	data, err := json.Marshal(usual())
	require.NoError(b, err)
	b.Run("decode", func(b *testing.B) {
		b.ReportAllocs()
		b.ReportMetric(float64(len(data)), "bytes/record")
		for b.Loop() {
			var r proactive.Record
			if err := r.UnmarshalJSON(data); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("encode", func(b *testing.B) {
		b.ReportAllocs()
		r := usual()
		for b.Loop() {
			if _, err := r.MarshalJSON(); err != nil {
				b.Fatal(err)
			}
		}
	})
}
