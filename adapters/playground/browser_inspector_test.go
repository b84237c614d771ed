package playground_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/browsertest"
	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

// line is a line of the timeline in which a part stands.
func line(part string) string {
	return fmt.Sprintf(`//div[@aria-label="Timeline"]//div[@role="option"][contains(., %q)]`, part)
}

const (
	lines   = `document.querySelectorAll('[aria-label="Timeline"] [role=option]')`
	details = `document.querySelector('[aria-label=Details]').innerText`
)

// Whoever opens it sees what happened last, in the look of the page, and goes on seeing that.
func TestTheInspectorOpensAtItsEnd(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Needs(t, "CONVO_CHROMIUM")
	p := serve(t, echo())
	ann := fake.Join(t, p.play.World()).Connect(p.play.Handler()).As("Ann Ahmed")
	for i := range 40 {
		ann.Says(fmt.Sprintf("number %d", i))
	}
	b := open(t, chromium, p)
	styles := look[int](b, `document.styleSheets.length`)
	b.clicks(`//button[@aria-label="Inspector and other panels"]`)
	b.sees(line("Echo: number 39"))
	require.Equal(t, styles, look[int](b, `document.styleSheets.length`), "a style that comes after the lines moves them")
	const atEnd = `(() => { const list = document.querySelector('[aria-label="Timeline"]');
		return list.scrollTop > 0 && list.scrollTop + list.clientHeight >= list.scrollHeight - 1; })()`
	b.until(atEnd)
	ann.Says("one more")
	b.sees(line("Echo: one more"))
	b.until(atEnd)
}

func TestInspectorInTheBrowser(t *testing.T) {
	t.Parallel()
	var bot handlers.ActivityHandler
	bot.OnMessageText("fail", func(context.Context, *framework.TurnContext) error { return errors.New("no such order") })
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "Echo: "+turn.Activity.Text)
	})
	handler, inspect := inspected(&bot)
	chromium := browsertest.Needs(t, "CONVO_CHROMIUM")
	p := serve(t, handler)
	inspect(p.play)
	b := open(t, chromium, p)

	conv := fake.Join(t, p.play.World()).Connect(p.play.Handler())
	ann := conv.As("Ann Ahmed")
	ann.Says("hi")
	b.clicks(`//button[@aria-label="Inspector and other panels"]`)
	b.sees(line("“hi”"))
	b.sees(line("Echo: hi"))
	ann.Says("fail").ExpectError("")
	b.sees(line("“fail”"))

	// Both ways, in the order of time, with who, status and handler.
	b.until(lines + `.length === 3`)
	shown := look[[]string](b, `[...`+lines+`].map((line) => line.innerText.replace(/\s+/g, ' '))`)
	require.Regexp(t, `^[\d:.]+ → Ann Ahmed message “hi” OnMessage 20\d [\d.]+ m?s$`, shown[0])
	require.Regexp(t, `^[\d:.]+ ← Bot sends message “Echo: hi” 201 [\d.]+ m?s$`, shown[1])
	require.Regexp(t, `^[\d:.]+ → Ann Ahmed message “fail” OnMessageText\("fail"\) 500 [\d.]+ m?s$`, shown[2])

	// Details: JSON that folds, headers, what the token claims, what the protocol finds, and the error of the turn.
	b.clicks(line("“fail”"))
	b.until(details + `.includes('no such order')`)
	b.until(details + `.includes('Nothing is wrong with this activity.')`)
	for _, part := range []string{`OnMessageText("fail")`, "Claims of the token", "Headers", `"message"`, `"fail"`} {
		require.Contains(t, look[string](b, details), part)
	}
	require.NotContains(t, look[string](b, details), "Bearer")
	b.clicks(`//section[@aria-label="Body"]/div/details/summary`)
	b.until(`!document.querySelector('[aria-label=Body] details').open`)
	b.screenshot("inspector.png")

	// The keyboard goes from line to line, and selects several.
	b.clicks(line("“hi”"))
	b.presses(kb.ArrowDown)
	b.until(`document.querySelector('[role=option][aria-selected=true]').innerText.includes('Echo: hi')`)
	b.until(details + `.startsWith('From the bot')`)
	b.clicks(`//button[text()="Copy as Go test"]`)
	b.sees(`//dialog//textarea`)
	b.until(`document.querySelector('dialog textarea').value.includes('ExpectText("Echo: hi")')`)
	b.presses(kb.Escape)
	b.misses(`//dialog[@open]`)

	// Filters.
	b.clicks(`//label[contains(., "Only errors")]`)
	b.until(lines + `.length === 1`)
	b.clicks(`//label[contains(., "Only errors")]`)
	b.clicks(`//input[@aria-label="Filter by text"]`)
	b.writes("echo")
	b.until(lines + `.length === 1 && ` + lines + `[0].innerText.includes('Echo: hi')`)
	b.sees(`//span[@aria-label="Lines"][text()="1 of 3 lines"]`)
	b.until(`(() => { const box = document.querySelector('[aria-label="Filter by text"]'); box.value = ''; box.dispatchEvent(new Event('input')); return true; })()`)

	b.clicks(`//button[text()="All as Go test"]`)
	b.sees(`//dialog//textarea`)
	require.Equal(t, p.goTest(nil), look[string](b, `document.querySelector('dialog textarea').value`))
	b.screenshot("inspector-go-test.png")
}

