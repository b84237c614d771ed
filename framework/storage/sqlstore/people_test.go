package sqlstore_test

import (
	"context"
	"fmt"
	"time"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

// person is a record of the size that Teams makes them: the n-th person of a tenant.
func person(tenant, n int) proactive.Record {
	id := fmt.Sprintf("%08x-0000-4000-8000-%012x", uint32(n)*2654435761, n) // in no order
	tenantID := fmt.Sprintf("%08x-0000-4000-8000-000000000000", tenant)
	channelID := "29:1" + id + "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789"
	return proactive.Record{
		Key: proactive.Key{AppID: "00000000-0000-0000-0000-00000000b07a", ChannelID: schema.ChannelTeams, TenantID: tenantID, UserID: id},
		Reference: schema.ConversationReference{
			User:       schema.ChannelAccount{ID: channelID, Name: fmt.Sprintf("Ann Example %d", n), AADObjectID: id},
			Bot:        schema.ChannelAccount{ID: "28:00000000-0000-0000-0000-00000000b07a", Name: "ConvoBot"},
			ChannelID:  schema.ChannelTeams,
			ServiceURL: "https://smba.trafficmanager.net/emea/",
			Locale:     "de-DE",
			Conversation: schema.ConversationAccount{
				ID: "a:1" + id + "AbCdEfGhIjKlMnOpQrStUvWxYz", TenantID: tenantID, ConversationType: schema.ConversationPersonal,
			},
		},
		SeenAt: time.Date(2026, 11, 21, 9, 30, 0, n, time.UTC),
	}
}

// remember stores a record as it is.
func remember(ctx context.Context, store proactive.Store, r proactive.Record) error {
	return store.Update(ctx, r.Key, func(stored *proactive.Record) error {
		*stored = r
		return nil
	})
}
