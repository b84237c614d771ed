package teams

import "strings"

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
