package memory_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/storage/memory"
	"github.com/convobot/convo/framework/storage/storagetest"
)

func TestInbox(t *testing.T) {
	t.Parallel()
	storagetest.Inbox(t, func(*testing.T) storagetest.InboxDatabase {
		first := memory.NewInbox()
		return storagetest.InboxDatabase{
			Open: func() framework.Inbox { return first.Replica() },
			Kill: func(inbox framework.Inbox) {
				replica, ok := inbox.(*memory.Inbox)
				assert.True(t, ok)
				replica.Kill()
			},
			Shared: true,
		}
	})
}
