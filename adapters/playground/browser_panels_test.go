package playground_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/browsertest"
	"github.com/convobot/convo/adapters/world"
)

// nameless returns the controls of the drawer that nothing names for who cannot see.
const nameless = `[...document.querySelectorAll("#drawer button, #drawer input, #drawer select, #drawer textarea")]
	.filter((one) => one.checkVisibility() && !one.ariaLabel?.trim() && !one.textContent.trim() && ![...one.labels ?? []].some((label) => label.textContent.trim()))
	.map((one) => one.outerHTML)`

func TestPanelsAreReadableAndNamedInEitherTheme(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Needs(t, "CONVO_CHROMIUM")
	p, _ := withDesk(t)
	w := p.play.World()
	ann := w.People()[0]
	_, _, err := w.CreateChannel(ann, w.Conversations()[5].ID, "Partners", "shared")
	require.NoError(t, err)
	w.AddTeam("Northwind", ann)
	w.Block(ann)
	w.Unreachable(ann)
	w.Inject(world.Fault{Status: 429, Times: 3})
	b := open(t, chromium, p)
	for i, shown := range []struct {
		panel string
		steps []string // what is clicked
	}{
		{"World", []string{item("Ann Ahmed")}},
		{"World", []string{item("Contoso")}},
		{"World", []string{item("# Partners")}},
		{"World", []string{`//button[@aria-label="New meeting"]`}},
		{"World", []string{`//button[@aria-label="New person"]`, button("Add the person")}},
		{"Faults", []string{preset("412")}},
		{"Desk", []string{row("Ann Ahmed") + `//input`, row("Lunch") + `//input`}},
	} {
		b.until(`document.getElementById("drawer").hidden === false || !document.querySelector('[aria-controls="drawer"]').click()`)
		b.clicks(fmt.Sprintf(`//button[@role="tab"][normalize-space(.)=%q]`, shown.panel))
		for _, step := range shown.steps {
			b.clicks(step)
		}
		require.Empty(t, look[[]string](b, nameless), shown.steps)
		for _, scheme := range []string{"light", "dark"} {
			_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
				Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}},
			})
			require.NoError(t, err)
			b.screenshot(fmt.Sprintf("panels-%d-%s.png", i+1, scheme))
			require.Empty(t, look[[]string](b, poorContrast), "%s %v", scheme, shown)
		}
	}
}
