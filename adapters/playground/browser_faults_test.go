package playground_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// preset is a button of the fault bar.
func preset(name string) string {
	return fmt.Sprintf(`//button[contains(@class,"preset")][strong[.=%q]]`, name)
}

func TestA429IsArmedAndTheBotSaysItOnce(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	w := b.page.play.World()
	chat := w.PersonalChat(w.People()[0])
	b.opens("Faults")
	b.fills(labelled("Seconds, for Slow and 429"), "1")
	b.chooses("Conversation", chat)
	b.clicks(preset("429"))
	b.told("429 is armed.")
	b.sees(`//ol[@aria-label="Armed faults"]/li[contains(.,"refused with 429 Throttled, to be tried again after 1s")][contains(.,"Ann Ahmed’s chat")]`)
	b.screenshot("faults.png")
	b.says("Ann Ahmed", "Hello?")
	b.sees(said("Ann Ahmed", "Bot", "Echo: Hello?"))
	b.misses(`//ol[@aria-label="Armed faults"]/li`)
	require.Len(t, w.Messages(chat), 2)
	statuses := []int{}
	for _, x := range b.page.exchanges(3) {
		if x.Direction == "fromBot" {
			statuses = append(statuses, x.Status)
		}
	}
	require.Equal(t, []int{429, 201}, statuses)
}

func TestFaultsAreClearedInThePage(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	b.opens("Faults")
	b.fills(labelled("How many times"), "3")
	b.clicks(preset("Duplicate"))
	b.told("Duplicate is armed 3 times.")
	b.clicks(preset("Lost reply"))
	b.clicks(preset("Wrong region"))
	b.sees(`//ol[@aria-label="Armed faults"]/li[3]`)
	b.says("Ann Ahmed", "Hello?")
	b.sees(`//ol[@aria-label="Armed faults"]/li[contains(.,"2 ×")][contains(.,"delivered twice")]`)
	b.screenshot("faults-armed.png")
	b.clicks(button("Clear all"))
	b.told("All is well again.")
	b.misses(`//ol[@aria-label="Armed faults"]/li`)
	b.clicks(`//label[contains(.,"rate limits")]/input`)
	b.told("rate limits are kept")
	require.NotEmpty(t, b.page.play.World().Limits().Send)
	b.chooses("The bot may start", "groups")
	b.told("may start other conversations")
	b.fills(labelled("How many times"), "0")
	b.clicks(preset("Slow"))
	b.sees(`//aside[@id="drawer"]//p[@role="alert"][contains(.,"whole number")]`)
}

func TestWhoBlocksTheBotIsSeenInTheInspector(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	b.opens("World")
	b.clicks(item("Ann Ahmed"))
	b.clicks(button("Block the bot"))
	b.told("Ann Ahmed blocks the bot")
	b.says("Ann Ahmed", "Are you there?")
	b.clicks(`//button[@role="tab"][normalize-space(.)="Inspector"]`)
	b.sees(`//div[@id="panel-inspector"]//*[contains(text(),"403")]`)
	b.screenshot("blocked.png")
	b.clicks(`//button[@role="tab"][normalize-space(.)="World"]`)
	b.clicks(button("Unblock the bot"))
	b.told("does not block the bot any more")
	b.says("Ann Ahmed", "And now?")
	b.sees(said("Ann Ahmed", "Bot", "Echo: And now?"))
}
