package playground_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/browsertest"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

const adaptive = `{"contentType":"application/vnd.microsoft.card.adaptive","content":`

// showsCards is an Adaptive Card with a card in it, and one in that, and so on.
func showsCards(deep int) string {
	card := `{"type":"AdaptiveCard","version":"1.5"}`
	for range deep {
		card = `{"type":"AdaptiveCard","version":"1.5","actions":[{"type":"Action.ShowCard","title":"x","card":` + card + `}]}`
	}
	return card
}

// asBot sends a request to the connector as the bot.
func asBot(t *testing.T, p *page, token, method, path, body string) {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), method, p.play.URL()+"/teams/v3/"+path, strings.NewReader(body))
	req.Header.Set("Authorization", "Bearer "+token)
	p.play.ServeHTTP(httptest.NewRecorder(), req)
}

// The page of a playground in which the bot asked for what cannot be comes up, and goes on.
func TestHostileRequestsInTheBrowser(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Needs(t, "CONVO_CHROMIUM")
	p := serve(t, echo())
	token := botToken(t, p)
	strange := func() {
		for _, id := range []string{";messageid=1", ";messageid=", "__proto__", "constructor", "%00", "%E0%A4", "..%2f..%2f", " ", "a;messageid=__proto__"} {
			path := "conversations/" + strings.ReplaceAll(id, " ", "%20")
			asBot(t, p, token, http.MethodPost, path+"/activities", `{"type":"message","text":"x"}`)
			asBot(t, p, token, http.MethodGet, path+"/members", "")
			asBot(t, p, "", "`id`", path, "")
		}
	}
	strange()
	b := open(t, chromium, p)
	b.until(`document.querySelector('.talk[data-loaded]') !== null`)
	strange()
	b.clicks(`//button[@aria-label="Inspector and other panels"]`)
	b.until(lines + `.length > 10`)
	b.says("Ann Ahmed", "hi")
	b.sees(said("Ann Ahmed", "Bot", "Echo: hi"))
}

// A card that the bot edits whenever it is asked to refresh it stops refreshing itself, and says so.
func TestACardThatRefreshesItselfForEver(t *testing.T) {
	t.Parallel()
	bot := &handlers.TeamsActivityHandler{}
	card := func(turn *framework.TurnContext, text string) *schema.Activity {
		return cardMessage(votesCard(text, turn))
	}
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := turn.SendActivity(ctx, card(turn, "first"))
		return err
	})
	var asked atomic.Int64
	handlers.OnAdaptiveCardAction(bot, "refresh", func(ctx context.Context, turn *framework.TurnContext, _ struct{}) (schema.AdaptiveCardInvokeResponse, error) {
		edited := card(turn, fmt.Sprintf("edited %d times", asked.Add(1)))
		edited.ID = turn.Activity.ReplyToID
		_, err := turn.UpdateActivity(ctx, edited)
		return schema.MessageResponse("done"), err
	})
	b := browse(t, bot)
	b.says("Ann Ahmed", "hi")
	b.sees(said("Ann Ahmed", "Bot", "edited 30 times"))
	b.sees(`//*[contains(text(),"its card does not refresh itself now")]`)
	require.Equal(t, int64(30), asked.Load())
}

// Whatever a bot sends, be it refused or not, the page goes on: messages and the inspector's lines come up after it, and nothing is
// thrown. What is too much to draw does not take the page for minutes, which it would do again at every reload.
func TestHostileMessagesInTheBrowser(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	token := botToken(t, b.page)
	ann := b.page.play.World().People()[0]
	path := "conversations/" + url.PathEscape(b.page.play.World().PersonalChat(ann)) + "/activities"
	post := func(body string) { asBot(t, b.page, token, http.MethodPost, path, body) }
	b.until(`document.querySelector('.talk[data-loaded]') !== null`)
	b.clicks(`//button[@aria-label="Inspector and other panels"]`)
	message := func(text string) string { return fmt.Sprintf(`{"type":"message","text":%q}`, text) }
	attached := func(attachments string) string {
		return `{"type":"message","text":"x","attachments":[` + attachments + `]}`
	}
	for i, body := range []string{
		// What is of another type than it should be.
		`{"type":"message","attachments":{"x":1}}`,
		attached(`null`),
		attached(`{"contentType":5,"content":{"body":[null]}}`),
		attached(`{"contentType":"x","content":{"body":{"find":1},"title":{"toString":1}}}`),
		`{"type":"message","text":{"toString":1}}`,
		`{"type":"messageReaction","reactionsAdded":[null],"reactionsRemoved":{"a":1}}`,
		`{"type":"message","text":"x","value":{"action":{"verb":{"toString":1}},"data":{"dialog_id":{"toString":5}}}}`,
		`{"type":"message","text":"<at>x</at>","entities":[{"type":"mention","text":5,"mentioned":5},{"type":{"a":1}},{"type":"streaminfo"}]}`,
		`{"type":"message","text":"x","__proto__":{"a":1},"channelData":{"__proto__":{"eventType":{"toString":1}}}}`,
		attached(adaptive + `{"type":"AdaptiveCard","version":"1.5","body":[{"type":"__proto__"},{"type":"Input.Text","id":"__proto__"},` +
			`{"type":"toString","fallback":{"type":"constructor"}}],"actions":[{"type":"__proto__"},null]}}`),
		// What is too much.
		attached(strings.Repeat(`null,`, 19_000) + `null`),
		attached(adaptive + strings.Repeat(`[`, 9000) + strings.Repeat(`]`, 9000) + `}`),
		attached(adaptive + showsCards(1000) + `}`),
		message("# a" + strings.Repeat(" ", 90_000) + "b"),
		message("# a" + strings.Repeat(" #", 45_000) + "b"),
		message(strings.Repeat("*_", 45_000)),
		message(strings.Repeat("[a](b ", 16_000)),
		message(strings.Repeat("- ", 45_000) + "x"),
	} {
		post(body)
		marker := fmt.Sprintf("after %d", i)
		post(message(marker))
		b.until(fmt.Sprintf(`[...document.querySelectorAll('.message .body')].at(-1)?.textContent === %q`, marker))
		b.until(fmt.Sprintf(`[...%s].at(-1)?.textContent.includes(%q)`, lines, marker))
		require.Empty(t, b.wrong(), "%.300s", body)
	}
	drawn := look[[]int](b, `['.attachments > .card-not-drawn', '.card-panel'].map((selector) => Math.max(...[...document.querySelectorAll('.message')].map((one) => one.querySelectorAll(selector).length)))`)
	require.Equal(t, []int{101, 21}, drawn, "attachments, and cards in cards, that one message shows")
}

// The timeline's lines are a command for a shell that runs what was asked for, and nothing that the bot wrote.
func TestNoShellIsInjected(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	got := look[string](b, `import('/page/inspector/copy.js').then(({curl}) => curl({method: '`+"`id`"+`', url: "/a'$(id)", headers: {"x'": "$(id)"}, body: "';id"}))`)
	require.Equal(t, `curl -X '`+"`id`"+`' '`+b.page.play.URL()+`/a'\''$(id)' -H 'x'\'': $(id)' --data-raw '"'\'';id"'`, got)
}
