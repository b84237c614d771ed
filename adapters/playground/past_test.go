package playground_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/browsertest"
	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// serials are those of what was before.
type serials struct {
	Entries, Exchanges []struct{ Serial int }
}

func TestThePastComesInPages(t *testing.T) {
	t.Parallel()
	p := serve(t, echo())
	w := p.play.World()
	ann := w.People()[0]
	chat := w.PersonalChat(ann)
	for range 1200 {
		_, _, err := w.Send(ann, chat, schema.TextMessage("x"))
		require.NoError(t, err)
	}
	for _, test := range []struct {
		name, before string
		first, last  int
	}{
		{"a page", "1150", 150, 1149},
		{"the rest", "150", 1, 149},
		{"the newest", "5000", 201, 1200},
		{"none", "1", 1, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got serials
			p.get("past", url.Values{"entries": {test.before}}, &got)
			require.Len(t, got.Entries, test.last-test.first+1)
			require.Empty(t, got.Exchanges)
			if len(got.Entries) > 0 {
				require.Equal(t, test.first, got.Entries[0].Serial)
				require.Equal(t, test.last, got.Entries[len(got.Entries)-1].Serial)
			}
		})
	}
	status, _ := p.request(http.MethodGet, "/playground/past?exchanges=x", nil)
	require.Equal(t, http.StatusBadRequest, status)
}

func TestThePastIsBounded(t *testing.T) {
	t.Parallel()
	p := serve(t, echo())
	w := p.play.World()
	ann := w.People()[0]
	for range 100 {
		_, _, err := w.Send(ann, w.PersonalChat(ann), schema.TextMessage(strings.Repeat("x", 100_000)))
		require.NoError(t, err)
	}
	var got serials
	p.get("past", url.Values{"entries": {"101"}}, &got)
	require.InDelta(t, 41, len(got.Entries), 2)
	require.Equal(t, 100, got.Entries[len(got.Entries)-1].Serial)
}

func TestInspectorGoesBackAfterAReload(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Needs(t, "CONVO_CHROMIUM")
	p := serve(t, echo())
	conv := fake.Join(t, p.play.World()).Connect(p.play.Handler()).As("Ann Ahmed")
	conv.Says("the first of all")
	for range 700 {
		conv.Says("hi")
	}
	b := open(t, chromium, p)
	b.clicks(`//button[@aria-label="Inspector and other panels"]`)
	b.sees(`//span[@aria-label="Lines"][starts-with(.,"1,000 lines, ")][contains(.," earlier ones")]`)
	b.screenshot("inspector-earlier.png")
	timeline := `document.querySelector('[aria-label="Timeline"]')`
	b.until(`(` + timeline + `.scrollTop = 120) && true`)
	b.sees(`//span[@aria-label="Lines"][not(contains(.,"earlier"))]`)
	b.misses(`//button[.="Load earlier"][not(@hidden)]`)
	require.Greater(t, look[float64](b, timeline+`.scrollTop`), 1000.0, "what was in sight stays there")
	b.until(`(` + timeline + `.scrollTop = 0) === 0`)
	b.clicks(line("the first of all"))
	b.clicks(`//button[text()="Copy as Go test"]`)
	b.until(`document.querySelector('dialog textarea')?.value.includes('Says("the first of all")')`)
}

func TestWhatWentWrongLongAgoIsStillSaid(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Needs(t, "CONVO_CHROMIUM")
	bot := echo()
	bot.OnMessageText("fail", func(context.Context, *framework.TurnContext) error { return errors.New("on purpose") })
	p := serve(t, bot)
	b := open(t, chromium, p)
	b.says("Ann Ahmed", "fail")
	failed := said("Ann Ahmed", "Ann Ahmed", "fail") + `//p[@role="alert"][contains(.,"500")]`
	b.sees(failed)
	conv := fake.Join(t, p.play.World()).Connect(p.play.Handler()).As("Bob Berg")
	for range 600 {
		conv.Says("hi")
	}
	b.do("reload", chromedp.Reload())
	b.sees(failed)
}
