package main_test

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestPlaygroundEventbot has Microsoft's own local client send what it can, and sees that the sample eventbot names the
// handler of it. See TestPlayground for what it needs.
func TestPlaygroundEventbot(t *testing.T) {
	t.Parallel()
	client := openSample(t, "eventbot")

	client.open("Personal Chat")
	client.sees(chatReply("OnInstallationUpdate → OnInstallationAdd"))
	client.say("hello")
	client.sees(chatReply("OnMessage"))
	client.say("card")
	client.press("OnAdaptiveCardAction")
	client.sees(`//*[contains(normalize-space(text()),"OnAdaptiveCardAction {}")]`)
	client.press("OnMessage")
	client.sees(chatReply("a button"))
	client.screenshot("eventbot.png", chatReply("a button"))

	client.open("Convo Team - General")
	client.mock("Rename team")
	client.sees(thread("OnConversationUpdate → OnTeamRenamed"))
	client.mock("Rename channel")
	client.sees(thread("OnConversationUpdate → OnChannelRenamed"))
}

// mock has the playground send one of the activities in its menu.
func (c client) mock(activity string) {
	c.t.Helper()
	menu := chromedp.Search(`//button[contains(normalize-space(.),"Mock an Activity")]`)
	item := chromedp.Search(`//*[@role="menuitem"][not(@aria-disabled="true")][contains(normalize-space(.),"` + activity + `")]`)
	send := chromedp.Search(`//button[normalize-space(.)="Send activity"]`)
	c.do("mock "+activity, chromedp.Click(menu), chromedp.WaitVisible(item), chromedp.Click(item), chromedp.WaitVisible(send), chromedp.Click(send),
		chromedp.WaitNotPresent(send)) // a click that comes before the dialog is gone reaches nothing
}
