package playground_test

import (
	"fmt"
	"net/url"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// notice is a line between messages, in the pane of a person.
func notice(in, text string) string {
	return fmt.Sprintf(`%s//li[@class="notice-line"][./span[.=%q]]`, pane(in), text)
}

// dark has the page be dark, or light again.
func (b *browser) dark(on bool) {
	b.t.Helper()
	theme := map[bool]string{true: "dark", false: "light"}[on]
	b.until(fmt.Sprintf(`(document.documentElement.dataset.theme = %q) && true`, theme))
}

func TestWhatPeopleDidStandsBetweenTheMessages(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	w := b.page.play.World()
	ann, dan, group := w.People()[0], w.People()[3], w.Conversations()[4].ID
	b.goes("Ann Ahmed", "Lunch")
	b.goes("Bob Berg", "Contoso › General")
	hint := `getComputedStyle(document.querySelector('[aria-label="Ann Ahmed"] .scroll > .rows'), '::after').content.includes('Write something')`
	_, err := w.Install(ann, group)
	require.NoError(t, err)
	b.sees(notice("Ann Ahmed", "Ann Ahmed added Bot to the chat."))
	b.until(hint)
	b.says("Ann Ahmed", "before")
	b.sees(said("Ann Ahmed", "Bot", "Echo: before"))
	b.until("!" + hint)
	_, err = w.AddMembers(ann, group, dan)
	require.NoError(t, err)
	b.sees(notice("Ann Ahmed", "Ann Ahmed added Dan Dubois to the chat."))
	b.says("Ann Ahmed", "between")
	b.sees(said("Ann Ahmed", "Bot", "Echo: between"))
	_, err = w.RenameChat(ann, group, "Dinner")
	require.NoError(t, err)
	b.sees(notice("Ann Ahmed", "Ann Ahmed renamed the chat to Dinner."))
	b.sees(pane("Ann Ahmed") + `//h2[.="Dinner"]`)

	// In a team, it is the General channel that tells, and a channel of its new name itself.
	design := w.Conversations()[6].ID
	for _, c := range []world.Change{
		{Event: teams.EventChannelRenamed, Name: "Product"},
		{Event: teams.EventChannelDeleted},
		{Event: teams.EventChannelRestored},
		{Event: teams.EventTeamRenamed, Name: "Contoso 2"},
	} {
		_, err = w.Change(ann, design, c)
		require.NoError(t, err)
	}
	b.says("Bob Berg", "so many changes")
	b.sees(said("Bob Berg", "Bot", "Echo: so many changes"))
	_, _, err = w.CreateChannel(ann, w.Conversations()[5].ID, "News", "standard")
	require.NoError(t, err)

	order := `[...document.querySelectorAll('[aria-label=%q] .talk .scroll > .rows > li')].map((one) =>
		(one.querySelector(':scope > span') ?? one.querySelector('.body')).textContent)`
	for range 2 { // and so it is after a reload
		b.sees(notice("Bob Berg", "Ann Ahmed created the channel News."))
		b.sees(notice("Ann Ahmed", "Ann Ahmed renamed the chat to Dinner."))
		require.Equal(t, []string{
			"Ann Ahmed added Bot to the chat.", "Bot before", "Echo: before", "Ann Ahmed added Dan Dubois to the chat.", "Bot between", "Echo: between", "Ann Ahmed renamed the chat to Dinner.",
		}, look[[]string](b, fmt.Sprintf(order, "Ann Ahmed")))
		require.Equal(t, []string{
			"Ann Ahmed deleted the channel Product.", "Ann Ahmed restored the channel Product.", "Ann Ahmed renamed the team to Contoso 2.",
			"Bot so many changes", "Ann Ahmed created the channel News.",
		}, look[[]string](b, fmt.Sprintf(order, "Bob Berg")))
		b.do("reload", chromedp.Reload())
	}
	b.goes("Bob Berg", "Contoso 2 › Product")
	b.sees(notice("Bob Berg", "Ann Ahmed renamed the channel to Product."))
	b.goes("Bob Berg", "Contoso 2 › General")
	b.sees(notice("Bob Berg", "Ann Ahmed created the channel News."))
	b.screenshot("notices.png")
	b.dark(true)
	b.screenshot("notices-dark.png")
}

func TestNoticesComeWithThePageTheyStandOn(t *testing.T) {
	t.Parallel()
	p := serve(t, echo())
	w := p.play.World()
	ann, group := w.People()[0], w.Conversations()[4].ID
	rename := func(name string) {
		_, err := w.RenameChat(ann, group, name)
		require.NoError(t, err)
	}
	rename("first")
	for i := range 4 {
		_, _, err := w.Send(ann, group, schema.TextMessage(fmt.Sprintf("message %d", i)))
		require.NoError(t, err)
		rename(fmt.Sprintf("after %d", i))
	}
	type line struct {
		ID, Notice string
		Activity   struct{ ID, Text string }
	}
	before := ""
	var pages [][]string
	for range 3 {
		var lines []line
		p.get("messages", url.Values{"person": {ann.ID}, "conversation": {group}, "limit": {"2"}, "before": {before}}, &lines)
		texts := []string{}
		for _, one := range lines {
			texts = append(texts, one.Activity.Text+one.Notice)
		}
		pages = append(pages, texts)
		if len(lines) > 0 {
			before = lines[0].ID + lines[0].Activity.ID
		}
	}
	renamed := func(name string) string { return "Ann Ahmed renamed the chat to " + name + "." }
	require.Equal(t, [][]string{
		{"message 2", renamed("after 2"), "message 3", renamed("after 3")},
		{"message 0", renamed("after 0"), "message 1", renamed("after 1")},
		{renamed("first")},
	}, pages)
}

func TestWhoWasRemovedCannotWrite(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	w := b.page.play.World()
	ann, bob, group := w.People()[0], w.People()[1], w.Conversations()[4].ID
	b.goes("Ann Ahmed", "Lunch")
	b.goes("Bob Berg", "Lunch")
	_, err := w.RemoveMembers(ann, group, bob)
	require.NoError(t, err)
	b.sees(pane("Bob Berg") + `//p[.="Bob Berg is not in Lunch any more."]`)
	b.until(`document.querySelector('[aria-label="Bob Berg"] .talk > form').hidden`)
	_, err = w.AddMembers(ann, group, bob)
	require.NoError(t, err)
	b.says("Bob Berg", "back")
	b.sees(said("Ann Ahmed", "Bob Berg", "back"))
	require.NoError(t, w.DeleteChat(ann, group))
	b.sees(pane("Ann Ahmed") + `//p[.="This conversation was deleted."]`)
	b.until(`document.querySelector('[aria-label="Ann Ahmed"] .talk > form').hidden`)
	b.screenshot("deleted-chat.png")
}
