package playground_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// troubles is what the page is told of faults and rules.
type troubles struct {
	Faults []struct {
		Text, Conversation string
		Times              int
	}
	Limited  bool
	Starting string
}

func (p *page) troubles() troubles {
	p.t.Helper()
	var s struct{ Troubles troubles }
	p.get("state", nil, &s)
	return s.Troubles
}

func (p *page) arms(fault m) {
	p.t.Helper()
	status, body := p.posts("faults", m{"arm": fault})
	require.Equal(p.t, http.StatusOK, status, body)
}

func TestFaultsAreArmedAndCleared(t *testing.T) {
	t.Parallel()
	p := serve(t, echo())
	for _, tt := range []struct {
		arm  m
		want string
	}{
		{m{"kind": "slow", "seconds": 20}, "fulfilled, and answered late, after 20s"},
		{m{"kind": "busy"}, "refused with 412 PreconditionFailed"},
		{m{"kind": "throttled", "seconds": 3}, "refused with 429 Throttled, to be tried again after 3s"},
		{m{"kind": "failedBefore"}, "refused with 502 BadGateway"},
		{m{"kind": "failedBefore", "status": 503}, "refused with 503 ServiceUnavailable"},
		{m{"kind": "failedAfter", "status": 500}, "fulfilled, and answered with 500 InternalServerError"},
		{m{"kind": "lost"}, "fulfilled, and the answer is lost"},
		{m{"kind": "wrongRegion"}, "refused with 403 BadArgument"},
		{m{"kind": "wrongCloud"}, "refused with 403 InvalidBotApiHost"},
		{m{"kind": "duplicate"}, "delivered twice"},
		{m{"kind": "redeliver"}, "delivered again after 15s, an invoke under a new id"},
		{m{"kind": "reorder"}, "overtaken by what comes next"},
	} {
		p.arms(tt.arm)
		now := p.troubles().Faults
		require.Equal(t, tt.want, now[len(now)-1].Text)
		require.Equal(t, 1, now[len(now)-1].Times)
		_, _ = p.posts("faults", m{"clear": true})
		require.Empty(t, p.troubles().Faults)
	}
	chat := p.play.World().Conversations()[0].ID
	p.arms(m{"kind": "busy", "times": 7, "conversation": chat})
	require.Equal(t, chat, p.troubles().Faults[0].Conversation)
	require.Equal(t, 7, p.troubles().Faults[0].Times)

	require.Equal(t, "chats", p.troubles().Starting)
	_, _ = p.posts("faults", m{"limited": true, "starting": "groups"})
	require.True(t, p.troubles().Limited)
	require.Equal(t, "groups", p.troubles().Starting)
	_, _ = p.posts("faults", m{"limited": false})
	require.False(t, p.troubles().Limited)

	for want, in := range map[string]m{
		"there is no fault":        {"arm": m{"kind": "fire"}},
		"1 to 10000 requests":      {"arm": m{"kind": "busy", "times": -1}},
		"0 to 600 seconds":         {"arm": m{"kind": "slow", "seconds": 3600}},
		"a status from 400 to 599": {"arm": m{"kind": "failedBefore", "status": 200}},
		"chats, groups or nothing": {"starting": "all"},
		"the JSON expected here: ": {"arm": "fire"},
	} {
		status, body := p.posts("faults", in)
		require.Equal(t, http.StatusBadRequest, status)
		require.Contains(t, body, want)
	}
}

func TestTheBotMeetsFaults(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		arm     m
		says    []string // Ann, one after the other
		want    []string // that the bot said
		refused []int    // the answers to the bot that were no success; 0 is a connection that was closed
		in      int      // requests in all, both ways
	}{
		"429":        {m{"kind": "throttled"}, []string{"a"}, []string{"Echo: a"}, []int{429}, 3},
		"412":        {m{"kind": "busy", "times": 2}, []string{"a"}, []string{"Echo: a"}, []int{412, 412}, 4},
		"a 502":      {m{"kind": "failedBefore"}, []string{"a", "b"}, []string{"Echo: b"}, []int{502}, 4},
		"502, done":  {m{"kind": "failedAfter"}, []string{"a", "b"}, []string{"Echo: a", "Echo: b"}, []int{502}, 4},
		"lost":       {m{"kind": "lost"}, []string{"a", "b"}, []string{"Echo: a", "Echo: b"}, []int{0}, 4},
		"duplicate":  {m{"kind": "duplicate"}, []string{"a", "b"}, []string{"Echo: a", "Echo: b"}, nil, 5},
		"redelivery": {m{"kind": "redeliver", "seconds": 0.05}, []string{"a", "b"}, []string{"Echo: a", "Echo: b"}, nil, 5},
		"reordering": {m{"kind": "reorder"}, []string{"a", "b"}, []string{"Echo: b", "Echo: a"}, nil, 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := serve(t, echo())
			w := p.play.World()
			ann := w.People()[0]
			chat := w.PersonalChat(ann)
			p.arms(tt.arm)
			for _, text := range tt.says {
				p.act(m{"do": "send", "person": ann.ID, "conversation": chat, "activity": m{"type": "message", "text": text}}, nil)
			}
			said := func() (texts []string) {
				for _, a := range w.Messages(chat) {
					if a.From.ID == w.Bot().ID {
						texts = append(texts, a.Text)
					}
				}
				return texts
			}
			var refused []int
			for _, x := range p.exchanges(tt.in) {
				if x.Direction == "fromBot" && (x.Status < 200 || x.Status > 299) {
					refused = append(refused, x.Status)
				}
			}
			require.Equal(t, tt.want, said())
			require.Empty(t, p.troubles().Faults)
			require.Equal(t, tt.refused, refused)
		})
	}
}
