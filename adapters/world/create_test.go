package world_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
)

func TestStartGroups(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		members func(b town) []string
		want    []string // empty if it is refused
	}{
		{"by id", func(b town) []string { return []string{b.ann.ID, b.bob.ID} }, []string{"Ann Berg", "Bob"}},
		{"by Entra id", func(b town) []string { return []string{b.bob.AADObjectID, b.ann.AADObjectID} }, []string{"Bob", "Ann Berg"}},
		{"with the bot", func(b town) []string { return []string{b.Bot().ID, "28:other", b.ann.ID} }, []string{"Ann Berg"}},
		{"named twice", func(b town) []string { return []string{b.ann.ID, b.ann.AADObjectID} }, []string{"Ann Berg"}},
		{"with a stranger", func(b town) []string { return []string{"29:nobody", b.ann.ID} }, []string{"Ann Berg"}},
		{"without who is out of reach", func(b town) []string {
			b.Unreachable(b.bob)
			return []string{b.bob.ID, b.ann.ID}
		}, []string{"Ann Berg"}},
		{"of nobody", func(town) []string { return []string{"29:nobody"} }, nil},
		{"without members", func(town) []string { return nil }, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			b.AllowStarting(world.StartGroups)
			parameters := schema.ConversationParameters{IsGroup: true, TopicName: "Launch", Activity: schema.TextMessage("hello")}
			for _, id := range tt.members(b) {
				parameters.Members = append(parameters.Members, schema.ChannelAccount{ID: id})
			}
			body, err := json.Marshal(parameters)
			require.NoError(t, err)
			if tt.want == nil {
				b.refuses(http.MethodPost, "v3/conversations", string(body), http.StatusBadRequest, "BadSyntax")
				return
			}
			status, answer := b.bot(http.MethodPost, "v3/conversations", string(body))
			require.Equal(t, http.StatusCreated, status, answer)
			var created schema.ConversationResourceResponse
			require.NoError(t, json.Unmarshal([]byte(answer), &created))
			require.NotEmpty(t, created.ActivityID)
			require.Equal(t, []string{"hello"}, b.texts(created.ID))

			_, listed := b.bot(http.MethodGet, members(created.ID), "")
			var people []schema.ChannelAccount
			require.NoError(t, json.Unmarshal([]byte(listed), &people))
			var names []string
			for _, p := range people {
				names = append(names, p.Name)
			}
			require.Equal(t, tt.want, names)

			happened := b.Timeline(0)
			require.Equal(t, world.Started, happened[0].Kind)
			require.Equal(t, "Launch", happened[0].Where)
			require.Len(t, happened[0].Activity.MembersAdded, len(tt.want))
			said, told, err := b.Send(b.ann, created.ID, b.mentioning("hi"))
			require.NoError(t, err)
			require.True(t, told)
			require.Equal(t, schema.ConversationGroup, said.Conversation.ConversationType)
		})
	}
}

// What a channel does not let a bot start, it does not start; the rest goes on.
func TestStartNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	chat, team := b.PersonalChat(b.ann), b.AddTeam("Contoso", b.ann)
	b.AllowStarting(world.StartNothing)
	for _, body := range []string{
		`{"members":[{"id":"` + b.ann.ID + `"}]}`,
		`{"isGroup":true,"channelData":{"channel":{"id":"` + team.ID + `"}},"activity":` + hello + `}`,
		`{"isGroup":true,"members":[{"id":"` + b.ann.ID + `"}]}`,
	} {
		b.refuses(http.MethodPost, "v3/conversations", body, http.StatusMethodNotAllowed, "MethodNotAllowed")
	}
	b.posts(chat, "hello")
	b.AllowStarting(world.StartChats)
	status, _ := b.bot(http.MethodPost, "v3/conversations", `{"members":[{"id":"`+b.ann.ID+`"}]}`)
	require.Equal(t, http.StatusCreated, status)
}
