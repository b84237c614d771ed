package playground_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/browsertest"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/handlers"
)

func TestTheKeyboardIsEnough(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	b.sees(box("Ann Ahmed"))

	// Write, in either pane.
	b.presses("1", alt)
	b.writes("first line")
	b.presses(kb.Enter, shift)
	b.writes("second line")
	b.presses(kb.Enter)
	b.sees(said("Ann Ahmed", "Bot", "Echo: first line"))
	b.presses("2", alt)
	b.writes("Bob here")
	b.presses(kb.Enter)
	b.sees(said("Bob Berg", "Bot", "Echo: Bob here"))

	// To the messages, their reactions, and back.
	b.presses("1", alt)
	for !look[bool](b, `document.activeElement.classList.contains("scroll")`) {
		b.presses(kb.Tab, shift)
	}
	b.presses(kb.ArrowUp)
	b.until(`document.activeElement.matches(".message")`)
	b.presses("r")
	b.until(`document.activeElement.ariaLabel === "Like"`)
	b.presses(kb.Enter)
	b.sees(said("Ann Ahmed", "Bot", "Echo: first line") + `//button[@aria-label="Like: Ann Ahmed"]`)
	require.True(t, look[bool](b, `document.activeElement.ariaLabel === "Like"`), "the focus stays")

	// The list of shortcuts, which Escape closes.
	b.presses("?")
	b.sees(`//dialog[@open]//h2[.="Keyboard"]`)
	b.screenshot("shortcuts.png")
	b.presses(kb.Escape)
	b.until(`!document.querySelector("dialog[open]")`)

	// The drawer and its tabs.
	b.presses("i", alt)
	b.until(`document.activeElement.getAttribute("role") === "tab" && document.activeElement.ariaSelected === "true"`)
	b.presses(kb.ArrowRight)
	b.until(`document.activeElement.textContent === "World"`)
	b.screenshot("drawer.png")
	b.presses("i", alt)
	b.until(`document.getElementById("drawer").hidden`)

	// Another person beside these.
	b.do("focus the button", chromedp.Focus(chromedp.CSS("#add-pane")))
	b.presses(kb.Enter)
	b.until(`document.activeElement.type === "search"`)
	b.writes("cleo")
	b.sees(`//ul[@class="people"]/li[1]//button[contains(.,"Cleo Costa")]`)
	b.presses(kb.Enter)
	b.sees(box("Cleo Costa"))
	b.until(`document.activeElement.matches(".box")`)
	b.screenshot("three.png")
}

func TestAReloadKeepsEverything(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	b.goes("Ann Ahmed", "Contoso › Design")
	b.says("Ann Ahmed", "kept")
	b.sees(said("Ann Ahmed", "Bot", "Echo: kept"))
	b.clicks(pane("Ann Ahmed") + `//button[@aria-label="Show this to someone else"]`)
	b.clicks(`//ul[@class="people"]//button[contains(.,"Dan Dubois")]`)
	b.sees(said("Dan Dubois", "Bot", "Echo: kept"))
	b.clicks(pane("Bob Berg") + `//button[contains(@aria-label,"Close")]`)
	b.clicks(box("Dan Dubois"))
	b.writes("half a sentence to @cleo")
	b.sees(`//ul[@role="listbox"]/li[contains(.,"Cleo Costa")]`)
	b.presses(kb.Enter)
	b.clicks(`//button[@aria-label="Theme"]`)
	b.clicks(`//div[@role="menu"]//button[contains(.,"Dark")]`)
	b.presses("i", alt)
	b.sees(`//aside[@id="drawer"]`)

	b.do("reload", chromedp.Reload())
	b.sees(said("Ann Ahmed", "Bot", "Echo: kept"))
	b.sees(said("Dan Dubois", "Bot", "Echo: kept"))
	b.sees(`//aside[@id="drawer"]//button[@role="tab"][@aria-selected="true"][.="Inspector"]`)
	require.Equal(t, []string{"Ann Ahmed", "Dan Dubois"}, look[[]string](b, `[...document.querySelectorAll(".pane")].map((one) => one.ariaLabel)`))
	require.Equal(t, "half a sentence to @Cleo Costa ", look[string](b, `document.querySelector('[aria-label="Dan Dubois"] .talk > form .box').value`))
	require.Equal(t, "dark", look[string](b, `document.documentElement.dataset.theme`))
	b.screenshot("reloaded.png")

	// The mention in the draft is still one.
	b.clicks(box("Dan Dubois"))
	b.presses(kb.Enter)
	b.sees(said("Ann Ahmed", "Dan Dubois", "half a sentence to Cleo Costa") + `//span[@class="mention"][.="Cleo Costa"]`)
}

