package lint

import "github.com/convobot/convo/framework/schema"

// Wire returns a copy of an activity that the bot sends, as the framework puts it on the wire: without what the protocol
// keeps a bot from sending and package connector therefore takes away, which is the id (A2031; that of an update stands in
// its route), timestamp (A2041), to Teams the bot's name (A2063), recipient but for a suggestion or a message for one person alone (A2071), all of the
// conversation but its id (A2082, A2083), callerId (A2250) and serviceUrl (A2302). What hooks of a turn see, and handlers
// make, is not the wire's form yet.
func Wire(a *schema.Activity) *schema.Activity {
	out := *a
	out.ID = ""
	out.Timestamp = schema.Time{}
	if out.Type != schema.TypeSuggestion && !out.Recipient.IsTargeted {
		out.Recipient = schema.ChannelAccount{}
	}
	out.Conversation = schema.ConversationAccount{ID: a.Conversation.ID}
	out.CallerID = ""
	out.ServiceURL = ""
	if a.ChannelID == schema.ChannelTeams {
		out.From.Name = ""
	}
	return &out
}
