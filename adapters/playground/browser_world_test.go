package playground_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

// opens opens a panel of the drawer.
func (b *browser) opens(panel string) {
	b.t.Helper()
	b.clicks(`//header[@id="top"]//button[@aria-controls="drawer"]`)
	b.clicks(fmt.Sprintf(`//button[@role="tab"][normalize-space(.)=%q]`, panel))
}

// item is an entry of the world panel's list.
func item(name string) string {
	return fmt.Sprintf(`//nav[@aria-label="People and places"]//button[.//span[contains(@class,"name")][normalize-space(.)=%q]]`, name)
}

// labelled is the control with a label, in the panel that is shown.
func labelled(label string) string {
	return fmt.Sprintf(`//div[@role="tabpanel"][not(@hidden)]//*[@aria-label=%[1]q or @id=//label[normalize-space(.)=%[1]q]/@for]`, label)
}

// fills replaces what stands in a line.
func (b *browser) fills(line, text string) {
	b.t.Helper()
	element := chromedp.Search(line)
	b.do("focus "+line, chromedp.WaitVisible(element), chromedp.Focus(element))
	b.until(`document.activeElement.select() === undefined`)
	if text == "" {
		b.presses(kb.Backspace)
		return
	}
	b.writes(text)
}

// chooses chooses a value of a list.
func (b *browser) chooses(list, value string) {
	b.t.Helper()
	element := chromedp.Search(labelled(list))
	b.do("choose "+value, chromedp.WaitVisible(element), chromedp.SetValue(element, value), chromedp.Focus(element))
	b.until(fmt.Sprintf(`document.activeElement.value === %q && document.activeElement.dispatchEvent(new Event('change'))`, value))
}

// button is a button of the drawer by its text.
func button(text string) string {
	return fmt.Sprintf(`//aside[@id="drawer"]//button[normalize-space(.)=%q]`, text)
}

// told waits until the panel says something.
func (b *browser) told(text string) {
	b.t.Helper()
	b.sees(fmt.Sprintf(`//aside[@id="drawer"]//div[@class="said"]/p[@role="status"][contains(.,%q)]`, text))
}

func TestAPersonIsAddedAndGetsTheBot(t *testing.T) {
	t.Parallel()
	ears := &heard{bot: echo()}
	b := browse(t, ears)
	b.opens("World")
	b.clicks(`//button[@aria-label="New person"]`)
	b.fills(labelled("Name"), "Eve Eklund")
	b.fills(labelled("Language"), "sv-se")
	b.fills(labelled("Time zone"), "Europe/Stockholm")
	b.fills(labelled("Organization"), "Fabrikam")
	b.clicks(`//label[contains(.,"Guest")]/input`)
	b.screenshot("world-new-person.png")
	b.clicks(button("Add the person"))
	b.told("Eve Eklund is in the organization and has installed the bot. The bot is told.")
	b.sees(`//article[@aria-label="Eve Eklund"]//p[contains(.,"sv-SE · Europe/Stockholm")]`)
	b.sees(`//article[@aria-label="Eve Eklund"]//span[@class="badge"][.="Fabrikam"]`)
	b.screenshot("world-person.png")
	require.Len(t, ears.of(schema.TypeInstallationUpdate), 1)

	b.clicks(`//header[@id="top"]//button[@id="add-pane"]`)
	b.clicks(`//div[@role="dialog"]//button[contains(.,"Eve Eklund")]`)
	b.says("Eve Eklund", "Hej")
	b.sees(said("Eve Eklund", "Bot", "Echo: Hej"))

	b.clicks(button("Remove from the organization…"))
	b.sees(`//dialog[@open][contains(.,"cannot be undone")]`)
	b.presses(kb.Escape)
	b.misses(`//dialog[@open][contains(.,"cannot be undone")]`)
	b.clicks(button("Remove from the organization…"))
	b.clicks(`//dialog[@open]//button[normalize-space(.)="Remove"]`)
	b.told("Eve Eklund has left the organization.")
	b.misses(pane("Eve Eklund"))
}

