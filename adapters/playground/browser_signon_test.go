package playground_test

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/browsertest"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

func TestSingleSignOnIsSilentForWhoAgreed(t *testing.T) {
	t.Parallel()
	var bot handlers.TeamsActivityHandler
	var cards atomic.Int64
	var refuses atomic.Bool
	bot.OnMessageText("sign in", func(ctx context.Context, turn *framework.TurnContext) error {
		card := schema.NewOAuthCard("graph", "Please sign in", "Sign in", "https://example.com/login")
		card.TokenExchangeResource = schema.TokenExchangeResource{ID: "card-" + strconv.FormatInt(cards.Add(1), 10), URI: "api://bot"}
		_, err := turn.SendActivity(ctx, schema.AttachmentMessage(card.Attachment()))
		return err
	})
	handlers.OnInvoke(&bot, schema.InvokeSignInTokenExchange, func(ctx context.Context, turn *framework.TurnContext, offered schema.TokenExchangeInvokeRequest) (any, error) {
		if refuses.Load() {
			return nil, &framework.InvokeError{Status: http.StatusPreconditionFailed}
		}
		return nil, turn.SendText(ctx, "Welcome with "+offered.ID)
	})
	ears := &heard{bot: &bot}
	b := browse(t, ears)
	ann := "Ann Ahmed"
	b.says(ann, "sign in")
	b.clicks(control(said(ann, "Bot", "Please sign in"), "Sign in"))
	in := window("Sign in to graph as Ann Ahmed")
	b.clicks(in + `//label[contains(.,"sign in silently")]/input`)
	b.screenshot("sign-in-silently.png")
	b.clicks(control(in, "Single sign-on"))
	b.sees(said(ann, "Bot", "Welcome with card-1"))

	// From now on nobody has to press anything, and the card is not seen, after a reload either.
	b.says(ann, "sign in")
	b.sees(said(ann, "Bot", "Welcome with card-2"))
	silent := said(ann, "Bot", "Signed in to graph silently: Teams does not show this card.")
	b.sees(silent)
	b.misses(silent + `//button[normalize-space(.)="Sign in"]`)
	b.do("reload", chromedp.Reload())
	b.sees(silent)
	require.Len(t, ears.of(schema.TypeInvoke), 2)
	require.NotEmpty(t, ears.of(schema.TypeInvoke)[1].ReplyToID)

	// If the bot refuses, the card is there.
	refuses.Store(true)
	b.says(ann, "sign in")
	failed := said(ann, "Bot", "Single sign-on failed, so Teams shows the card.")
	b.sees(control(failed, "Sign in"))
	b.screenshot("signed-in-silently.png")
	b.says("Bob Berg", "sign in")
	b.sees(said("Bob Berg", "Bot", "Please sign in"))
	require.Len(t, ears.of(schema.TypeInvoke), 3, "Bob did not agree")

	// In the world panel it is taken back.
	b.opens("World")
	b.clicks(item(ann))
	b.clicks(`//article//label[contains(.,"Signs in silently")]/input`)
	b.clicks(`//button[@aria-label="Close the drawer"]`)
	b.says(ann, "sign in")
	b.until(`[...document.querySelectorAll('[aria-label="Ann Ahmed"] .of-bot button')].filter((one) => one.textContent === "Sign in").length === 3`)
	require.Len(t, ears.of(schema.TypeInvoke), 3)
	b.presses(kb.Escape)
}

// TestSingleSignOnIsSilentFromTheFirstCard says so of the card with which a bot greets who has just installed it.
func TestSingleSignOnIsSilentFromTheFirstCard(t *testing.T) {
	t.Parallel()
	var bot handlers.TeamsActivityHandler
	bot.OnMembersAdded(func(ctx context.Context, turn *framework.TurnContext, _ []schema.ChannelAccount) error {
		card := schema.NewOAuthCard("graph", "Please sign in", "Sign in", "https://example.com/login")
		card.TokenExchangeResource = schema.TokenExchangeResource{ID: "card", URI: "api://bot"}
		_, err := turn.SendActivity(ctx, schema.AttachmentMessage(card.Attachment()))
		return err
	})
	offered := make(chan string, 1)
	handlers.OnInvoke(&bot, schema.InvokeSignInTokenExchange, func(_ context.Context, turn *framework.TurnContext, _ schema.TokenExchangeInvokeRequest) (any, error) {
		offered <- turn.Activity.From.Name
		return nil, nil
	})
	b := browse(t, &bot)
	eve := b.page.play.World().AddPerson(world.Person{Name: "Eve Eklund"})
	look[bool](b, `Promise.all([import("/page/dialogs/signon.js"), import("/page/store.js")]).then(([{ signInSilently }, { store }]) => new Promise((done) => {
		const agree = () => { if (store.person("`+eve.ID+`")) done(!signInSilently(store.person("`+eve.ID+`"), true)); else setTimeout(agree, 15); };
		agree();
	}))`)
	b.page.world(m{"do": "install", "by": eve.ID})
	select {
	case name := <-offered:
		require.Equal(t, "Eve Eklund", name)
	case <-time.After(patience):
		require.Fail(t, "nobody signed in")
	}
}

func TestMoreThanFitsIsSaid(t *testing.T) {
	t.Parallel()
	p := serve(t, echo())
	status, answer := p.request(http.MethodPost, "/playground/acts", bytes.Repeat([]byte(" "), 17<<20))
	require.Equal(t, http.StatusRequestEntityTooLarge, status)
	require.Contains(t, answer, "the playground takes 16 MiB at once")

	b := open(t, browsertest.Needs(t, "CONVO_CHROMIUM"), p)
	b.sees(box("Ann Ahmed"))
	require.Equal(t, "This is 18 MiB with what goes with it, and the playground takes 16 MiB at once.",
		look[string](b, `import('/page/api.js').then(({ post }) => post('acts', { do: 'x'.repeat(17 << 20) })).catch((err) => err.message)`))
}