func TestTimesAreThoseOfThePerson(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Needs(t, "CONVO_CHROMIUM")
	p := serve(t, echo())
	w := p.play.World()
	ann, bob := w.People()[0], w.People()[1]
	ann.TimeZone, ann.Locale = "Asia/Tokyo", "ja-JP"
	bob.TimeZone, bob.Locale = "America/New_York", "en-US"
	w.AddPerson(ann)
	w.AddPerson(bob)
	b := open(t, chromium, p)
	b.goes("Ann Ahmed", "Lunch")
	b.goes("Bob Berg", "Lunch")
	b.says("Ann Ahmed", "now")
	b.sees(said("Bob Berg", "Bot", "Echo: now"))
	sent := w.Messages(w.Conversations()[4].ID)[0].Timestamp.Time
	for person, want := range map[world.Person]string{ann: "15:04", bob: "3:04 PM"} {
		zone, err := time.LoadLocation(person.TimeZone)
		require.NoError(t, err)
		b.sees(said(person.Name, "Ann Ahmed", "now") + fmt.Sprintf(`//time[translate(.,"`+"\u202f"+`"," ")=%q]`, strings.TrimPrefix(sent.In(zone).Format(want), "0")))
	}
	b.screenshot("zones.png")
}

func TestADraftOfAReplyIsKept(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	b.goes("Ann Ahmed", "Contoso › Design")
	b.says("Ann Ahmed", "Which blue?")
	b.sees(said("Ann Ahmed", "Bot", "Echo: Which blue?"))
	b.clicks(pane("Ann Ahmed") + `//button[normalize-space(.)="Reply"]`)
	b.writes("I meant")
	b.do("reload", chromedp.Reload())
	reply := `//li[contains(@class,"post")]//textarea[starts-with(@aria-label,"Reply to")]`
	b.sees(pane("Ann Ahmed") + reply)
	b.until(`document.querySelector(".post textarea").value === "I meant" && document.querySelector(".post textarea").clientHeight > 10`)
	b.clicks(pane("Ann Ahmed") + reply)
	b.presses(kb.Escape)
	b.until(`document.activeElement.textContent === "Reply"`)
}

func TestThePageNoticesThatThePlaygroundIsGone(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	b.sees(box("Ann Ahmed"))
	b.sees(`//span[@data-kind="idle"]`)
	under := func(conditions ...*network.Conditions) {
		_, err := chromedp.Call(b.ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: append([]*network.Conditions{}, conditions...)})
		require.NoError(t, err)
	}
	under(&network.Conditions{Offline: true, DownloadThroughput: -1, UploadThroughput: -1})
	b.says("Ann Ahmed", "into the void")
	b.sees(pane("Ann Ahmed") + `//form//p[@role="alert"][contains(.,"The playground does not answer")]`)
	require.Equal(t, "into the void", look[string](b, `document.querySelector('[aria-label="Ann Ahmed"] .talk > form .box').value`), "what was written is not lost")
	under()
	b.clicks(box("Ann Ahmed"))
	b.presses(kb.Enter)
	b.sees(said("Ann Ahmed", "Bot", "Echo: into the void"))
}

func TestWhatIsUnreadIsMarked(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	unread := pane("Bob Berg") + `//button[@title="Lunch"]//span[@class="unread"]`
	b.goes("Ann Ahmed", "Lunch")
	b.says("Ann Ahmed", "Anyone?")
	b.sees(unread + `[.="2"]`)
	b.do("reload", chromedp.Reload())
	b.sees(unread + `[.="2"]`)
	b.screenshot("unread.png")
	b.goes("Bob Berg", "Lunch")
	b.until(`document.querySelectorAll(".unread:not([hidden])").length === 0`)
	b.do("reload", chromedp.Reload())
	b.sees(said("Bob Berg", "Bot", "Echo: Anyone?"))
	b.until(`document.querySelectorAll(".unread:not([hidden])").length === 0`)
}

func TestPeopleOfACrowdAreFound(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Needs(t, "CONVO_CHROMIUM")
	p := serve(t, echo())
	w := p.play.World()
	all := w.AddGroupChat("All hands", w.People()[0])
	crowd, err := w.AddCrowd(all, "Worker", 100_000)
	require.NoError(t, err)
	someone := crowd.Person(98_765).Name
	b := open(t, chromium, p)
	b.goes("Ann Ahmed", "All hands")
	b.clicks(box("Ann Ahmed"))
	b.writes("@" + strings.ToLower(someone))
	b.sees(fmt.Sprintf(`//ul[@role="listbox"]/li[contains(.,%q)]`, someone))
	b.presses(kb.Escape)
	b.clicks(pane("Ann Ahmed") + `//button[@aria-label="Show this to someone else"]`)
	b.writes(someone)
	b.clicks(fmt.Sprintf(`//ul[@class="people"]//button[contains(.,%q)]`, someone))
	b.says(someone, "hello all")
	b.sees(said("Ann Ahmed", someone, "hello all"))
	b.do("reload", chromedp.Reload())
	b.sees(said(someone, "Bot", "Echo: hello all"))
}

