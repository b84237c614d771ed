package playground_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/playground"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
)

// What somebody says goes over HTTP to the bot, with a token, and the bot's answer comes back, with another.
func BenchmarkActAndAnswer(b *testing.B) {
	p := serve(b, echo())
	ann := p.play.World().People()[0]
	said := m{"do": "send", "person": ann.ID, "conversation": p.play.World().PersonalChat(ann), "activity": m{"type": "message", "text": "hi"}}
	var out struct {
		Problem string `json:"problem"`
	}
	for b.Loop() {
		p.act(said, &out)
		require.Empty(b, out.Problem)
	}
}

// A hundred people talk with the bot at once, and everybody gets every answer.
func TestAHundredPeopleTalkAtOnce(t *testing.T) {
	t.Parallel()
	const people, times = 100, 5
	p := serveWith(t, playground.Config{Populate: func(w *world.World) {
		for i := range people {
			w.PersonalChat(w.AddPerson(world.Person{Name: fmt.Sprint("Person ", i)}))
		}
	}}, framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "Echo: "+turn.Activity.Text)
	}))
	w := p.play.World()
	p.client.Transport = &http.Transport{MaxIdleConnsPerHost: people}
	t.Cleanup(p.client.CloseIdleConnections)
	var talking sync.WaitGroup
	for _, one := range w.People() {
		talking.Go(func() {
			for i := range times {
				p.act(m{"do": "send", "person": one.ID, "conversation": w.PersonalChat(one), "activity": m{"type": "message", "text": fmt.Sprint(i)}}, nil)
			}
		})
	}
	talking.Wait()
	for _, one := range w.People() {
		chat := w.PersonalChat(one)
		p.eventually(one.Name, []string{fmt.Sprint(2 * times)}, func() []string { return []string{fmt.Sprint(len(w.Messages(chat)))} })
		var want, answers []string
		for i := range times {
			want = append(want, fmt.Sprint("Echo: ", i))
		}
		for _, a := range w.Messages(chat) {
			if a.From.ID == w.Bot().ID {
				answers = append(answers, a.Text)
			}
		}
		require.ElementsMatch(t, want, answers, one.Name) // on a slow machine one may overtake the other, as after a second in Teams
	}
}
