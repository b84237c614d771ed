package world_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
)

// seen draws a page: texts, and what is particular about them.
func seen(page []world.MessageView) []string {
	lines := []string{}
	for _, v := range page {
		line := v.Activity.Text
		if v.Edited {
			line += " edited"
		}
		if v.Deleted {
			line += "deleted"
		}
		if v.Only != "" {
			line += " only " + v.Only
		}
		if v.Replies > 0 {
			line += " +" + strconv.Itoa(v.Replies)
		}
		for _, r := range v.Reactions {
			line += " " + r.Type
		}
		lines = append(lines, line)
	}
	return lines
}

func TestPage(t *testing.T) {
	t.Parallel()
	b := setup(t)
	chat := b.PersonalChat(b.ann)
	var ids []string
	for i := range 10 {
		ids = append(ids, b.posts(chat, fmt.Sprint(i)))
	}
	for _, tt := range []struct {
		before string
		limit  int
		want   string
	}{
		{"", 3, "7 8 9"},
		{ids[7], 3, "4 5 6"},
		{ids[1], 3, "0"},
		{ids[0], 3, ""},
		{"", 0, "0 1 2 3 4 5 6 7 8 9"},
		{"", 100, "0 1 2 3 4 5 6 7 8 9"},
		{"0", 3, ""},
		{"no id", 3, "7 8 9"}, // newer than all
	} {
		require.Equal(t, tt.want, strings.Join(seen(b.Page(b.ann, chat, tt.before, tt.limit)), " "), tt)
	}
	require.Nil(t, b.Page(b.bob, chat, "", 3), "not his")
	require.Nil(t, b.Page(b.ann, "a:none", "", 3))
}

func TestMessage(t *testing.T) {
	t.Parallel()
	b := setup(t)
	group, channel := b.AddGroupChat("Release", b.ann, b.bob), b.AddTeam("Contoso", b.ann, b.bob).ID
	slip := b.posts(group, "slip")
	status, _ := b.bot(http.MethodDelete, activity(group, slip), "")
	require.Equal(t, http.StatusOK, status)
	said := b.posts(group, "said")
	status, _ = b.bot(http.MethodPost, activities(group)+"?isTargetedActivity=true", `{"type":"message","text":"psst","recipient":{"id":"`+b.bob.ID+`"}}`)
	require.Equal(t, http.StatusCreated, status)
	psst := b.MessagesFor(b.bob, group)[1].ID
	root, _, err := b.Send(b.ann, channel, schema.TextMessage("root"))
	require.NoError(t, err)
	thread := root.Conversation.ID
	reply := b.posts(thread, "reply")

	for name, tt := range map[string]struct {
		by               world.Person
		conversation, id string
		want             []string
	}{
		"of a chat":                      {b.ann, group, said, []string{"said"}},
		"deleted":                        {b.ann, group, slip, []string{"deleted"}},
		"for one person":                 {b.bob, group, psst, []string{"psst only Bob"}},
		"for someone else":               {b.ann, group, psst, nil},
		"that began a thread":            {b.bob, thread, root.ID, []string{"root +1"}},
		"a thread, seen in the channel":  {b.bob, channel, root.ID, []string{"root +1"}},
		"in a thread":                    {b.bob, thread, reply, []string{"reply"}},
		"in a thread, not the channel":   {b.bob, channel, reply, nil},
		"of another conversation":        {b.bob, thread, said, nil},
		"with no such id":                {b.ann, group, "0", nil},
		"for who is not there":           {world.Person{ID: "29:nobody"}, group, said, nil},
		"of a conversation that is none": {b.ann, "a:none", said, nil},
	} {
		view, ok := b.Message(tt.by, tt.conversation, tt.id)
		require.Equal(t, tt.want != nil, ok, name)
		if ok {
			require.Equal(t, tt.want, seen([]world.MessageView{view}), name)
		}
	}
}

