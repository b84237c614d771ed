package main_test

import (
	"testing"
)

// TestPlaygroundMentions sees an answer of samples/mentions in Microsoft's local client while it is written. It needs
// CONVO_PLAYGROUND and CONVO_CHROMIUM.
func TestPlaygroundMentions(t *testing.T) {
	t.Parallel()
	client := openSample(t, "mentions")

	client.open("Personal Chat")
	client.say("ai")
	client.sees(chatReply("The canteen opens at"))
	client.screenshot("streaming.png", `//body`)
	client.sees(chatReply("The canteen opens at noon, and closes when the soup is out"))
	client.sees(`//*[normalize-space(text())="AI generated"]`)
	client.sees(`//*[normalize-space(text())="typing 201"]`) // what its log says of the first part, and of another
	client.sees(`//*[normalize-space(text())="typing 202"]`)
}