// The clipboard of a headless browser is not read here: what is put there is.
func TestInspectorSaysWhatTeamsWillNotShowOfACard(t *testing.T) {
	t.Parallel()
	var bot handlers.ActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		audio := schema.Attachment{ContentType: schema.ContentTypeAudioCard, Content: schema.AudioCard{Title: "The song"}}
		hero := schema.Attachment{ContentType: schema.ContentTypeHeroCard, Content: schema.HeroCard{Title: "The menu"}}
		_, err := turn.SendActivity(ctx, schema.AttachmentMessage(audio, hero))
		return err
	})
	b := browse(t, &bot)
	b.says("Ann Ahmed", "sing")
	b.clicks(`//button[@aria-label="Inspector and other panels"]`)
	b.clicks(line("sends message"))
	b.until(details + `.includes('Teams does not show application/vnd.microsoft.card.audio.')`)
	b.until(details + `.includes('card.hero: 0.2 kB of the 80 kB that Teams advises, and the 100 kB that it takes; Teams shows all of it.')`)
	b.screenshot("inspector-cards.png")
}

func TestInspectorCopies(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Needs(t, "CONVO_CHROMIUM")
	p := serve(t, echo())
	b := open(t, chromium, p)
	fake.Join(t, p.play.World()).Connect(p.play.Handler()).As("Ann Ahmed").Says("it's me").ExpectText("Echo: it's me")
	b.clicks(`//button[@aria-label="Inspector and other panels"]`)
	b.clicks(line("“it's me”"))
	look[bool](b, `(() => { window.copied = []; navigator.clipboard.writeText = async (text) => { window.copied.push(text); }; return true; })()`)
	b.clicks(`//button[text()="Copy as JSON"]`)
	b.clicks(`//button[text()="Copy as curl"]`)
	b.until(`window.copied.length === 2`)
	b.until(`JSON.parse(window.copied[0]).body.text === "it's me"`)
	command := look[string](b, `window.copied[1]`)
	require.Contains(t, command, "curl -X 'POST' 'http://127.0.0.1:")
	require.Contains(t, command, `-H "Authorization: Bearer $TOKEN"`)
	require.Contains(t, command, `it'\''s me`)
}

// Of 20,000 requests only those exist in the page that can be seen, and it goes through them without delay.
func TestInspectorWithManyRequests(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	b.sees(`//main`)
	took := look[float64](b, `import('/page/inspector/index.js').then(({ mount }) => {
		const listeners = [];
		const exchange = (i) => ({
			serial: i, time: new Date(1.7e12 + i * 10).toISOString(), direction: i % 2 ? 'toBot' : 'fromBot', method: 'POST',
			url: '/teams/v3/conversations/a/activities', status: i % 100 ? 200 : 500, duration: 1e6, conversation: 'a',
			body: { type: 'message', text: 'message ' + i, from: { name: 'Ann' } }, headers: { Accept: 'x'.repeat(500) },
		});
		const store = {
			state: { bot: { name: 'Bot' } }, entries: [], exchanges: Array.from({ length: 20000 }, (_, i) => exchange(i)),
			on: (kind, fn) => listeners.push(fn), conversation: () => undefined, person: () => undefined,
		};
		const root = document.createElement('div');
		root.id = 'many';
		root.style.cssText = 'position: fixed; inset: 0; z-index: 50; background: white';
		document.body.append(root);
		const before = performance.now();
		mount(root, store);
		window.more = () => listeners.forEach((fn) => fn([exchange(20000)]));
		return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - before))));
	})`)
	t.Logf("20,000 requests are shown after %.0f ms", took)
	const many = `document.querySelectorAll('#many [role=option]')`
	b.until(many + `.length > 5 && ` + many + `.length < 100`)
	b.until(`[...` + many + `].at(-1).innerText.includes('message 19999')`)
	look[bool](b, `(() => { window.more(); return true; })()`)
	b.until(`[...` + many + `].at(-1).innerText.includes('message 20000')`)
	frame := look[float64](b, `new Promise((done) => {
		const list = document.querySelector('#many [aria-label=Timeline]');
		const before = performance.now();
		let n = 0;
		const step = () => { list.scrollTop = (n * 7919 * 26) % list.scrollHeight; n += 1; if (n < 50) requestAnimationFrame(step); else done((performance.now() - before) / n); };
		requestAnimationFrame(step);
	})`)
	t.Logf("scrolling takes %.1f ms for a frame", frame)
	require.Less(t, frame, 500.0) // all lines would take seconds
	b.clicks(`//div[@id="many"]//input[@aria-label="Filter by text"]`)
	b.writes("message 12345")
	b.until(many + `.length === 1`)
}
