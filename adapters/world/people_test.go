package world_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBlock(t *testing.T) {
	t.Parallel()
	b := setup(t)
	chat, group := b.PersonalChat(b.ann), b.AddGroupChat("Release", b.ann)
	said := b.posts(chat, "hello")
	create := `{"isGroup":false,"members":[{"id":"` + b.ann.AADObjectID + `"}]}`

	b.Block(b.ann)
	const code = "ConversationBlockedByUser"
	b.refuses(http.MethodPost, activities(chat), hello, http.StatusForbidden, code)
	b.refuses(http.MethodPut, activity(chat, said), hello, http.StatusForbidden, code)
	b.refuses(http.MethodDelete, activity(chat, said), "", http.StatusForbidden, code)
	b.refuses(http.MethodPost, "v3/conversations", create, http.StatusForbidden, code)
	b.posts(group, "to all")
	b.posts(b.PersonalChat(b.bob), "to Bob")
	status, _ := b.bot(http.MethodGet, members(chat), "")
	require.Equal(t, http.StatusOK, status)

	b.Unblock(b.ann)
	b.posts(chat, "hello again")
	require.Equal(t, []string{"hello", "hello again"}, b.texts(chat))
}

func TestUnreachable(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.AddTeam("Contoso", b.ann)
	b.Unreachable(b.ann)
	b.refuses(http.MethodPost, "v3/conversations", `{"members":[{"id":"`+b.ann.ID+`"}]}`, http.StatusForbidden, "ForbiddenOperationException")
}
