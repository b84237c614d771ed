package teams

import (
	"strings"

	"github.com/convobot/convo/framework/schema"
)

const threadMark = ";messageid="

// ThreadID returns the conversation id of the thread under message rootID of a channel. If channelID already names
// a thread, that part is replaced; an empty rootID gives the channel itself.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations
func ThreadID(channelID, rootID string) string {
	channelID, _ = SplitThreadID(channelID)
	if rootID == "" {
		return channelID
	}
	return channelID + threadMark + rootID
}

// SplitThreadID splits the conversation id of a thread into the channel and the id of the thread's first message,
// which is "" when the conversation is no thread.
func SplitThreadID(conversationID string) (channelID, rootID string) {
	channelID, rootID, _ = strings.Cut(conversationID, threadMark)
	return channelID, rootID
}

// NewThread returns the parameters with which a turn, or an adapter, starts a thread in a channel: its first message is
// first. What that returns has the reference of the thread, to speak there later, and the id of the message.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages#create-a-channel-thread
func NewThread(channelID string, first *schema.Activity) schema.ConversationParameters {
	return schema.ConversationParameters{
		IsGroup:     true,
		ChannelData: ChannelData{Channel: ChannelInfo{ID: ThreadID(channelID, "")}},
		Activity:    first,
	}
}

// InThread returns the address of the thread under message rootID of the channel that ref is in: what is sent there is a
// reply in it. An empty rootID gives the address of the channel, where a message starts a thread.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations
func InThread(ref schema.ConversationReference, rootID string) schema.ConversationReference {
	ref.Conversation.ID = ThreadID(ref.Conversation.ID, rootID)
	ref.ActivityID = ""
	return ref
}