func TestMainTextsAreReadableInEitherTheme(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	b.goes("Ann Ahmed", "Contoso › Design")
	b.says("Ann Ahmed", "Which blue?")
	b.sees(said("Ann Ahmed", "Bot", "Echo: Which blue?"))
	b.goes("Bob Berg", "Lunch")
	b.says("Bob Berg", "Pizza?")
	b.sees(said("Bob Berg", "Bot", "Echo: Pizza?"))
	for _, scheme := range []string{"light", "dark"} {
		_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}},
		})
		require.NoError(t, err)
		b.screenshot(scheme + ".png")
		poor := look[[]string](b, poorContrast)
		require.Empty(t, poor, scheme)
	}
}

// poorContrast returns the texts that are hard to read: whose contrast with what is behind them is less than WCAG AA wants.
const poorContrast = `(() => {
	const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
	const rgba = (color) => {
		canvas.clearRect(0, 0, 1, 1);
		canvas.fillStyle = color;
		canvas.fillRect(0, 0, 1, 1);
		return [...canvas.getImageData(0, 0, 1, 1).data];
	};
	const over = ([r, g, b, a], [R, G, B]) => [r, g, b].map((c, i) => (c * a + [R, G, B][i] * (255 - a)) / 255).concat(255);
	const behind = (element) => {
		const layers = [];
		for (let e = element; e; e = e.parentElement) layers.push(rgba(getComputedStyle(e).backgroundColor));
		return layers.reduceRight((below, layer) => over(layer, below), [255, 255, 255, 255]);
	};
	const luminance = (color) => color.slice(0, 3).map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
		.reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
	const poor = [];
	let looked = 0;
	for (const element of document.querySelectorAll("body *")) {
		const text = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join("");
		if (!text || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
		looked += 1;
		const back = behind(element);
		const [a, b] = [luminance(over(rgba(getComputedStyle(element).color), back)), luminance(back)].sort((x, y) => y - x);
		const ratio = (a + 0.05) / (b + 0.05);
		if (ratio < 4.5) poor.push(ratio.toFixed(2) + " " + element.className + ": " + text);
	}
	return looked < 20 ? ["only " + looked + " texts"] : poor;
})()`

func TestNothingLeavesTheOrigin(t *testing.T) {
	t.Parallel()
	var bot handlers.ActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, `<script>alert(1)</script> **bold** [link](javascript:alert(2))`)
	})
	b := browse(t, &bot)
	b.says("Ann Ahmed", `<img src=y onerror="alert(3)">`)
	b.sees(said("Ann Ahmed", "Bot", "bold"))
	b.goes("Ann Ahmed", "Contoso › General")
	for _, tab := range []string{"Inspector", "World", "Faults", "Desk"} {
		b.do("open the drawer", chromedp.Evaluate[chromedp.Void](`document.getElementById("drawer").hidden && document.querySelector('[aria-controls="drawer"]').click()`))
		b.clicks(fmt.Sprintf(`//button[@role="tab"][.=%q]`, tab))
	}
	require.Greater(t, len(b.asked()), 10)
	for _, asked := range b.asked() {
		u, err := url.Parse(asked)
		require.NoError(t, err)
		if u.Scheme != "data" && u.Scheme != "blob" {
			require.Equal(t, b.page.play.URL(), u.Scheme+"://"+u.Host, asked)
		}
	}

	// What the page's policy forbids would be noticed, and so would an exception.
	require.Empty(t, b.wrong())
	b.do("violate the policy", chromedp.Evaluate[chromedp.Void](`document.body.append(Object.assign(document.createElement("script"), { textContent: "alert(4)" }))`))
	require.Eventually(t, func() bool { return len(b.wrong()) == 1 && strings.Contains(b.wrong()[0], "Content Security Policy") }, patience, pause)
	b.forgive()
}

func TestTheFocusIsNotLostWhenPeopleChange(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	w := b.page.play.World()
	ann := w.People()[0]
	b.clicks(box("Ann Ahmed"))
	b.writes("I am about to")
	_, err := w.RenamePerson(ann.ID, "Ann Berg")
	require.NoError(t, err)
	b.sees(box("Ann Berg"))
	b.until(`document.activeElement.matches('[aria-label="Ann Berg"] .box') && document.activeElement.value === "I am about to"`)
	w.Block(ann)
	b.sees(pane("Ann Berg") + `//p[contains(.,"blocks the bot")]`)
	b.until(`document.activeElement.matches('[aria-label="Ann Berg"] .box') && document.activeElement.value === "I am about to"`)
	require.NoError(t, w.RemovePerson(ann.ID))
	b.misses(pane("Ann Berg"))
	b.until(`document.activeElement.matches('[aria-label="Bob Berg"] .box')`)
}