func TestPageShowsWhatBecame(t *testing.T) {
	t.Parallel()
	b := setup(t)
	group := b.AddGroupChat("Release", b.ann, b.bob)
	said, _, err := b.Send(b.ann, group, schema.TextMessage("draft"))
	require.NoError(t, err)
	_, _, err = b.Edit(b.ann, group, said.ID, schema.TextMessage("final"))
	require.NoError(t, err)
	slip, _, err := b.Send(b.bob, group, schema.TextMessage("slip"))
	require.NoError(t, err)
	_, _, err = b.Delete(b.bob, group, slip.ID)
	require.NoError(t, err)
	answer := b.posts(group, "answer")
	status, _ := b.bot(http.MethodPut, activity(group, answer), `{"type":"message","text":"better"}`)
	require.Equal(t, http.StatusOK, status)
	_, _, err = b.React(b.bob, group, answer, schema.ReactionLike, true)
	require.NoError(t, err)
	status, _ = b.bot(http.MethodPost, activities(group)+"?isTargetedActivity=true", `{"type":"message","text":"psst","recipient":{"id":"`+b.bob.ID+`"}}`)
	require.Equal(t, http.StatusCreated, status)

	require.Equal(t, []string{"final edited", "deleted", "better edited like"}, seen(b.Page(b.ann, group, "", 0)))
	page := b.Page(b.bob, group, "", 0)
	require.Equal(t, []string{"final edited", "deleted", "better edited like", "psst only Bob"}, seen(page))
	require.Equal(t, []string{slip.ID, "Bob", group}, []string{page[1].Activity.ID, page[1].Activity.From.Name, page[1].Activity.Conversation.ID})
	require.Equal(t, "Bob", page[2].Reactions[0].Who)
	for _, v := range page {
		require.False(t, v.Posted.IsZero())
	}

	_, _, err = b.Undelete(b.bob, group, slip.ID)
	require.NoError(t, err)
	require.Equal(t, "slip", b.Page(b.bob, group, "", 0)[1].Activity.Text)
}

func TestPageOfThreads(t *testing.T) {
	t.Parallel()
	b := setup(t)
	channel := b.AddTeam("Contoso", b.ann, b.bob).ID
	var threads []string
	for _, text := range []string{"one", "two"} {
		root, _, err := b.Send(b.ann, channel, schema.TextMessage(text))
		require.NoError(t, err)
		threads = append(threads, root.Conversation.ID)
	}
	b.posts(threads[0], "first reply")
	second := b.posts(threads[0], "second reply")
	b.posts(threads[0], "third reply")
	status, _ := b.bot(http.MethodDelete, activity(threads[0], second), "")
	require.Equal(t, http.StatusOK, status)
	b.posts(channel, "three")

	require.Equal(t, []string{"one +2", "two", "three"}, seen(b.Page(b.bob, channel, "", 0)))
	require.Equal(t, []string{"one +2", "first reply", "deleted", "third reply"}, seen(b.Page(b.bob, threads[0], "", 0)))
	require.Equal(t, []string{"first reply"}, seen(b.Page(b.bob, threads[0], second, 1)))
	require.Equal(t, []string{"two"}, seen(b.Page(b.bob, threads[1], "", 0)))
	require.Equal(t, []string{"one", "first reply", "third reply"}, b.texts(threads[0]))
}

// BenchmarkPage is a page of 50 messages in a chat of some size, the newest.
func BenchmarkPage(b *testing.B) {
	for _, size := range []int{50, 10_000} {
		b.Run(strconv.Itoa(size), func(b *testing.B) {
			w := world.New(world.Config{})
			ann := w.AddPerson(world.Person{Name: "Ann"})
			chat := w.PersonalChat(ann)
			for range size {
				if _, _, err := w.Send(ann, chat, schema.TextMessage("hi")); err != nil {
					b.Fatal(err)
				}
			}
			for b.Loop() {
				if len(w.Page(ann, chat, "", 50)) != 50 {
					b.Fatal("not a page")
				}
			}
		})
	}
}
