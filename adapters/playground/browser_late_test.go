package playground_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/teams"
)

// reloads has the browser load the page again and hold a request of it, until release lets it go.
func (b *browser) reloads(url string) (release func()) {
	b.t.Helper()
	b.sees(`//span[@class="bot-status"][@data-kind!="away"]`) // else the page that is left may still be about to ask
	paused := make(chan fetch.RequestID, 8)
	require.NoError(b.t, chromedp.Listen(b.ctx, func(event any) {
		if e, ok := event.(*fetch.EventRequestPaused); ok {
			paused <- e.RequestID
		}
	}))
	_, err := chromedp.Call(b.ctx, fetch.Enable, fetch.EnableParams{Patterns: []*fetch.RequestPattern{{URLPattern: url, RequestStage: fetch.RequestStageRequest}}})
	require.NoError(b.t, err)
	b.do("reload", chromedp.Reload())
	var held fetch.RequestID
	select {
	case held = <-paused:
	case <-b.ctx.Done():
		b.fail("a request of "+url, b.ctx.Err())
	}
	return func() {
		b.t.Helper()
		_, err := chromedp.Call(b.ctx, fetch.ContinueRequest, fetch.ContinueRequestParams{RequestID: held})
		require.NoError(b.t, err)
	}
}

// gates has the page hold its requests from now on whose addresses have a part in them, or their answers: they are in the list
// held, in order, each with go and fail.
//
// A browser that is told to hold requests does so a little later only, so this is for all but what a page asks for at first.
func (b *browser) gates(part string, stage fetch.RequestStage) {
	b.t.Helper()
	look[bool](b, fmt.Sprintf(`(() => {
		const real = fetch;
		Object.assign(globalThis, { held: [], passed: [], gate: true });
		const whole = async (answer) => new Response(await answer.text(), answer);
		globalThis.fetch = async (address, how) => {
			if (!address.includes(%q)) return real(address, how);
			if (!gate) {
				passed.push(real(address, how).then(whole));
				return passed.at(-1);
			}
			const answer = %t && await real(address, how).then(whole);
			await new Promise((go, fail) => held.push({ go, fail }));
			return answer || real(address, how);
		};
		return true;
	})()`, part, stage == fetch.RequestStageResponse))
}

// held waits until there are so many requests that the page holds.
func (b *browser) held(count int) {
	b.t.Helper()
	b.until(fmt.Sprintf("held.length === %d", count))
}

// settled is when the page has drawn what it asked for while nothing was held.
const settled = `Promise.all(passed).then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))))`

// lets lets go on what the page holds, by its number.
func (b *browser) lets(number int) {
	b.t.Helper()
	look[bool](b, fmt.Sprintf("(held[%d].go(), %s)", number, settled))
}

// hears waits until the page was told of what happened in the world so far.
func (b *browser) hears() {
	b.t.Helper()
	look[bool](b, fmt.Sprintf(`import("/page/store.js").then(({ store }) => new Promise((done) => {
		const look = () => { if (store.entries.at(-1)?.serial >= %d) done(true); else setTimeout(look, 15); };
		look();
	}))`, b.page.play.World().Happened()))
}

// posts has a person say something to the bot by another way than this page; it returns the message's id when the bot has
// answered.
func (b *browser) posts(person world.Person, conversation, text string) (id string) {
	b.t.Helper()
	w := b.page.play.World()
	var out struct{ Activity struct{ ID string } }
	b.page.act(m{"do": "send", "person": person.ID, "conversation": conversation, "activity": m{
		"type": "message", "text": "<at>Bot</at> " + text,
		"entities": []m{{"type": "mention", "text": "<at>Bot</at>", "mentioned": m{"id": w.Bot().ID, "name": "Bot"}}},
	}}, &out)
	b.page.until(func() bool {
		return slices.ContainsFunc(w.Timeline(0), func(e world.Entry) bool { return e.Bot && e.Activity != nil && e.Activity.Text == "Echo: "+text })
	})
	return out.Activity.ID
}

// TestAPostAndItsAnswerComeAtOnce says what a page does whose stream is behind: it is told of a new thread and of what was
// said in it by one event.
func TestAPostAndItsAnswerComeAtOnce(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	b.goes("Ann Ahmed", "Contoso › Design")
	release := b.reloads("*/playground/events*")
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
	design := w.Conversations()[6].ID
	root := b.posts(w.People()[0], design, "Which blue?")
	b.gates("/messages", fetch.RequestStageResponse)
	b.clicks(pane("Ann Ahmed") + `//button[@title="Contoso › Design"]`)
	b.held(1)
	b.posts(w.People()[1], teams.ThreadID(design, root), "The darker one")
	b.hears()
	b.lets(0)
	b.sees(said("Ann Ahmed", "Bot", "Echo: The darker one"))
}

// TestChangesBeforeThePageListensAreSeen says that nothing is missed between the state that the page fetches and the stream of
// what changes.
func TestChangesBeforeThePageListensAreSeen(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	release := b.reloads("*/playground/events*")
	b.sees(box("Ann Ahmed"))
	w := b.page.play.World()
	w.AddGroupChat("Launch", w.People()[0])
	release()
	b.sees(pane("Ann Ahmed") + `//button[@title="Launch"]`)
}

func TestWhatIsSaidInANewConversationIsUnread(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	b.sees(box("Ann Ahmed"))
	w := b.page.play.World()
	ann, bob := w.People()[0], w.People()[1]
	b.posts(bob, w.AddGroupChat("Launch", ann, bob), "Ready?")
	b.sees(pane("Ann Ahmed") + `//button[@title="Launch"]//span[@class="unread"][.="2"]`)
}

func TestTheBotCanBeMentionedAsSoonAsItIsInstalled(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	w := b.page.play.World()
	chat := w.AddGroupChat("Launch", w.People()[0])
	_, err := w.Uninstall(w.People()[0], chat)
	require.NoError(t, err)
	b.goes("Ann Ahmed", "Launch")
	b.clicks(box("Ann Ahmed"))
	b.writes("Ready")
	_, err = w.Install(w.People()[0], chat)
	require.NoError(t, err)
	b.sees(pane("Ann Ahmed") + `//button[contains(@class,"mention-bot")]`)
	b.writes("?")
	b.presses(kb.Enter)
	b.sees(said("Ann Ahmed", "Bot", "Echo: Ready?"))
}

func TestWhatCameWhileNobodyLookedIsReadByLooking(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	b.goes("Ann Ahmed", "Lunch")
	b.goes("Bob Berg", "Bot")
	w := b.page.play.World()
	look[bool](b, `(Object.defineProperty(document, "visibilityState", { get: () => globalThis.looks ?? "hidden" }), true)`)
	b.posts(w.People()[1], w.Conversations()[4].ID, "Pizza?")
	unread := pane("Ann Ahmed") + `//button[@title="Lunch"]//span[@class="unread"][not(@hidden)]`
	b.sees(unread)
	look[bool](b, `(globalThis.looks = "visible", document.dispatchEvent(new Event("visibilitychange")))`)
	b.misses(unread)
}