func TestANameThatWasNotGivenIsNotSomebodyElses(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	b.opens("World")
	b.clicks(item("Ann Ahmed"))
	b.fills(labelled("New name of Ann Ahmed"), "Anna")
	b.clicks(item("Bob Berg"))
	b.sees(labelled("New name of Bob Berg"))
	require.Equal(t, "Bob Berg", look[string](b, `document.querySelector('[aria-label="New name of Bob Berg"]').value`))
}

func TestPlacesAreChangedInThePage(t *testing.T) {
	t.Parallel()
	ears := &heard{bot: echo()}
	b := browse(t, ears)
	b.opens("World")
	b.clicks(item("# Design"))
	b.fills(labelled("New name of Design"), "Product design")
	b.presses(kb.Enter)
	b.told("The channel has another name. The bot is told.")
	b.sees(pane("Ann Ahmed") + `//button[@title="Contoso › Product design"]`)
	raw, err := json.Marshal(ears.of(schema.TypeConversationUpdate)[0].ChannelData)
	require.NoError(t, err)
	require.Contains(t, string(raw), `"eventType":"channelRenamed"`)

	b.clicks(item("Contoso"))
	b.screenshot("world-team.png")
	b.clicks(labelled("Acting as"))
	b.clicks(button("Archive"))
	b.told("Contoso is archived")
	b.clicks(button("Restore from the archive"))
	b.told("can be written in again")
	b.fills(labelled("Name of the new channel"), "Launch")
	b.presses(kb.Enter)
	b.told("Launch is a channel of Contoso. The bot is told.")
	b.sees(item("# Launch"))

	b.clicks(item("Lunch"))
	b.clicks(`//button[@aria-label="Remove Cleo Costa"]`)
	b.told("Cleo Costa is not in it any more. The bot is told.")
	b.clicks(`//label[contains(.,"Dan Dubois")]/input`)
	b.clicks(button("Add"))
	b.told("Dan Dubois is in it now. The bot is told.")
	b.clicks(button("Uninstall the bot"))
	b.told("The bot is removed from Lunch.")
	b.screenshot("world-chat.png")
	b.clicks(button("Delete the chat…"))
	b.clicks(`//dialog[@open]//button[normalize-space(.)="Delete"]`)
	b.told("Lunch is deleted.")
	b.misses(item("Lunch"))
}

func TestAMeetingIsHeldInThePage(t *testing.T) {
	t.Parallel()
	ears := &heard{bot: echo()}
	b := browse(t, ears)
	b.opens("World")
	b.clicks(`//button[@aria-label="New meeting"]`)
	b.fills(labelled("Name"), "Standup")
	b.clicks(`//fieldset//label[contains(.,"Bob Berg")]/input`)
	b.clicks(button("Make the meeting"))
	b.told("Standup is there. The bot is told.")
	b.clicks(button("Start the meeting"))
	b.told("The meeting runs.")
	b.clicks(button("Join"))
	b.sees(`//p[contains(.,"In it now: Ann Ahmed")]`)
	b.screenshot("world-meeting.png")
	b.clicks(button("Join"))
	b.sees(`//div[@class="said"]/p[@role="alert"]`)
	b.clicks(button("End the meeting"))
	b.told("The meeting has ended.")
	names := []string{}
	for _, a := range ears.of(schema.TypeEvent) {
		names = append(names, a.Name)
	}
	require.Equal(t, []string{
		"application/vnd.microsoft.meetingStart", "application/vnd.microsoft.meetingParticipantJoin", "application/vnd.microsoft.meetingEnd",
	}, names)
}

func TestACrowdIsAddedInThePage(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	b.opens("World")
	b.clicks(`//button[@aria-label="New crowd"]`)
	b.fills(labelled("Name"), "Visitor")
	b.fills(labelled("How many"), "100000")
	b.chooses("In", b.page.play.World().Conversations()[4].ID)
	b.clicks(button("Add the crowd"))
	b.told("100,000 people are in the organization.")
	b.sees(`//h3[.="Members (100,003)"]`)
	b.clicks(`//ul[@class="members"]//button[.="Visitor 3"]`)
	b.clicks(button("Install the bot"))
	b.told("Visitor 3 has installed the bot. The bot is told.")
	b.screenshot("world-crowd.png")
}
