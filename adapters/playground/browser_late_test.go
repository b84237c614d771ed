package playground_test

import (
	"testing"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/teams"
)

// holds has the browser hold a request of the page, or the answer to it. wait returns when one is held, and release lets it go.
func (b *browser) holds(url string, stage fetch.RequestStage) (wait, release func()) {
	b.t.Helper()
	paused := make(chan fetch.RequestID, 8)
	require.NoError(b.t, chromedp.Listen(b.ctx, func(event any) {
		if e, ok := event.(*fetch.EventRequestPaused); ok {
			paused <- e.RequestID
		}
	}))
	_, err := chromedp.Call(b.ctx, fetch.Enable, fetch.EnableParams{Patterns: []*fetch.RequestPattern{{URLPattern: url, RequestStage: stage}}})
	require.NoError(b.t, err)
	var held fetch.RequestID
	return func() {
			b.t.Helper()
			select {
			case held = <-paused:
			case <-b.ctx.Done():
				b.fail("a request of "+url, b.ctx.Err())
			}
		}, func() {
			b.t.Helper()
			_, err := chromedp.Call(b.ctx, fetch.ContinueRequest, fetch.ContinueRequestParams{RequestID: held})
			require.NoError(b.t, err)
		}
}

// posts has a person say something in a channel, or in a thread of it, by another way than this page; it returns when the bot
// has answered.
func (b *browser) posts(person world.Person, conversation, text string) (thread string) {
	b.t.Helper()
	w := b.page.play.World()
	var out struct{ Activity struct{ ID string } }
	b.page.act(m{"do": "send", "person": person.ID, "conversation": conversation, "activity": m{
		"type": "message", "text": "<at>Bot</at> " + text,
		"entities": []m{{"type": "mention", "text": "<at>Bot</at>", "mentioned": m{"id": w.Bot().ID, "name": "Bot"}}},
	}}, &out)
	place, root := teams.SplitThreadID(conversation)
	if root == "" {
		root = out.Activity.ID
	}
	thread = teams.ThreadID(place, root)
	b.page.until(func() bool {
		said := w.Messages(thread)
		return said[len(said)-1].Text == "Echo: "+text
	})
	return thread
}

// TestAPostAndItsAnswerComeAtOnce says what a page does whose stream is behind: it is told of a new thread and of what was
// said in it by one event.
func TestAPostAndItsAnswerComeAtOnce(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	b.goes("Ann Ahmed", "Contoso › Design")
	held, release := b.holds("*/playground/events*", fetch.RequestStageRequest)
	b.do("reload", chromedp.Reload())
	held()
	w := b.page.play.World()
	b.posts(w.People()[0], w.Conversations()[6].ID, "Which blue?")
	release()
	b.sees(said("Ann Ahmed", "Bot", "Echo: Which blue?"))
}

// TestWhatIsSaidWhileAChannelLoads says that a reply is seen which is not in the messages that are on their way to the page.
func TestWhatIsSaidWhileAChannelLoads(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	b.sees(box("Ann Ahmed"))
	w := b.page.play.World()
	thread := b.posts(w.People()[0], w.Conversations()[6].ID, "Which blue?")
	held, release := b.holds("*/playground/messages*", fetch.RequestStageResponse)
	b.clicks(pane("Ann Ahmed") + `//button[@title="Contoso › Design"]`)
	held()
	b.posts(w.People()[1], thread, "The darker one")
	look[bool](b, `import("/page/store.js").then(({ store }) => new Promise((done) => {
		const look = () => { if (store.entries.some((one) => one.activity?.text === "Echo: The darker one")) done(true); else setTimeout(look, 15); };
		look();
	}))`)
	release()
	b.sees(said("Ann Ahmed", "Bot", "Echo: The darker one"))
}
