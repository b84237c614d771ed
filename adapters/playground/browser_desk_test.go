package playground_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/browsertest"
)

func TestTheDeskSendsInThePage(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Needs(t, "CONVO_CHROMIUM")
	p, _ := withDesk(t)
	b := open(t, chromium, p)
	w := p.play.World()
	w.Block(w.People()[1])
	b.opens("Desk")
	b.sees(row("Lunch"))
	b.fills(labelled("Find"), "d")
	b.misses(row("Lunch"))
	b.fills(labelled("Find"), "")
	b.sees(row("Lunch"))
	b.chooses("Who", "person")
	b.misses(row("Lunch"))
	b.clicks(`//input[@aria-label="All that are listed"]`)
	b.clicks(row("Cleo Costa") + `//input`)
	b.clicks(labelled("Message"))
	b.writes("The build is **green** again.")
	b.screenshot("desk.png")
	b.clicks(button("Send to 3"))
	b.told("2 sent, 1 refused.")
	b.sees(row("Bob Berg") + `/td[contains(.,"ConversationBlockedByUser")]`)
	b.sees(said("Ann Ahmed", "Bot", "The build is green again."))
	b.screenshot("desk-sent.png")
	require.Empty(t, w.Messages(w.PersonalChat(w.People()[2])))

	b.chooses("Reach", "no")
	b.misses(row("Ann Ahmed"))
	b.sees(row("Bob Berg") + `/td[contains(.,"Blocked the bot.")]`)

	b.chooses("Reach", "")
	b.chooses("Who", "chat")
	b.clicks(row("Lunch") + `//input`)
	b.clicks(`//label[contains(.,"As an activity")]/input`)
	b.fills(labelled("Message"), `{"text": "Lunch is`)
	b.clicks(button("Send to 1"))
	b.sees(`//aside[@id="drawer"]//p[@role="alert"][contains(.,"This is no JSON")]`)
	b.fills(labelled("Message"), `{"text": "Lunch is ready", "importance": "high"}`)
	b.clicks(button("Send to 1"))
	b.told("1 sent.")
	lunch := w.Messages(w.Conversations()[4].ID)
	require.Equal(t, "Lunch is ready", lunch[0].Text)
	require.Equal(t, "high", lunch[0].Importance)
}

func TestTheDeskSaysThatItNeedsTheBot(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	b.opens("Desk")
	b.sees(`//p[contains(.,"needs the bot in the same process")]`)
}

// row is the row of a table in the drawer with a name in it.
func row(name string) string {
	return `//aside[@id="drawer"]//tbody/tr[td[contains(.,"` + name + `")]]`
}
