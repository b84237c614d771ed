// Package adaptertest is the contract of [framework.Adapter] as tests. Every adapter runs them:
//
//	func TestAdapter(t *testing.T) {
//		adaptertest.Run(t, func(t *testing.T) adaptertest.Setup { ... })
//	}
package adaptertest

import (
	"context"
	"testing"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// patience is how long a call may take; beyond it, it hangs.
const patience = 10 * time.Second

// Setup is an adapter to test, connected to a channel of its own.
type Setup struct {
	Adapter framework.Adapter

	// Reference is a conversation in which the bot may speak.
	Reference schema.ConversationReference

	// Create asks for a conversation that the channel starts. Without a bot, it gets the one of Reference.
	Create schema.ConversationParameters

	// Refused is an activity that the channel refuses. The tests address it.
	Refused *schema.Activity

	// Texts returns the texts of the messages that the bot has in a conversation, in the order of their arrival: as
	// they are now, without those deleted.
	Texts func(conversationID string) []string
}

// check is one rule of the contract. It returns in which way the adapter breaks it.
type check func(ctx context.Context, s Setup) error

// Run tests an adapter. It calls setup for each test; what setup starts, it ends with t.Cleanup.
func Run(t *testing.T, setup func(t *testing.T) Setup) {
	t.Helper()
	for _, test := range tests() {
		t.Run(test.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			if err := test.check(ctx, setup(t)); err != nil {
				t.Error(err)
			}
		})
	}
}

type namedCheck struct {
	name  string
	check check
}

func tests() []namedCheck {
	return []namedCheck{
		{"sends in order", sendsInOrder},
		{"leaves what it sends as it is", leavesActivitiesAlone},
		{"stops at what is refused", stopsAtRefusal},
		{"sends nothing to an unknown conversation", refusesUnknownConversation},
		{"updates", updates},
		{"deletes", deletes},
		{"reports an unknown activity", reportsUnknownActivity},
		{"creates a conversation to speak in", createsConversation},
		{"continues a conversation", continuesConversation},
		{"returns the handler's error", returnsHandlerError},
		{"returns the handler's panic", returnsHandlerPanic},
		{"continues a conversation within its own turn", continuesWithinTurn},
		{"honours its context", honoursContext},
		{"is safe for concurrent use", isSafeConcurrently},
	}
}
