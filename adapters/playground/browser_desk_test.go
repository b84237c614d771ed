package playground_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/browsertest"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
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

// TestTheDeskKeepsWhoIsChosen says that who is chosen far down in the list stays chosen while things happen.
func TestTheDeskKeepsWhoIsChosen(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Needs(t, "CONVO_CHROMIUM")
	p, _ := withDesk(t)
	w := p.play.World()
	for i := range 210 {
		w.PersonalChat(w.AddPerson(world.Person{Name: fmt.Sprintf("Zoe %03d", i)}))
	}
	require.NoError(t, p.play.Introduce(t.Context()))
	p.until(func() bool { return p.listed(nil).Next != "" })
	b := open(t, chromium, p)
	b.opens("Desk")
	b.sees(row("Ann Ahmed"))
	b.clicks(`//aside[@id="drawer"]//button[.="Show more"]`)
	b.until(`document.querySelectorAll(".recipients tbody tr").length > 200`)
	look[bool](b, `(document.querySelector(".recipients tbody tr:last-child input").click(), true)`)
	b.clicks(labelled("Message"))
	b.writes("Hi")
	b.sees(button("Send to 1"))
	look[bool](b, `(document.querySelector(".recipients table").old = true)`)
	_, _, err := w.Send(w.People()[0], w.PersonalChat(w.People()[0]), schema.TextMessage("hello"))
	require.NoError(t, err)
	b.until(`!document.querySelector(".recipients table").old`)
	b.sees(button("Send to 1"))
	b.clicks(button("Send to 1"))
	b.told("1 sent.")
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
