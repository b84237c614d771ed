package schema

// Outbound returns a copy of an activity in the form in which a bot sends it: without what the specification keeps bots from
// sending, which is the id of a new activity (A2031), timestamp (A2041), to Teams the bot's name, which Teams knows (A2063),
// recipient but for a suggestion (A2071) or a message for the recipient alone, all of the conversation but its id (A2082,
// A2083), callerId (A2250) and serviceUrl (A2302). Of a text that is streamed the conversation's type stays: Teams' documentation
// has it there, and Microsoft's local client wants it.
//
// A turn and package connector call it last, for what goes to the channel and into the answers of deliveryMode expectReplies
// and stream alike; hooks and handlers see these members.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#requirements
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/streaming-ux#start-streaming
func (a *Activity) Outbound() *Activity {
	out := *a
	out.ID = ""
	out.Timestamp = Time{}
	if out.ChannelID == ChannelTeams {
		out.From.Name = ""
	}
	if out.Type != TypeSuggestion && !out.Recipient.IsTargeted {
		out.Recipient = ChannelAccount{}
	}
	out.Conversation = ConversationAccount{ID: a.Conversation.ID}
	if _, isStreamed := a.StreamInfo(); isStreamed {
		out.Conversation.ConversationType = a.Conversation.ConversationType
	}
	out.CallerID = ""
	out.ServiceURL = ""
	return &out
}
